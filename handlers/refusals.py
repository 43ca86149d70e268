"""Every refusal in words: what is the matter, and what to do."""

from collections.abc import Callable

from domain.approvals import (
    AlreadyDecided,
    AlreadyVoted,
    NoApprover,
    NobodyElse,
    NotAnApprover,
    OldCard,
    SelfApproval,
    Verdict,
)
from domain.changes import OwnWork, TooSoon
from domain.emergencies import NotRefused
from domain.outcomes import CardIsOld, FieldFault, IllegalMove, NotAllowed, NotAMember, NotFound, NotSetUp, Refusal
from domain.surveys import SurveyOver
from domain.tickets import AlreadyClaimed, AlreadyMoved, AlreadyOnHold, NobodyToAnswer
from handlers.risks import refusals as of_risks
from handlers.tickets import refusals as intake
from texts import Mrkdwn, Texts, mark

Wording = Callable[[Texts, Refusal], str]

# What is the matter with a field, by the name of the fault.
FAULTS = {
    "empty": mark("Please write a few words here."),
    "too_long": mark("This is too long. Please shorten it: at most {limit} characters fit."),
    "out_of_range": mark("Please choose a number from 1 to {limit}."),
    "not_after_start": mark("The end must come after the start. Please choose a later end."),
    "has_passed": mark("This time has passed already. Please choose a later one."),
    "beyond_a_year": mark("This is more than a year. Please choose an earlier end."),
    "no_label": mark("Please write label=value, one a line, at most {limit}."),
    "not_in_future": mark("Please choose a day in the future."),
    "not_past": mark("Please choose today or a later day."),
    "no_time": mark("Please choose a day and a time."),
    "in_past": mark("This time has passed already. Please choose a later one."),
    "no_day": mark("Please choose a day."),
    "not_a_member": mark("Please choose a member of this company who is still here; guests cannot do this."),
    "person_not_known": mark("Slack does not tell me about this person right now. Please try again in a moment."),
    "not_in_team": mark("Please choose somebody who works in the team in charge."),
    "not_chosen": mark("Please choose one of these."),
    "no_such_team": mark("There is no such team any more. Please choose another."),
    "same_team": mark("This team has it already. Please choose another."),
    "not_served": mark("Please choose somebody of this company who is still here."),
    "not_offered": mark("This service is not offered any more. Please choose another."),
}
UNNAMED = mark("This cannot be taken as it is. Please check it.")


def sentence(refusal: Refusal, texts: Texts) -> str:
    """In plain text, for beside a field."""
    match refusal:
        case NotFound(key):
            return texts.say(
                "I cannot find {key}. Please check the number; I can show you only what concerns you.", key=key
            )
        case NotSetUp():
            return texts.say("I am not set up yet. Please ask an administrator to run `bot apply`.")
        case NotAMember():
            return texts.say(
                "Sorry, I can help only people of this company. Please ask your contact here to file it for you."
            )
        case NotAllowed():
            return texts.say("You cannot do this yourself. Please ask the team in charge.")
        case CardIsOld(key):
            return texts.say("{key} has moved on since this card was shown. Please look again.", key=key)
        case IllegalMove(key):
            return texts.say("That is not possible any more: {key} has moved on. Please look again.", key=key)
        case FieldFault():
            return _fault(refusal, texts)
        case SurveyOver(key):
            return texts.say(
                "The survey about {key} is over. Thank you all the same. If something is still wrong, please ask "
                "again with `/ticket`.",
                key=key,
            )
        case _:
            return intake.sentence(refusal, texts) or _ticket(refusal, texts)


def marked(refusal: Refusal, texts: Texts) -> Mrkdwn:
    """The same as a message."""
    return texts.mrkdwn("{sentence}", sentence=sentence(refusal, texts))


def _ticket(refusal: Refusal, texts: Texts) -> str:
    match refusal:
        case AlreadyClaimed(key):
            return texts.say("{key} is taken already. The card shows who has it.", key=key)
        case AlreadyOnHold(key):
            return texts.say("{key} is on hold already. The card shows what it waits for.", key=key)
        case AlreadyMoved(key):
            return texts.say("{key} has gone to another team already. Its old card shows where.", key=key)
        case _:
            return _approval(refusal, texts)


def _approval(refusal: Refusal, texts: Texts) -> str:
    match refusal:
        case SelfApproval():
            return texts.say("You cannot decide on a change of your own. Somebody else will.")
        case NotAnApprover():
            return texts.say("Others are asked to decide on this change. The card shows who.")
        case AlreadyDecided(verdict=Verdict.APPROVE):
            return texts.say("This change is approved already. Thank you all the same.")
        case AlreadyDecided():
            return texts.say("This change is rejected already. Thank you all the same.")
        case AlreadyVoted():
            return texts.say("Your vote is counted already. Until it is decided you can still change your mind.")
        case OldCard():
            return texts.say("The approval has started again since this card was shown. Please use the new card.")
        case NoApprover():
            return texts.say(
                "Nobody can decide on this change, so it was not submitted. Please tell your change manager."
            )
        case _:
            return _of_alerts(refusal, texts)


def _of_alerts(refusal: Refusal, texts: Texts) -> str:
    match refusal:
        case NobodyToAnswer(key):
            return texts.say(
                "Nobody waits for an answer: monitoring reported {key}. Write in its thread, or resolve it.",
                key=key,
            )
        case _:
            return _work(refusal, texts)


def _work(refusal: Refusal, texts: Texts) -> str:
    match refusal:
        case TooSoon(key):
            return texts.say("The window of {key} has not begun yet. Please start it then.", key=key)
        case OwnWork(key):
            return texts.say(
                "You carry out {key} yourself, so somebody else has to verify it. Please ask a colleague.", key=key
            )
        case NobodyElse(key):
            return texts.say(
                "Without you, nobody could decide on {key}: you are asked to. Please let a colleague do this.",
                key=key,
            )
        case NotRefused(key):
            return texts.say(
                "{key} is not refused after the fact, so nothing has to be said for it. Please look again.", key=key
            )
        case _:
            return of_risks.sentence(refusal, texts)


def _fault(fault: FieldFault, texts: Texts) -> str:
    return texts.say(FAULTS.get(fault.fault, UNNAMED), limit=fault.limit or 0)
