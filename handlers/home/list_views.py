"""The whole of a part of which Home shows the first, page by page. Pure."""

from handlers.blocks import Block, View, actions, button, context, modal, pack, section
from handlers.home import actions as act
from handlers.home.lines import raised, worked_on
from handlers.tickets.queue_views import more
from services.home import FURTHEST, PAGE, ListSight
from texts import Texts, mark

TITLES = {
    "work": mark("Waiting for me"),
    "late": mark("Late"),
    "soon": mark("About to breach"),
    "asked": mark("What I asked for"),
    "changes": mark("My approvals"),
}
WORK = {"work", "late", "soon"}
"""Of these, who has it and when it is due are told."""


def page(sight: ListSight, texts: Texts) -> View:
    cut = sight.cut
    rows = [worked_on(row, cut, texts) if sight.part in WORK else raised(row, texts) for row in cut.rows]
    empty = section(texts.mrkdwn("Nothing is left here."))
    rest = more(cut, texts)
    return modal(
        texts.say(TITLES[sight.part]),
        act.LIST,
        [*(rows or [empty]), *([context(rest)] if rest else []), *_turning(sight, texts)],
        submit=None,
        close=texts.word("form", "Close"),
        private_metadata=pack(part=sight.part, start=sight.start),
    )


def _turning(sight: ListSight, texts: Texts) -> list[Block]:
    before, after = max(sight.start - PAGE, 0), sight.start + PAGE
    earlier = button(texts.say("Back"), act.EARLIER, pack(part=sight.part, start=before))
    later = button(texts.say("Next"), act.LATER, pack(part=sight.part, start=after))
    goes_on = bool(sight.cut.more) and after <= FURTHEST
    shown = [*([earlier] if sight.start else []), *([later] if goes_on else [])]
    return [actions(*shown)] if shown else []
