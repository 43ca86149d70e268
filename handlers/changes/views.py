"""Changes as people see them. Pure: a sight and texts in, a message out."""

from domain.approvals import Verdict, Vote
from domain.changes import ChangeState
from domain.people import Person
from domain.records import Record
from handlers.blocks import Block, View, actions, button, confirm, context, message, pack, quote, section
from handlers.changes import actions as act
from services.changes import ChangeSight
from texts import Mrkdwn, Texts, Word, lines, mention

STATES = {
    ChangeState.AWAITING_APPROVAL: Word("change state", "awaiting approval"),
    ChangeState.APPROVED: Word("change state", "approved"),
    ChangeState.REJECTED: Word("change state", "rejected"),
    ChangeState.WITHDRAWN: Word("change state", "withdrawn"),
}


def state_word(record: Record, texts: Texts) -> str:
    return texts.word(*STATES[ChangeState(record.state)])


def headline(record: Record, texts: Texts) -> Mrkdwn:
    return texts.mrkdwn("*{key}* {title}", key=record.key, title=record.title)


def card(sight: ChangeSight, texts: Texts) -> View:
    """For everybody in the change channel: what is planned, how the votes stand, and the buttons for voting."""
    return message(_told(sight, texts), [*_body(sight, texts), *_votes(sight, texts), *_ballot(sight, texts)])


def approver_card(sight: ChangeSight, texts: Texts) -> View:
    """The same for one approver, with what is asked of them."""
    asked = _asked(sight, texts)
    blocks = [*_body(sight, texts), *_votes(sight, texts), *([section(asked)] if asked else [])]
    return message(lines(asked, _told(sight, texts)), [*blocks, *_ballot(sight, texts)])


def page(sight: ChangeSight, texts: Texts) -> View:
    """A change to read: no buttons, for the cards have them."""
    return message(_told(sight, texts), [*_body(sight, texts), *_votes(sight, texts)])


def requester_card(sight: ChangeSight, texts: Texts) -> View:
    """For who asked: how far it has got."""
    record = sight.record
    state = texts.mrkdwn("State: {state}", state=state_word(record, texts))
    told = texts.mrkdwn(
        "Your change {key} ({state}): {title}", key=record.key, state=state_word(record, texts), title=record.title
    )
    spoken = lines(told, _window(sight, texts, spoken=True), *_voices(sight, texts), *_standing(sight, texts))
    blocks = [section(headline(record, texts)), context(state, _window(sight, texts)), *_votes(sight, texts)]
    return message(spoken, [*blocks, *_way_out(record, texts)])


def _body(sight: ChangeSight, texts: Texts) -> list[Block]:
    facts = [
        texts.mrkdwn("State: {state}", state=state_word(sight.record, texts)),
        texts.mrkdwn("From: {requester}", requester=who(sight.requester)),
        *([texts.mrkdwn("Service: {service}", service=sight.service)] if sight.service else []),
        _window(sight, texts),
    ]
    written = [block for label, words in _written(sight, texts) for block in (section(label), quote(words))]
    return [section(headline(sight.record, texts)), context(*facts), *written]


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


def _window(sight: ChangeSight, texts: Texts, *, spoken: bool = False) -> Mrkdwn:
    """`spoken`, for a message's text: a phone's notification shows no live dates."""
    show = texts.datetime_with_zone if spoken else texts.when
    window = sight.proposal.window
    return texts.mrkdwn("Window: {start} to {end}", start=show(window.start), end=show(window.end))


def _told(sight: ChangeSight, texts: Texts) -> Mrkdwn:
    """The whole card as text."""
    record = sight.record
    head = texts.mrkdwn(
        "{key} ({state}): {title}", key=record.key, state=state_word(record, texts), title=record.title
    )
    asker = texts.mrkdwn("From: {requester}", requester=who(sight.requester))
    service = texts.mrkdwn("Service: {service}", service=sight.service) if sight.service else Mrkdwn("")
    window = _window(sight, texts, spoken=True)
    written = [lines(label, texts.mrkdwn("{text}", text=words)) for label, words in _written(sight, texts)]
    return lines(head, asker, service, window, *_voices(sight, texts), *_standing(sight, texts), *written)


def _votes(sight: ChangeSight, texts: Texts) -> list[Block]:
    voices = _voices(sight, texts)
    return [*([section(lines(*voices))] if voices else []), context(*_standing(sight, texts))]


def _voices(sight: ChangeSight, texts: Texts) -> list[Mrkdwn]:
    """Who voted how."""
    return [_voice(vote, sight.people[vote.by], texts) for vote in sight.stage.votes if vote.by in sight.people]


def _voice(vote: Vote, voter: Person, texts: Texts) -> Mrkdwn:
    if vote.verdict is Verdict.APPROVE:
        return texts.mrkdwn("✅ {person} approves", person=who(voter))
    return texts.mrkdwn("❌ {person} rejects: {reason}", person=who(voter), reason=vote.comment or "")


def _standing(sight: ChangeSight, texts: Texts) -> list[Mrkdwn]:
    """How the votes stand, and whom the change waits for."""
    stage = sight.stage
    counts = [
        texts.mrkdwn("For: {n}", n=stage.count(Verdict.APPROVE)),
        texts.mrkdwn("Against: {n}", n=stage.count(Verdict.REJECT)),
    ]
    if sight.record.state != ChangeState.AWAITING_APPROVAL:
        return counts
    needed = texts.mrkdwn_plural("{n} approval is enough", "{n} approvals are needed", stage.quorum)
    # By name: a mention would call them here too, and each has a card of their own.
    names = texts.listed([sight.people[one].name for one in sorted(stage.waiting) if one in sight.people])
    waiting = [texts.mrkdwn("Waiting for: {people}", people=names)] if names else []
    return [*counts, needed, *waiting]


def _asked(sight: ChangeSight, texts: Texts) -> Mrkdwn:
    """What one approver is asked, or how they have voted so far; nothing once it is decided."""
    if sight.record.state != ChangeState.AWAITING_APPROVAL or sight.reader is None:
        return Mrkdwn("")
    vote = sight.stage.vote_of(sight.reader)
    if vote is None:
        return texts.mrkdwn("Please decide: may this be done?")
    if vote.verdict is Verdict.APPROVE:
        return texts.mrkdwn("You have approved it. Until it is decided you can still change your mind.")
    return texts.mrkdwn("You have rejected it. Until it is decided you can still change your mind.")


def _ballot(sight: ChangeSight, texts: Texts) -> list[Block]:
    if sight.record.state != ChangeState.AWAITING_APPROVAL:
        return []
    value = pack(change=sight.record.id, generation=sight.stage.generation)
    approve = button(texts.say("Approve"), act.APPROVE, value, style="primary")
    return [actions(approve, button(texts.say("Reject"), act.REJECT, value, style="danger"))]


def _way_out(record: Record, texts: Texts) -> list[Block]:
    if record.state != ChangeState.AWAITING_APPROVAL:
        return []
    sure = confirm(
        texts.say("Withdraw this change?"),
        texts.say("The approvers are not asked any more."),
        texts.say("Withdraw"),
        texts.say("Keep it"),
    )
    value = pack(change=record.id, state=record.state)
    return [actions(button(texts.say("Withdraw"), act.WITHDRAW, value, confirm=sure))]


def approved(sight: ChangeSight, texts: Texts) -> View:
    """The good news, under the requester's card."""
    news = texts.mrkdwn("{key} is approved. It may be carried out.", key=sight.record.key)
    return _news(sight, texts, news)


def rejected(sight: ChangeSight, texts: Texts) -> View:
    news = texts.mrkdwn(
        "{key} is rejected. You can change the plan and ask again with `/change`.", key=sight.record.key
    )
    return _news(sight, texts, news)


def _news(sight: ChangeSight, texts: Texts, news: Mrkdwn) -> View:
    voices = lines(*_voices(sight, texts))
    spoken = lines(news, _window(sight, texts, spoken=True), voices)
    blocks = [section(news), *([section(voices)] if voices else []), context(_window(sight, texts))]
    return message(spoken, blocks)


def withdrawn_for(sight: ChangeSight, texts: Texts) -> View:
    return withdrawn(sight.record.key, texts)


def withdrawn(key: str, texts: Texts) -> View:
    text = texts.mrkdwn("{key} is withdrawn. It will not be carried out.", key=key)
    return message(text, [section(text)])


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
    )
    return message(rows, [section(rows)])


def who(person: Person) -> Mrkdwn | str:
    return mention(person.slack_id) if person.slack_id else person.name
