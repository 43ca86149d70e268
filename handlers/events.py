"""What Slack tells of by itself, as small typed things; None for what concerns nobody.

An event is heard under its id; words also under the id that the client gave them, because Slack may deliver one
gesture under two event ids. What apps say, joins and other notices of Slack are not people's words.
"""

from dataclasses import dataclass
from typing import Any

from handlers.payloads import Asked, Body, File, Unreadable, files_of, text_of

WORDS = {None, "file_share", "thread_broadcast"}
"""Subtypes of messages in which people speak."""


@dataclass(frozen=True)
class Event(Asked):
    """`channel` is where it happened; `thread` the ts of the message whose thread it stands in, if any."""

    channel: str
    ts: str
    thread: str


@dataclass(frozen=True)
class Message(Event):
    """Plain words of a person, or files. `to_us`: they begin with the app's name."""

    text: str
    files: tuple[File, ...] = ()
    to_us: bool = False


@dataclass(frozen=True)
class Edited(Event):
    """`ts` is the message's, `text` and `files` what it says now, `before` what it said; `version` rises with
    each edit of it.
    """

    text: str
    files: tuple[File, ...] = ()
    before: str = ""
    version: str = ""
    to_us: bool = False


@dataclass(frozen=True)
class Deleted(Event):
    """`ts` is the message's; `actor` is who had written it, for Slack does not say who deleted it."""


@dataclass(frozen=True)
class Mention(Event):
    """Words that address the app; `text` is without its name at the beginning. The same words come as `Message`."""

    text: str


@dataclass(frozen=True)
class Reaction(Event):
    """`name` without colons; `author` is who wrote the message (a Slack id; empty for an app's)."""

    name: str
    author: str


@dataclass(frozen=True)
class HomeOpened(Asked):
    """Somebody looks at our Home tab."""


def kind_of(body: Body) -> str:
    return str(_event(body).get("type") or "")


def message(body: Body) -> Message | Edited | Deleted | None:
    event = _event(body)
    match event.get("subtype"):
        case "message_changed":
            return _changed(body, event)
        case "message_deleted":
            return _deleted(body, event, text_of(event, "deleted_ts"), event.get("previous_message"))
        case subtype if subtype in WORDS and _is_of_a_person(event):
            said = f"said:{event.get('client_msg_id') or text_of(body, 'event_id')}"[:255]
            text = str(event.get("text") or "")
            where, to_us = _where(event, event, said), _addressed(body, text) != text.strip()
            return Message(**where, text=text, files=files_of(event), to_us=to_us)
        case _:
            return None


def _changed(body: Body, event: Body) -> Edited | Deleted | None:
    """Slack also tells of a change when a link unfolds or a thread grows: then the words are what they were."""
    now, before = event.get("message") or {}, event.get("previous_message") or {}
    if now.get("subtype") == "tombstone":  # a deleted message whose thread stays
        return _deleted(body, event, text_of(now, "ts"), before)
    if not _is_of_a_person(now) or _content(now) == _content(before):
        return None
    text = str(now.get("text") or "")
    return Edited(
        **_where(event, now, _key(body)),
        text=text,
        to_us=_addressed(body, text) != text.strip(),
        files=files_of(now),
        before=str(before.get("text") or ""),
        version=str((now.get("edited") or {}).get("ts") or event.get("ts") or ""),
    )


def _deleted(body: Body, event: Body, ts: str, before: object) -> Deleted | None:
    if not isinstance(before, dict) or not _is_of_a_person(before):
        return None
    return Deleted(**_where(event, {**before, "ts": ts}, _key(body)))


def mention(body: Body) -> Mention | None:
    event = _event(body)
    if not _is_of_a_person(event):
        return None
    return Mention(**_where(event, event, _key(body)), text=_addressed(body, str(event.get("text") or "")))


def _addressed(body: Body, text: str) -> str:
    """Without the app's name at the beginning."""
    words = text.strip()
    for granted in body.get("authorizations") or ():
        words = words.removeprefix(f"<@{granted.get('user_id')}>").strip()
    return words


def reaction(body: Body) -> Reaction | None:
    """One to a message; files can be reacted to as well."""
    event = _event(body)
    item = event.get("item") or {}
    if item.get("type") != "message":
        return None
    where = _where(item, {**item, "user": text_of(event, "user")}, _key(body))
    return Reaction(**where, name=text_of(event, "reaction"), author=str(event.get("item_user") or ""))


def home_opened(body: Body) -> HomeOpened | None:
    """The event comes for the tab of messages as well."""
    event = _event(body)
    return HomeOpened(text_of(event, "user"), _key(body)) if event.get("tab") == "home" else None


def _event(body: Body) -> Body:
    event = body.get("event")
    if not isinstance(event, dict):
        raise Unreadable("no event")
    return event


def _where(event: Body, message: Body, key: str) -> dict[str, Any]:
    return {
        "actor": text_of(message, "user"),
        "key": key,
        "channel": text_of(event, "channel"),
        "ts": text_of(message, "ts"),
        "thread": str(message.get("thread_ts") or ""),
    }


def _content(message: Body) -> tuple[str, tuple[File, ...]]:
    return str(message.get("text") or ""), files_of(message)


def _is_of_a_person(message: Body) -> bool:
    return bool(message.get("user")) and not message.get("bot_id") and not message.get("app_id")


def _key(body: Body) -> str:
    return f"event:{text_of(body, 'event_id')}"[:255]
