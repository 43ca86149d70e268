"""Rules that span a message or a view: identifiers, and limits counted over all blocks together."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from sandbox.limits.bounds import BOUNDS
from sandbox.limits.data import characters
from sandbox.limits.fault import Fault, Surface
from sandbox.limits.shapes import within

Blocks = Sequence[object]
ListRule = Callable[[Blocks, str, Surface], Iterator[Fault]]
Found = Iterator[tuple[Mapping[str, object], str]]


def every_block(blocks: Blocks, at: str) -> Found:
    """All blocks with their pointers, those inside containers and carousels included."""
    for index, block in enumerate(blocks):
        if not isinstance(block, dict):
            continue
        here = f"{at}/{index}"
        yield block, here
        for name in _INNER.get(str(block.get("type")), ()):
            inner = block.get(name)
            if isinstance(inner, list):
                yield from every_block(inner, f"{here}/{name}")


_INNER: Mapping[str, tuple[str, ...]] = {"container": ("child_blocks",), "carousel": ("elements",)}


def unique_block_ids(blocks: Blocks, at: str, _surface: Surface) -> Iterator[Fault]:
    seen: set[str] = set()
    for block, here in every_block(blocks, at):
        block_id = block.get("block_id")
        if not isinstance(block_id, str):
            continue
        if block_id in seen:
            yield Fault(f"{here}/block_id", "unique", f'`block_id` "{block_id}" already exists')
        seen.add(block_id)


def _of_type(blocks: Blocks, at: str, kind: str) -> list[tuple[Mapping[str, object], str]]:
    return [(block, here) for block, here in every_block(blocks, at) if block.get("type") == kind]


def _at_most(kind: str, row: str, message: str, error: str = "invalid_blocks") -> ListRule:
    """The fault points at each block too many, for the others are in order."""
    most = BOUNDS[row].high or 0

    def check(blocks: Blocks, at: str, surface: Surface) -> Iterator[Fault]:
        if surface == "message":
            for _block, here in _of_type(blocks, at, kind)[most:]:
                yield Fault(here, "max_items", message, error)

    return check


def _content_together(kind: str, row: str) -> ListRule:
    """A limit on the text of all blocks of a kind. One block alone over it is reported at that block."""

    def check(blocks: Blocks, at: str, _surface: Surface) -> Iterator[Fault]:
        found = _of_type(blocks, at, kind)
        if len(found) > 1:
            size = sum(characters(block) for block, _here in found)
            yield from within(size, BOUNDS[row], at, "length")

    return check


BLOCK_LIST_RULES: Sequence[ListRule] = (
    unique_block_ids,
    # Slack answers `invalid_attachments` here, for a table becomes an attachment. Whether a data_table shares
    # this limit is disputed (its own limit is given "per message"): it does not here.
    _at_most("table", "message.tables", "only_one_table_allowed", "invalid_attachments"),
    _at_most("data_visualization", "message.data_visualizations", "no more than 2 charts allowed in a message"),
    _content_together("table", "table.total_content"),
    _content_together("data_table", "data_table.total_content"),
    _content_together("markdown", "markdown.total_text"),
)


def one_focus(view: Mapping[str, object], at: str, _surface: Surface) -> Iterator[Fault]:
    """`focus_on_load` may be set once in a view."""
    blocks = view.get("blocks")
    focused = False
    for block, here in every_block(blocks if isinstance(blocks, list) else [], f"{at}/blocks"):
        for element, pointer in _elements(block, here):
            if element.get("focus_on_load") is not True:
                continue
            if focused:
                yield Fault(f"{pointer}/focus_on_load", "unique", "only one element may set focus_on_load")
            focused = True


def _elements(block: Mapping[str, object], at: str) -> Found:
    for name in ("element", "accessory"):
        inner = block.get(name)
        if isinstance(inner, dict):
            yield inner, f"{at}/{name}"
    listed = block.get("elements")
    for index, inner in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(inner, dict):
            yield inner, f"{at}/elements/{index}"
