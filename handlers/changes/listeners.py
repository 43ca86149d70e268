"""What may be asked of changes in Slack: payload, verb, view."""

from collections.abc import Awaitable, Callable

from domain.approvals import Verdict
from domain.changes import ChangeMoved, ChangeVerb
from domain.emergencies import EmergencyDeclared, RefusedChangeKept
from domain.records import Record
from handlers.answers import Answer, Done, Form, Next, Say
from handlers.blocks import View
from handlers.changes import forms, news, request, views
from handlers.changes.commands import VERBS
from handlers.grammar import read
from handlers.payloads import Click, Command, Submission
from handlers.surface import Desk
from services import changes, changes_declaring, changes_pages, changes_sights, changes_voting, changes_work
from services.transactions import Tx
from texts import Texts


async def command(desk: Desk, asked: Command) -> Answer:
    """`/change …`: see `commands` for the grammar."""
    line = read(asked.text, VERBS, asked.name)
    match line.verb:
        case "help":
            return Say(views.help_page(desk.texts))
        case "mine":
            return Say(views.mine(await desk.ledger.read(changes_sights.mine, asked.actor), desk.texts))
        case "show":
            sight = await desk.ledger.read(changes_sights.show, asked.actor, line.about)
            return Say(views.page(sight, desk.texts))
        case "withdraw":
            outcome = await desk.ledger.hear(desk.heard(asked), changes.withdraw_named, line.about)
            return Say(news.withdrawn(outcome.key, desk.texts))
        case "declare":
            declared = changes_declaring.declare_named
            done = await desk.ledger.hear(desk.heard(asked), declared, line.key, line.words)
            return Say(news.declared(done.key, desk.texts))
        case "keep":
            kept = await desk.ledger.hear(desk.heard(asked), changes_declaring.keep_named, line.key, line.words)
            return Say(news.kept(kept.key, desk.texts))
        case _:
            await desk.ledger.read(changes_pages.begin, asked.actor)
            return Form(forms.wording(desk.texts, {"title": line.about}))


async def take_wording(desk: Desk, form: Submission) -> Answer:
    said = request.wording(form.answers)
    page = await desk.ledger.write(changes_pages.keep, form.actor, form.form, form.answers, said)
    return Next(forms.frame(page, desk.texts))


async def take_frame(desk: Desk, form: Submission) -> Answer:
    said = request.frame(form.answers)
    await desk.greeter.meet(said.implementer)
    page = await desk.ledger.write(changes_pages.keep, form.actor, form.form, form.answers, said)
    return Next(forms.impact(page, desk.texts))


async def submit(desk: Desk, form: Submission) -> Answer:
    typed = await desk.ledger.read(changes_pages.typed_so_far, form.actor, form.form)
    whole = request.request({**typed, **form.answers})
    await desk.ledger.hear(desk.heard(form), changes.submit, whole)
    return Done()


async def approve(desk: Desk, click: Click) -> Answer:
    generation = click.number("generation")
    await desk.ledger.hear(desk.heard(click), changes_voting.approve, click.number("change"), generation)
    return Done()


async def ask_note(desk: Desk, click: Click) -> Answer:
    return await _ask_vote(desk, click, Verdict.APPROVE, forms.approval)


async def ask_reason(desk: Desk, click: Click) -> Answer:
    return await _ask_vote(desk, click, Verdict.REJECT, forms.rejection)


async def _ask_vote(
    desk: Desk, click: Click, verdict: Verdict, form: Callable[[Record, int, Texts], View]
) -> Answer:
    change, generation = click.number("change"), click.number("generation")
    record = await desk.ledger.read(changes_voting.for_vote, click.actor, change, generation, verdict)
    return Form(form(record, generation, desk.texts))


async def approve_with_note(desk: Desk, form: Submission) -> Answer:
    vote, said = (form.number("change"), form.number("generation")), form.answers.get("comment", "")
    await desk.ledger.hear(desk.heard(form), changes_voting.approve_with_note, *vote, said)
    return Done()


async def reject(desk: Desk, form: Submission) -> Answer:
    vote, said = (form.number("change"), form.number("generation")), form.answers.get("reason", "")
    await desk.ledger.hear(desk.heard(form), changes_voting.reject, *vote, said)
    return Done()


async def withdraw(desk: Desk, click: Click) -> Answer:
    await desk.ledger.hear(desk.heard(click), changes.withdraw, click.number("change"), click.word("state"))
    return Done()


Step = Callable[[Tx, int, str], ChangeMoved]
Ending = Callable[[Tx, int, str, str], ChangeMoved | EmergencyDeclared | RefusedChangeKept]


def step(verb: Step) -> Callable[[Desk, Click], Awaitable[Answer]]:
    """A button that moves the work on at once."""

    async def clicked(desk: Desk, click: Click) -> Answer:
        await desk.ledger.hear(desk.heard(click), verb, click.number("change"), click.word("state"))
        return Done()

    return clicked


def ask(verb: ChangeVerb, form: Callable[[Record, Texts], View]) -> Callable[[Desk, Click], Awaitable[Answer]]:
    """A button that asks for words first."""

    async def clicked(desk: Desk, click: Click) -> Answer:
        about = click.number("change"), click.word("state"), verb
        return Form(form(await desk.ledger.read(changes_work.for_form, click.actor, *about), desk.texts))

    return clicked


def said(verb: Ending) -> Callable[[Desk, Submission], Awaitable[Answer]]:
    """The form with those words."""

    async def sent(desk: Desk, form: Submission) -> Answer:
        about = form.number("change"), form.word("state"), form.answers.get("reason", "")
        await desk.ledger.hear(desk.heard(form), verb, *about)
        return Done()

    return sent


start, implement, succeed = (
    step(verb) for verb in (changes_work.start, changes_work.implement, changes_work.succeed)
)
ask_back_out = ask(ChangeVerb.BACK_OUT, forms.backing_out)
ask_declaration = ask(ChangeVerb.DECLARE, forms.declaring)
ask_failure = ask(ChangeVerb.FAIL, forms.failure)
back_out, fail = said(changes_work.back_out), said(changes_work.fail)
declare, keep = said(changes_declaring.declare), said(changes_declaring.keep)


async def ask_keeping(desk: Desk, click: Click) -> Answer:
    about = click.number("change"), click.word("state")
    return Form(
        forms.keeping(await desk.ledger.read(changes_declaring.for_keeping, click.actor, *about), desk.texts)
    )
