"""Refusals of risks and of tasks in words: what is the matter, and what to do."""

from domain.outcomes import Refusal
from domain.risks import AboveAppetite
from domain.tasks import AlreadyDone, TooManyTasks
from texts import Texts


def sentence(refusal: Refusal, texts: Texts) -> str:
    match refusal:
        case AboveAppetite(key):
            return texts.say(
                "{key} is in the red zone: only a risk manager can accept it. Please ask one.", key=key
            )
        case AlreadyDone():
            return texts.say("This is done already. Thank you all the same.")
        case TooManyTasks(key, most):
            return texts.say(
                "{key} has {most} open measures already. Please finish one of them first.", key=key, most=most
            )
        case _:
            return texts.say("That is not possible at the moment.")
