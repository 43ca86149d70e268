"""The buttons of a change's cards, by its state. Whether somebody may click them is asked when they do. Pure."""

from collections.abc import Collection

from domain.changes import ChangeState
from handlers.blocks import Block, Element, actions, button, confirm, pack
from handlers.changes import actions as act
from services.changes_sights import ChangeSight
from texts import Texts


def ballot(sight: ChangeSight, texts: Texts, *, with_note: bool = False) -> list[Block]:
    if sight.state is not ChangeState.AWAITING_APPROVAL or sight.stage is None:
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
        case ChangeState.APPROVED:
            return [actions(button(texts.say("Start"), act.START, value, style="primary"))]
        case ChangeState.IN_PROGRESS | ChangeState.FAILED:
            return [actions(done, back_out)]
        case ChangeState.IMPLEMENTED:
            return [actions(back_out)]
    return []


def verification(sight: ChangeSight, texts: Texts) -> list[Block]:
    """For everybody else."""
    if sight.state is not ChangeState.IMPLEMENTED:
        return []
    value = pack(change=sight.record.id, state=sight.record.state)
    works = button(texts.say("It works"), act.SUCCEED, value, style="primary")
    return [actions(works, button(texts.say("It failed"), act.FAIL, value, style="danger"))]


def for_board(sight: ChangeSight, texts: Texts) -> list[Block]:
    """All that may be done, in one row, for everybody in the change channel."""
    found = [*ballot(sight, texts), *verification(sight, texts), *work(sight, texts)]
    elements: list[Element] = [element for block in found for element in block["elements"]]
    return [actions(*elements)] if elements else []


def offered(sight: ChangeSight, acts: Collection[str], texts: Texts) -> list[Block]:
    """What one reader may do, by the acts that are theirs: on a page of its own."""
    vote = ballot(sight, texts, with_note=True) if sight.is_asked else []
    row: list[Element] = []
    for block in (*verification(sight, texts), *work(sight, texts), *way_out(sight, texts)):
        row += [element for element in block["elements"] if element["action_id"] in acts]
    return [*vote, *([actions(*row)] if row else [])]


def way_out(sight: ChangeSight, texts: Texts) -> list[Block]:
    if sight.state is not ChangeState.AWAITING_APPROVAL:
        return []
    sure = confirm(
        texts.say("Withdraw this change?"),
        texts.say("The approvers are not asked any more."),
        texts.say("Withdraw"),
        texts.say("Keep it"),
    )
    value = pack(change=sight.record.id, state=sight.record.state)
    return [actions(button(texts.say("Withdraw"), act.WITHDRAW, value, confirm=sure))]
