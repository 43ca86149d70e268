"""Lists of open tickets. Pure."""

from handlers.blocks import View, context, message, section
from handlers.tickets.names import who
from handlers.tickets.views import state_word
from services.queues import Cut, Row
from texts import Mrkdwn, Texts, lines


def queue(cut: Cut, texts: Texts) -> View:
    """For whoever works in a team: what is open there."""
    if not cut.rows:
        return message(texts.mrkdwn("Nothing is open in your teams. Well done."))
    head = texts.mrkdwn("Open tickets of your teams, the next to be due first:")
    rows, rest = [line(row, cut, texts) for row in cut.rows], more(cut, texts)
    blocks = [section(head), *map(section, rows), *([context(rest)] if rest else [])]
    return message(lines(head, *rows, rest), blocks)


def line(row: Row, cut: Cut, texts: Texts) -> Mrkdwn:
    record = row.record
    owner = who(row.owner.slack_id, row.owner.name) if row.owner else texts.mrkdwn("nobody yet")
    values = {"key": record.key, "title": record.title, "state": state_word(record, texts), "owner": owner}
    if row.breach_at is None:
        return texts.mrkdwn("*{key}* {title} ({state}; with: {owner})", **values)
    due = texts.when(row.breach_at)
    if row.is_late(cut.now):
        return texts.mrkdwn("*{key}* {title} ({state}; with: {owner}; 🔴 overdue since {due})", **values, due=due)
    return texts.mrkdwn("*{key}* {title} ({state}; with: {owner}; due {due})", **values, due=due)


def more(cut: Cut, texts: Texts) -> Mrkdwn:
    """How many are not shown."""
    if not cut.more:
        return Mrkdwn()
    if cut.is_at_least:
        return texts.mrkdwn_plural("and more than {n} more", "and more than {n} more", cut.more)
    return texts.mrkdwn_plural("and {n} more", "and {n} more", cut.more)
