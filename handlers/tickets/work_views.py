"""What is said of a ticket's assignment, holds and moves. Pure."""

from domain.tickets import Waiting
from handlers.blocks import Block, View, context, message, quote, section
from handlers.tickets.names import who
from services.assignments import AssignedSight
from services.holds import HoldSight
from services.transfers import Elsewhere, TransferSight
from texts import Texts, channel, lines, link, mark, mention

HELD = {
    Waiting.REQUESTER: mark("⏸ Waiting for the requester since {since}"),
    Waiting.SUPPLIER: mark("⏸ Waiting for a supplier since {since}"),
    Waiting.CHANGE: mark("⏸ Waiting for a change since {since}"),
}
PUT = {
    Waiting.REQUESTER: mark("⏸ {by} waits for the requester:"),
    Waiting.SUPPLIER: mark("⏸ {by} waits for a supplier:"),
    Waiting.CHANGE: mark("⏸ {by} waits for a change:"),
}
LEVELS = {1: mark("high"), 2: mark("medium"), 3: mark("low")}


def hold_lines(hold: HoldSight, texts: Texts) -> list[Block]:
    """On the card, while it waits."""
    since = context(texts.mrkdwn(HELD[hold.waiting_for], since=texts.when(hold.since)))
    return [since, quote(hold.text)] if hold.text else [since]


def held(sight: HoldSight, texts: Texts) -> View:
    """In the card's thread."""
    intro = texts.mrkdwn(PUT[sight.waiting_for], by=who(sight.by.slack_id, sight.by.name))
    return message(lines(intro, texts.mrkdwn("{text}", text=sight.text)), [section(intro), quote(sight.text)])


def assigned(sight: AssignedSight, texts: Texts) -> View:
    """For the one who has it now."""
    record, by = sight.record, who(sight.by.slack_id, sight.by.name)
    said = texts.mrkdwn("{by} has given you *{key}* {title}", by=by, key=record.key, title=record.title)
    if sight.place is None:
        return message(said, [section(said)])
    where = texts.mrkdwn(
        "Its card is in {channel}: *Claim* there says that you have begun.", channel=channel(sight.place)
    )
    card = [link(sight.url, texts.say("To its card"))] if sight.url else []
    return message(lines(said, where, *card), [section(said), context(where, *card)])


def transferred(sight: TransferSight, texts: Texts) -> View:
    """In the thread of the new card."""
    intro = texts.mrkdwn(
        "➡️ {by} has handed this over from {team}:", by=who(sight.by.slack_id, sight.by.name), team=sight.was
    )
    words = texts.mrkdwn("{text}", text=sight.note.text)
    return message(lines(intro, words), [section(intro), quote(sight.note.text)])


def moved(gone: Elsewhere, texts: Texts) -> View:
    """What is left of a card whose ticket went to another team."""
    head = texts.mrkdwn("*{key}* {title}", key=gone.key, title=gone.title or "")
    said = texts.mrkdwn("➡️ {key} is with {team} now", key=gone.key, team=gone.team)
    where = link(gone.url, texts.say("To its new card")) if gone.url else channel(gone.place)
    return message(said, [section(head), context(said, *([where] if gone.place else []))])


def given(key: str, to: str, texts: Texts) -> View:
    """To the one who assigned it."""
    return message(texts.mrkdwn("{key} is with {colleague} now.", key=key, colleague=mention(to)))


def put_on_hold(key: str, texts: Texts) -> View:
    return message(texts.mrkdwn("{key} is on hold.", key=key))
