"""What passes between team and requester, as each reads it. Pure."""

from collections.abc import Sequence
from datetime import datetime

from domain.records import Record
from domain.tickets import ENDED, Noted, TicketState
from handlers.blocks import (
    CONTEXT,
    MESSAGE_TEXT,
    TEXT,
    Block,
    View,
    actions,
    button,
    context,
    message,
    pack,
    picture,
    quote,
    section,
)
from handlers.files import held
from handlers.tickets import actions as act
from handlers.tickets.names import who
from services.notes import NoteSight
from services.resolutions import Answer, QuestionSight
from services.returns import CameBackSight, OverSight
from services.talk import NoteFile
from services.tickets import TicketSight
from texts import Mrkdwn, Texts, cut, lines, link, mention

LONGEST = 4 * TEXT  # of one person's words in one message of ours
LARGEST = 20_000_000  # bytes of a file that is passed on: it is held in memory on its way
MOST_FILES = 10  # in one message
PICTURES = {"image/png", "image/jpeg", "image/gif"}  # Slack shows no others in a block


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
    edited = texts.mrkdwn("(edited)")
    carried, left = _carried(sight.files)
    small = [
        texts.mrkdwn("📎 {name} cannot be passed on: it is too large.", name=one.name) for one in left[:CONTEXT]
    ]
    files = [held(one.name or one.file_id, one.name, one.file_id, one.url) for one in carried]
    blocks = [
        section(intro),
        *(_quotes(note.text) if note.text else []),
        *(picture(shown) for shown, one in zip(files, carried, strict=True) if one.mimetype in PICTURES),
        *([context(*small)] if small else []),
        *([context(edited)] if note.edited_at else []),
    ]
    said = cut(words, MESSAGE_TEXT // 2) if files else words  # the files' names follow
    return message(lines(intro, said, *small, *([edited] if note.edited_at else [])), blocks, files)


def _carried(files: Sequence[NoteFile]) -> tuple[list[NoteFile], list[NoteFile]]:
    """Those that are passed on, and those that are too large, too many, or not Slack's to give."""
    fitting = [one for one in files if one.url and one.size <= LARGEST][:MOST_FILES]
    return fitting, [one for one in files if one not in fitting]


def _intro(sight: NoteSight, author: Mrkdwn | str, texts: Texts) -> Mrkdwn:
    if sight.is_internal:
        return texts.mrkdwn("📝 {author} notes, for the team only:", author=author)
    if sight.note.from_requester and sight.called and sight.called.slack_id:
        called = mention(sight.called.slack_id)
        return texts.mrkdwn("{owner}, {author} writes:", owner=called, author=author)
    if sight.note.from_requester:
        return texts.mrkdwn("{author} writes:", author=author)
    return texts.mrkdwn("✉️ {author} answers:", author=author)


def _quotes(text: str) -> list[Block]:
    """Whole: what somebody types in Slack may have 12,000 characters, what a block takes 3,000."""
    cuts = range(0, min(len(text), LONGEST), TEXT)
    return [quote(text[cut : cut + TEXT] if cut + TEXT < LONGEST else text[cut:]) for cut in cuts] or [quote(text)]


def question(sight: QuestionSight, texts: Texts) -> View:
    """The question that follows a resolution; its own answer takes the place of its buttons."""
    return _question(sight, solved_or_not(sight.record, sight.closes_at, texts), texts)


def solved_or_not(record: Record, closes_at: datetime | None, texts: Texts) -> Mrkdwn:
    if closes_at is None:
        return texts.mrkdwn("Is {key} solved?", key=record.key)
    return texts.mrkdwn(
        "Is {key} solved? Without an answer it closes by itself on {day}.",
        key=record.key,
        day=texts.date(closes_at),
    )


def question_again(sight: QuestionSight, texts: Texts) -> View:
    """Put once more to who writes in the thread of what counts as solved."""
    asked = texts.mrkdwn(
        "The team has your words. {key} counts as solved, though, and that stays so until you press a button: "
        "is it solved?",
        key=sight.record.key,
    )
    return _question(sight, asked, texts)


def _question(sight: QuestionSight, asked: Mrkdwn, texts: Texts) -> View:
    key = sight.record.key
    said = {
        Answer.NONE: asked,
        Answer.YES: texts.mrkdwn("{key} is solved, you said, and so it is closed. Thank you.", key=key),
        Answer.SILENCE: texts.mrkdwn("{key} has closed by itself: nobody said that it is not solved.", key=key),
        Answer.NOT_YET: _not_yet(sight.record, texts),
        Answer.MOOT: texts.mrkdwn("This question about {key} needs no answer any more.", key=key),
    }[sight.answer]
    if sight.answer is not Answer.NONE:
        return message(said, [section(said)])
    value = pack(ticket=sight.record.id, round=sight.round)
    yes = button(texts.say("Yes, solved"), act.CONFIRM, value, style="primary")
    return message(said, [section(said), actions(yes, button(texts.say("Not yet"), act.REOPEN, value))])


def _not_yet(record: Record, texts: Texts) -> Mrkdwn:
    """While it is open again the words are asked for here, in the thread that reaches its team: one tap does."""
    if record.state in ENDED | {TicketState.RESOLVED}:
        return texts.mrkdwn("{key} is not solved yet, you said. The team knows.", key=record.key)
    return texts.mrkdwn(
        "{key} is not solved yet, you said. It is open again and the team knows. What is still wrong? Write it "
        "here in this thread if you like: they read it at once.",
        key=record.key,
    )


def over(sight: OverSight, texts: Texts) -> View:
    """For who writes in the thread of what is over: what can be done about it."""
    return _over(sight, _nobody_works_on_it(sight.record, texts), texts)


def over_survey(sight: OverSight, texts: Texts) -> View:
    """The same under a survey, where most words are about the help that they had."""
    if sight.record.state != TicketState.CLOSED:
        return over(sight, texts)
    said = texts.mrkdwn(
        "Thank you, the team reads this. Is {key} not solved after all, or has it come back? Then ask again: the "
        "form has your words already, and the new ticket leads to {key}.",
        key=sight.record.key,
    )
    return _over(sight, said, texts)


def _over(sight: OverSight, offer: Mrkdwn, texts: Texts) -> View:
    key = sight.record.key
    if sight.again:
        said = texts.mrkdwn(
            "{key} came back as *{again}*: its team has your words. Please write to them in the thread of {again}.",
            key=key,
            again=sight.again,
        )
        return message(said, [section(said)])
    if sight.record.state not in ENDED:
        said = texts.mrkdwn("{key} is open again, and its team has your words.", key=key)
        return message(said, [section(said)])
    value = pack(ticket=sight.record.id, note=sight.note)
    again = button(texts.say("Ask again"), act.ASK_AGAIN, value, style="primary")
    return message(offer, [section(offer), actions(again)])


def _nobody_works_on_it(record: Record, texts: Texts) -> Mrkdwn:
    if record.state == TicketState.CLOSED:
        return texts.mrkdwn(
            "The team can read this here, but {key} is closed and nobody works on it. If it came back, ask again: "
            "the form has your words already, and the new ticket leads to {key}.",
            key=record.key,
        )
    return texts.mrkdwn(
        "The team can read this here, but {key} was withdrawn and nobody works on it. If you need it still, "
        "ask again: the form has your words already, and the new ticket leads to {key}.",
        key=record.key,
    )


def over_for_others(heard: Noted, texts: Texts) -> View:
    """For who writes beneath somebody else's ticket in a request channel: they cannot open it again."""
    if heard.over == TicketState.CLOSED:
        over = texts.mrkdwn(
            "The team can read this here, but {key} is closed and nobody works on it.", key=heard.key
        )
    else:
        over = texts.mrkdwn(
            "The team can read this here, but {key} was withdrawn and nobody works on it.", key=heard.key
        )
    own = texts.mrkdwn(
        "If you need something yourself, type `/ticket` and a few words: that files a ticket of yours."
    )
    said = lines(over, own)
    return message(said, [section(said)])


def came_back(sight: CameBackSight, texts: Texts) -> View:
    """For the team that had the first one."""
    new = link(sight.url, sight.key) if sight.url else sight.key
    said = texts.mrkdwn("🔁 {key} came back after it was closed: {again}", key=sight.record.key, again=new)
    return message(said, [section(said)])


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
