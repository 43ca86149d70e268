"""Buttons and menus on messages, in forms and on Home."""

import copy
from dataclasses import dataclass, field

from sandbox.control.control import Control, ControlError, wanted
from sandbox.control.elements import FIELD, STATELESS, find_element, given, held, initial, offered, stateful, taken
from sandbox.control.sees import Glance
from sandbox.deliveries import interactions
from sandbox.deliveries.parcel import Parcel
from sandbox.shapes import Json
from sandbox.workspace.channels import Channel
from sandbox.workspace.people import Person
from sandbox.workspace.views import View


@dataclass
class Place:
    """Where something is clicked: a form or Home, or a message as the person has it on the screen."""

    blocks: list[Json]
    view: View | None = None
    channel: Channel | None = None
    message: Json = field(default_factory=dict)
    ephemeral: bool = False

    @property
    def name(self) -> str:
        return f"view {self.view.id}" if self.view else f"message {self.message.get('ts')}"


async def click(control: Control, person: Person, args: Json) -> Json:
    workspace, glance = control.workspace, Glance(control, person)
    place = place_of(control, person, args)
    block, element = clicked(place, args)
    action = _action(control, block, element, args)
    state = _state(control, person, place)
    if element["type"] in FIELD and element["type"] not in STATELESS:
        value = action[FIELD[element["type"]]]
        state.setdefault(block["block_id"], {})[element["action_id"]] = held(element, value)
    if block.get("type") == "input" and not block.get("dispatch_action"):
        return glance.answer(None)  # the form keeps it until it is submitted
    if place.view is not None:
        fill(place.view)
        parcel = interactions.view_actions(workspace, person, place.view, action)
    else:
        parcel = _message_parcel(control, person, place, action, state)
    outcome = await control.dispatcher.deliver(parcel)
    return glance.answer(outcome, message=trouble(outcome.error))


def trouble(error: str | None) -> str | None:
    return f'Something went wrong: the app did not answer ("{error}")' if error else None


async def options(control: Control, person: Person, args: Json) -> Json:
    """What the app suggests while the person types into an external select."""
    workspace, glance = control.workspace, Glance(control, person)
    place = place_of(control, person, args)
    block, element = clicked(place, args)
    if "external" not in element["type"]:
        raise ControlError(409, f"{element['action_id']} asks nobody for its options")
    typed = str(args.get("value") or "")
    if len(typed) < int(element.get("min_query_length", 3)):
        raise ControlError(409, f"{element['action_id']} asks from {element.get('min_query_length', 3)} letters on")
    parcel = interactions.suggestion(
        workspace, person, _suggestion_place(place), block["block_id"], element["action_id"], typed
    )
    outcome = await control.dispatcher.deliver(parcel)
    found = outcome.parsed() if outcome.is_acknowledged else {}
    workspace.suggestions[element["action_id"]] = list(offered(found))
    return glance.answer(outcome, options=found.get("options"), option_groups=found.get("option_groups"))


def place_of(control: Control, person: Person, args: Json) -> Place:
    views = control.workspace.views
    if args.get("home"):
        home = views.home(person.id)
        if home is None:
            raise ControlError(409, f"the app has published no Home for {person.name}")
        return Place(home.blocks, home)
    if args.get("view_id"):
        view = own_view(control, person, args)
        return Place(view.blocks, view)
    if args.get("ephemeral"):
        return _ephemeral_place(control, person, args)
    return _message_place(control, person, args)


def own_view(control: Control, person: Person, args: Json) -> View:
    view = control.workspace.views.find(wanted(args, "view_id"))
    if view is None or view.person != person.id:
        raise ControlError(409, f"{person.name} has no view {args['view_id']} open")
    return view


def clicked(place: Place, args: Json) -> tuple[Json, Json]:
    found = find_element(place.blocks, wanted(args, "action_id"), args.get("block_id"))
    if found is None:
        raise ControlError(409, f"there is no {args['action_id']} on {place.name}")
    return found


def fill(view: View) -> None:
    """Completes the view's state: initial values where nothing was put in, nothing where nothing is."""
    for block, element in stateful(view.blocks):
        values = view.state.setdefault(block["block_id"], {})
        values.setdefault(element["action_id"], held(element, initial(element)))


def _ephemeral_place(control: Control, person: Person, args: Json) -> Place:
    found = control.workspace.ephemerals.get(person.id, {}).get(str(args["ephemeral"]))
    if found is None:
        raise ControlError(409, f"{person.name} sees no such message")
    shown = copy.deepcopy(found.message.shown())
    return Place(blocks_of(shown), None, control.workspace.channels[found.channel], shown, ephemeral=True)


def _message_place(control: Control, person: Person, args: Json) -> Place:
    channel = control.channel(args.get("channel"), person)
    stale = args.get("message")
    if isinstance(stale, dict):
        return Place(blocks_of(stale), None, channel, {"ts": args.get("ts"), **stale})
    found = channel.timeline.find(wanted(args, "ts"))
    if found is None:
        raise ControlError(409, f"there is no message {args['ts']} in {channel.name or channel.id}")
    shown = copy.deepcopy(channel.timeline.shown(found))
    return Place(blocks_of(shown), None, channel, shown)


def blocks_of(shown: Json) -> list[Json]:
    blocks: list[Json] = list(shown.get("blocks") or [])
    for attachment in shown.get("attachments") or []:
        blocks += attachment.get("blocks") or []
    return blocks


def _action(control: Control, block: Json, element: Json, args: Json) -> Json:
    kind = element["type"]
    action: Json = {
        "type": kind,
        "action_id": element["action_id"],
        "block_id": block.get("block_id"),
        "action_ts": control.workspace.ts(),
    }
    if kind in FIELD:
        return action | {FIELD[kind]: taken(control.workspace, element, given(args, element))}
    if kind == "feedback_buttons":
        return action | {"value": _feedback(element, args)}
    return action | {name: element[name] for name in ("text", "value", "url", "style") if name in element}


def _feedback(element: Json, args: Json) -> str:
    offers = [element.get(side, {}).get("value") for side in ("positive_button", "negative_button")]
    if args.get("value") not in offers:
        raise ControlError(409, f"{element['action_id']} offers {' and '.join(map(str, offers))}")
    return str(args["value"])


def _state(control: Control, person: Person, place: Place) -> dict[str, Json]:
    if place.view is not None:
        return place.view.state
    return control.workspace.message_state.setdefault((person.id, str(place.message["ts"])), {})


def _message_parcel(control: Control, person: Person, place: Place, action: Json, state: dict[str, Json]) -> Parcel:
    assert place.channel is not None
    ts = str(place.message["ts"])
    for block, element in stateful(place.blocks):
        values = state.setdefault(block["block_id"], {})
        values.setdefault(element["action_id"], held(element, initial(element)))
    thread_ts = place.message.get("thread_ts")
    source = {"ephemeral": ts} if place.ephemeral else {"ts": ts}
    hook = control.workspace.passes.hook(person.id, place.channel.id, source, thread_ts)
    shown = {"message": place.message, "state": state, "is_ephemeral": place.ephemeral}
    url = control.response_url(hook)
    return interactions.message_actions(control.workspace, person, place.channel, shown, action, hook, url)


def _suggestion_place(place: Place) -> Json:
    if place.view is not None:
        return {"container": {"type": "view", "view_id": place.view.id}, "view": place.view.shown()}
    assert place.channel is not None
    container = {
        "type": "message",
        "message_ts": place.message["ts"],
        "channel_id": place.channel.id,
        "is_ephemeral": place.ephemeral,
    }
    channel = {"id": place.channel.id, "name": interactions.channel_name(place.channel)}
    return {"container": container, "channel": channel, "message": place.message}
