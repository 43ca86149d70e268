"""Tickets as people see them. Pure: a sight and texts in, a message or a form out."""

from domain.clocks import ClockKind
from domain.records import Record
from domain.tickets import TicketState, Waiting
from handlers.alerts.summary import section_of, told
from handlers.blocks import (
    Block,
    View,
    context,
    message,
    modal,
    pack,
    quote,
    section,
)
from handlers.inputs import text_input
from handlers.tickets import actions as act
from handlers.tickets.about import about
from handlers.tickets.buttons import work
from handlers.tickets.clocks import clock_line
from handlers.tickets.conversation_views import thread_line
from handlers.tickets.feedback import feedback_lines, feedback_words
from handlers.tickets.lateness import late
from handlers.tickets.names import headline, who
from handlers.tickets.sources import came_by
from handlers.tickets.work_views import LEVELS, hold_lines, moved
from services.tickets import TicketSight
from services.transfers import Elsewhere
from texts import Mrkdwn, Texts, Word, lines, mark, mention

STATES = {
    TicketState.NEW: Word("ticket state", "new"),
    TicketState.ASSIGNED: Word("ticket state", "assigned"),
    TicketState.IN_PROGRESS: Word("ticket state", "in progress"),
    TicketState.ON_HOLD: Word("ticket state", "on hold"),
    TicketState.RESOLVED: Word("ticket state", "resolved"),
    TicketState.CLOSED: Word("ticket state", "closed"),
    TicketState.WITHDRAWN: Word("ticket state", "withdrawn"),
}
ENDED = {TicketState.CLOSED, TicketState.WITHDRAWN}


def state_word(record: Record, texts: Texts) -> str:
    return texts.word(*STATES[TicketState(record.state)])


def card(sight: TicketSight | Elsewhere, texts: Texts) -> View:
    """For the team: what it is, who has it, and what can be done."""
    if isinstance(sight, Elsewhere):
        return moved(sight, texts)
    record, ticket = sight.record, sight.ticket
    owner = who(sight.owner.slack_id, sight.owner.name) if sight.owner else texts.mrkdwn("nobody yet")
    facts = [
        texts.mrkdwn("State: {state}", state=state_word(record, texts)),
        priority_line(sight, texts),
        texts.mrkdwn("From: {requester}", requester=asker(sight, texts)),
        texts.mrkdwn("With: {owner}", owner=owner),
        *([texts.mrkdwn("Service: {service}", service=sight.service)] if sight.service else []),
        *came_by(sight, texts),
    ]
    clocks = [clock_line(sight.clocks[kind], texts) for kind in ClockKind if kind in sight.clocks]
    blocks: list[Block] = [
        section(headline(record, texts)),
        *([quote(ticket.description)] if ticket.description else []),
        *([section_of(sight.alerts, texts)] if sight.alerts else []),
        *([context(texts.mrkdwn(PRIVATE))] if record.is_private else []),
        context(*facts),
        *([about(sight.about, texts)] if sight.about else []),
        *([context(*clocks)] if clocks and record.state not in ENDED else []),
        *([context(*feedback_lines(sight, texts))] if sight.score else []),
        *(hold_lines(sight.hold, texts) if sight.hold else []),
        *work(record, texts),
        *thread_line(sight, texts),
    ]
    text = texts.mrkdwn(
        "{key} ({state}): {title}", key=record.key, state=state_word(record, texts), title=record.title
    )
    return message(lines(text, told(sight.alerts, texts)) if sight.alerts else text, blocks)


def asker(sight: TicketSight, texts: Texts) -> Mrkdwn | str:
    if sight.requester is None:
        return texts.mrkdwn("monitoring")
    return who(sight.requester.slack_id, sight.requester.called)


def page(sight: TicketSight, texts: Texts) -> View:
    """A ticket to read, for whoever may see it: no buttons, for the card has them, and no thread beneath it."""
    shown, beneath = card(sight, texts), thread_line(sight, texts)
    blocks = [block for block in shown["blocks"] if block["type"] != "actions" and block not in beneath]
    return {**shown, "blocks": [*blocks, *feedback_words(sight, texts)]}


def requester_card(sight: TicketSight, texts: Texts) -> View:
    """For who asked: that it is in good hands, and that writing in the thread reaches them."""
    record = sight.record
    steps = {
        TicketState.NEW: _confided(sight, texts) if record.is_private else _promise(sight, texts),
        TicketState.RESOLVED: texts.mrkdwn(
            "{team} says that it is solved. Is it? Please press a button in this thread.", team=sight.team
        ),
        TicketState.CLOSED: texts.mrkdwn(
            "Done. If it comes back, write in this thread, and ask again with one click."
        ),
        TicketState.WITHDRAWN: texts.mrkdwn("Withdrawn, as if you had not asked. Ask again whenever you like."),
    }
    busy = texts.mrkdwn(
        _waits(sight), owner=who(sight.owner.slack_id, sight.owner.name) if sight.owner else sight.team
    )
    state = texts.mrkdwn("State: {state}", state=state_word(record, texts))
    broken = late(sight, texts)
    text = texts.mrkdwn(
        "Your ticket {key} ({state}): {title}", key=record.key, state=state_word(record, texts), title=record.title
    )
    return message(
        lines(text, broken),
        [
            section(headline(record, texts)),
            *([quote(sight.ticket.description)] if sight.ticket.description else []),
            context(state),
            *([context(broken)] if broken else []),
            context(steps.get(TicketState(record.state), busy)),
        ],
    )


WAITS = {
    Waiting.REQUESTER: mark("{owner} needs your answer to go on. Please write in this thread."),
    Waiting.SUPPLIER: mark("{owner} is waiting for a supplier. Write in this thread to add something."),
    Waiting.CHANGE: mark("{owner} is waiting for a change to be made. Write in this thread to add something."),
}
WORKS = mark("{owner} is working on it. Write in this thread to add something.")


def _waits(sight: TicketSight) -> str:
    return WAITS[sight.hold.waiting_for] if sight.hold else WORKS


def priority_line(sight: TicketSight, texts: Texts) -> Mrkdwn:
    return texts.mrkdwn(
        "Priority: {priority} (impact {impact}, urgency {urgency})",
        priority=sight.record.priority or 0,
        impact=texts.say(LEVELS[sight.ticket.impact]),
        urgency=texts.say(LEVELS[sight.ticket.urgency]),
    )


PRIVATE = mark("🔒 A complaint: only the team's lead and the quality supervisor can see it.")


def _confided(sight: TicketSight, texts: Texts) -> Mrkdwn:
    return texts.mrkdwn(
        "🔒 Only the lead of {team} and the quality supervisor can see this. "
        "Write in this thread to add something.",
        team=sight.team,
    )


def _promise(sight: TicketSight, texts: Texts) -> Mrkdwn:
    response = sight.clocks.get(ClockKind.RESPONSE)
    if response is None or response.clock.due_at is None or response.spoken.is_breach:
        return texts.mrkdwn("This is with {team}. Write in this thread to add something.", team=sight.team)
    return texts.mrkdwn(
        "This is with {team}; you will hear from them by {due}. Write in this thread to add something.",
        team=sight.team,
        due=texts.when(response.clock.due_at),
    )


def reopened(sight: TicketSight, texts: Texts) -> View:
    """The assignee is named, so that they look; nobody is where it has none."""
    key, requester = sight.record.key, asker(sight, texts)
    if sight.owner and sight.owner.slack_id:
        text = texts.mrkdwn(
            "{owner}, {requester} says that {key} is not solved yet. It is open again.",
            owner=mention(sight.owner.slack_id),
            requester=requester,
            key=key,
        )
    else:
        text = texts.mrkdwn(
            "{requester} says that {key} is not solved yet. It is open again.", requester=requester, key=key
        )
    return message(text, [section(text)])


def replied(key: str, texts: Texts) -> View:
    text = texts.mrkdwn("Your reply to *{key}* is on its way.", key=key)
    return message(text, [section(text)])


def resolved(key: str, texts: Texts) -> View:
    text = texts.mrkdwn("*{key}* is resolved. The requester is asked whether it is solved.", key=key)
    return message(text, [section(text)])


def mine(records: list[Record], texts: Texts) -> View:
    if not records:
        return message(texts.mrkdwn("You have no open tickets. Type `/ticket` and a few words to file one."))
    rows = [
        texts.mrkdwn("*{key}* {title} ({state})", key=one.key, title=one.title, state=state_word(one, texts))
        for one in records
    ]
    head = texts.mrkdwn("Your open tickets:")
    return message(lines(head, *rows), [section(head), section(lines(*rows))])


def reply_form(record: Record, texts: Texts) -> View:
    hint = texts.say("The requester reads this where they asked; in a request channel, so can everybody there.")
    return modal(
        texts.say("Reply"),
        act.REPLY,
        [text_input("text", texts.say("Your reply"), multiline=True, hint=hint), context(headline(record, texts))],
        submit=texts.say("Send"),
        close=texts.say("Cancel"),
        private_metadata=pack(ticket=record.id),
    )


def resolve_form(record: Record, texts: Texts) -> View:
    hint = texts.say("The requester reads this too.")
    return modal(
        texts.say("Resolve"),
        act.RESOLVE,
        [
            text_input("text", texts.say("What was done"), multiline=True, optional=True, hint=hint),
            context(headline(record, texts)),
        ],
        submit=texts.say("Resolve"),
        close=texts.say("Cancel"),
        private_metadata=pack(ticket=record.id),
    )
