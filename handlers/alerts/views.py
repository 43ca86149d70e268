"""What teams are told of their incidents' alerts. Pure: a turn and texts in, a message out."""

from handlers.blocks import View, message, section
from services.alerts_incidents import Turn
from texts import Mrkdwn, Texts


def settled(turn: Turn, texts: Texts) -> View:
    """The machine has resolved it."""
    text = texts.mrkdwn_plural(
        "✅ The alert has resolved, so *{key}* is resolved. If it fires again soon, I open it again.",
        "✅ All {n} alerts have resolved, so *{key}* is resolved. If one fires again soon, I open it again.",
        turn.total,
        key=turn.record.key,
    )
    return _said(text)


def handed_over(turn: Turn, texts: Texts) -> View:
    """Somebody works on it, so the machine leaves it to them."""
    text = texts.mrkdwn_plural(
        "✅ The alert of *{key}* has resolved. It stays open because somebody works on it: please resolve it when "
        "you are done.",
        "✅ All {n} alerts of *{key}* have resolved. It stays open because somebody works on it: please resolve it "
        "when you are done.",
        turn.total,
        key=turn.record.key,
    )
    return _said(text)


def again(turn: Turn, texts: Texts) -> View:
    text = texts.mrkdwn(
        "🔥 *{key}* is open again, its alerts fire again: {title}", key=turn.record.key, title=turn.record.title
    )
    return _said(text)


def _said(text: Mrkdwn) -> View:
    return message(text, [section(text)])
