"""Files that were brought to Slack: what bears the same mark need not be brought again."""

from datetime import timedelta

from storage import uploads
from storage.tx import Tx
from storage.uploads import Upload

__all__ = ["KEPT", "Upload", "find", "forget", "keep", "purge", "seen_through"]

KEPT = timedelta(days=30)
"""Machine time. Slack may delete old files by a company's rules of retention; an older one is brought anew."""


def find(tx: Tx, mark: str) -> Upload | None:
    return uploads.find(tx, mark, tx.machine - KEPT)


def keep(tx: Tx, mark: str, file_id: str, permalink: str) -> Upload:
    """Two couriers may bring the same file at once: either will do."""
    return uploads.keep(tx, Upload(mark, file_id, permalink, is_ready=False))


def seen_through(tx: Tx, mark: str) -> None:
    """Slack has looked it through: it may stand in a block from now on."""
    uploads.ready(tx, mark)


def forget(tx: Tx, mark: str) -> None:
    """Slack does not know it any more."""
    uploads.forget(tx, mark)


def purge(tx: Tx) -> None:
    uploads.purge(tx, tx.machine - KEPT)
