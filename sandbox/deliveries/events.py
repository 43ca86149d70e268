from sandbox.deliveries.parcel import Parcel
from sandbox.shapes import Json
from sandbox.workspace import Happening, Workspace


def event_parcel(workspace: Workspace, happening: Happening) -> Parcel:
    """An Events API delivery (docs.slack.dev/apis/events-api)."""
    app, event = workspace.app, happening.event
    payload: Json = {
        "token": app.verification_token,
        "team_id": workspace.id,
        "context_team_id": workspace.id,
        "context_enterprise_id": workspace.enterprise_id,
        "api_app_id": app.id,
        "event": event,
        "type": "event_callback",
        "event_id": workspace.mint.id("Ev"),
        "event_time": int(workspace.now()),
        "authorizations": [
            {
                "enterprise_id": workspace.enterprise_id,
                "team_id": workspace.id,
                "user_id": app.bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": "4-" + workspace.mint.token(48),
    }
    if workspace.enterprise_id:
        payload["enterprise_id"] = workspace.enterprise_id
    return Parcel("events_api", str(event["type"]), payload)


def is_heard(workspace: Workspace, happening: Happening) -> bool:
    """Whether the app subscribed to it, can be reached at all, and is where it happened."""
    app = workspace.app
    if happening.subscription not in app.events or (app.mode == "http" and not app.request_url):
        return False
    if happening.channel is None:
        return True
    return workspace.bot_sees(workspace.channels[happening.channel])
