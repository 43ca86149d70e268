"""A transaction as verbs see it: one connection, one instant, one desk."""

import random
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from domain.desk import Desk


@dataclass(frozen=True)
class Tx:
    """`now` is desk time, `machine` machine time (leases, time-outs). `actor` is the Slack id of the person
    who asked; None for the clock and the command line.
    """

    connection: Connection
    now: datetime
    machine: datetime
    desk: Desk
    random: random.Random
    actor: str | None = None
    writes: bool = True
    hints: set[str] = field(
        default_factory=set
    )  # who may look at once after the commit: courier, ticker, freshness

    @property
    def is_postgresql(self) -> bool:
        return self.connection.dialect.name == "postgresql"
