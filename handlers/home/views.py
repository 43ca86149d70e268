"""The Home tab. Pure."""

from collections.abc import Iterable

from domain.records import Kind, Record
from domain.tickets import TicketState
from handlers import blocks
from handlers.blocks import Block, Element, View, actions, button, context, divider, header, pack, section
from handlers.changes import words as change_words
from handlers.home import actions as act
from handlers.tickets import actions as ticket
from handlers.tickets.names import headline
from handlers.tickets.queue_views import line, more
from handlers.tickets.views import state_word
from services.home import HomeSight, Question
from services.queues import Cut, Row
from texts import Mrkdwn, Texts, lines


def home(sight: HomeSight, texts: Texts) -> View:
    """The view, and the text that stands in its place where Slack does not take it."""
    as_of = texts.mrkdwn("As of {time}", time=texts.datetime(sight.now))
    new = button(texts.say("New ticket"), act.NEW_TICKET, style="primary")
    shown: list[Block] = [
        actions(new),
        context(as_of),
        *_waiting(sight, texts),
        *(_soon(sight.soon, sight, texts) if sight.soon else []),
        *_asked(sight.asked, texts),
        *_approvals(sight, texts),
    ]
    instead = texts.mrkdwn("Home cannot be shown at the moment. `/ticket mine` lists your tickets.")
    return {**blocks.home(shown), "text": instead}


def _waiting(sight: HomeSight, texts: Texts) -> list[Block]:
    rows = [block for question in sight.questions for block in _question(question, texts)]
    rows += [_row(row, sight.work, sight, texts) for row in sight.work.rows]
    empty = texts.mrkdwn("Nothing is waiting for you. Enjoy it.")
    return _part(texts.say("Waiting for me"), rows, more(sight.work, texts), empty)


def _question(question: Question, texts: Texts) -> list[Block]:
    """Of a requester's own: solved, or not; or an answer that the team needs."""
    record = question.record
    if record.state != TicketState.RESOLVED:
        asked = texts.mrkdwn("The team needs your answer: please write in the ticket's thread.")
        return [section(lines(headline(record, texts), asked), _look(record, texts))]
    asked = texts.mrkdwn("Is {key} solved? Without an answer it closes by itself.", key=record.key)
    value = pack(ticket=record.id, round=question.round)
    yes = button(texts.say("Yes, solved"), ticket.CONFIRM, value, style="primary")
    return [
        section(lines(headline(record, texts), asked), _look(record, texts)),
        actions(yes, button(texts.say("Not yet"), ticket.REOPEN, value)),
    ]


def _soon(cut: Cut, sight: HomeSight, texts: Texts) -> list[Block]:
    rows = [_row(row, cut, sight, texts) for row in cut.rows]
    empty = texts.mrkdwn("No promise of your teams breaks in the next four working hours.")
    return _part(texts.say("About to breach"), rows, more(cut, texts), empty)


def _asked(cut: Cut, texts: Texts) -> list[Block]:
    rows = [section(_stands(row.record, texts), _look(row.record, texts)) for row in cut.rows]
    empty = texts.mrkdwn("You have asked for nothing that is still open. What do you need?")
    return _part(texts.say("What I asked for"), rows, more(cut, texts), empty)


def _approvals(sight: HomeSight, texts: Texts) -> list[Block]:
    """Only for who works at the desk or has been asked."""
    if sight.soon is None and not sight.changes.rows:
        return []
    rows = [section(_stands(row.record, texts), _look(row.record, texts)) for row in sight.changes.rows]
    empty = texts.mrkdwn("No change is waiting for your vote.")
    return _part(texts.say("My approvals"), rows, more(sight.changes, texts), empty)


def _stands(record: Record, texts: Texts) -> Mrkdwn:
    state = change_words.state_word(record, texts) if record.kind is Kind.CHANGE else state_word(record, texts)
    return texts.mrkdwn("*{key}* {title} ({state})", key=record.key, title=record.title, state=state)


def _part(title: str, rows: Iterable[Block], rest: Mrkdwn, empty: Mrkdwn) -> list[Block]:
    shown = list(rows)
    tail = [context(rest)] if rest else []
    return [divider(), header(title), *(shown or [context(empty)]), *tail]


def _row(row: Row, cut: Cut, sight: HomeSight, texts: Texts) -> Block:
    record = row.record
    claim = button(texts.say("Claim"), ticket.CLAIM, pack(ticket=record.id, state=record.state), style="primary")
    return section(line(row, cut, texts), claim if record.id in sight.claimable else _look(record, texts))


def _look(record: Record, texts: Texts) -> Element:
    return button(texts.say("Look"), act.LOOK, pack(key=record.key, kind=record.kind.value))
