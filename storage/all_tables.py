"""Every table, for migrations: importing this module is what fills the metadata."""

from storage import (
    alerts,
    alerts_secrets,
    approvals,
    changes,
    clocks,
    copies,
    desk,
    history,
    holds,
    inbox,
    indicators,
    lanes,
    notes,
    outbox,
    people,
    records,
    risks,
    surveys,
    tasks,
    tickets,
    timers,
    uploads,
)
from storage.tables import metadata

STREETS = (
    alerts,
    alerts_secrets,
    approvals,
    changes,
    clocks,
    copies,
    desk,
    history,
    holds,
    inbox,
    indicators,
    lanes,
    notes,
    outbox,
    people,
    records,
    risks,
    surveys,
    tasks,
    tickets,
    timers,
    uploads,
)

__all__ = ["STREETS", "metadata"]
