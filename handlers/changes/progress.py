"""How the approval of a change stands: votes, dissent and comments, and how far each stage has got. Pure."""

from domain.approvals import Stage, Verdict, Vote
from domain.changes import DECIDABLE
from domain.people import Person
from handlers.blocks import CONTEXT, Block, context, section
from handlers.changes.words import who
from services.changes_sights import ChangeSight
from texts import Mrkdwn, Texts, lines


def votes(sight: ChangeSight, texts: Texts) -> list[Block]:
    spoken, standing = voices(sight, texts), told(sight, texts)
    blocks = [section(lines(*spoken))] if spoken else []
    return [*blocks, *(context(*standing[at : at + CONTEXT]) for at in range(0, len(standing), CONTEXT))]


def voices(sight: ChangeSight, texts: Texts) -> list[Mrkdwn]:
    """Who voted how, and what they said, in every stage so far; who left and counts no more."""
    said = [
        _voice(vote, sight.people[vote.by], texts)
        for stage in sight.rounds
        for vote in stage.votes
        if vote.by in sight.people and vote.by not in stage.barred
    ]
    gone = [
        texts.mrkdwn("{person} has left and is not asked any more.", person=sight.people[one].name)
        for one in sorted(sight.stage.left if sight.stage else ())
        if one in sight.people
    ]
    return [*said, *gone]


def _voice(vote: Vote, voter: Person, texts: Texts) -> Mrkdwn:
    if vote.verdict is Verdict.REJECT:
        return texts.mrkdwn("❌ {person} rejects: {reason}", person=who(voter), reason=vote.comment or "")
    if vote.comment:
        return texts.mrkdwn("✅ {person} approves: {comment}", person=who(voter), comment=vote.comment)
    return texts.mrkdwn("✅ {person} approves", person=who(voter))


def told(sight: ChangeSight, texts: Texts) -> list[Mrkdwn]:
    """How the votes stand, stage by stage, and whom the change waits for."""
    stage = sight.stage
    if stage is None:
        return [texts.mrkdwn("Agreed to beforehand: nobody is asked.")]
    stages = [] if len(sight.policy.stages) == 1 else _stages(sight, texts)
    return [*stages, *_counts(sight, stage, texts)]


def _counts(sight: ChangeSight, stage: Stage, texts: Texts) -> list[Mrkdwn]:
    ayes, noes = stage.count(Verdict.APPROVE), stage.count(Verdict.REJECT)
    if len(sight.policy.stages) > 1:
        counts = [
            texts.mrkdwn("In this stage for: {n}", n=ayes),
            texts.mrkdwn("In this stage against: {n}", n=noes),
        ]
    else:
        counts = [texts.mrkdwn("For: {n}", n=ayes), texts.mrkdwn("Against: {n}", n=noes)]
    if sight.is_short_of_voters:
        return [*counts, texts.mrkdwn("Too few are left who may decide.")]
    if not sight.is_open:
        return counts
    needed = texts.mrkdwn_plural("{n} approval is enough", "{n} approvals are needed", stage.quorum)
    return [*counts, needed, *awaited(sight, texts)]


def awaited(sight: ChangeSight, texts: Texts) -> list[Mrkdwn]:
    """Who has not voted in the present stage. By name: a mention would call them here too, and each has a card."""
    waiting = sight.stage.waiting if sight.stage else ()
    names = texts.listed(texts.in_order(sight.people[one].name for one in waiting if one in sight.people))
    return [texts.mrkdwn("Waiting for: {people}", people=names)] if names else []


def _stages(sight: ChangeSight, texts: Texts) -> list[Mrkdwn]:
    rounds = {stage.place: stage for stage in sight.rounds}
    return [_stage(sight, place, rounds.get(place), texts) for place in range(1, len(sight.policy.stages) + 1)]


def where(sight: ChangeSight, place: int, texts: Texts) -> Mrkdwn:
    """Which of its stages that is."""
    name = sight.policy.stages[place - 1].called
    if name:
        return texts.mrkdwn("Stage {n} of {of}: {name}", n=place, of=len(sight.policy.stages), name=name)
    return texts.mrkdwn("Stage {n} of {of}", n=place, of=len(sight.policy.stages))


def _stage(sight: ChangeSight, place: int, stage: Stage | None, texts: Texts) -> Mrkdwn:
    which = where(sight, place, texts)
    if stage is None or (stage.closed is None and sight.state not in DECIDABLE):
        return texts.mrkdwn("⚪ {stage}", stage=which)
    if stage.closed is Verdict.APPROVE:
        return texts.mrkdwn("✅ {stage}, approved", stage=which)
    if stage.closed is Verdict.REJECT:
        return texts.mrkdwn("❌ {stage}, rejected", stage=which)
    have, needed = stage.count(Verdict.APPROVE), stage.quorum
    return texts.mrkdwn("⏳ {stage}, {have} of {needed}", stage=which, have=have, needed=needed)
