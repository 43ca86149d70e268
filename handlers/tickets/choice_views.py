"""What may be done with a ticket from inside a thread, as somebody chooses it. Pure."""

from collections.abc import Mapping

from domain.records import Record
from handlers.blocks import View, actions, button, context, message, modal, pack, quote, section
from handlers.inputs import radio, text_input
from handlers.tickets import actions as act
from handlers.tickets.names import headline
from services.choices import Choices
from texts import Texts, lines, mark

LABELS: Mapping[str, str] = {
    act.CLAIM: mark("Claim"),
    act.REPLY: mark("Reply"),
    act.NOTE: mark("Note for the team"),
    act.ASSIGN: mark("Assign"),
    act.HOLD: mark("Put on hold"),
    act.UNHOLD: mark("Take off hold"),
    act.PRIORITISE: mark("Set impact and urgency"),
    act.TRANSFER: mark("Hand to another team"),
    act.RESOLVE: mark("Resolve"),
    act.CONFIRM: mark("Yes, solved"),
    act.REOPEN: mark("Not yet"),
}
ASKED = {
    "claim": mark("Claim {key}?"),
    "reply": mark("Send this to the requester of {key}?"),
    "note": mark("Keep this as a note on {key}?"),
    "resolve": mark("Resolve {key}?"),
}
DO = {"claim": act.CLAIM, "reply": act.REPLY, "note": act.NOTE, "resolve": act.RESOLVE}


def form(found: Choices, texts: Texts) -> View:
    record = found.record
    labels = {do: texts.say(LABELS[do]) for do in found.acts if do in LABELS}
    return modal(
        texts.say("Ticket actions"),
        act.ACTIONS,
        [context(headline(record, texts)), radio("do", texts.say("What do you want to do?"), labels)],
        submit=texts.say("Continue"),
        close=texts.say("Cancel"),
        private_metadata=pack(
            ticket=record.id,
            state=record.state,
            owner=record.owner or 0,
            team=record.team or 0,
            round=found.round,
        ),
    )


def note_form(record: Record, texts: Texts) -> View:
    hint = texts.say("The team reads this; the requester does not.")
    return modal(
        texts.say("Note"),
        act.NOTE,
        [text_input("text", texts.say("Your note"), multiline=True, hint=hint), context(headline(record, texts))],
        submit=texts.say("Save"),
        close=texts.say("Cancel"),
        private_metadata=pack(ticket=record.id),
    )


def no_ticket(texts: Texts) -> View:
    said = texts.mrkdwn(
        "This message stands in no ticket's thread. Please choose one on a ticket's card or below it."
    )
    return message(said, [section(said)])


def nothing(found: Choices, texts: Texts) -> View:
    """To a requester, what is waited for: that is theirs to do, though not here."""
    if found.asked:
        asked = texts.mrkdwn(
            "{key} waits for your answer. Write it in this thread, and the work goes on.", key=found.record.key
        )
        words = texts.mrkdwn("{text}", text=found.asked.text)
        return message(
            lines(asked, words), [section(asked), *([quote(found.asked.text)] if found.asked.text else [])]
        )
    said = texts.mrkdwn(
        "There is nothing for you to do with {key} now. To add something, write in its thread.",
        key=found.record.key,
    )
    return message(said, [section(said)])


def confirmation(record: Record, do: str, words: str, value: str, texts: Texts) -> View:
    """What was said to the app, to be confirmed."""
    asked = texts.mrkdwn(ASKED[do], key=record.key)
    said = [texts.mrkdwn("{text}", text=words)] if words else []
    yes = button(texts.say(LABELS[DO[do]]), act.SAID, value, style="primary")
    return message(lines(asked, *said), [section(asked), *([quote(words)] if words else []), actions(yes)])


def done(texts: Texts) -> View:
    said = texts.mrkdwn("Done.")
    return message(said, [section(said)])


def too_long(texts: Texts) -> View:
    said = texts.mrkdwn("This is too long to be confirmed by a button. Please use the shortcut *Ticket actions*.")
    return message(said, [section(said)])


def help_in_thread(texts: Texts) -> View:
    said = texts.mrkdwn(
        "In this thread I know `resolve …`, `reply …`, `note …` and `claim` behind my name. The shortcut "
        "*Ticket actions* in a message's menu offers all that you can do."
    )
    return message(said, [section(said)])


def how_to_ask(texts: Texts) -> View:
    """For who calls the app in a channel where it listens to nobody else."""
    text = texts.mrkdwn("To ask for help, write to me in a direct message, or type `/ticket` and a few words.")
    return message(text, [section(text)])
