"""The transaction under the name that handlers know: they never import storage."""

from storage.tx import Tx

__all__ = ["Tx"]
