"""Filling, submitting and closing forms, and what the client itself checks before it sends them."""

import re

from sandbox.control.clicking import fill, own_view, trouble
from sandbox.control.control import Control, ControlError
from sandbox.control.elements import FIELD, find_element, held, taken
from sandbox.control.sees import Glance
from sandbox.deliveries import interactions
from sandbox.deliveries.parcel import Outcome
from sandbox.methods.call import SlackError
from sandbox.methods.views import accepted
from sandbox.shapes import Json
from sandbox.workspace.people import Person
from sandbox.workspace.views import STACK_LIMIT, View

TROUBLE = "We had some trouble connecting. Try again?"
REQUIRED = "Please complete this required field."
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


async def submit(control: Control, person: Person, args: Json) -> Json:
    glance = Glance(control, person)
    view = _top_view(control, person, args)
    if view.body.get("submit") is None:
        raise ControlError(409, "the form has no button to submit it")
    type_in(control, view, args.get("values") or {})
    errors = faults_of(view)
    if errors:
        return glance.answer(None, errors=errors)
    parcel = interactions.submission(control.workspace, person, view, _response_urls(control, person, view))
    outcome = await control.dispatcher.deliver(parcel)
    if not outcome.is_acknowledged:
        return glance.answer(outcome, message=TROUBLE)
    errors, message = _follow(control, person, view, outcome)
    return glance.answer(outcome, message=message, errors=errors)


async def close(control: Control, person: Person, args: Json) -> Json:
    """The form's own Close; with clear_on_close, or by the cross in the corner (`all`), the whole stack goes."""
    glance = Glance(control, person)
    view = _top_view(control, person, args)
    cleared = bool(view.body.get("clear_on_close") or args.get("all"))
    fill(view)
    parcel = interactions.closing(control.workspace, person, view, is_cleared=cleared)
    if cleared:
        control.workspace.views.clear(person.id)
    else:
        control.workspace.views.close(view)
    if not view.body.get("notify_on_close"):
        return glance.answer(None)
    outcome = await control.dispatcher.deliver(parcel)
    return glance.answer(outcome, message=trouble(outcome.error))


def type_in(control: Control, view: View, values: Json) -> None:
    """Puts plain values into the form; they stay there whatever comes of the submission."""
    for block_id, entries in values.items():
        if not isinstance(entries, dict):
            raise ControlError(400, f"values of {block_id} are an object: action_id to value")
        for action_id, raw in entries.items():
            found = find_element(view.blocks, action_id, block_id)
            if found is None or found[1].get("type") not in FIELD:
                raise ControlError(409, f"the form has no field {block_id}/{action_id}")
            value = taken(control.workspace, found[1], raw)
            view.state.setdefault(block_id, {})[action_id] = held(found[1], value)
    fill(view)


def faults_of(view: View) -> dict[str, str]:
    """What Slack's client says beside a field before anything is sent."""
    errors: dict[str, str] = {}
    for block in view.blocks:
        if block.get("type") != "input":
            continue
        element = block["element"]
        value = view.state[block["block_id"]][element["action_id"]][FIELD[element["type"]]]
        if value in (None, "", []):
            if not block.get("optional"):
                errors[block["block_id"]] = REQUIRED
        elif fault := _fault(element, value):
            errors[block["block_id"]] = fault
    return errors


def _fault(element: Json, value: object) -> str | None:
    match element["type"]:
        case "plain_text_input":
            return _length_fault(element, str(value))
        case "number_input":
            return _number_fault(element, str(value))
        case "email_text_input":
            return None if _EMAIL.fullmatch(str(value)) else "Please enter a valid email address."
        case "url_text_input":
            fine = str(value).startswith(("http://", "https://", "mailto:"))
            return None if fine else "Please enter a valid URL."
    most = element.get("max_selected_items") or element.get("max_files")
    if most and isinstance(value, list) and len(value) > most:
        return f"Please choose no more than {most}."
    return None


def _length_fault(element: Json, value: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(value) < least:
        return f"Please enter at least {least} characters."
    return f"Please enter no more than {most} characters." if len(value) > most else None


def _number_fault(element: Json, value: str) -> str | None:
    try:
        number = float(value) if element.get("is_decimal_allowed") else int(value)
    except ValueError:
        return "Please enter a number."
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and number < float(least):
        return f"Please enter a number of at least {least}."
    if most is not None and number > float(most):
        return f"Please enter a number of at most {most}."
    return None


def _top_view(control: Control, person: Person, args: Json) -> View:
    view = own_view(control, person, args)
    if view is not control.workspace.views.top(person.id):
        raise ControlError(409, "another form lies on top of that one")
    return view


def _response_urls(control: Control, person: Person, view: View) -> list[Json]:
    """One for each chosen conversation of a select that asks for it (`response_url_enabled`)."""
    urls: list[Json] = []
    for block in view.blocks:
        element = block.get("element") or {}
        if not element.get("response_url_enabled"):
            continue
        entry = view.state[block["block_id"]][element["action_id"]]
        chosen = entry[FIELD[element["type"]]]
        if chosen:
            hook = control.workspace.passes.hook(person.id, chosen)
            url = control.response_url(hook)
            urls.append({
                "response_url": url, "channel_id": chosen,
                "block_id": block["block_id"], "action_id": element["action_id"],
            })  # fmt: skip
    return urls


def _follow(control: Control, person: Person, view: View, outcome: Outcome) -> tuple[Json, str | None]:
    """Does what the acknowledgement says (docs.slack.dev/surfaces/modals): errors, update, push, clear."""
    said = outcome.parsed()
    views = control.workspace.views
    match said.get("response_action"):
        case None:
            if views.find(view.id) is view:
                views.close(view)
        case "clear":
            views.clear(person.id)
        case "errors":
            return _shown_errors(view, said.get("errors"))
        case "update" | "push" as action:
            return {}, _turn(control, person, view, action, said.get("view"))
        case _:
            return {}, TROUBLE
    return {}, None


def _shown_errors(view: View, errors: object) -> tuple[Json, str | None]:
    """Errors belong to input blocks of the form; any other makes Slack's client give up."""
    inputs = {block.get("block_id") for block in view.blocks if block.get("type") == "input"}
    if not isinstance(errors, dict) or not errors or set(errors) - inputs:
        return {}, TROUBLE
    if not all(isinstance(text, str) and text for text in errors.values()):
        return {}, TROUBLE
    return errors, None


def _turn(control: Control, person: Person, view: View, action: str, body: object) -> str | None:
    workspace = control.workspace
    try:
        taken_body = accepted(workspace, body, "modal", view if action == "update" else None)
    except SlackError:
        return TROUBLE
    if action == "update":
        workspace.views.replace(view, taken_body, workspace.view_hash())
        return None
    if len(workspace.views.stack(person.id)) >= STACK_LIMIT:
        return TROUBLE
    workspace.views.push(workspace.new_view(person.id, taken_body, root=view.root))
    return None
