"""What one approver is asked: in whose capacity, in which stage, and who agreed before them. Pure."""

from domain.approvals import Stage, Verdict
from domain.people import Role
from handlers.changes import progress
from handlers.changes.words import who
from services.capacities import Capacity
from services.changes_sights import ChangeSight
from texts import Mrkdwn, Texts, Word, lines

ROLES = {
    Role.ADMIN: Word("role", "administrator"),
    Role.AUDITOR: Word("role", "auditor"),
    Role.CHANGE_APPROVER: Word("role", "change approver"),
    Role.CHANGE_MANAGER: Word("role", "change manager"),
    Role.RISK_OWNER: Word("role", "risk owner"),
    Role.RISK_MANAGER: Word("role", "risk manager"),
    Role.QUALITY_SUPERVISOR: Word("role", "quality supervisor"),
}


def asked(sight: ChangeSight, texts: Texts) -> Mrkdwn:
    """What this approver is asked, or how they have voted so far; nothing once it is decided."""
    if not sight.is_asked or sight.stage is None or sight.reader is None:
        return Mrkdwn("")
    vote = sight.stage.vote_of(sight.reader)
    if vote is None:
        return lines(
            _question(sight, texts),
            *_where(sight, sight.stage, texts),
            *([_capacity(sight.capacity, texts)] if sight.capacity else []),
        )
    if vote.verdict is Verdict.APPROVE:
        return texts.mrkdwn("You have approved it. Until it is decided you can still change your mind.")
    return texts.mrkdwn("You have rejected it. Until it is decided you can still change your mind.")


def _question(sight: ChangeSight, texts: Texts) -> Mrkdwn:
    if sight.emergency is None:
        return texts.mrkdwn("Please decide: may this be done?")
    due = texts.when(sight.emergency.due_at)
    return texts.mrkdwn("Please decide by {due}, after the fact: is it right that this is done?", due=due)


def _where(sight: ChangeSight, stage: Stage, texts: Texts) -> list[Mrkdwn]:
    """Which of several stages this is, and who let it pass the ones before."""
    if len(sight.policy.stages) == 1:
        return []
    passed = [_passed(sight, one, texts) for one in sight.rounds if one.place < stage.place]
    return [progress.where(sight, stage.place, texts), *passed]


def _passed(sight: ChangeSight, stage: Stage, texts: Texts) -> Mrkdwn:
    ayes = [vote.by for vote in stage.votes if vote.verdict is Verdict.APPROVE and vote.by in stage.eligible]
    names = texts.listed([sight.people[one].name for one in ayes if one in sight.people])
    return texts.mrkdwn(
        "{stage}: approved by {people}", stage=progress.where(sight, stage.place, texts), people=names
    )


def _capacity(capacity: Capacity, texts: Texts) -> Mrkdwn:
    if capacity.manages and capacity.stands_in:
        return texts.mrkdwn("You are asked in place of the manager of {person}.", person=who(capacity.manages))
    if capacity.manages:
        return texts.mrkdwn("You are asked as the manager of {person}.", person=who(capacity.manages))
    if capacity.group:
        return texts.mrkdwn("You are asked as a member of the user group {group}.", group=capacity.group)
    if capacity.role:
        return texts.mrkdwn("You are asked as {role}.", role=texts.word(*ROLES[capacity.role]))
    return texts.mrkdwn("You are asked by name.")
