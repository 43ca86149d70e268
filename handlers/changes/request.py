"""From the strings of a change's form to what `services` takes."""

from collections.abc import Mapping
from datetime import UTC, datetime

from domain.assessment import ChangeKind, Question
from domain.outcomes import FieldFault, Refused
from handlers.payloads import SEVERAL
from services.changes_pages import Frame, Request, Wording

Typed = Mapping[str, str]


def wording(typed: Typed) -> Wording:
    return Wording(*(typed.get(name, "") for name in ("title", "reason", "plan", "test", "back_out")))


def frame(typed: Typed) -> Frame:
    kind, implementer = typed.get("kind", ""), typed.get("implementer", "")
    if kind not in set(ChangeKind):
        raise Refused(FieldFault("kind", "not_chosen"))
    if not implementer:
        raise Refused(FieldFault("implementer", "not_a_member"))
    start, end = instant(typed, "start"), instant(typed, "end")
    return Frame(ChangeKind(kind), several(typed, "services"), implementer, start, end)


def several(typed: Typed, name: str) -> tuple[str, ...]:
    return tuple(one for one in typed.get(name, "").split(SEVERAL) if one)


def instant(typed: Typed, name: str) -> datetime:
    """Slack tells a chosen moment in Unix seconds."""
    try:
        return datetime.fromtimestamp(int(typed.get(name, "")), UTC)
    except (ValueError, OverflowError, OSError):
        raise Refused(FieldFault(name, "no_time")) from None


def answers(typed: Typed) -> dict[Question, int]:
    """What is no number is left out: the rules then miss it."""
    chosen = {question: typed.get(question, "") for question in Question}
    return {question: int(text) for question, text in chosen.items() if text.isascii() and text.isdecimal()}


def request(typed: Typed) -> Request:
    return Request(wording(typed), frame(typed), answers(typed))
