"""Every refusal in words: what is the matter, and what to do."""

from collections.abc import Callable

from domain.approvals import AlreadyDecided, AlreadyVoted, NoApprover, NotAnApprover, OldCard, SelfApproval, Verdict
from domain.outcomes import CardIsOld, FieldFault, IllegalMove, NotAllowed, NotAMember, NotFound, Refusal
from domain.surveys import SurveyOver
from domain.tickets import AlreadyClaimed
from texts import Mrkdwn, Texts

Wording = Callable[[Texts, Refusal], str]


def sentence(refusal: Refusal, texts: Texts) -> str:
    """In plain text, for beside a field."""
    match refusal:
        case NotFound(key):
            return texts.say(
                "I cannot find {key}. Please check the number; you see only what concerns you.", key=key
            )
        case NotAMember():
            return texts.say("Sorry, I serve only people of this company.")
        case NotAllowed():
            return texts.say("You cannot do this yourself. Please ask the team in charge.")
        case CardIsOld(key):
            return texts.say("{key} has moved on since this card was drawn. Please look again.", key=key)
        case AlreadyClaimed(key):
            return texts.say("{key} is taken already. The card shows by whom.", key=key)
        case IllegalMove(key):
            return texts.say("That is not possible any more: {key} has moved on. Please look again.", key=key)
        case FieldFault():
            return _fault(refusal, texts)
        case SurveyOver(key):
            return texts.say("The survey about {key} is over. Thank you all the same.", key=key)
        case _:
            return _approval(refusal, texts)


def marked(refusal: Refusal, texts: Texts) -> Mrkdwn:
    """The same as a message."""
    return texts.mrkdwn("{sentence}", sentence=sentence(refusal, texts))


def _approval(refusal: Refusal, texts: Texts) -> str:
    match refusal:
        case SelfApproval():
            return texts.say("You cannot decide on a change of your own. Somebody else will.")
        case NotAnApprover():
            return texts.say("Others are asked to decide on this change.")
        case AlreadyDecided(verdict=Verdict.APPROVE):
            return texts.say("This change is approved already. Thank you all the same.")
        case AlreadyDecided():
            return texts.say("This change is rejected already. Thank you all the same.")
        case AlreadyVoted():
            return texts.say("Your vote is counted already.")
        case OldCard():
            return texts.say("This approval began anew since the card was drawn. Please use the new card.")
        case NoApprover():
            return texts.say(
                "Nobody could decide on this change, so it was not filed. Please tell your change manager."
            )
        case _:
            return texts.say("That is not possible at the moment.")


def _fault(fault: FieldFault, texts: Texts) -> str:
    match fault.fault:
        case "empty":
            return texts.say("Please write a few words here.")
        case "too_long":
            return texts.say("This is too long. At most {limit} characters fit.", limit=fault.limit or 0)
        case "out_of_range":
            return texts.say("Please choose a number from 1 to {limit}.", limit=fault.limit or 0)
        case "not_after_start":
            return texts.say("The end must come after the start.")
        case "not_in_future":
            return texts.say("Please choose a day in the future.")
        case "no_time":
            return texts.say("Please choose a day and a time.")
        case "not_offered":
            return texts.say("This service is not offered any more. Please choose another.")
        case _:
            return texts.say("This cannot be taken as it is. Please check it.")
