"""Refusals of words that should become a ticket."""

from domain.outcomes import Refusal
from handlers.grammar import NearMiss
from texts import Texts


def sentence(refusal: Refusal, texts: Texts) -> str | None:
    """In plain text; None for the refusals of others."""
    match refusal:
        case NearMiss(command, meant, words):
            return texts.say(
                "Did you mean “{command} {meant}”? For a title, type “{command} new {words}”.",
                command=command,
                meant=meant,
                words=words,
            )
        case _:
            return None
