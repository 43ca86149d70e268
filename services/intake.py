"""Intake: what people want becomes a ticket, whoever files it and by whichever door.

A ticket may be made of a message. Of one message only one is ever made; where it stands in a request channel, the
thread beneath it is the requester's side, and else their direct messages are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain import tickets as rules
from domain.history import microseconds
from domain.outcomes import FieldFault, Refused
from domain.people import LANGUAGES, Person, Standing
from domain.permissions import may
from domain.records import Kind, Record
from domain.requests import RequestChannel, Words
from domain.tickets import OPEN, Filed, FiledAlready, Source, TicketVerb
from domain.titles import clean_line, clean_lines, title_of
from services import cards, catalog, corrections, notes, outbox, people, records
from services.permissions import require
from services.readers import sees
from storage import copies, tickets
from storage import people as people_rows
from storage import records as rows
from storage.note_files import NoteFile
from storage.notes import Side
from storage.tickets import TicketRow
from storage.tx import Tx

MOST_ASKED_ABOUT = 5  # open tickets that words may belong to
NAME_LIMIT = 100


@dataclass(frozen=True)
class Origin:
    """The message that a ticket is made of; `thread` is the ts of the one whose thread it stands in, if any."""

    channel: str
    ts: str
    thread: str = ""


@dataclass(frozen=True)
class Contact:
    """Somebody without Slack."""

    name: str
    organisation: str = ""
    language: str = ""


def file(
    tx: Tx,
    text: str,
    *,
    source: str,
    kind: rules.Kind = rules.Kind.REQUEST,
    service: str | None = None,
    urgency: int = 2,
    description: str = "",
    origin: Origin | None = None,
    whom: str | Contact | None = None,
    files: Sequence[NoteFile] = (),
    follows: Record | None = None,
    team: int | None = None,
) -> Filed:
    """A ticket from what somebody typed, with `files`. `whom` it is for is a Slack id or a contact, where it is not
    for who files it; only agents file for others. `follows` is the closed one that came back as this, `team` who
    gets it where its service does not say. Raises Refused(FieldFault | FiledAlready).
    """
    person = require(tx, "ticket.file")
    requester = person if whom in {None, person.slack_id} else _other(tx, whom)
    headline = title_of(text)
    whole = clean_lines(description) or headline.description
    if not 1 <= urgency <= rules.LEVELS:
        raise Refused(FieldFault("urgency", "out_of_range", rules.LEVELS))
    first = follows.id if follows else None
    wish = _Wish(headline.title, whole, kind, service, urgency, Source(source), origin, len(files), first, team)
    filed = _open(tx, wish, person, requester)
    _keep_files(tx, filed, requester if isinstance(whom, str) else person, files)
    return filed


def file_marked(tx: Tx, author: str, text: str, origin: Origin, files: Sequence[NoteFile] = ()) -> Filed:
    """A message that somebody marked with an emoji: it is for who wrote it, or, where that is nobody whom we serve,
    for who marked it.
    """
    person = require(tx, "ticket.file")
    writer = people_rows.ensure(tx, author) if author else person
    headline = title_of(text)
    wish = _Wish(
        headline.title, headline.description, rules.Kind.REQUEST, None, 2, Source.EMOJI, origin, len(files)
    )
    filed = _open(tx, wish, person, writer if writer.is_served else person)
    _keep_files(tx, filed, writer, files)
    return filed


def _keep_files(tx: Tx, filed: Filed, writer: Person, files: Sequence[NoteFile]) -> None:
    """The first words of the conversation, though there are none: they pass the files on to the team."""
    if files:
        record = rows.get(tx, filed.ticket)
        notes.keep(tx, record, Side.REQUESTER, writer, "", from_requester=True, files=files)


def _other(tx: Tx, whom: str | Contact | None) -> Person:
    require(tx, "ticket.file_for")
    if isinstance(whom, Contact):
        return _contact(tx, whom)
    found = people.named(tx, [whom or ""])[whom or ""]
    if found.standing is Standing.UNKNOWN:
        raise Refused(FieldFault("whom", "person_not_known"))
    if not found.is_served:
        raise Refused(FieldFault("whom", "not_served"))
    return found


def _contact(tx: Tx, contact: Contact) -> Person:
    name = clean_line(contact.name)
    if not name:
        raise Refused(FieldFault("name", "empty"))
    if len(name) > NAME_LIMIT:
        raise Refused(FieldFault("name", "too_long", NAME_LIMIT))
    language = contact.language if contact.language in LANGUAGES else tx.desk.language
    return people_rows.contact(tx, name, clean_line(contact.organisation)[:NAME_LIMIT] or None, language)


@dataclass(frozen=True)
class _Wish:
    title: str
    description: str | None
    kind: rules.Kind
    service: str | None
    urgency: int
    source: Source
    origin: Origin | None
    files: int
    follows: int | None = None
    team: int | None = None


def _open(tx: Tx, wish: _Wish, person: Person, requester: Person) -> Filed:
    if wish.origin:
        _refuse_twin(tx, wish.origin, person)
    about = tx.desk.services.get(wish.service or "")
    record = records.open_record(
        tx,
        Kind.TICKET,
        "ticket.file",
        wish.title,
        rules.move("", TicketVerb.FILE, None),
        about={"files": wish.files} if wish.files else None,
        words={"description": wish.description or ""},
        requester=requester.id,
        team=wish.team or tx.desk.team_for(wish.service).id,
        service=about.id if about else None,
        priority=rules.priority(2, wish.urgency),
        is_private=wish.kind is rules.Kind.COMPLAINT,
    )
    _keep(tx, record, wish, person)
    cards.show(tx, record)
    _show_requester(tx, record, wish.origin, requester)
    corrections.await_end(tx, record)
    return Filed(record.key, record.id, wish.kind, microseconds(tx.now))


def _refuse_twin(tx: Tx, origin: Origin, person: Person) -> None:
    made = tickets.made_of(tx, origin.channel, origin.ts)
    if made is not None:
        raise Refused(FiledAlready(_key_for(tx, person, rows.get(tx, made))))


def _key_for(tx: Tx, person: Person, record: Record) -> str:
    """Which ticket a message is may be told to whoever meets the message; not which complaint."""
    return "" if record.is_private and not sees(tx, person, record) else record.key


def _keep(tx: Tx, record: Record, wish: _Wish, person: Person) -> None:
    made_of = wish.origin or Origin("", "")
    row = TicketRow(
        record.id,
        wish.kind,
        wish.description,
        2,
        wish.urgency,
        wish.source,
        person.id if person.id != record.requester else None,
        made_of.channel or None,
        made_of.ts or None,
        made_of.thread or None,
        wish.follows,
    )
    if not tickets.add(tx, row):  # somebody was quicker, this very moment
        _refuse_twin(tx, made_of, person)
        raise AssertionError(made_of)


def _show_requester(tx: Tx, record: Record, origin: Origin | None, requester: Person) -> None:
    """Where they asked: beneath their message in a request channel, or else in their direct messages."""
    if origin and not record.is_private and _is_request(tx, origin):
        asked = copies.adopt(tx, record.id, origin.channel, cards.ASKED, origin.ts)
        outbox.show(tx, record, origin.channel, cards.REQUESTER_CARD, under=asked)
    elif requester.slack_id:
        outbox.show(tx, record, requester.slack_id, cards.REQUESTER_CARD)


def _is_request(tx: Tx, origin: Origin) -> bool:
    """Does it stand at the top level of a request channel?"""
    at = tx.desk.requests.at(origin.channel)
    return at is not None and at.words is not None and origin.thread in {"", origin.ts}


def channel(tx: Tx, slack_id: str) -> RequestChannel | None:
    """What the desk does with words and emoji in a channel; None where it does not listen."""
    return tx.desk.requests.at(slack_id)


def made_of(tx: Tx, actor: str, slack_id: str, ts: str) -> str | None:
    """The key of the ticket that this message was made into, if it was, for whoever may file one; empty where they
    may not know which.
    """
    person = require(people.asking(tx, actor), "ticket.file")
    found = tickets.made_of(tx, slack_id, ts)
    return _key_for(tx, person, rows.get(tx, found)) if found is not None else None


@dataclass(frozen=True)
class Direct:
    """What becomes of words in somebody's direct messages: with open tickets they are asked which one is meant."""

    words: Words
    open: tuple[Record, ...]


def direct(tx: Tx, actor: str) -> Direct:
    person = require(people.asking(tx, actor), "ticket.file")
    mine = rows.asked_by(tx, person.id, Kind.TICKET, MOST_ASKED_ABOUT * 2)
    return Direct(tx.desk.requests.direct, tuple(one for one in mine if one.state in OPEN)[:MOST_ASKED_ABOUT])


@dataclass(frozen=True)
class Offered:
    """What the form that files offers: services' names by key, and, to agents, to file for others."""

    services: dict[str, str]
    by_agent: bool


def offered(tx: Tx, actor: str) -> Offered:
    """Asked before the form opens, for whoever may file."""
    asked = people.asking(tx, actor)
    person = require(asked, "ticket.file")
    return Offered(catalog.offered(tx), may(tx.desk, person, "ticket.file_for"))
