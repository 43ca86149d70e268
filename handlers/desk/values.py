"""Values of the desk file: how each is written, and the sentence for one that is written otherwise."""

import re
import unicodedata
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from domain.calendars import Hours, zone_of
from domain.people import LANGUAGES

FAULT = "fault"
"""Type of the errors whose message is a finished sentence."""

NAME_LENGTH = 75
"""A name stands on buttons and in menus: Slack's limit for the text of an option."""

RESERVED = {"CHG", "PRB", "REL", "RSK", "IMP", "DESK"}
"""Series of keys that practices have for themselves."""

RISK = re.compile(r"RSK-\d{1,12}")
TIME = re.compile(r"(\d\d?):(\d\d)")
HOURS = re.compile(r"(\d\d?):(\d\d) ?- ?(\d\d?):(\d\d)")
SPAN = re.compile(r"(?:(\d+)h)? ?(?:(\d+)m)?")


def wrong(sentence: str) -> PydanticCustomError:
    return PydanticCustomError(FAULT, "{sentence}", {"sentence": sentence})


def text_of(value: object) -> str:
    if value is None:
        raise wrong("is empty (a value that begins with # wants quotes around it)")
    if not isinstance(value, str):
        raise wrong("must be a single value, not a list or a group of values")
    return value.strip()


def _name(value: str) -> str:
    if not value:
        raise wrong("is empty")
    if len(value) > NAME_LENGTH:
        raise wrong(f"is {len(value)} characters long; a name has {NAME_LENGTH} at most")
    if any(unicodedata.category(letter) == "Cc" for letter in value):
        raise wrong("holds a control character")
    return value


def _key(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,39}", value):
        raise wrong(f"'{value}' is no key: a small letter, then small letters, digits, - or _, at most 40 in all")
    return value


def _prefix(value: str) -> str:
    if not re.fullmatch(r"[A-Z]{2,5}", value):
        raise wrong(f"'{value}' is no prefix: two to five capital letters, such as IT")
    if value in RESERVED:
        raise wrong(f"'{value}' begins the keys of other records; choose another")
    return value


def _zone(value: str) -> str:
    try:
        zone_of(value)
    except ValueError:
        raise wrong(f"'{value}' is no time zone; one is written like Europe/Berlin") from None
    return value


def _language(value: str) -> str:
    if value not in LANGUAGES:
        raise wrong(f"'{value}' is no language that Steward speaks: {', '.join(LANGUAGES)}")
    return value


def _person(value: str) -> str:
    if re.fullmatch(r"[UW][A-Z0-9]{2,20}", value):
        return value
    if re.fullmatch(r"[^@\s]+@[^@\s]+", value):
        return value.lower()
    raise wrong(f"'{value}' is no person: a Slack id such as U012ABCDEF or an e-mail address")


def _channel(value: str) -> str:
    if re.fullmatch(r"[CG][A-Z0-9]{2,20}|#[^\s#,.A-Z]{1,80}", value):
        return value
    raise wrong(f"'{value}' is no channel: a Slack id such as C012ABCDEF, or a name such as \"#it-desk\"")


def _group(value: str) -> str:
    if re.fullmatch(r"S[A-Z0-9]{2,20}|@[^\s@,]{1,80}", value):
        return value
    raise wrong(f"'{value}' is no user group: a Slack id such as S012ABCDEF, or a handle such as \"@cab\"")


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise wrong(f"'{value}' is no day; one is written like 2026-12-24") from None


def _span(value: object) -> timedelta:
    text = text_of(value)
    found = SPAN.fullmatch(text)
    span = timedelta(hours=int(found[1] or 0), minutes=int(found[2] or 0)) if found else timedelta(0)
    if not span:
        raise wrong(f"'{text}' is no length of time; one is written like 15m, 4h or 1h 30m, in working time")
    return span


def _spells(value: object) -> object:
    """A day's only spell may stand without brackets; nothing at all is a day without working time."""
    if isinstance(value, str):
        return [value]
    return [] if value is None else value


def _in_order(hours: Hours) -> Hours:
    for (_, end), (begin, _) in pairwise(hours):
        if end == time.min or begin < end:
            raise wrong("has hours that overlap or do not stand in order")
    return hours


def _spell(value: object) -> tuple[time, time]:
    text = text_of(value)
    found = HOURS.fullmatch(text)
    begin, end = (_time(*found.group(1, 2)), _time(*found.group(3, 4))) if found else (None, None)
    if begin is None or end is None or begin == timedelta(days=1):
        raise wrong(f"'{text}' are no hours; they are written like 09:00-12:00")
    if end <= begin:
        raise wrong(f"'{text}' ends before it begins; write 24:00 for the midnight at the day's end")
    return _clock(begin), _clock(end)


def _time(hour: str, minute: str) -> timedelta | None:
    since_midnight = timedelta(hours=int(hour), minutes=int(minute))
    return since_midnight if int(minute) < 60 and since_midnight <= timedelta(days=1) else None  # noqa: PLR2004


def _time_of_day(value: object) -> time:
    text = text_of(value)
    found = TIME.fullmatch(text)
    since_midnight = _time(*found.groups()) if found else None
    if since_midnight is None or since_midnight == timedelta(days=1):
        raise wrong(f"'{text}' is no time of day; one is written like \"09:00\", in quotes")
    return _clock(since_midnight)


def _clock(since_midnight: timedelta) -> time:
    """24:00 becomes 00:00: as an end, that is the midnight at the day's end."""
    minutes = since_midnight // timedelta(minutes=1)
    return time(minutes // 60 % 24, minutes % 60)


def _risk(value: str) -> str:
    if not RISK.fullmatch(value):
        raise wrong(f"'{value}' is no key of a risk; one is written like RSK-7")
    return value


Line = Annotated[str, BeforeValidator(text_of)]
Label = Annotated[Line, AfterValidator(_name)]
Key = Annotated[Line, AfterValidator(_key)]
RiskKey = Annotated[Line, AfterValidator(_risk)]
Prefix = Annotated[Line, AfterValidator(_prefix)]
Zone = Annotated[Line, AfterValidator(_zone)]
Language = Annotated[Line, AfterValidator(_language)]
PersonRef = Annotated[Line, AfterValidator(_person)]
ChannelRef = Annotated[Line, AfterValidator(_channel)]
GroupRef = Annotated[Line, AfterValidator(_group)]
Day = Annotated[date, BeforeValidator(lambda value: _day(text_of(value)))]
Span = Annotated[timedelta, BeforeValidator(_span)]
Spell = Annotated[tuple[time, time], BeforeValidator(_spell)]
DayHours = Annotated[tuple[Spell, ...], BeforeValidator(_spells), AfterValidator(_in_order)]
TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]
Percent = Annotated[int, Field(ge=1, le=500)]
