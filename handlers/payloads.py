"""What Slack delivers, as small typed things. Parsing raises `Unreadable`; nothing else looks into a body.

Keys under which things are heard: a command and a click by their trigger, which Slack issues once; a form by its
view, so that one resubmitted after a slow commit files once; an event by its id.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.outcomes import Small
from handlers.blocks import unpack

Body = Mapping[str, Any]

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
    name: str
    text: str
    channel: str


@dataclass(frozen=True)
class Click(Asked):
    """`facts` are what the button's value packs; `channel` and `ts` the message that it stands on."""

    action_id: str
    facts: Mapping[str, Small]
    channel: str = ""
    ts: str = ""

    def number(self, name: str) -> int:
        return whole(self.facts, name)

    def word(self, name: str) -> str:
        return word(self.facts, name)


@dataclass(frozen=True)
class Submission(Asked):
    """`answers` by input name; what was left empty is absent. `inputs` are the names in the form's order."""

    callback_id: str
    answers: Mapping[str, str]
    facts: Mapping[str, Small]
    inputs: tuple[str, ...]

    def number(self, name: str) -> int:
        return whole(self.facts, name)


@dataclass(frozen=True)
class Message(Asked):
    """Plain words of a person. `thread` is the ts of the message whose thread they stand in, if any."""

    channel: str
    ts: str
    thread: str
    text: str


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


def command(body: Body) -> Command:
    trigger = _text(body, "trigger_id")
    return Command(
        actor=_text(body, "user_id"),
        key=f"command:{trigger}",
        trigger=trigger,
        response_url=str(body.get("response_url") or ""),
        name=_text(body, "command"),
        text=str(body.get("text") or ""),
        channel=_text(body, "channel_id"),
    )


def click(body: Body) -> Click:
    action = _first(body.get("actions"))
    trigger, action_id = _text(body, "trigger_id"), _text(action, "action_id")
    container = body.get("container") or {}
    return Click(
        actor=_text(body.get("user"), "id"),
        key=f"click:{trigger}:{action_id}"[:255],
        trigger=trigger,
        response_url=str(body.get("response_url") or ""),
        action_id=action_id,
        facts=_facts(action.get("value")),
        channel=str(container.get("channel_id") or ""),
        ts=str(container.get("message_ts") or ""),
    )


def submission(body: Body) -> Submission:
    view = body.get("view") or {}
    callback_id, view_id, trigger = _text(view, "callback_id"), _text(view, "id"), str(body.get("trigger_id") or "")
    blocks = view.get("blocks") or []
    return Submission(
        actor=_text(body.get("user"), "id"),
        key=f"form:{view_id}:{callback_id}"[:255],
        again=f"sent:{trigger}" if trigger else "",
        trigger=trigger,
        callback_id=callback_id,
        answers=_answers((view.get("state") or {}).get("values") or {}),
        facts=_facts(view.get("private_metadata")),
        inputs=tuple(str(block["block_id"]) for block in blocks if block.get("type") == "input"),
    )


def message(body: Body) -> Message | None:
    """A person's plain words; None for what apps say, for edits and deletions, joins and other notices of Slack."""
    event = body.get("event") or {}
    if (
        event.get("bot_id")
        or event.get("app_id")
        or event.get("subtype") not in {None, "file_share", "thread_broadcast"}
    ):
        return None
    if not event.get("user"):
        return None
    return Message(
        actor=_text(event, "user"),
        key=f"said:{event.get('client_msg_id') or _text(body, 'event_id')}"[:255],
        channel=_text(event, "channel"),
        ts=_text(event, "ts"),
        thread=str(event.get("thread_ts") or ""),
        text=str(event.get("text") or ""),
    )


def _answers(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, str]:
    """Every input has one element of its own name; whichever kind it is, its answer is one string."""
    answers = {}
    for name, elements in values.items():
        for state in elements.values():
            chosen = state.get("selected_option") or {}
            answer = (
                state.get("value")
                or chosen.get("value")
                or state.get("selected_user")
                or state.get("selected_date")
                or state.get("selected_date_time")
            )
            if answer is not None:
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


def _text(body: object, name: str) -> str:
    value = body.get(name) if isinstance(body, Mapping) else None
    if not isinstance(value, str) or not value:
        raise Unreadable(f"no {name}")
    return value
