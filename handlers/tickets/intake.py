"""The form that files, opened by whichever door; and what can still be put right afterwards."""

from dataclasses import replace
from functools import partial

import structlog

from domain.outcomes import FieldFault, Refused
from domain.tickets import InWork, Kind, Source, TooLateToUndo
from domain.titles import title_of
from handlers import refusals
from handlers.answers import Anew, Answer, Done, Form, Say
from handlers.grammar import typed
from handlers.originals import Original
from handlers.payloads import Click, MessageShortcut, Shortcut, Submission, whole, word
from handlers.surface import Desk
from handlers.tickets import actions as act
from handlers.tickets import intake_forms as forms
from handlers.tickets import intake_views as views
from handlers.tickets.conversation import files_of
from handlers.tickets.intake_forms import Blank, Whom
from services import corrections, intake, people
from services.intake import Contact, Origin
from services.talk import NoteFile
from texts import mention

log = structlog.get_logger("intake")


async def blank(desk: Desk, actor: str, **given: str | int) -> Blank:
    offered = await desk.ledger.read(intake.offered, actor)
    return Blank(offered.services, offered.by_agent, **given)  # type: ignore[arg-type]


async def ask_new(desk: Desk, asked: Shortcut | Click) -> Answer:
    """From the lightning menu, or from Home."""
    return Form(forms.form(await blank(desk, asked.actor), desk.texts))


async def ask_for(desk: Desk, click: Click) -> Answer:
    """An agent says that it is for somebody else: the form asks for whom."""
    whom = Whom.COLLEAGUE if click.action_id == act.FOR_COLLEAGUE else Whom.CONTACT
    about = {name: click.word(name) for name in ("channel", "ts", "thread")}
    offered = await blank(desk, click.actor, **about, files=_files_on(click))
    return Anew(forms.form(replace(offered, whom=whom), desk.texts))


async def ask_of_message(desk: Desk, asked: MessageShortcut) -> Answer:
    """*Make a ticket of this*: by an agent it is for who wrote the message, by others for themselves."""
    key = await desk.ledger.read(intake.made_of, asked.actor, asked.channel, asked.ts)
    if key is not None:
        return Say(views.already(key, desk.texts))
    words = await words_of(desk, Original(asked.author, asked.text, asked.thread, asked.files))
    headline = title_of(words)
    offered = await blank(
        desk,
        asked.actor,
        title=headline.title,
        description=headline.description or "",
        author=asked.author,
        channel=asked.channel,
        ts=asked.ts,
        thread=asked.thread,
        files=len(asked.files),
    )
    is_for_author = offered.by_agent and asked.author != asked.actor
    return Form(forms.form(replace(offered, whom=Whom.COLLEAGUE) if is_for_author else offered, desk.texts))


async def file(desk: Desk, form: Submission) -> Answer:
    answers, whom = form.answers, await _whom(desk, form)
    made_of = _origin(form)
    files = await _files(desk, form, made_of)
    kind, source = kind_of(answers.get("kind", Kind.REQUEST.value)), answers.get("source", "")
    outcome = await desk.ledger.hear(
        desk.heard(form),
        intake.file,
        answers.get("title", ""),
        source=source or (Source.SHORTCUT if made_of else Source.FORM),
        kind=kind,
        service=answers.get("service"),
        urgency=urgency_in(answers.get("urgency", "2")),
        description=answers.get("description", ""),
        origin=made_of,
        whom=whom,
        files=files or (),
    )
    if files is None:
        return Say(views.filed_without_files(outcome.key, desk.texts))
    if whom in {None, form.actor}:
        return Done()
    name = whom.name if isinstance(whom, Contact) else mention(whom or "")
    mending = await desk.ledger.read(corrections.offered, form.actor, outcome.ticket)
    return Say(views.filed_for(outcome.key, name, mending, desk.texts))


def _files_on(asked: Click | Submission) -> int:
    """How many files hang on the message that it is made of; forms of an earlier release do not say."""
    return whole(asked.facts, "files") if "files" in asked.facts else 0


async def _files(desk: Desk, form: Submission, made_of: Origin | None) -> tuple[NoteFile, ...] | None:
    """Those of the message that it is made of, as it stands now; None where Slack does not show it to us."""
    if made_of is None or not _files_on(form):
        return ()
    try:
        found = await desk.originals.find(made_of.channel, made_of.ts)
    except Exception as error:  # noqa: BLE001 - whatever the reason, the words are not lost for it
        log.warning("files not shown", error=str(error) or type(error).__name__)
        return None
    return files_of(found) if found else None


def kind_of(chosen: str) -> Kind:
    if chosen not in set(Kind):
        raise Refused(FieldFault("kind", "not_chosen"))
    return Kind(chosen)


def urgency_in(chosen: str) -> int:
    if chosen not in {"1", "2", "3"}:
        raise Refused(FieldFault("urgency", "out_of_range", 3))
    return int(chosen)


async def _whom(desk: Desk, form: Submission) -> str | Contact | None:
    match form.facts.get("whom"):
        case Whom.COLLEAGUE:
            whom = form.answers.get("whom", "")
            if not whom:
                raise Refused(FieldFault("whom", "not_served"))
            await desk.greeter.meet(whom)
            return whom
        case Whom.CONTACT:
            given = form.answers
            return Contact(given.get("name", ""), given.get("organisation", ""), given.get("language", ""))
        case _:
            return None


def _origin(form: Submission) -> Origin | None:
    if not form.facts.get("ts"):
        return None
    return Origin(*(word(form.facts, name) for name in ("channel", "ts", "thread")))


async def undo(desk: Desk, click: Click) -> Answer:
    try:
        outcome = await desk.ledger.hear(desk.heard(click), corrections.undo, click.number("ticket"))
    except Refused as refused:
        return _settled(desk, refused)
    return Say(views.undone(outcome.key, desk.texts), instead=True)


async def route(desk: Desk, click: Click) -> Answer:
    try:
        outcome = await desk.ledger.hear(
            desk.heard(click), corrections.route, click.number("ticket"), click.word("service")
        )
    except Refused as refused:
        return _settled(desk, refused)
    return Say(views.routed(outcome.key, outcome.team, desk.texts), instead=True)


async def correct_kind(desk: Desk, click: Click) -> Answer:
    """The other corrections stay at hand."""
    correct = partial(corrections.correct_kind, ticket_id=click.number("ticket"), kind=click.word("kind"))
    try:
        outcome, mending = await desk.ledger.hear_and_read(desk.heard(click), correct, corrections.after_filing)
    except Refused as refused:
        return _settled(desk, refused)
    return Say(views.kind_corrected(outcome.key, Kind(outcome.kind), mending, desk.texts), instead=True)


def _settled(desk: Desk, refused: Refused) -> Answer:
    """Buttons that came too late go, and what can be done now stands in their place."""
    if not isinstance(refused.refusal, InWork | TooLateToUndo):
        raise refused
    return Say(views.settled(refusals.marked(refused.refusal, desk.texts)), instead=True)


async def words_of(desk: Desk, original: Original) -> str:
    """As people read them: names for ids; where only files were sent, their names."""
    said = typed(await desk.ledger.read(people.spelled, original.text))
    return said if said.strip() else ", ".join(file.name for file in original.files)


CLICKS = {
    act.FOR_COLLEAGUE: ask_for,
    act.FOR_CONTACT: ask_for,
    act.UNDO: undo,
    act.ROUTE: route,
    act.KIND: correct_kind,
}
