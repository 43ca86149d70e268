"""Where a record is shown: one row a place, edited until `shown` reaches `wanted`."""

from dataclasses import dataclass

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    false,
    insert,
    select,
    update,
)

from storage.tables import Id, Instant, metadata
from storage.tx import Tx

copies = Table(
    "copies",
    metadata,
    Column("id", Id, primary_key=True),
    Column("record_id", Id, ForeignKey("records.id"), nullable=False),
    Column("workspace", String(32), nullable=False),
    Column("place", String(32), nullable=False),  # a channel, or a person whose DM it is
    Column("view", String(64), nullable=False),
    Column("occurrence", Integer, nullable=False, server_default="0"),  # what is asked anew is shown anew
    Column("channel", String(32)),
    Column("ts", String(32)),
    Column("wanted", Integer, nullable=False, server_default="1"),
    Column("shown", Integer, nullable=False, server_default="0"),
    Column("clicked", Boolean, nullable=False, server_default=false()),
    Column("raised_at", Instant, nullable=False),
    Column("parked", String(255)),  # Slack's error, once editing is hopeless
    UniqueConstraint("record_id", "place", "view", "occurrence"),
    UniqueConstraint("channel", "ts"),
)
_behind = (copies.c.wanted > copies.c.shown) & copies.c.ts.is_not(None) & copies.c.parked.is_(None)
Index("ix_copies_behind", copies.c.place, copies.c.id, sqlite_where=_behind, postgresql_where=_behind)


@dataclass(frozen=True)
class Copy:
    id: int
    record_id: int
    place: str
    view: str
    occurrence: int
    channel: str | None
    ts: str | None
    wanted: int


COLUMNS = [copies.c[name] for name in Copy.__dataclass_fields__]


ADD = insert(copies).returning(copies.c.id)
RAISE = update(copies).where(copies.c.record_id == bindparam("record")).values(wanted=copies.c.wanted + 1)
OF = select(*COLUMNS).where(copies.c.record_id == bindparam("record")).order_by(copies.c.id)


def add(tx: Tx, record_id: int, place: str, view: str, occurrence: int = 0) -> int:
    values = {"record_id": record_id, "place": place, "view": view, "occurrence": occurrence, "raised_at": tx.now}
    return int(tx.connection.execute(ADD, {**values, "workspace": tx.desk.workspace}).scalar_one())


def raise_wanted(tx: Tx, record_id: int) -> None:
    """Every copy of this record is to be drawn again."""
    tx.connection.execute(RAISE, {"record": record_id, "raised_at": tx.now})
    tx.hints.add("courier")


def mark_clicked(tx: Tx, channel: str, ts: str) -> None:
    """The copy somebody is looking at is drawn before the others, and anew even where nothing changed."""
    clicked = update(copies).where(copies.c.channel == channel, copies.c.ts == ts)
    tx.connection.execute(clicked.values(clicked=True, wanted=copies.c.wanted + 1, raised_at=tx.now))
    tx.hints.add("courier")


def at(tx: Tx, channel: str, ts: str) -> Copy | None:
    """The copy that was posted as this message."""
    row = tx.connection.execute(
        select(*COLUMNS).where(copies.c.channel == channel, copies.c.ts == ts)
    ).one_or_none()
    return Copy(*row) if row else None


def of(tx: Tx, record_id: int) -> list[Copy]:
    return [Copy(*row) for row in tx.connection.execute(OF, {"record": record_id})]


def get(tx: Tx, copy_id: int) -> Copy:
    return Copy(*tx.connection.execute(select(*COLUMNS).where(copies.c.id == copy_id)).one())


def next_behind(tx: Tx, place: str, *, clicked: bool) -> Copy | None:
    """The copy in this place that is to be drawn again first."""
    wanted = copies.c.clicked if clicked else copies.c.clicked.is_(False)
    statement = (
        select(*COLUMNS)
        .where(_behind, copies.c.place == place, wanted)
        .order_by(copies.c.raised_at, copies.c.id)
        .limit(1)
    )
    row = tx.connection.execute(statement).one_or_none()
    return Copy(*row) if row else None


def drawn(tx: Tx, copy_id: int, wanted: int) -> None:
    """Shown as it was wanted when drawing began; what was raised meanwhile stays behind."""
    tx.connection.execute(update(copies).where(copies.c.id == copy_id).values(shown=wanted, clicked=False))


def posted(tx: Tx, copy_id: int, channel: str, ts: str, wanted: int) -> None:
    values = {"channel": channel, "ts": ts, "shown": wanted, "parked": None}
    tx.connection.execute(update(copies).where(copies.c.id == copy_id).values(**values))


def park(tx: Tx, copy_id: int, error: str) -> None:
    tx.connection.execute(update(copies).where(copies.c.id == copy_id).values(parked=error[:255], clicked=False))


def lost(tx: Tx, copy_id: int) -> None:
    """The message is gone from Slack: forget where it stood, so that it can be posted anew."""
    tx.connection.execute(update(copies).where(copies.c.id == copy_id).values(channel=None, ts=None, clicked=False))
