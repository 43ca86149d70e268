"""What is said once about a change, under the card of whoever reads it. Pure."""

from domain.changes import LAPSES_AFTER, MAY_BEGIN, ChangeState
from handlers.blocks import Block, View, context, message, section
from handlers.changes import buttons, progress
from handlers.changes.views import window
from handlers.changes.words import who
from services.changes_sights import ChangeSight
from texts import Mrkdwn, Texts, lines


def approved(sight: ChangeSight, texts: Texts) -> View:
    return _decided(sight, texts, texts.mrkdwn("{key} is approved. It may be carried out.", key=sight.record.key))


def rejected(sight: ChangeSight, texts: Texts) -> View:
    news = texts.mrkdwn(
        "{key} is rejected. You can change the plan and ask again with `/change`.", key=sight.record.key
    )
    return _decided(sight, texts, news)


def _decided(sight: ChangeSight, texts: Texts, news: Mrkdwn) -> View:
    short = [texts.mrkdwn("Too few are left who may decide.")] if sight.is_short_of_voters else []
    voices = lines(*progress.voices(sight, texts), *short)
    spoken = lines(news, window(sight, texts, spoken=True), voices)
    blocks = [section(news), *([section(voices)] if voices else []), context(window(sight, texts))]
    return message(spoken, blocks)


def withdrawn_for(sight: ChangeSight, texts: Texts) -> View:
    return withdrawn(sight.record.key, texts)


def withdrawn(key: str, texts: Texts) -> View:
    return _said(texts.mrkdwn("{key} is withdrawn. It will not be carried out.", key=key))


def declared(key: str, texts: Texts) -> View:
    """For whoever typed the command."""
    return _said(
        texts.mrkdwn("{key} is declared an emergency. Its work may begin now; everybody is told.", key=key)
    )


def kept(key: str, texts: Texts) -> View:
    return _said(texts.mrkdwn("It is written down why {key} stays.", key=key))


def reminder(sight: ChangeSight, texts: Texts) -> View:
    """For one who has not voted."""
    record = sight.record
    news = texts.mrkdwn("{key} still waits for your vote: {title}", key=record.key, title=record.title)
    return _said(news, window(sight, texts, spoken=True), *buttons.ballot(sight, texts))


def late(sight: ChangeSight, texts: Texts) -> View:
    """For whom the policy names, and the change channel."""
    record = sight.record
    news = texts.mrkdwn("The approval of {key} takes too long: {title}", key=record.key, title=record.title)
    return _said(lines(news, *progress.awaited(sight, texts)), window(sight, texts, spoken=True))


def begins(sight: ChangeSight, texts: Texts) -> View:
    """For whoever carries it out."""
    record = sight.record
    news = texts.mrkdwn("The window of {key} begins: {title}", key=record.key, title=record.title)
    return _said(news, window(sight, texts, spoken=True), *buttons.work(sight, texts))


def ends(sight: ChangeSight, texts: Texts) -> View:
    record = sight.record
    if sight.state in MAY_BEGIN:
        news = texts.mrkdwn(
            "The window of {key} is over, and it was not started. Start or withdraw it; in {n} days it lapses.",
            key=record.key,
            n=LAPSES_AFTER.days,
        )
    else:
        news = texts.mrkdwn(
            "The window of {key} is over. Please say whether it is implemented or backed out.", key=record.key
        )
    return _said(news, window(sight, texts, spoken=True), *buttons.work(sight, texts))


def lapsed(sight: ChangeSight, texts: Texts) -> View:
    key = sight.record.key
    return _said(texts.mrkdwn("{key} has lapsed: its window is long over, and it was never started.", key=key))


def implemented(sight: ChangeSight, texts: Texts) -> View:
    """For the requester, or in the channel for those who agreed to it."""
    news = texts.mrkdwn(
        "{key} is carried out. Please verify that it works: somebody who did not carry it out has to.",
        key=sight.record.key,
    )
    called = (
        []
        if sight.reader
        else [texts.mrkdwn("{person}, you agreed to it.", person=who(one)) for one in sight.agreed]
    )
    news = lines(news, *called)
    return _said(news, None, *buttons.verification(sight, texts))


def closed(sight: ChangeSight, texts: Texts) -> View:
    if sight.state is ChangeState.VERIFIED:
        later = texts.mrkdwn(
            "{key} is verified. It stays open until its approval after the fact is settled.", key=sight.record.key
        )
        return _said(later)
    return _said(texts.mrkdwn("{key} is verified and closed.", key=sight.record.key))


def failed(sight: ChangeSight, texts: Texts) -> View:
    said = sight.work.words if sight.work else ""
    news = texts.mrkdwn(
        "{key} failed its verification: {reason} It has to be mended or backed out.",
        key=sight.record.key,
        reason=said or "",
    )
    return _said(news)


def backed_out(sight: ChangeSight, texts: Texts) -> View:
    said = sight.work.words if sight.work else ""
    return _said(texts.mrkdwn("{key} is backed out: {reason}", key=sight.record.key, reason=said or ""))


def _said(news: Mrkdwn, beneath: Mrkdwn | None = None, *more: Block) -> View:
    """A sentence with what stands beneath it in small print, and buttons."""
    text = lines(news, beneath) if beneath else news
    return message(text, [section(news), *([context(beneath)] if beneath else []), *more])
