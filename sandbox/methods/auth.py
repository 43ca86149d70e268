from sandbox.methods.call import Call, Method, SlackError
from sandbox.shapes import Json


def auth_test(call: Call) -> Json:
    workspace, app = call.workspace, call.workspace.app
    told: Json = {
        "ok": True,
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": workspace.people[app.bot_user].name,
        "team_id": workspace.id,
        "user_id": app.bot_user,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }
    return told | {"enterprise_id": workspace.enterprise_id} if workspace.enterprise_id else told


def api_test(call: Call) -> Json:
    args = {name: value for name, value in call.args.items() if name != "token"}
    if call.text("error"):
        raise SlackError(call.text("error"), args=args)
    return {"ok": True, "args": args}


def team_info(call: Call) -> Json:
    workspace = call.workspace
    team: Json = {
        "id": workspace.id,
        "name": workspace.name,
        "url": f"https://{workspace.domain}.slack.com/",
        "domain": workspace.domain,
        "email_domain": "",
        "icon": {"image_default": True},
        "is_verified": False,
    }
    if workspace.enterprise_id:
        team |= {"enterprise_id": workspace.enterprise_id, "enterprise_name": workspace.name}
    return {"ok": True, "team": team}


def bots_info(call: Call) -> Json:
    app = call.workspace.app
    if call.text("bot", app.bot_id) != app.bot_id:
        raise SlackError("bot_not_found")
    profile = app.bot_profile(call.workspace.id, 0)
    return {"ok": True, "bot": profile | {"user_id": app.bot_user}}


METHODS = {
    "auth.test": Method(auth_test, "tier4"),
    "api.test": Method(api_test, "tier4", bearer="none"),
    "team.info": Method(team_info, "tier3", ("team:read",)),
    "bots.info": Method(bots_info, "tier3", ("users:read",)),
}
