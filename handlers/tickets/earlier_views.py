"""What was said of a ticket before it came to its team. Pure.

Nobody is mentioned in it: those who said it would be called once more.
"""

from handlers.blocks import Block, View, context, message, quote, section, shortened
from handlers.files import held
from handlers.tickets.conversation_views import LARGEST, MOST_FILES
from services.earlier import EarlierSight
from services.notes import NoteSight
from services.talk import NoteFile
from texts import Mrkdwn, Texts, lines, link

LONGEST = 300  # characters of each


def earlier(sight: EarlierSight, texts: Texts) -> View:
    head = texts.mrkdwn("💬 What was said before, while {team} had it:", team=sight.team)
    left = _left(sight, texts)
    blocks = [section(head), *([context(*left)] if left else [])]
    told = [head, *left]
    for one in sight.said:
        blocks += _blocks(one, texts)
        told += [_intro(one, texts), texts.mrkdwn("{text}", text=shortened(one.note.text, LONGEST))]
    files = [held(one.name or one.file_id, one.name, one.file_id, one.url) for one in _carried(sight)]
    return message(lines(*told), blocks, files)


def _left(sight: EarlierSight, texts: Texts) -> list[Mrkdwn]:
    more = (
        [texts.mrkdwn_plural("{n} earlier message is left out.", "{n} earlier messages are left out.", sight.more)]
        if sight.more
        else []
    )
    return [*more, *([link(sight.url, texts.say("All of it, under the old card"))] if sight.url else [])]


def _blocks(one: NoteSight, texts: Texts) -> list[Block]:
    words = [quote(shortened(one.note.text, LONGEST))] if one.note.text else []
    return [context(_intro(one, texts)), *words]


def _intro(one: NoteSight, texts: Texts) -> Mrkdwn:
    at, names = texts.when(one.note.at), [file.name or file.file_id for file in one.files]
    author = one.author.name
    if one.is_internal:
        said = texts.mrkdwn("📝 {author} to the team, {at}", author=author, at=at)
    elif one.note.from_requester:
        said = texts.mrkdwn("{author}, {at}", author=author, at=at)
    else:
        said = texts.mrkdwn("✉️ {author} to the requester, {at}", author=author, at=at)
    return texts.mrkdwn("{said} 📎 {files}", said=said, files=", ".join(names)) if names else said


def _carried(sight: EarlierSight) -> list[NoteFile]:
    files = {file.file_id: file for one in sight.said for file in one.files if file.url and file.size <= LARGEST}
    return list(files.values())[:MOST_FILES]
