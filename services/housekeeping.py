"""What is kept for a while only goes when its time is over."""

from services import inbox
from storage.tx import Tx


def sweep(tx: Tx) -> None:
    inbox.forget(tx)
