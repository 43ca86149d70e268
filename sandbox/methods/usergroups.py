from sandbox.methods.call import Call, Method, SlackError
from sandbox.shapes import Json
from sandbox.workspace.people import Group


def listed(call: Call) -> Json:
    groups = [
        group for group in call.workspace.groups.values() if call.flag("include_disabled") or not group.disabled
    ]
    with_users = call.flag("include_users")
    return {"ok": True, "usergroups": [one.usergroup(call.workspace.id, with_users=with_users) for one in groups]}


def users(call: Call) -> Json:
    return {"ok": True, "users": list(_group(call).members)}


def _group(call: Call) -> Group:
    group = call.workspace.groups.get(call.required("usergroup", "no_such_subteam"))
    if group is None or (group.disabled and not call.flag("include_disabled")):
        raise SlackError("no_such_subteam")
    return group


METHODS = {
    "usergroups.list": Method(listed, "tier2", ("usergroups:read",)),
    "usergroups.users.list": Method(users, "tier2", ("usergroups:read",)),
}
