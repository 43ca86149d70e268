"""What a message says, checked and completed as Slack does before it is kept."""

import copy
from collections.abc import Iterator

from sandbox.limits import check_message
from sandbox.limits.fault import Fault
from sandbox.methods.call import Call, SlackError, refuse
from sandbox.shapes import Json
from sandbox.workspace import Workspace

TEXT_LIMIT = 40_000
"""Longer texts are cut (docs.slack.dev/reference/methods/chat.postMessage)."""
METADATA_LIMIT = 16_000


def content(call: Call, *, update: bool = False) -> Json:
    """The `text`, `blocks` and `attachments` of a call. Raises SlackError as Slack refuses them."""
    given: Json = {
        "text": call.text("text"),
        "blocks": call.parsed("blocks", "invalid_blocks_format"),
        "attachments": call.parsed("attachments", "invalid_attachments"),
        "markdown_text": call.text("markdown_text"),
    }
    return checked(call.workspace, given, update=update)


def checked(workspace: Workspace, given: Json, *, update: bool = False) -> Json:
    refuse(check_message({name: value for name, value in given.items() if value}, update=update))
    refuse(list(_pictures_not_there(workspace, given.get("blocks"))))
    text = str(given.get("text") or given.get("markdown_text") or "")
    return {
        "text": text[:TEXT_LIMIT],
        "blocks": with_ids(workspace, given.get("blocks")),
        "attachments": _attachments(workspace, given.get("attachments")),
    }


def _pictures_not_there(workspace: Workspace, blocks: object) -> Iterator[Fault]:
    """Slack takes a `slack_file` that is a picture, was looked through, and that the app may see."""
    for path, one in _slack_files(blocks, "/blocks"):
        file = workspace.files.find(str(one.get("id") or _id_in(str(one.get("url")))))
        if file is None or not file.is_picture(workspace.now()):
            yield Fault(path, "slack_file", "invalid slack file")


def _slack_files(part: object, at: str) -> Iterator[tuple[str, Json]]:
    if isinstance(part, dict):
        for name, inner in part.items():
            if name == "slack_file" and isinstance(inner, dict):
                yield f"{at}/{name}", inner
            else:
                yield from _slack_files(inner, f"{at}/{name}")
    elif isinstance(part, list):
        for place, inner in enumerate(part):
            yield from _slack_files(inner, f"{at}/{place}")


def _id_in(url: str) -> str:
    """Of `…/files-pri/T0-F0/name`."""
    return url.partition("/files-pri/")[2].partition("/")[0].partition("-")[2]


def metadata(call: Call) -> Json | None:
    """The call's metadata; None when there is none. Raises invalid_metadata_format."""
    given = call.parsed("metadata", "invalid_metadata_format")
    if given is None or given == {}:
        return None
    if not isinstance(given, dict) or set(given) - {"event_type", "event_payload", "entities"}:
        raise SlackError("invalid_metadata_format")
    if "entities" not in given and not (
        isinstance(given.get("event_type"), str)
        and given["event_type"]
        and isinstance(given.get("event_payload"), dict)
    ):
        raise SlackError("invalid_metadata_format")
    if len(str(given)) > METADATA_LIMIT:
        raise SlackError("metadata_too_large")
    return given


def with_ids(workspace: Workspace, blocks: object) -> list[Json] | None:
    """A copy in which every block has a block_id and every element an action_id, as Slack gives them."""
    if not isinstance(blocks, list) or not blocks:
        return None
    named: list[Json] = copy.deepcopy(blocks)
    for block in walk_blocks(named):
        if not block.get("block_id"):
            block["block_id"] = workspace.mint.block_id()
        for element in elements_of(block):
            if not element.get("action_id") and element.get("type") not in {"image", "mrkdwn", "plain_text"}:
                element["action_id"] = workspace.mint.block_id()
    return named


def walk_blocks(blocks: list[Json]) -> Iterator[Json]:
    """Every block, those within containers, carousels and plans too."""
    for block in blocks:
        yield block
        for nest in ("child_blocks", "elements", "tasks", "cards", "blocks"):
            inner = block.get(nest)
            if nest == "elements" and block.get("type") != "carousel":
                continue
            if isinstance(inner, list):
                yield from walk_blocks([one for one in inner if isinstance(one, dict)])


def elements_of(block: Json) -> Iterator[Json]:
    """The elements of a block with which a person can do something."""
    kind = block.get("type")
    for place in ("accessory", "element"):
        if isinstance(block.get(place), dict):
            yield block[place]
    if kind in {"actions", "context_actions"}:
        yield from block.get("elements") or []
    if kind in {"card", "alert"}:
        yield from block.get("actions") or []


def _attachments(workspace: Workspace, attachments: object) -> list[Json] | None:
    if not isinstance(attachments, list) or not attachments:
        return None
    kept: list[Json] = copy.deepcopy(attachments)
    for number, attachment in enumerate(kept, start=1):
        attachment.setdefault("id", number)
        attachment.setdefault("fallback", attachment.get("text") or "[no preview available]")
        if attachment.get("blocks"):
            attachment["blocks"] = with_ids(workspace, attachment["blocks"])
    return kept
