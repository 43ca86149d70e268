"""What the pages of a change's form say: checked page by page, and once more when it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain import changes as rules
from domain.assessment import Assessment, ChangeKind, Question
from domain.changes import Window
from domain.outcomes import FieldFault, Refused
from domain.people import Person, Standing
from domain.titles import TITLE_LIMIT, clean_lines, title_of
from services import catalog, people
from services.permissions import require
from storage import changes_drafts as drafts
from storage.tx import Tx

TEXT_LIMIT = 3000
KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Wording:
    """The first page: what is to be changed, in words."""

    title: str
    reason: str
    plan: str
    test: str = ""
    back_out: str = ""


@dataclass(frozen=True)
class Frame:
    """The second page. `services` are keys, `implementer` a Slack id."""

    kind: ChangeKind
    services: tuple[str, ...]
    implementer: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Request:
    """The whole form: its pages, and the third one's answers."""

    wording: Wording
    frame: Frame
    answers: Mapping[Question, int]


@dataclass(frozen=True)
class Checked:
    """What can be submitted."""

    wording: Wording
    window: Window
    services: tuple[str, ...]
    implementer: Person
    assessment: Assessment


@dataclass(frozen=True)
class Page:
    """What the next page begins with: services that are offered, names by key, and what was typed so far."""

    services: Mapping[str, str]
    typed: Mapping[str, str]
    author: str


def begin(tx: Tx, actor: str) -> Mapping[str, str]:
    """Asked before the form opens: may this person submit a change? The services it may concern."""
    require(people.asking(tx, actor), "change.submit")
    return catalog.offered(tx)


def keep(tx: Tx, actor: str, form: str, typed: Mapping[str, str], page: Wording | Frame) -> Page:
    """Keep a page that can be taken as it is. Raises Refused(FieldFault) beside what cannot."""
    require(people.asking(tx, actor), "change.submit")
    if isinstance(page, Wording):
        checked_wording(page)
    else:
        checked_frame(tx, page)
    kept = {**drafts.of(tx, form, actor), **typed}
    drafts.save(tx, form, actor, kept)
    return Page(catalog.offered(tx), kept, actor)


def typed_so_far(tx: Tx, actor: str, form: str) -> dict[str, str]:
    """Also after it was sent, for a day: where the answer was lost, the last page is sent again."""
    return drafts.of(tx, form, actor)


def forget(tx: Tx) -> None:
    drafts.forget(tx, tx.machine - KEPT)


def checked(tx: Tx, request: Request) -> Checked:
    """Raises Refused(FieldFault)."""
    window, implementer = checked_frame(tx, request.frame)
    return Checked(
        checked_wording(request.wording),
        window,
        tuple(dict.fromkeys(request.frame.services)),
        implementer,
        tx.desk.change_rules.assess(request.answers),
    )


def checked_wording(page: Wording) -> Wording:
    return replace(
        page,
        title=_title(page.title),
        reason=needed("reason", page.reason),
        plan=needed("plan", page.plan),
        test=words("test", page.test),
        back_out=words("back_out", page.back_out),
    )


def checked_frame(tx: Tx, page: Frame) -> tuple[Window, Person]:
    for key in page.services:
        if key not in tx.desk.services:
            raise Refused(FieldFault("services", "not_offered"))
    implementer = people.named(tx, [page.implementer])[page.implementer]
    if implementer.standing is Standing.UNKNOWN:
        raise Refused(FieldFault("implementer", "person_not_known"))
    if implementer.standing is not Standing.MEMBER:
        raise Refused(FieldFault("implementer", "not_a_member"))
    return rules.window(page.start, page.end, tx.now, page.kind), implementer


def _title(text: str) -> str:
    headline = title_of(text)
    if headline.description is not None:  # a form has a field of its own for more
        raise Refused(FieldFault("title", "too_long", TITLE_LIMIT))
    return headline.title


def needed(field: str, text: str) -> str:
    kept = words(field, text)
    if not kept:
        raise Refused(FieldFault(field, "empty"))
    return kept


def words(field: str, text: str) -> str:
    kept = clean_lines(text)
    if len(kept) > TEXT_LIMIT:
        raise Refused(FieldFault(field, "too_long", TEXT_LIMIT))
    return kept
