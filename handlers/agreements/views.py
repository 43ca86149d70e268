"""Warnings and breaches in words: what is promised until when, how it stands, and what to do."""

from datetime import datetime, timedelta

from domain.clocks import ClockKind
from handlers.blocks import View, context, message, section
from handlers.tickets.names import who
from handlers.tickets.views import state_word
from services.agreements import ClockSight
from services.near_misses import Together
from texts import Mrkdwn, Texts, channel, lines, mark

MINUTE = timedelta(minutes=1)
LONG_OVER = 5 * MINUTE  # nobody wants to read of less

NO_ANSWER = mark("🔴 *{key}* should have been answered by {due} and has no answer yet: {title}")
NO_SOLUTION = mark("🔴 *{key}* should have been solved by {due} and is still open: {title}")
LATE_ANSWER = mark(
    "🔴 *{key}* should have been answered by {due}, {over} of working time ago, and has no answer yet: {title}"
)
LATE_SOLUTION = mark(
    "🔴 *{key}* should have been solved by {due}, {over} of working time ago, and is still open: {title}"
)


def warning(sight: ClockSight, texts: Texts) -> View:
    """Before the target is broken."""
    return _told(sight, _near(sight, texts), texts)


def breach(sight: ClockSight, texts: Texts) -> View:
    """When it is broken, or later: then with the working time that it is over."""
    return _told(sight, _over(sight, texts), texts)


def together(sight: Together, texts: Texts) -> View:
    """Many in one message, what is due first first."""
    head = (
        texts.mrkdwn("I was away for a while. This is what is near its time or over it now:")
        if sight.is_late
        else texts.mrkdwn("For this working day: near its time or over it:")
    )
    told = [_line(one, texts) for one in sight.told]
    more = (
        [texts.mrkdwn_plural("And {n} more like these.", "And {n} more like these.", sight.more)]
        if sight.more
        else []
    )
    return message(lines(head, *told, *more), [section(one) for one in (head, *told, *more)])


def _line(sight: ClockSight, texts: Texts) -> Mrkdwn:
    said = _over(sight, texts) if sight.over else _near(sight, texts)
    owner = who(sight.owner.slack_id, sight.owner.name) if sight.owner else texts.mrkdwn("nobody yet")
    return lines(said, texts.mrkdwn("With: {owner}", owner=owner))


def _near(sight: ClockSight, texts: Texts) -> Mrkdwn:
    values = {"key": sight.record.key, "title": sight.record.title, "due": _due(sight, texts)}
    left = texts.duration(_whole_minutes(sight.left), in_days=False)
    if sight.clock.kind is ClockKind.RESPONSE:
        return texts.mrkdwn(
            "⏳ *{key}* must be answered by {due}, {left} of working time left: {title}", **values, left=left
        )
    return texts.mrkdwn(
        "⏳ *{key}* must be solved by {due}, {left} of working time left: {title}", **values, left=left
    )


def _over(sight: ClockSight, texts: Texts) -> Mrkdwn:
    values = {"key": sight.record.key, "title": sight.record.title, "due": _due(sight, texts)}
    is_response = sight.clock.kind is ClockKind.RESPONSE
    if sight.over >= LONG_OVER:
        values |= {"over": texts.duration(_rounded_down(sight.over), in_days=False)}
        late = LATE_ANSWER if is_response else LATE_SOLUTION
    else:
        late = NO_ANSWER if is_response else NO_SOLUTION
    return texts.mrkdwn(late, **values)


def _told(sight: ClockSight, said: Mrkdwn, texts: Texts) -> View:
    state = texts.mrkdwn("State: {state}", state=state_word(sight.record, texts))
    owner = who(sight.owner.slack_id, sight.owner.name) if sight.owner else texts.mrkdwn("nobody yet")
    holder = texts.mrkdwn("With: {owner}", owner=owner)
    advice = _advice(sight, texts)
    return message(lines(said, state, holder, advice), [section(said), context(state, holder), section(advice)])


def _advice(sight: ClockSight, texts: Texts) -> Mrkdwn:
    if not sight.channel:
        return texts.mrkdwn("Please see to it on its card in this conversation.")
    if sight.is_above:
        return _advice_here(sight, texts)
    place = channel(sight.channel)
    if sight.owner is None:
        return texts.mrkdwn("Nobody has it yet. Please see that somebody claims it in {channel}.", channel=place)
    if sight.clock.kind is ClockKind.RESPONSE:
        return texts.mrkdwn("Please answer: *Reply* is on its card in {channel}.", channel=place)
    if sight.requester is None:
        return texts.mrkdwn("Please resolve it on its card in {channel}.", channel=place)
    return texts.mrkdwn(
        "Please resolve it on its card in {channel}, or tell {requester} there how it goes.",
        channel=place,
        requester=who(sight.requester.slack_id, sight.requester.name),
    )


def _advice_here(sight: ClockSight, texts: Texts) -> Mrkdwn:
    """In the card's own thread."""
    if sight.owner is None:
        return texts.mrkdwn("Nobody has it yet. Who takes it? *Claim* is on the card above.")
    if sight.clock.kind is ClockKind.RESPONSE:
        return texts.mrkdwn("Please answer: *Reply* is on the card above.")
    return texts.mrkdwn("Please finish it, or tell who asked how it goes: the buttons are on the card above.")


def _due(sight: ClockSight, texts: Texts) -> str:
    """The time alone where that is today for the reader."""
    due = _instant(sight)
    return texts.time(due) if texts.date(due) == texts.date(sight.now) else texts.datetime(due)


def _instant(sight: ClockSight) -> datetime:
    assert sight.clock.due_at is not None, "a running clock has its due time"
    return sight.clock.due_at


def _whole_minutes(left: timedelta) -> timedelta:
    """Rounded up: said a second after the warning was due, half an hour is still half an hour."""
    return -(-left // MINUTE) * MINUTE


def _rounded_down(over: timedelta) -> timedelta:
    return over // MINUTE * MINUTE
