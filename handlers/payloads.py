"""What people do in Slack, as small typed things: commands, clicks, forms, shortcuts; events in `handlers.events`.

Parsing raises `Unreadable`; nothing else looks into a body. Keys under which things are heard: a command, a click
and a shortcut by their trigger, which Slack issues once; a form by its view, so that one resubmitted after a slow
commit files once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from domain.outcomes import Small
from handlers.blocks import unpack
from handlers.commands import Commands

Body = Mapping[str, Any]

SEVERAL = ","
LARGEST = 2**63 - 1  # what a database takes for a number


class Unreadable(Exception):  # noqa: N818 - names what the payload is
    """Not what Slack documents, or a value that this program never issued."""


@dataclass(frozen=True)
class Asked:
    """Who asked, in which conversation, and under which key it is heard.

    `again` names one attempt at a form: a refused form may be sent again, the same attempt gets its answer again.
    """

    actor: str
    key: str
    again: str = field(default="", kw_only=True)
    trigger: str = field(default="", kw_only=True)
    response_url: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class Command(Asked):
    """`name` is what was typed to reach the practice (`/ticket`, `/steward ticket`), `text` what follows it."""

    practice: str
    name: str
    text: str
    channel: str


class Surface(StrEnum):
    """Where a button stands."""

    MESSAGE = "message"
    HOME = "home"
    MODAL = "modal"


@dataclass(frozen=True)
class Click(Asked):
    """`facts` are what the button's value packs, or the option that was chosen; `channel` and `ts` are of the
    message that it stands on, `view` is the id of the form or Home.
    """

    action_id: str
    facts: Mapping[str, Small]
    channel: str = ""
    ts: str = ""
    surface: Surface = Surface.MESSAGE
    view: str = ""
    is_whisper: bool = False  # on an ephemeral message
    page: str = ""  # the callback_id of the form or page that it stands in
    about: str = ""  # what that page packed about itself

    def number(self, name: str) -> int:
        return whole(self.facts, name)

    def word(self, name: str) -> str:
        return word(self.facts, name)


@dataclass(frozen=True)
class Submission(Asked):
    """`answers` by input name; what was left empty is absent. `inputs` are the names in the form's order.

    `form` is the view's id; of a page that was pushed on others, the id of the first.
    """

    callback_id: str
    answers: Mapping[str, str]
    facts: Mapping[str, Small]
    inputs: tuple[str, ...]
    form: str = ""
    is_pushed: bool = False

    def number(self, name: str) -> int:
        return whole(self.facts, name)

    def word(self, name: str) -> str:
        return word(self.facts, name)


@dataclass(frozen=True)
class File:
    """What Slack says of a file in a message; only who may see the conversation can open `url`. `held` is where its
    content is; empty for one that is kept elsewhere.
    """

    id: str
    name: str
    url: str
    mimetype: str
    size: int
    held: str = ""


@dataclass(frozen=True)
class Shortcut(Asked):
    """From the lightning menu: it belongs to no conversation."""

    callback_id: str


@dataclass(frozen=True)
class MessageShortcut(Shortcut):
    """From the menu of a message: `ts` and `thread` are that message's, `author` is who wrote it (a Slack id;
    empty for what an app posted under no user).
    """

    channel: str
    ts: str
    thread: str
    author: str
    text: str
    files: tuple[File, ...]


def whole(facts: Mapping[str, Small], name: str) -> int:
    value = facts.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST:
        raise Unreadable(f"{name} is no number of ours")
    return value


def word(facts: Mapping[str, Small], name: str) -> str:
    value = facts.get(name)
    if not isinstance(value, str):
        raise Unreadable(f"{name} is no word")
    return value


def command(body: Body, commands: Commands) -> Command:
    trigger = text_of(body, "trigger_id")
    practice, name, text = commands.meant(text_of(body, "command"), str(body.get("text") or ""))
    return Command(
        actor=text_of(body, "user_id"),
        key=f"command:{trigger}",
        trigger=trigger,
        response_url=str(body.get("response_url") or ""),
        practice=practice,
        name=name,
        text=text,
        channel=text_of(body, "channel_id"),
    )


def click(body: Body) -> Click:
    action = _first(body.get("actions"))
    trigger, action_id = text_of(body, "trigger_id"), text_of(action, "action_id")
    container, view = body.get("container") or {}, body.get("view") or {}
    return Click(
        actor=text_of(body.get("user"), "id"),
        key=f"click:{trigger}:{action_id}"[:255],
        trigger=trigger,
        response_url=str(body.get("response_url") or ""),
        action_id=action_id,
        facts=_facts(action.get("value") or (action.get("selected_option") or {}).get("value")),
        channel=str(container.get("channel_id") or ""),
        ts=str(container.get("message_ts") or ""),
        surface=_surface(view),
        view=str(view.get("id") or ""),
        is_whisper=bool(container.get("is_ephemeral")),
        page=str(view.get("callback_id") or ""),
        about=str(view.get("private_metadata") or ""),
    )


def _surface(view: Body) -> Surface:
    if not view:
        return Surface.MESSAGE
    return Surface.HOME if view.get("type") == Surface.HOME else Surface.MODAL


def submission(body: Body) -> Submission:
    view = body.get("view") or {}
    callback_id, view_id, trigger = (
        text_of(view, "callback_id"),
        text_of(view, "id"),
        str(body.get("trigger_id") or ""),
    )
    blocks, root = view.get("blocks") or [], str(view.get("root_view_id") or view_id)
    return Submission(
        actor=text_of(body.get("user"), "id"),
        key=f"form:{view_id}:{callback_id}"[:255],
        again=f"sent:{trigger}" if trigger else "",
        trigger=trigger,
        callback_id=callback_id,
        answers=_answers((view.get("state") or {}).get("values") or {}),
        facts=_facts(view.get("private_metadata")),
        inputs=tuple(str(block["block_id"]) for block in blocks if block.get("type") == "input"),
        form=root,
        is_pushed=root != view_id,
    )


def shortcut(body: Body) -> Shortcut:
    """Of either kind: `message_action` is one on a message."""
    trigger = text_of(body, "trigger_id")
    who, name = text_of(body.get("user"), "id"), text_of(body, "callback_id")
    key, url = f"shortcut:{trigger}"[:255], str(body.get("response_url") or "")
    if body.get("type") != "message_action":
        return Shortcut(who, key, name, trigger=trigger, response_url=url)
    shown = body.get("message") or {}
    return MessageShortcut(
        actor=who,
        key=key,
        trigger=trigger,
        response_url=url,
        callback_id=name,
        channel=text_of(body.get("channel"), "id"),
        ts=text_of(shown, "ts"),
        thread=str(shown.get("thread_ts") or ""),
        author=str(shown.get("user") or ""),
        text=str(shown.get("text") or ""),
        files=files_of(shown),
    )


def files_of(shown: Body) -> tuple[File, ...]:
    """The files of a message; one that was deleted, or is not shown to us, has nothing but its id."""
    return tuple(
        File(
            id=str(one["id"]),
            name=str(one.get("name") or one.get("title") or ""),
            url=str(one.get("permalink") or one.get("url_private") or ""),
            mimetype=str(one.get("mimetype") or ""),
            size=int(one.get("size") or 0),
            held="" if one.get("is_external") else str(one.get("url_private") or ""),
        )
        for one in shown.get("files") or ()
        if one.get("id") and one.get("mode") != "tombstone"
    )


def _answers(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, str]:
    """Every input has one element of its own name; whichever kind it is, its answer is one string. Several options
    are joined by commas, so none of their values may have one.
    """
    answers = {}
    for name, elements in values.items():
        for state in elements.values():
            chosen = state.get("selected_option") or {}
            several = SEVERAL.join(str(one["value"]) for one in state.get("selected_options") or [])
            answer = (
                state.get("value")
                or chosen.get("value")
                or several
                or state.get("selected_user")
                or state.get("selected_date")
                or state.get("selected_date_time")
            )
            if answer not in {None, ""}:
                answers[name] = str(answer)
    return answers


def _facts(packed: object) -> dict[str, Small]:
    """Empty for what was not packed here: whoever asks for a fact then finds it missing."""
    try:
        return unpack(str(packed)) if packed else {}
    except ValueError:
        return {}


def _first(things: object) -> Body:
    if not isinstance(things, list) or not things or not isinstance(things[0], Mapping):
        raise Unreadable("no action")
    return things[0]


def text_of(body: object, name: str) -> str:
    value = body.get(name) if isinstance(body, Mapping) else None
    if not isinstance(value, str) or not value:
        raise Unreadable(f"no {name}")
    return value
