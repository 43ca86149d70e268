"""Changes as people see them: cards, a page to read, lists. Pure: a sight and texts in, a message out."""

from domain.changes import ChangeState
from domain.records import Record
from handlers.blocks import Block, View, context, message, quote, section
from handlers.changes import buttons, emergencies, progress
from handlers.changes.asked import asked
from handlers.changes.words import LEVELS, SHORT_KINDS, headline, state_word, who
from services.changes_sights import ChangeSight
from texts import Mrkdwn, Texts, lines


def card(sight: ChangeSight, texts: Texts) -> View:
    """For everybody in the change channel: what is planned, how far it is, and every button."""
    return message(_told(sight, texts), [*_body(sight, texts), *buttons.for_board(sight, texts)])


def approver_card(sight: ChangeSight, texts: Texts) -> View:
    """The same for one approver, with what is asked of them."""
    question = asked(sight, texts)
    ballot = buttons.ballot(sight, texts, with_note=True) if sight.is_asked else []
    blocks = [*_body(sight, texts), *([section(question)] if question else []), *ballot]
    return message(lines(question, _told(sight, texts)), [*blocks, *buttons.verification(sight, texts)])


def implementer_card(sight: ChangeSight, texts: Texts) -> View:
    """The same for whoever carries it out."""
    asked = _next_step(sight, texts)
    blocks = [*([section(asked)] if asked else []), *_body(sight, texts), *buttons.work(sight, texts)]
    return message(lines(asked, _told(sight, texts)), blocks)


def page(sight: ChangeSight, texts: Texts) -> View:
    """A change to read: no buttons, for the cards have them."""
    return message(_told(sight, texts), _body(sight, texts))


def requester_card(sight: ChangeSight, texts: Texts) -> View:
    """For who asked: how far it has got."""
    record = sight.record
    state = texts.mrkdwn("State: {state}", state=state_word(record, texts))
    told = texts.mrkdwn(
        "Your change {key} ({state}): {title}", key=record.key, state=state_word(record, texts), title=record.title
    )
    said = progress.voices(sight, texts), progress.told(sight, texts)
    is_own = sight.implementer.id == sight.requester.id
    step = _next_step(sight, texts) if is_own else Mrkdwn("")
    urgent = emergencies.story(sight, texts, spoken=True)
    spoken = lines(
        told, *urgent, step, window(sight, texts, spoken=True), *said[0], *said[1], *_work_so_far(sight, texts)
    )
    facts = [state, *_nature(sight, texts), _implementer(sight, texts), window(sight, texts)]
    last = (buttons.work if is_own else buttons.verification)(sight, texts)
    head = [section(headline(record, texts)), *emergencies.blocks(sight, texts), *([section(step)] if step else [])]
    blocks = [*head, context(*facts), *progress.votes(sight, texts)]
    return message(spoken, [*blocks, *_work_lines(sight, texts), *buttons.way_out(sight, texts), *last])


def _body(sight: ChangeSight, texts: Texts) -> list[Block]:
    facts = [
        texts.mrkdwn("State: {state}", state=state_word(sight.record, texts)),
        *_nature(sight, texts),
        texts.mrkdwn("From: {requester}", requester=who(sight.requester)),
        _implementer(sight, texts),
        *_services(sight, texts),
        window(sight, texts),
    ]
    written = [block for label, words in _written(sight, texts) for block in (section(label), quote(words))]
    votes = progress.votes(sight, texts)
    head = [section(headline(sight.record, texts)), *emergencies.blocks(sight, texts)]
    return [*head, context(*facts), *written, *votes, *_work_lines(sight, texts)]


def _nature(sight: ChangeSight, texts: Texts) -> list[Mrkdwn]:
    """Its kind, and its risk where questions were answered."""
    kind = texts.mrkdwn("Kind: {kind}", kind=texts.word(*SHORT_KINDS[sight.proposal.kind]))
    assessment = sight.proposal.assessment
    level = texts.word(*LEVELS[assessment.level])
    risk = texts.mrkdwn("Risk: {level} ({n} of {of})", level=level, n=assessment.score, of=sight.gravest)
    return [kind, *([risk] if assessment.answers else [])]


def _implementer(sight: ChangeSight, texts: Texts) -> Mrkdwn:
    return texts.mrkdwn("Carried out by: {person}", person=who(sight.implementer))


def _services(sight: ChangeSight, texts: Texts) -> list[Mrkdwn]:
    if not sight.services:
        return []
    if len(sight.services) == 1:
        return [texts.mrkdwn("Service: {service}", service=sight.services[0])]
    return [
        texts.mrkdwn("Services: {services}", services=texts.listed([texts.name(one) for one in sight.services]))
    ]


def _written(sight: ChangeSight, texts: Texts) -> list[tuple[Mrkdwn, str]]:
    """What the requester wrote, each under its heading."""
    proposal = sight.proposal
    all_of_it = [
        (texts.mrkdwn("*Reason*"), proposal.reason),
        (texts.mrkdwn("*Plan*"), proposal.plan),
        (texts.mrkdwn("*Test*"), proposal.test),
        (texts.mrkdwn("*Back-out plan*"), proposal.back_out),
    ]
    return [(label, words) for label, words in all_of_it if words]


def window(sight: ChangeSight, texts: Texts, *, spoken: bool = False) -> Mrkdwn:
    """`spoken`, for a message's text: a phone's notification shows no live dates."""
    show = texts.datetime_with_zone if spoken else texts.when
    between = sight.proposal.window
    return texts.mrkdwn("Window: {start} to {end}", start=show(between.start), end=show(between.end))


def _work_lines(sight: ChangeSight, texts: Texts) -> list[Block]:
    done = _work_so_far(sight, texts)
    return [section(lines(*done))] if done else []


def _work_so_far(sight: ChangeSight, texts: Texts) -> list[Mrkdwn]:
    """Who started it, carried it out, verified it or backed it out."""
    work = sight.work
    if work is None:
        return []
    done = [texts.mrkdwn("▶️ {person} has started", person=who(sight.people[work.started_by]))]
    if work.implemented_by:
        done.append(texts.mrkdwn("🏁 {person} has carried it out", person=who(sight.people[work.implemented_by])))
    if work.judged_by:
        done += _judged(sight, who(sight.people[work.judged_by]), work.words or "", texts)
    return done


def _judged(sight: ChangeSight, person: Mrkdwn | str, words: str, texts: Texts) -> list[Mrkdwn]:
    match sight.state:
        case ChangeState.CLOSED | ChangeState.VERIFIED:
            return [texts.mrkdwn("✅ {person} has verified that it works", person=person)]
        case ChangeState.BACKED_OUT | ChangeState.TAKEN_BACK:
            return [texts.mrkdwn("↩️ {person} has backed it out: {reason}", person=person, reason=words)]
        case ChangeState.FAILED:
            return [texts.mrkdwn("❌ {person} says that it failed: {reason}", person=person, reason=words)]
    return []


def _told(sight: ChangeSight, texts: Texts) -> Mrkdwn:
    """The whole card as text."""
    record = sight.record
    head = texts.mrkdwn(
        "{key} ({state}): {title}", key=record.key, state=state_word(record, texts), title=record.title
    )
    asker = texts.mrkdwn("From: {requester}", requester=who(sight.requester))
    written = [lines(label, texts.mrkdwn("{text}", text=words)) for label, words in _written(sight, texts)]
    return lines(
        head,
        *emergencies.story(sight, texts, spoken=True),
        *_nature(sight, texts),
        asker,
        _implementer(sight, texts),
        *_services(sight, texts),
        window(sight, texts, spoken=True),
        *progress.voices(sight, texts),
        *progress.told(sight, texts),
        *_work_so_far(sight, texts),
        *written,
    )


def _next_step(sight: ChangeSight, texts: Texts) -> Mrkdwn:
    """What whoever carries it out does next; nothing once it is over."""
    match sight.state:
        case ChangeState.AWAITING_APPROVAL:
            return texts.mrkdwn("If it is approved, you carry it out. You will be told.")
        case ChangeState.DECLARED:
            return texts.mrkdwn(
                "You carry it out, and need not wait for the approval: press *Start* when you begin."
            )
        case ChangeState.APPROVED:
            start = texts.when(sight.proposal.window.start)
            return texts.mrkdwn("You carry it out, from {start} on: press *Start* when you begin.", start=start)
        case ChangeState.IN_PROGRESS:
            return texts.mrkdwn("Press *Implemented* when it is done, or *Back out* to take it back.")
        case ChangeState.FAILED:
            return texts.mrkdwn("Mend it and press *Implemented* again, or *Back out* to take it back.")
        case ChangeState.IMPLEMENTED:
            return texts.mrkdwn("It is carried out. Somebody else now checks that it works.")
    return Mrkdwn("")


def mine(records: list[Record], texts: Texts) -> View:
    if not records:
        return message(texts.mrkdwn("You have no open changes. `/change` opens the form for a new one."))
    rows = [
        texts.mrkdwn("*{key}* {title} ({state})", key=one.key, title=one.title, state=state_word(one, texts))
        for one in records
    ]
    head = texts.mrkdwn("Your open changes:")
    return message(lines(head, *rows), [section(head), section(lines(*rows))])


def help_page(texts: Texts) -> View:
    rows = lines(
        texts.mrkdwn("`/change` opens the form for a new change."),
        texts.mrkdwn("`/change new firewall for the office` opens it with that title."),
        texts.mrkdwn("`/change mine` lists your open changes."),
        texts.mrkdwn("`/change show CHG-1` shows one."),
        texts.mrkdwn("`/change withdraw CHG-1` takes one back."),
        texts.mrkdwn(
            "`/change declare CHG-1 the shop is down` lets its work begin now, to be approved after the fact."
        ),
        texts.mrkdwn("`/change keep CHG-1 it works` says why what was refused after the fact stays."),
    )
    return message(rows, [section(rows)])
