"""The buttons of a change's cards, by its state. Whether somebody may click them is asked when they do. Pure."""

from collections.abc import Collection

from domain.changes import MOVES, ChangeState, ChangeVerb
from handlers.blocks import Block, Element, actions, button, confirm, pack
from handlers.changes import actions as act
from services.changes_sights import ChangeSight
from texts import Texts


def ballot(sight: ChangeSight, texts: Texts, *, with_note: bool = False) -> list[Block]:
    if sight.stage is None or not sight.is_open:
        return []
    return [vote(sight.record.id, sight.stage.generation, texts, with_note=with_note)]


def vote(change: int, generation: int, texts: Texts, *, with_note: bool = False) -> Block:
    """The buttons of one round, wherever somebody is asked."""
    value = pack(change=change, generation=generation)
    note = button(texts.say("Approve with a note"), act.APPROVE_WITH_NOTE, value) if with_note else None
    approve = button(texts.say("Approve"), act.APPROVE, value, style="primary")
    reject = button(texts.say("Reject"), act.REJECT, value, style="danger")
    return actions(approve, *([note] if note else []), reject)


def work(sight: ChangeSight, texts: Texts) -> list[Block]:
    """For whoever carries it out."""
    value = pack(change=sight.record.id, state=sight.record.state)
    done = button(texts.say("Implemented"), act.IMPLEMENT, value, style="primary")
    back_out = button(texts.say("Back out"), act.BACK_OUT, value, style="danger")
    match sight.state:
        case ChangeState.APPROVED | ChangeState.DECLARED:
            return [actions(button(texts.say("Start"), act.START, value, style="primary"))]
        case ChangeState.IN_PROGRESS | ChangeState.FAILED:
            return [actions(done, back_out)]
        case ChangeState.IMPLEMENTED | ChangeState.VERIFIED:
            return [actions(back_out)]
    return []


def declaration(sight: ChangeSight, texts: Texts) -> list[Block]:
    if sight.state is not ChangeState.AWAITING_APPROVAL:
        return []
    value = pack(change=sight.record.id, state=sight.record.state)
    return [actions(button(texts.say("Declare an emergency"), act.DECLARE, value))]


def answer(sight: ChangeSight, texts: Texts) -> list[Block]:
    """To a refusal after the fact: it is backed out, or somebody says why it stays."""
    value = pack(change=sight.record.id, state=sight.record.state)
    back_out = button(texts.say("Back out"), act.BACK_OUT, value, style="danger")
    return [actions(back_out, *_stays(sight, texts))]


def _stays(sight: ChangeSight, texts: Texts) -> list[Element]:
    owed = sight.emergency is not None and sight.emergency.needs_answer
    if not owed or sight.state not in MOVES[ChangeVerb.KEEP]:
        return []
    value = pack(change=sight.record.id, state=sight.record.state)
    return [button(texts.say("Let it stay"), act.KEEP, value)]


def verification(sight: ChangeSight, texts: Texts) -> list[Block]:
    """For everybody else."""
    if sight.state is not ChangeState.IMPLEMENTED:
        return []
    value = pack(change=sight.record.id, state=sight.record.state)
    works = button(texts.say("It works"), act.SUCCEED, value, style="primary")
    return [actions(works, button(texts.say("It failed"), act.FAIL, value, style="danger"))]


def for_board(sight: ChangeSight, texts: Texts) -> list[Block]:
    """All that may be done, in one row, for everybody in the change channel."""
    found = [*ballot(sight, texts), *declaration(sight, texts), *verification(sight, texts), *work(sight, texts)]
    elements: list[Element] = [element for block in found for element in block["elements"]]
    elements += _stays(sight, texts)
    return [actions(*elements)] if elements else []


def offered(sight: ChangeSight, acts: Collection[str], texts: Texts) -> list[Block]:
    """What one reader may do, by the acts that are theirs: on a page of its own."""
    vote = ballot(sight, texts, with_note=True) if sight.is_asked else []
    may = (*verification(sight, texts), *work(sight, texts), *declaration(sight, texts), *way_out(sight, texts))
    row: list[Element] = [element for block in may for element in block["elements"]]
    row = [element for element in (*row, *_stays(sight, texts)) if element["action_id"] in acts]
    return [*vote, *([actions(*row)] if row else [])]


def way_out(sight: ChangeSight, texts: Texts) -> list[Block]:
    if sight.state not in {ChangeState.AWAITING_APPROVAL, ChangeState.DECLARED}:
        return []
    sure = confirm(
        texts.say("Withdraw this change?"),
        texts.say("The approvers are not asked any more."),
        texts.say("Withdraw"),
        texts.say("Keep it"),
    )
    value = pack(change=sight.record.id, state=sight.record.state)
    return [actions(button(texts.say("Withdraw"), act.WITHDRAW, value, confirm=sure))]
