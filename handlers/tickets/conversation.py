"""Words in the threads under a ticket's cards: said, edited, deleted."""

import re
import unicodedata
from dataclasses import replace

from domain.tickets import NoteChanged, Noted, Replied
from handlers.answers import Answer, Done, Say
from handlers.events import Deleted, Edited, Message
from handlers.grammar import typed
from handlers.originals import Original
from handlers.people.mentions import readable
from handlers.surface import Desk
from handlers.tickets import conversation_views as views
from handlers.tickets.courtesies import courtesy
from services import conversations
from services.talk import NoteFile, Said

# What begins so is for the requester, in whatever language the team writes. A colon may be full-width.
REPLY = re.compile(r"\s*(?:reply|回复|回覆)\s*[:：]\s*", re.IGNORECASE)


async def said(desk: Desk, told: Message) -> Answer:
    """A message in some thread. What stands in none of ours is dropped before anything is stored."""
    if not await desk.ledger.read(conversations.is_ours, told.channel, told.thread):
        return Done()
    await desk.greeter.meet(told.actor)
    words = await readable(desk.greeter, told.text)
    heard = Said(told.channel, told.ts, words, reply_in(words), to_us=told.to_us, files=files_of(told))
    heard = replace(heard, is_courtesy=_is_courtesy(told))
    outcome = await desk.ledger.hear(desk.heard(told), conversations.hear, told.thread, heard)
    if heard.reply is not None and isinstance(outcome, Replied):
        return Say(views.reached(await desk.greeter.texts_for(told.actor)))
    if isinstance(outcome, Noted) and outcome.over:
        return Say(views.over_for_others(outcome, await desk.greeter.texts_for(told.actor)))
    return Done()


def files_of(told: Message | Edited | Original) -> tuple[NoteFile, ...]:
    return tuple(NoteFile(one.id, one.name, one.mimetype, one.size, one.held) for one in told.files)


def _is_courtesy(told: Message | Edited) -> bool:
    return not told.files and courtesy(told.text) is not None


async def edited(desk: Desk, told: Edited) -> Answer:
    """Whom a message reaches was settled when it was said: an edit changes its words only."""
    if not told.thread or not await desk.ledger.read(conversations.is_ours, told.channel, told.thread):
        return Done()
    await desk.greeter.meet(told.actor)
    words = await readable(desk.greeter, told.text)
    reply, was_reply = reply_in(words), reply_in(typed(told.before)) is not None
    heard = Said(told.channel, told.ts, words, reply, told.version, told.to_us, files_of(told), _is_courtesy(told))
    outcome = await desk.ledger.hear(desk.heard(told), conversations.edited, told.thread, heard, was_reply)
    if reply is not None and not was_reply and isinstance(outcome, NoteChanged) and outcome.is_internal:
        return Say(views.edited_in_vain(await desk.greeter.texts_for(told.actor)))
    return Done()


async def deleted(desk: Desk, told: Deleted) -> Answer:
    """Slack does not say who deleted it: nobody is named for it."""
    if not told.thread or not await desk.ledger.read(conversations.is_ours, told.channel, told.thread):
        return Done()
    heard = replace(desk.heard(told), actor=None)
    await desk.ledger.hear(heard, conversations.deleted, told.channel, told.thread, told.ts, told.actor)
    return Done()


def reply_in(text: str) -> str | None:
    """What follows `reply:` in words that begin so."""
    words = unicodedata.normalize("NFC", text)
    found = REPLY.match(words)
    return words[found.end() :] if found else None
