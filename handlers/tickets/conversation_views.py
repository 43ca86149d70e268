"""What passes between team and requester, as each reads it. Pure."""

from domain.tickets import TicketState
from handlers.blocks import TEXT, Block, View, actions, button, context, message, pack, quote, section
from handlers.tickets import actions as act
from handlers.tickets.names import who
from services.notes import NoteSight
from services.resolutions import Answer, QuestionSight
from services.tickets import TicketSight
from texts import Mrkdwn, Texts, lines

LONGEST = 4 * TEXT  # of one person's words in one message of ours


def thread_line(sight: TicketSight, texts: Texts) -> list[Block]:
    """On the team's card, while words can still reach who asked: whom those in its thread reach."""
    if sight.record.state == TicketState.CLOSED or sight.requester is None:
        return []
    requester = who(sight.requester.slack_id, sight.requester.name)
    if sight.requester.slack_id is None:
        said = texts.mrkdwn("This thread stays inside. {requester} is not in Slack.", requester=requester)
    elif sight.is_shared:
        said = texts.mrkdwn(
            "This thread is shared: {requester} reads all that is written in it.", requester=requester
        )
    else:
        said = texts.mrkdwn(
            "This thread stays inside. To reach {requester}, press *Reply* or begin a message with `reply:`",
            requester=requester,
        )
    return [context(said)]


def mirror(sight: NoteSight, texts: Texts) -> View:
    """Somebody's words where they did not say them, with their name; an edit and a deletion show."""
    note, author = sight.note, who(sight.author.slack_id, sight.author.name)
    if note.deleted_at:
        gone = texts.mrkdwn("{author} has deleted what stood here.", author=author)
        return message(gone, [context(gone)])
    intro, words = _intro(sight, author, texts), texts.mrkdwn("{text}", text=note.text)
    mark = [texts.mrkdwn("(edited)")] if note.edited_at else []
    return message(lines(intro, words, *mark), [section(intro), *_quotes(note.text), *map(context, mark)])


def _intro(sight: NoteSight, author: Mrkdwn | str, texts: Texts) -> Mrkdwn:
    if sight.is_internal:
        return texts.mrkdwn("📝 {author} notes, for the team only:", author=author)
    if sight.note.from_requester:
        return texts.mrkdwn("{author} writes:", author=author)
    return texts.mrkdwn("✉️ {author} answers:", author=author)


def _quotes(text: str) -> list[Block]:
    """Whole: what somebody types in Slack may have 12,000 characters, what a block takes 3,000."""
    cuts = range(0, min(len(text), LONGEST), TEXT)
    return [quote(text[cut : cut + TEXT] if cut + TEXT < LONGEST else text[cut:]) for cut in cuts] or [quote(text)]


def question(sight: QuestionSight, texts: Texts) -> View:
    """The question that follows a resolution; its own answer takes the place of its buttons."""
    key = sight.record.key
    said = {
        Answer.NONE: texts.mrkdwn("Is {key} solved? Without an answer it closes by itself.", key=key),
        Answer.YES: texts.mrkdwn("{key} is solved, you said, and so it is closed. Thank you.", key=key),
        Answer.SILENCE: texts.mrkdwn("{key} was closed without an answer.", key=key),
        Answer.NOT_YET: texts.mrkdwn("{key} is not solved yet, you said. The team knows.", key=key),
        Answer.MOOT: texts.mrkdwn("This question about {key} needs no answer any more.", key=key),
    }[sight.answer]
    if sight.answer is not Answer.NONE:
        return message(said, [section(said)])
    value = pack(ticket=sight.record.id, round=sight.round)
    yes = button(texts.say("Yes, solved"), act.CONFIRM, value, style="primary")
    return message(said, [section(said), actions(yes, button(texts.say("Not yet"), act.REOPEN, value))])


def reached(texts: Texts) -> View:
    """For who began a message with `reply:`."""
    said = texts.mrkdwn("✉️ Your answer is on its way to the requester.")
    return message(said, [section(said)])


def edited_in_vain(texts: Texts) -> View:
    """For who put `reply:` before a message that was said already."""
    said = texts.mrkdwn(
        "This stays inside: whom a message reaches is settled when it is sent. "
        "Write a new one that begins with `reply:`"
    )
    return message(said, [section(said)])


def noted(key: str, texts: Texts) -> View:
    said = texts.mrkdwn("Your note on *{key}* is kept; only the team reads it.", key=key)
    return message(said, [section(said)])
