"""What people do, in the payloads in which Slack tells an app of it."""

from sandbox.deliveries.parcel import Parcel
from sandbox.shapes import Json
from sandbox.workspace import Workspace
from sandbox.workspace.channels import Channel
from sandbox.workspace.passes import Hook
from sandbox.workspace.people import Person
from sandbox.workspace.views import View


def command(
    workspace: Workspace, person: Person, channel: Channel, name: str, text: str, response_url: str
) -> Parcel:
    """docs.slack.dev/interactivity/implementing-slash-commands"""
    fields: Json = {
        "token": workspace.app.verification_token,
        "team_id": workspace.id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": person.id,
        "user_name": person.name,
        "command": name,
        "text": text,
        "api_app_id": workspace.app.id,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": workspace.passes.trigger(person.id),
    }
    if workspace.enterprise_id:
        fields |= {"enterprise_id": workspace.enterprise_id, "enterprise_name": workspace.name}
    return Parcel("slash_commands", "command", fields)


def message_actions(
    workspace: Workspace, person: Person, channel: Channel, source: Json, action: Json, hook: Hook, url: str
) -> Parcel:
    """`source` has the message as it was on the person's screen, the state of its menus, and how it is held."""
    shown: Json = source["message"]
    container: Json = {
        "type": "message",
        "message_ts": shown["ts"],
        "channel_id": channel.id,
        "is_ephemeral": source["is_ephemeral"],
    }
    if hook.thread_ts:
        container["thread_ts"] = hook.thread_ts
    payload = _interaction(workspace, person, "block_actions") | {
        "container": container,
        "trigger_id": workspace.passes.trigger(person.id),
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "state": {"values": source["state"]},
        "response_url": url,
        "actions": [action],
    }
    if not source["is_ephemeral"]:
        payload["message"] = shown
    return Parcel("interactive", "block_actions", payload)


def view_actions(workspace: Workspace, person: Person, view: View, action: Json) -> Parcel:
    payload = _interaction(workspace, person, "block_actions") | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": workspace.passes.trigger(person.id, view.id if view.is_modal else None),
        "view": view.shown(),
        "actions": [action],
    }
    return Parcel("interactive", "block_actions", payload)


def submission(workspace: Workspace, person: Person, view: View, response_urls: list[Json]) -> Parcel:
    payload = _interaction(workspace, person, "view_submission") | {
        "trigger_id": workspace.passes.trigger(person.id, view.id),
        "view": view.shown(),
        "response_urls": response_urls,
    }
    return Parcel("interactive", "view_submission", payload)


def closing(workspace: Workspace, person: Person, view: View, *, is_cleared: bool) -> Parcel:
    payload = _interaction(workspace, person, "view_closed") | {
        "view": view.shown(),
        "is_cleared": is_cleared,
    }
    return Parcel("interactive", "view_closed", payload)


def global_shortcut(workspace: Workspace, person: Person, callback_id: str) -> Parcel:
    """No channel and no response_url: it belongs to no conversation."""
    payload = _interaction(workspace, person, "shortcut") | {
        "action_ts": workspace.ts(),
        "callback_id": callback_id,
        "trigger_id": workspace.passes.trigger(person.id),
    }
    return Parcel("interactive", "shortcut", payload)


def message_shortcut(
    workspace: Workspace, person: Person, channel: Channel, callback_id: str, shown: Json, response_url: str
) -> Parcel:
    payload = _interaction(workspace, person, "message_action") | {
        "action_ts": workspace.ts(),
        "callback_id": callback_id,
        "trigger_id": workspace.passes.trigger(person.id),
        "response_url": response_url,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message_ts": shown["ts"],
        "message": shown,
    }
    return Parcel("interactive", "message_action", payload)


def suggestion(
    workspace: Workspace, person: Person, place: Json, block_id: str, action_id: str, typed: str
) -> Parcel:
    """`place` is container with view, or container with channel and message."""
    payload = _interaction(workspace, person, "block_suggestion") | {
        "action_id": action_id,
        "block_id": block_id,
        "value": typed,
        **place,
    }
    return Parcel("interactive", "block_suggestion", payload)


def channel_name(channel: Channel) -> str:
    """Slack gives direct and private conversations these names in interactions."""
    return {"im": "directmessage", "group": channel.name or "privategroup"}.get(channel.kind, channel.name)


def _interaction(workspace: Workspace, person: Person, kind: str) -> Json:
    return {
        "type": kind,
        "team": {"id": workspace.id, "domain": workspace.domain},
        "user": {
            "id": person.id,
            "username": person.name,
            "name": person.name,
            "team_id": person.team_id,
        },
        "api_app_id": workspace.app.id,
        "token": workspace.app.verification_token,
        "enterprise": (
            {"id": workspace.enterprise_id, "name": workspace.name} if workspace.enterprise_id else None
        ),
        "is_enterprise_install": False,
    }
