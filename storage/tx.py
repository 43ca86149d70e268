"""A transaction as verbs see it: one connection, one instant, one desk."""

import random
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from domain.desk import Desk
from storage.shared import Shared, shared_by


@dataclass(frozen=True)
class Tx:
    """`now` is desk time, `machine` machine time (leases, time-outs). `actor` is the Slack id of the person
    who asked; None for the clock and the command line.

    `aside` is the connection for statements that concern no row which may still wait to be written. Who writes by
    it tells `shared`.
    """

    aside: Connection
    now: datetime
    machine: datetime
    desk: Desk
    random: random.Random
    actor: str | None = None
    writes: bool = True
    hints: set[str] = field(
        default_factory=set
    )  # who may look at once after the commit: courier, ticker, freshness
    shared: Shared = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shared", shared_by(self.aside))

    @property
    def connection(self) -> Connection:
        """For all others: what waited is written before them."""
        self.shared.look(self.aside)
        return self.aside

    @property
    def is_postgresql(self) -> bool:
        return self.aside.dialect.name == "postgresql"
