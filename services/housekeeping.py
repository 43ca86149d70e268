"""What is kept for a while only goes when its time is over."""

from services import alerts, changes_pages, inbox, outbox, uploads
from storage.tx import Tx


def sweep(tx: Tx) -> None:
    inbox.forget(tx)
    outbox.forget(tx)
    uploads.purge(tx)
    alerts.review(tx)
    changes_pages.forget(tx)
