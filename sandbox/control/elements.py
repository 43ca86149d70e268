"""What a person can put into each kind of element, in the shapes in which Slack tells it."""

import re
from collections.abc import Callable, Iterator

from sandbox.control.control import ControlError
from sandbox.methods.content import elements_of, walk_blocks
from sandbox.shapes import Json
from sandbox.workspace import Workspace

FIELD = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "rich_text_input": "rich_text_value",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "file_input": "files",
}
"""Element type → the field of an action and of `state.values` that holds what was chosen."""

STATELESS = {"overflow"}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def find_element(blocks: list[Json], action_id: str, block_id: str | None) -> tuple[Json, Json] | None:
    for block in walk_blocks(blocks):
        if block_id is not None and block.get("block_id") != block_id:
            continue
        for element in elements_of(block):
            if element.get("action_id") == action_id:
                return block, element
    return None


def stateful(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Each block with each of its elements that keeps what is put into it."""
    for block in walk_blocks(blocks):
        for element in elements_of(block):
            if element.get("type") in FIELD and element["type"] not in STATELESS:
                yield block, element


def initial(element: Json) -> object:
    field = FIELD[element["type"]]
    if field in {"value", "rich_text_value"}:
        return element.get("initial_value")
    value = element.get(field.replace("selected_", "initial_"))
    return value if value is not None or not _holds_list(field) else []


def held(element: Json, value: object) -> Json:
    """An entry of `state.values`."""
    return {"type": element["type"], FIELD[element["type"]]: value}


def given(args: Json, element: Json) -> object:
    """What a click brings: under the field's own name, or simply as `value`."""
    field = FIELD[element["type"]]
    if field in args:
        return args[field]
    if "value" in args:
        return args["value"]
    raise ControlError(400, f"say what was chosen in a {element['type']}: {field!r}")


def taken(workspace: Workspace, element: Json, raw: object) -> object:
    """A plain text, number or id as Slack would report it. Raises ControlError for what nobody could choose."""
    field = FIELD[element["type"]]
    if raw is None:
        return [] if _holds_list(field) else None
    if not _holds_list(field):
        return _taken_one(workspace, element, field, raw)
    if not isinstance(raw, list):
        raise ControlError(400, f"{field!r} of {element.get('action_id')} is a list")
    return [_taken_one(workspace, element, field.removesuffix("s"), one) for one in raw]


def _holds_list(field: str) -> bool:
    return field == "files" or (field.startswith("selected_") and field.endswith("s"))


def _taken_one(workspace: Workspace, element: Json, field: str, raw: object) -> object:
    take = _TAKE.get(field)
    return take(workspace, element, raw) if take else str(raw)


def _option(workspace: Workspace, element: Json, raw: object) -> Json:
    """By its value; an external select offers what the app suggested last."""
    value = raw.get("value") if isinstance(raw, dict) else raw
    suggested = workspace.suggestions.get(element["action_id"], []) if "external" in element["type"] else []
    for option in (*offered(element), *suggested):
        if option.get("value") == value:
            return option
    raise ControlError(409, f"{element.get('action_id')} offers no option {value!r}")


def offered(element: Json) -> Iterator[Json]:
    yield from element.get("options") or []
    for group in element.get("option_groups") or []:
        yield from group.get("options") or []


def _user(workspace: Workspace, _element: Json, raw: object) -> str:
    person = workspace.find_person(str(raw))
    if person is None:
        raise ControlError(404, f"nobody is called {raw!r}")
    return person.id


def _conversation(workspace: Workspace, _element: Json, raw: object) -> str:
    channel = workspace.find_channel(str(raw))
    if channel is None:
        raise ControlError(404, f"there is no channel {raw!r}")
    return channel.id


def _date(_workspace: Workspace, _element: Json, raw: object) -> str:
    if not _DATE.fullmatch(str(raw)):
        raise ControlError(400, f"a date is YYYY-MM-DD, not {raw!r}")
    return str(raw)


def _time(_workspace: Workspace, _element: Json, raw: object) -> str:
    if not _TIME.fullmatch(str(raw)):
        raise ControlError(400, f"a time is HH:MM, not {raw!r}")
    return str(raw)


def _date_time(_workspace: Workspace, _element: Json, raw: object) -> int:
    if not isinstance(raw, int):
        raise ControlError(400, f"a date and time is given in Unix seconds, not {raw!r}")
    return raw


def _file(workspace: Workspace, _element: Json, raw: object) -> Json:
    file = workspace.files.find(str(raw))
    if file is None:
        raise ControlError(404, f"there is no file {raw!r}")
    return {"id": file.id, "name": file.name, "mimetype": file.mimetype, "size": file.size}


def _rich(_workspace: Workspace, _element: Json, raw: object) -> Json:
    if isinstance(raw, dict):
        return raw
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": str(raw)}]}
    return {"type": "rich_text", "elements": [section]}


_TAKE: dict[str, Callable[[Workspace, Json, object], object]] = {
    "rich_text_value": _rich,
    "selected_option": _option,
    "selected_user": _user,
    "selected_conversation": _conversation,
    "selected_channel": _conversation,
    "selected_date": _date,
    "selected_time": _time,
    "selected_date_time": _date_time,
    "file": _file,
}
