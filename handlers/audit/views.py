"""Seals as the audit channel keeps them."""

from handlers.blocks import View, context, message, section
from services.audit import SealSight
from texts import Texts, lines


def sealed(sight: SealSight, texts: Texts) -> View:
    """The mark in full: whoever keeps this message can prove what the history was."""
    said = texts.mrkdwn_plural(
        "🔏 Seal {number} over the history of {n} record: `{mark}`",
        "🔏 Seal {number} over the history of {n} records: `{mark}`",
        sight.records,
        number=sight.number,
        mark=sight.mark,
    )
    advice = texts.mrkdwn("`bot audit verify --head` with this mark checks that nothing has changed since.")
    return message(lines(said, advice), [section(said), context(advice)])
