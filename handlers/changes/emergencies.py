"""What is said of an emergency: that it was declared, until when it is decided on, and what came of that. Pure."""

from domain.changes import MAY_BEGIN, ChangeState
from handlers.blocks import Block, View, context, message, section
from handlers.changes import buttons, progress
from handlers.changes.words import who
from services.changes_sights import ChangeSight
from texts import Mrkdwn, Texts, lines

UNDONE = {ChangeState.BACKED_OUT, ChangeState.TAKEN_BACK}


def story(sight: ChangeSight, texts: Texts, *, spoken: bool = False) -> list[Mrkdwn]:
    """For every card; nothing where nobody declared it one. `spoken`: without live dates."""
    found = sight.emergency
    if found is None:
        return []
    by = who(sight.people[found.declared_by])
    declared = texts.mrkdwn("🚨 {person} has declared an emergency: {reason}", person=by, reason=found.reason)
    return [declared, *_standing(sight, texts, spoken=spoken)]


def blocks(sight: ChangeSight, texts: Texts) -> list[Block]:
    return [section(line) for line in story(sight, texts)]


def _standing(sight: ChangeSight, texts: Texts, *, spoken: bool) -> list[Mrkdwn]:
    found = sight.emergency
    if found is None:
        return []
    if sight.is_open:
        show = texts.datetime_with_zone if spoken else texts.when
        return [
            texts.mrkdwn("Work may begin now. It is decided on after the fact, by {due}.", due=show(found.due_at))
        ]
    if not found.is_refused:
        return [texts.mrkdwn("✅ Approved after the fact")] if found.verdict else []
    if sight.state is ChangeState.REJECTED:
        return []
    refused = texts.mrkdwn("❌ Refused after the fact")
    if found.kept_by:
        by, why = who(sight.people[found.kept_by]), found.kept_because or ""
        return [refused, texts.mrkdwn("{person} has said why it stays: {reason}", person=by, reason=why)]
    return [refused] if sight.state in UNDONE else [refused, _what_next(texts)]


def _what_next(texts: Texts) -> Mrkdwn:
    return texts.mrkdwn("It has to be backed out, or a change manager who had no hand in it says why it stays.")


def declared(sight: ChangeSight, texts: Texts) -> View:
    """For everybody whom it concerns; whoever carries it out finds the button here."""
    record = sight.record
    news = texts.mrkdwn("{key} is an emergency: {title}", key=record.key, title=record.title)
    begins = buttons.work(sight, texts) if sight.reader == sight.implementer.id and sight.state in MAY_BEGIN else []
    return _said([news, *story(sight, texts, spoken=True)], begins)


def endorsed(sight: ChangeSight, texts: Texts) -> View:
    return _said([texts.mrkdwn("{key} is approved after the fact.", key=sight.record.key)])


def refused(sight: ChangeSight, texts: Texts) -> View:
    """For who asked, declared it or carries it out; for the change managers, and the change channel."""
    record = sight.record
    news = texts.mrkdwn("{key} is refused after the fact: {title}", key=record.key, title=record.title)
    votes = [
        texts.mrkdwn("❌ {person} rejects: {reason}", person=who(sight.people[vote.by]), reason=vote.comment or "")
        for stage in sight.rounds
        for vote in stage.votes
        if vote.comment and vote.by in sight.people and vote.by in stage.eligible
    ]
    owed = sight.emergency is not None and sight.emergency.needs_answer and sight.state not in UNDONE
    return _said(
        [news, *votes, *([_what_next(texts)] if owed else [])], buttons.answer(sight, texts) if owed else []
    )


def overdue(sight: ChangeSight, texts: Texts) -> View:
    """For the change managers and the change channel."""
    record = sight.record
    news = texts.mrkdwn(
        "The term to decide on {key} after the fact is over: {title}", key=record.key, title=record.title
    )
    ask = texts.mrkdwn("Please speak to them: it stays open until they decide.")
    return _said([news, *progress.awaited(sight, texts), ask])


def kept(sight: ChangeSight, texts: Texts) -> View:
    found = sight.emergency
    by = sight.people.get(found.kept_by or 0) if found else None
    why = found.kept_because if found else ""
    news = texts.mrkdwn(
        "{key} was refused after the fact and stays all the same. {person}: {reason}",
        key=sight.record.key,
        person=who(by) if by else "",
        reason=why or "",
    )
    return _said([news])


def _said(told: list[Mrkdwn], more: list[Block] | None = None) -> View:
    head, *rest = told
    return message(lines(*told), [section(head), *([context(*rest)] if rest else []), *(more or [])])
