"""Refusals of words that should become a ticket."""

from domain.outcomes import Refusal
from domain.tickets import FiledAlready, InWork, TooLateToUndo
from handlers import hints
from handlers.grammar import NearMiss
from texts import Texts


def sentence(refusal: Refusal, texts: Texts) -> str | None:
    """In plain text; None for the refusals of others."""
    match refusal:
        case NearMiss():
            return hints.sentence(refusal, texts)
        case FiledAlready(""):
            return texts.say("This message is a ticket already. Thank you all the same.")
        case FiledAlready(key):
            return texts.say("This message is {key} already. Thank you all the same.", key=key)
        case InWork(key):
            return texts.say(
                "Somebody works on {key} already. Write in its thread, and they will see to it.", key=key
            )
        case TooLateToUndo(key):
            return texts.say(
                "{key} cannot be undone any more. Write in its thread that it is settled, and the team closes it.",
                key=key,
            )
        case _:
            return None
