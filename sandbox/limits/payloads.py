"""Whole payloads: a list of blocks, a view, the arguments of a message."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sandbox.limits.blocks import BLOCK
from sandbox.limits.bounds import BOUNDS
from sandbox.limits.fault import Fault, Surface
from sandbox.limits.plain import check_plain
from sandbox.limits.shapes import PLAIN, Shape, boolean, enum, items, string, struct, text, within
from sandbox.limits.totals import BLOCK_LIST_RULES, every_block, one_focus

_BLOCK_LISTS: Mapping[Surface, Shape] = {
    "message": items("message.blocks", BLOCK),
    "modal": items("view.blocks", BLOCK),
    "home": items("view.blocks", BLOCK),
}


def check_blocks(blocks: object, surface: Surface, pointer: str = "/blocks") -> list[Fault]:
    """Every fault of a list of blocks that would stand on `surface`; empty when Slack would take it."""
    if not isinstance(blocks, list):
        return [Fault(pointer, "type", "must provide an array", "invalid_blocks_format")]
    return check_plain(blocks, pointer) or list(_blocks(blocks, pointer, surface))


def _blocks(blocks: object, at: str, surface: Surface) -> Iterator[Fault]:
    yield from _BLOCK_LISTS[surface](blocks, at, surface)
    if isinstance(blocks, list):
        for rule in BLOCK_LIST_RULES:
            yield from rule(blocks, at, surface)


def _nullable(shape: Shape) -> Shape:
    """Slack's own views come back with nulls for what was left out; it takes them so, too."""

    def check(value: object, at: str, surface: Surface) -> Iterable[Fault]:
        return () if value is None else shape(value, at, surface)

    return check


_VIEW_FIELDS: Mapping[str, Shape] = {
    "private_metadata": _nullable(string("view.private_metadata")),
    "callback_id": _nullable(string("view.callback_id")),
    "external_id": _nullable(string("view.external_id")),
}


def _submit_for_input(view: Mapping[str, object], at: str, _surface: Surface) -> Iterator[Fault]:
    """Slack points at the input, by a pointer that ends in its type."""
    blocks = view.get("blocks")
    if not isinstance(blocks, list) or view.get("submit") is not None:
        return
    for block, here in every_block(blocks, f"{at}/blocks"):
        if block.get("type") == "input":
            message = "must define `submit` to use an `input` block in modals"
            yield Fault(f"{here}/input", "required", message)


_VIEWS: Mapping[str, tuple[Surface, Shape]] = {
    "modal": (
        "modal",
        struct(
            {"type": enum("modal"), "title": text("view.title", PLAIN), "blocks": _blocks},
            {
                **_VIEW_FIELDS,
                "submit": _nullable(text("view.submit", PLAIN)),
                "close": _nullable(text("view.close", PLAIN)),
                "clear_on_close": _nullable(boolean),
                "notify_on_close": _nullable(boolean),
            },
            _submit_for_input,
            one_focus,
        ),
    ),
    "home": ("home", struct({"type": enum("home"), "blocks": _blocks}, _VIEW_FIELDS, one_focus)),
}


def check_view(view: object) -> list[Fault]:
    """Every fault of a modal or Home view; pointers begin with `/view`, as in Slack's answers."""
    return [replace(fault, error=_view_error(fault)) for fault in _view(view)]


def _view(view: object) -> list[Fault]:
    if not isinstance(view, dict):
        return [Fault("/view", "type", "must provide an object")]
    if faults := check_plain(view, "/view"):
        return faults
    kind = view.get("type")
    if not isinstance(kind, str) or kind not in _VIEWS:
        return [_unknown_view(view)]
    surface, shape = _VIEWS[kind]
    return [*shape(view, "/view", surface), *_size(view)]


def _unknown_view(view: Mapping[str, object]) -> Fault:
    if "type" not in view:
        return Fault("/view", "required", "missing required field: type")
    return Fault("/view/type", "unsupported_type", f"unsupported type: {view['type']!s:.80}")


def _size(view: Mapping[str, object]) -> Iterator[Fault]:
    written = json.dumps(view, ensure_ascii=False, separators=(",", ":"))
    size = len(written.encode("utf-8", "surrogatepass"))
    if size > (BOUNDS["view.size"].high or 0):
        yield Fault("/view", "size", "must be less than 250 kB")


def _view_error(fault: Fault) -> str:
    return "view_too_large" if fault.code == "size" else "invalid_arguments"


def check_message(payload: object, *, update: bool = False) -> list[Fault]:
    """Every fault of a message's arguments; each fault's `error` is the code Slack would answer with.

    `blocks` and `attachments` are parsed JSON here. A text over 40,000 characters is no fault: Slack cuts it.
    """
    if not isinstance(payload, Mapping):
        return [Fault("", "type", "must provide an object", "invalid_arguments")]
    return [
        *_speaks(payload),
        *_texts(payload, update=update),
        *(check_blocks(payload["blocks"], "message") if payload.get("blocks") is not None else ()),
        *_attachments(payload.get("attachments")),
    ]


def _speaks(payload: Mapping[str, object]) -> Iterator[Fault]:
    if not any(payload.get(name) for name in ("text", "blocks", "attachments", "markdown_text")):
        yield Fault("", "required", "no text, blocks or attachments given", "no_text")


def _texts(payload: Mapping[str, object], *, update: bool) -> Iterator[Fault]:
    words, marked = payload.get("text"), payload.get("markdown_text")
    if words is not None and not isinstance(words, str):
        yield Fault("/text", "type", "must provide a string", "invalid_arguments")
    elif update and words:
        for fault in within(len(words), BOUNDS["message.updated_text"], "/text", "length"):
            yield replace(fault, error="msg_too_long")
    if not marked:
        return
    if words or payload.get("blocks"):
        yield Fault("/markdown_text", "one_of", "cannot be combined with text or blocks", "markdown_text_conflict")
    if not isinstance(marked, str):
        yield Fault("/markdown_text", "type", "must provide a string", "invalid_arguments")
        return
    for fault in within(len(marked), BOUNDS["message.markdown_text"], "/markdown_text", "length"):
        yield replace(fault, error="msg_too_long")


def _attachments(attachments: object) -> Iterator[Fault]:
    """Old attachments are loosely checked by Slack; the blocks inside them are not."""
    if attachments is None:
        return
    if not isinstance(attachments, list):
        yield Fault("/attachments", "type", "must provide an array", "invalid_attachments")
        return
    for fault in within(len(attachments), BOUNDS["message.attachments"], "/attachments", "items"):
        yield replace(fault, error="too_many_attachments")
    for index, attachment in enumerate(attachments):
        at = f"/attachments/{index}"
        if not isinstance(attachment, dict):
            yield Fault(at, "type", "must provide an object", "invalid_attachments")
        elif attachment.get("blocks") is not None:
            yield from check_blocks(attachment["blocks"], "message", f"{at}/blocks")
