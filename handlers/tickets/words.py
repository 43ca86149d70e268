"""Plain words that may become tickets: in direct messages, in request channels, and marked with an emoji."""

from dataclasses import replace

import structlog

from domain.outcomes import Refused
from domain.requests import Words
from domain.tickets import Filed, Source
from handlers.answers import Answer, Done, Say
from handlers.events import Message, Reaction
from handlers.grammar import Line, read
from handlers.originals import Original
from handlers.payloads import Click, Command, Unreadable
from handlers.surface import Desk
from handlers.tickets import actions as act
from handlers.tickets import intake_views as views
from handlers.tickets.commands import ROWS, VERBS
from handlers.tickets.conversation import files_of
from handlers.tickets.courtesies import Courtesy, courtesy
from handlers.tickets.intake import words_of
from handlers.tickets.urgency import kind_of, urgency_of
from services import conversations, corrections, intake
from services.intake import Origin
from services.talk import Said
from texts import mention

log = structlog.get_logger("intake")

READING = {"mine", "queue", "help", "show"}
"""Verbs that change nothing."""


async def said(desk: Desk, told: Message) -> Answer:
    """Plain words that stand in no thread: in direct messages, or at the top level of a channel."""
    if told.channel.startswith("D"):
        return await _direct(desk, told)
    at = await desk.ledger.read(intake.channel, told.channel)
    if at is None or at.words is None or _courtesy_in(told):
        return Done()
    if at.words is Words.OFFER:
        return Say(views.offer(told.ts, await desk.greeter.texts_for(told.actor)))
    await desk.greeter.meet(told.actor)
    await _file_words(desk, told, Original(told.actor, told.text, told.thread, told.files), told.ts, Source.CHANNEL)
    return Done()


async def _direct(desk: Desk, said: Message) -> Answer:
    """Whoever has open tickets is asked which one is meant: nothing is guessed, and nothing is lost."""
    texts = await desk.greeter.texts_for(said.actor)
    line = _asked(said)
    if line:
        asked = Command(
            said.actor, said.key, practice="ticket", name="/ticket", text=said.text, channel=said.channel
        )
        return await ROWS[line.verb][1](replace(desk, texts=texts), asked, line)
    found = await desk.ledger.read(intake.direct, said.actor)
    kind = _courtesy_in(said)
    if kind:
        return Say(views.courtesy(kind, texts))
    if found.open:
        words = await words_of(desk, Original(said.actor, said.text, said.thread, said.files))
        return Say(views.which(found.open, words, said.ts, texts))
    if found.words is Words.OFFER:
        return Say(views.offer(said.ts, texts))
    await _file_words(desk, said, Original(said.actor, said.text, said.thread, said.files), said.ts, Source.DIRECT)
    return Done()


def _courtesy_in(said: Message) -> Courtesy | None:
    """A file is no courtesy, whatever stands beside it."""
    return None if said.files else courtesy(said.text)


def _asked(said: Message) -> Line | None:
    """Words that only ask to be shown something are answered as after `/ticket`."""
    try:
        line = read(said.text, VERBS)
    except Refused:  # close to a command: here, just words
        return None
    return line if line.verb in READING else None


async def file_words(desk: Desk, click: Click) -> Answer:
    """*File it*, says who was asked: as the message says it now."""
    original = await _original(desk, click.channel, click.word("ts"))
    if isinstance(original, Say):
        return original
    source = Source.DIRECT if click.channel.startswith("D") else Source.CHANNEL
    outcome = await _file_words(desk, click, original, click.word("ts"), source)
    mending = await desk.ledger.read(corrections.offered, click.actor, outcome.ticket)
    return Say(views.filed(outcome.key, mending, desk.texts), instead=True)


async def add_words(desk: Desk, click: Click) -> Answer:
    """*This one*, says who was asked which ticket their words belong to."""
    original = await _original(desk, click.channel, click.word("ts"))
    if isinstance(original, Say):
        return original
    outcome = await desk.ledger.hear(
        desk.heard(click),
        conversations.place,
        click.number("ticket"),
        Said(click.channel, click.word("ts"), await words_of(desk, original), files=files_of(original)),
    )
    return Say(views.added(outcome.key, desk.texts), instead=True)


async def leave_words(desk: Desk, click: Click) -> Answer:  # noqa: ARG001 - nothing was done yet
    return Say(views.left(desk.texts), instead=True)


async def reacted(desk: Desk, told: Reaction) -> Answer:
    """:ticket: on a message: it is filed for who wrote it. Whoever comes second is told its key."""
    at = await desk.ledger.read(intake.channel, told.channel)
    if at is None or not at.emoji:
        return Done()
    texts = await desk.greeter.texts_for(told.actor)
    original = await desk.originals.find(told.channel, told.ts)
    if original is None:
        return Done()
    if original.author:
        await desk.greeter.meet(original.author)
    title = await words_of(desk, original)
    made_of = Origin(told.channel, told.ts, original.thread)
    outcome = await desk.ledger.hear(
        desk.heard(told), intake.file_marked, original.author, title, made_of, files_of(original)
    )
    mending = await desk.ledger.read(corrections.offered, told.actor, outcome.ticket)
    if original.author in {"", told.actor}:
        return Say(views.filed(outcome.key, mending, texts))
    return Say(views.filed_for(outcome.key, mention(original.author), mending, texts))


async def _file_words(desk: Desk, asked: Message | Click, original: Original, ts: str, source: Source) -> Filed:
    kind, words = kind_of(await words_of(desk, original))
    urgency, title = urgency_of(words)
    made_of = Origin(asked.channel, ts, original.thread)
    return await desk.ledger.hear(
        desk.heard(asked),
        intake.file,
        title,
        source=source,
        kind=kind,
        urgency=urgency,
        origin=made_of,
        files=files_of(original),
    )


async def _original(desk: Desk, channel: str, ts: str) -> Original | Say:
    if not channel:
        raise Unreadable("a button of no conversation")
    try:
        found = await desk.originals.find(channel, ts)
    except Exception as error:  # noqa: BLE001 - whatever the reason, they can click again
        log.warning("message not shown", error=str(error) or type(error).__name__)
        return Say(views.unreadable(desk.texts))
    return found or Say(views.gone(desk.texts), instead=True)


CLICKS = {act.FILE_WORDS: file_words, act.ADD_WORDS: add_words, act.LEAVE_WORDS: leave_words}
