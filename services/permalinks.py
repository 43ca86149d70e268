"""Addresses of messages in Slack."""

from collections.abc import Iterable

from storage.copies import Copy
from storage.tx import Tx


def address(tx: Tx, channel: str, ts: str, thread: str = "") -> str:
    """A message's permanent link, as Slack writes them; empty where the workspace's own is not known.

    `thread` is the ts of the message whose thread it stands in, if any.
    """
    if not tx.desk.url:
        return ""
    beside = f"?thread_ts={thread}&cid={channel}" if thread and thread != ts else ""
    return f"{tx.desk.url}archives/{channel}/p{ts.replace('.', '')}{beside}"


def first_of(tx: Tx, shown: Iterable[Copy]) -> str:
    """The address of the first of these copies that Slack shows; empty where it shows none."""
    return next((address(tx, one.channel, one.ts) for one in shown if one.channel and one.ts), "")
