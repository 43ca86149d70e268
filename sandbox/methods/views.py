import json

from sandbox.limits import check_view
from sandbox.methods.call import Call, Method, SlackError, missing, refuse
from sandbox.methods.content import with_ids
from sandbox.shapes import Json
from sandbox.workspace import Workspace
from sandbox.workspace.passes import Trigger
from sandbox.workspace.views import STACK_LIMIT, View


def open_view(call: Call) -> Json:
    body = _body(call, "modal")
    trigger = _exchange(call)
    view = call.workspace.new_view(trigger.person, body)
    call.workspace.views.open(view)
    return {"ok": True, "view": view.shown()}


def push(call: Call) -> Json:
    body = _body(call, "modal")
    views = call.workspace.views
    trigger = _exchange(call)
    stack = views.stack(trigger.person)
    if trigger.view is None or not any(view.id == trigger.view for view in stack):
        raise SlackError("not_found")
    if len(stack) >= STACK_LIMIT:
        raise SlackError("push_limit_reached")
    view = call.workspace.new_view(trigger.person, body, root=stack[0].root)
    views.push(view)
    return {"ok": True, "view": view.shown()}


def update(call: Call) -> Json:
    if not call.text("view_id") and not call.text("external_id"):
        raise missing("view_id")
    views = call.workspace.views
    view = views.find(call.text("view_id")) or views.by_external_id(call.text("external_id"))
    if view is None:
        raise SlackError("not_found")
    body = _body(call, str(view.body.get("type")), replacing=view)
    _match(call, view)
    views.replace(view, body, call.workspace.view_hash())
    return {"ok": True, "view": view.shown()}


def publish(call: Call) -> Json:
    person = call.workspace.people.get(call.required("user_id"))
    if person is None or person.is_bot or person.deleted:
        raise SlackError("user_not_found")
    views = call.workspace.views
    before = views.home(person.id)
    body = _body(call, "home", replacing=before)
    if before is None:
        view = call.workspace.new_view(person.id, body)
        views.publish(view)
        return {"ok": True, "view": view.shown()}
    _match(call, before)
    views.replace(before, body, call.workspace.view_hash())
    return {"ok": True, "view": before.shown()}


def accepted(workspace: Workspace, given: object, kind: str, replacing: View | None = None) -> Json:
    """A view that Slack would take, completed with ids. Raises SlackError.

    An external_id is one view's in the whole workspace (docs.slack.dev/reference/methods/views.open).
    """
    refuse(check_view(given))
    assert isinstance(given, dict)  # check_view would have said so
    if given.get("type") != kind:
        said = f"[ERROR] view type must be {kind} [json-pointer:/view/type]"
        raise SlackError("invalid_arguments", response_metadata={"messages": [said]})
    external_id = given.get("external_id")
    holder = workspace.views.by_external_id(external_id) if external_id else None
    if holder is not None and holder is not replacing:
        raise SlackError("duplicate_external_id")
    body: Json = json.loads(json.dumps(given))
    body["blocks"] = with_ids(workspace, body["blocks"]) or []
    return body


def _body(call: Call, kind: str, replacing: View | None = None) -> Json:
    given = call.parsed("view", "invalid_arguments")
    if given is None:
        raise missing("view")
    return accepted(call.workspace, given, kind, replacing)


def _exchange(call: Call) -> Trigger:
    trigger_id = call.required("trigger_id")
    trigger = call.workspace.passes.triggers.get(trigger_id)
    if trigger is None:
        raise SlackError("invalid_trigger_id")
    if trigger.used:
        raise SlackError("exchanged_trigger_id")
    if call.workspace.now() > trigger.until:
        raise SlackError("expired_trigger_id")
    trigger.used = True
    return trigger


def _match(call: Call, view: View) -> None:
    if call.text("hash") and call.text("hash") != view.hash:
        raise SlackError("hash_conflict")


METHODS = {
    "views.open": Method(open_view, "tier4"),
    "views.push": Method(push, "tier4"),
    "views.update": Method(update, "tier4"),
    "views.publish": Method(publish, "tier4"),
}
