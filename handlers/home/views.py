"""The Home tab. Pure."""

from collections.abc import Iterable

from domain.tickets import TicketState
from handlers import blocks
from handlers.blocks import Block, View, actions, button, context, divider, header, pack, section
from handlers.changes.buttons import vote
from handlers.home import actions as act
from handlers.home.lines import look, raised, stands, worked_on
from handlers.home.list_views import TITLES
from handlers.tickets import actions as ticket
from handlers.tickets.conversation_views import solved_or_not
from handlers.tickets.names import headline
from handlers.tickets.offers import answer_there
from handlers.tickets.queue_views import more
from services.home import HomeSight, Question
from services.queues import Cut, Row
from texts import Mrkdwn, Texts, lines


def home(sight: HomeSight, texts: Texts) -> View:
    """The view, and the text that stands in its place where Slack does not take it."""
    as_of = texts.mrkdwn("As of {time}", time=texts.datetime(sight.now))
    new = button(texts.say("New ticket"), act.NEW_TICKET, style="primary")
    shown: list[Block] = [
        *_first_steps(sight, texts),
        actions(new),
        context(as_of),
        *_waiting(sight, texts),
        *_approvals(sight, texts),
        *(_late(sight.late, sight, texts) if sight.late else []),
        *(_soon(sight.soon, sight, texts) if sight.soon else []),
        *_asked(sight.asked, texts),
    ]
    instead = texts.mrkdwn("Home cannot be shown at the moment. `/ticket mine` lists your tickets.")
    return {**blocks.home(shown), "text": instead}


def _first_steps(sight: HomeSight, texts: Texts) -> list[Block]:
    """For whom nothing is here yet."""
    if sight.questions or any(
        cut.rows for cut in (sight.work, sight.asked, sight.changes, sight.late, sight.soon) if cut
    ):
        return []
    steps = [
        texts.mrkdwn("👋 Is something broken, or do you need something? Press *New ticket*."),
        texts.mrkdwn("Or write to me under *Messages* in your own words, or type `/ticket` and a few of them."),
        *([texts.mrkdwn("`/ticket queue` lists what is open in your teams.")] if sight.soon else []),
        *([texts.mrkdwn("`/steward` lists all that I can do.")] if sight.soon or sight.is_admin else []),
    ]
    return [section(lines(*steps))]


def _waiting(sight: HomeSight, texts: Texts) -> list[Block]:
    rows = [block for question in sight.questions for block in _question(question, texts)]
    rows += [block for row in sight.work.rows for block in _row(row, sight.work, sight, texts)]
    votes = [section(_votes(sight.changes, texts))] if sight.changes.rows else []
    below = [section(_below(sight.below, texts))] if sight.below else []
    empty = texts.mrkdwn("Nothing is waiting for you. Enjoy it.")
    return _part("work", [*votes, *below, *rows], sight.work, empty, texts)


def _below(n: int, texts: Texts) -> Mrkdwn:
    """Of their own, what is shown once, where it is gravest."""
    return texts.mrkdwn_plural(
        "⏰ {n} ticket of yours stands below: late, or about to be.",
        "⏰ {n} tickets of yours stand below: late, or about to be.",
        n,
    )


def _votes(cut: Cut, texts: Texts) -> Mrkdwn:
    """What is voted on stands below, with its buttons."""
    n = len(cut.rows)
    if cut.more:
        return texts.mrkdwn_plural(
            "🗳 More than {n} change waits for your vote, below.",
            "🗳 More than {n} changes wait for your vote, below.",
            n,
        )
    return texts.mrkdwn_plural(
        "🗳 {n} change waits for your vote, below.", "🗳 {n} changes wait for your vote, below.", n
    )


def _question(question: Question, texts: Texts) -> list[Block]:
    """Of a requester's own: solved, or not; or an answer that the team needs."""
    record = question.record
    if record.state != TicketState.RESOLVED:
        return [section(lines(headline(record, texts), answer_there(question.talk, texts)), look(record, texts))]
    asked = solved_or_not(record, question.closes_at, texts)
    value = pack(ticket=record.id, round=question.round)
    yes = button(texts.say("Yes, solved"), ticket.CONFIRM, value, style="primary")
    return [
        section(lines(headline(record, texts), asked), look(record, texts)),
        actions(yes, button(texts.say("Not yet"), ticket.REOPEN, value)),
    ]


def _late(cut: Cut, sight: HomeSight, texts: Texts) -> list[Block]:
    """Nothing is said where nothing is."""
    rows = [block for row in cut.rows for block in _row(row, cut, sight, texts)]
    return _part("late", rows, cut, Mrkdwn(), texts) if rows else []


def _soon(cut: Cut, sight: HomeSight, texts: Texts) -> list[Block]:
    rows = [block for row in cut.rows for block in _row(row, cut, sight, texts)]
    empty = texts.mrkdwn("No promise of your teams breaks in the next four working hours.")
    return _part("soon", rows, cut, empty, texts)


def _asked(cut: Cut, texts: Texts) -> list[Block]:
    empty = texts.mrkdwn("You have asked for nothing that is still open. What do you need?")
    return _part("asked", [raised(row, texts) for row in cut.rows], cut, empty, texts)


def _approvals(sight: HomeSight, texts: Texts) -> list[Block]:
    """Only for who works at the desk or has been asked."""
    if sight.soon is None and not sight.changes.rows:
        return []
    rows = [block for row in sight.changes.rows for block in _ballot(row, sight, texts)]
    return _part("changes", rows, sight.changes, texts.mrkdwn("No change is waiting for your vote."), texts)


def _ballot(row: Row, sight: HomeSight, texts: Texts) -> list[Block]:
    record = row.record
    return [section(stands(record, texts), look(record, texts)), vote(record.id, sight.rounds[record.id], texts)]


def _part(name: str, rows: Iterable[Block], cut: Cut, empty: Mrkdwn, texts: Texts) -> list[Block]:
    shown = list(rows)
    return [divider(), header(texts.say(TITLES[name])), *(shown or [context(empty)]), *_rest(name, cut, texts)]


def _rest(name: str, cut: Cut, texts: Texts) -> list[Block]:
    """How many are not shown, and the button that shows them."""
    if not cut.more:
        return []
    return [section(more(cut, texts), button(texts.say("Show all"), act.LIST, pack(part=name, start=0)))]


def _row(row: Row, cut: Cut, sight: HomeSight, texts: Texts) -> list[Block]:
    record, shown = row.record, worked_on(row, cut, texts)
    if record.id not in sight.claimable:
        return [shown]
    claim = button(texts.say("Claim"), ticket.CLAIM, pack(ticket=record.id, state=record.state), style="primary")
    return [shown, actions(claim)]
