"""The alerts of an incident, as its card shows them."""

from domain.alerts import Summary
from domain.records import Record
from storage import alerts
from storage.tx import Tx

SHOWN = 5


def summary_of(tx: Tx, record: Record) -> Summary | None:
    """None for a ticket that no alert opened."""
    group = alerts.group_of_ticket(tx, record.id)
    if group is None:
        return None
    return Summary(
        firing=group.firing,
        total=group.total,
        since=group.since,
        last_at=group.last_at,
        is_storm=group.is_storm,
        source=group.source,
        shown=tuple(alerts.gravest(tx, group.id, SHOWN)),
    )
