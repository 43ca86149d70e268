"""The form that files a ticket: for oneself, or, by agents, for a colleague or for somebody without Slack. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.people import LANGUAGES
from domain.tickets import Kind, Source
from domain.titles import TITLE_LIMIT
from handlers.blocks import Block, View, actions, button, context, modal, pack
from handlers.inputs import select, text_input, users_select
from handlers.tickets import actions as act
from handlers.tickets.sources import SOURCES
from texts import Texts, Word

KINDS = {
    Kind.INCIDENT: Word("ticket form", "Something is broken"),
    Kind.REQUEST: Word("ticket form", "I need something"),
    Kind.COMPLAINT: Word("ticket form", "I want to complain"),
}
NAMES_OF_LANGUAGES = {"en": "English", "zh_CN": "简体中文", "zh_TW": "繁體中文"}


class Whom(StrEnum):
    """For whom it is filed."""

    SELF = "self"
    COLLEAGUE = "colleague"
    CONTACT = "contact"


@dataclass(frozen=True)
class Blank:
    """What the form begins with. `services` are names by key; `channel`, `ts` and `thread` are of the message that
    it is made of, if it is; `author` (a Slack id) of who wrote that, and so many `files` hang on it.
    `follows` (a record id) is the closed ticket that comes back, `note` the first of the words that say so.
    """

    services: Mapping[str, str]
    by_agent: bool = False
    whom: Whom = Whom.SELF
    title: str = ""
    description: str = ""
    author: str = ""
    channel: str = ""
    ts: str = ""
    thread: str = ""
    files: int = 0
    kind: Kind = Kind.INCIDENT
    service: str = ""
    follows: int = 0
    note: int = 0


def form(blank: Blank, texts: Texts) -> View:
    urgencies = {"1": texts.say("I cannot work"), "2": texts.say("It slows me down"), "3": texts.say("It can wait")}
    kinds = {kind.value: texts.word(*word) for kind, word in KINDS.items()}
    services = texts.names(blank.services)
    service = (
        select("service", texts.say("What is it about?"), services, initial=blank.service, optional=True)
        if services
        else None
    )
    return modal(
        texts.say("New ticket"),
        act.FILE_AGAIN if blank.follows else act.FILE,
        [
            *_whom(blank, texts),
            select("kind", texts.say("What is the matter?"), kinds, initial=blank.kind),
            text_input("title", texts.say("What do you need?"), initial=blank.title, longest=TITLE_LIMIT),
            text_input(
                "description",
                texts.say("Tell us more"),
                initial=blank.description,
                multiline=True,
                optional=True,
            ),
            *([service] if service else []),
            select("urgency", texts.say("How urgent is it?"), urgencies, initial="2"),
            *_files(blank, texts),
        ],
        submit=texts.say("File"),
        close=texts.say("Cancel"),
        private_metadata=_again(blank) if blank.follows else _packed(blank, blank.whom),
    )


def _whom(blank: Blank, texts: Texts) -> list[Block]:
    if not blank.by_agent or blank.follows:
        return []
    sources = {source.value: texts.word(*SOURCES[source]) for source in SOURCES}
    source = select("source", texts.say("How did it reach you?"), sources, initial=Source.PHONE)
    colleague = button(texts.say("For a colleague"), act.FOR_COLLEAGUE, _packed(blank, Whom.COLLEAGUE))
    contact = button(texts.say("For somebody without Slack"), act.FOR_CONTACT, _packed(blank, Whom.CONTACT))
    match blank.whom:
        case Whom.COLLEAGUE if blank.ts:
            return [users_select("whom", texts.say("Whom is it for?"), initial=blank.author or None)]
        case Whom.COLLEAGUE:
            return [users_select("whom", texts.say("Whom is it for?")), source, actions(contact)]
        case Whom.CONTACT:
            languages = {language: NAMES_OF_LANGUAGES[language] for language in LANGUAGES}
            return [
                text_input("name", texts.say("Who asks?"), longest=100),
                text_input("organisation", texts.say("Of which organisation?"), longest=100, optional=True),
                select("language", texts.say("In which language?"), languages, initial=texts.language),
                source,
                actions(colleague),
            ]
        case _:
            return [actions(colleague, contact)]


def _files(blank: Blank, texts: Texts) -> list[Block]:
    if not blank.files:
        return []
    said = texts.mrkdwn_plural(
        "📎 The file of this message goes along.", "📎 {n} files of this message go along.", blank.files
    )
    return [context(said)]


def _again(blank: Blank) -> str:
    return pack(ticket=blank.follows, note=blank.note)


def _packed(blank: Blank, whom: Whom) -> str:
    return pack(whom=whom.value, channel=blank.channel, ts=blank.ts, thread=blank.thread, files=blank.files)
