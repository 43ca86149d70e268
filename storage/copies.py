"""Where a record is shown: one row a place, edited until `shown` reaches `wanted`."""

from dataclasses import dataclass
from datetime import datetime

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
    true,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage.bulk import Bulk, InTurn
from storage.prepared import Prepared
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
    Column("follows", Boolean, nullable=False, server_default=true()),  # drawn anew whenever its record changes
    Column("parked", String(255)),  # Slack's error, once editing is hopeless
    Column("digest", String(64)),  # of what Slack last took; an equal edit need not be sent
    Column("draw_again_at", Instant),  # machine time: an edit may still arrive late, and is drawn over then
    UniqueConstraint("record_id", "place", "view", "occurrence"),
    UniqueConstraint("channel", "ts"),
)
is_behind = (copies.c.wanted > copies.c.shown) & copies.c.ts.is_not(None) & copies.c.parked.is_(None)
Index("ix_copies_behind", copies.c.place, copies.c.id, sqlite_where=is_behind, postgresql_where=is_behind)
_doubted = copies.c.draw_again_at.is_not(None)
Index("ix_copies_draw_again", copies.c.draw_again_at, sqlite_where=_doubted, postgresql_where=_doubted)


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
    digest: str | None
    draw_again_at: datetime | None


COLUMNS = [copies.c[name] for name in Copy.__dataclass_fields__]


HOME = "home.tab"
"""The view of a Home tab. It has no message: its place stands for its channel, this word for its ts."""

ADD = Bulk(insert(copies))
RAISE = Prepared(
    update(copies)
    .where(copies.c.record_id == bindparam("record"), copies.c.follows)
    .values(wanted=copies.c.wanted + 1)
)
OF = Prepared(select(*COLUMNS).where(copies.c.record_id == bindparam("record")).order_by(copies.c.id))
REFRESH_HOME = InTurn(
    update(copies)
    .where(copies.c.channel == bindparam("whose"), copies.c.ts == HOME, copies.c.raised_at >= bindparam("since"))
    .values(clicked=True, wanted=copies.c.wanted + 1),
    by="whose",
)
ONE = Prepared(select(*COLUMNS).where(copies.c.id == bindparam("copy")))
SET = Prepared(update(copies).where(copies.c.id == bindparam("copy")))
NEXT_BEHIND = {
    clicked: Prepared(
        select(*COLUMNS)
        .where(is_behind, copies.c.place == bindparam("at"), copies.c.clicked == (true() if clicked else false()))
        .order_by(copies.c.raised_at, copies.c.id)
        .limit(1)
    )
    for clicked in (True, False)
}
KINSHIP = Prepared(
    select(copies.c.record_id, copies.c.view, copies.c.occurrence).where(copies.c.id == bindparam("copy"))
)
TO_DRAW_AGAIN = Prepared(select(copies.c.id).where(copies.c.draw_again_at <= bindparam("machine")).limit(1))


def add(tx: Tx, record_id: int, place: str, view: str, occurrence: int = 0, *, follows: bool = True) -> None:
    """One that does not follow its record is raised by its view and occurrence alone."""
    tx.shared.put(ADD, [_new(tx, record_id, place, view, occurrence, follows=follows)])


def _new(tx: Tx, record_id: int, place: str, view: str, occurrence: int, *, follows: bool) -> dict[str, object]:
    values = {"record_id": record_id, "place": place, "view": view, "occurrence": occurrence, "raised_at": tx.now}
    return {**values, "follows": follows, "workspace": tx.desk.workspace}


def adopt(tx: Tx, record_id: int, channel: str, view: str, ts: str) -> Copy:
    """Somebody's own message stands for the record from now on. It is theirs, so it is never drawn."""
    theirs = (copies.c.channel == channel) & (copies.c.ts == ts)
    again = update(copies).where(theirs, copies.c.view == view).values(record_id=record_id).returning(copies.c.id)
    copy_id = tx.connection.execute(again).scalar_one_or_none()
    if copy_id is None:
        new = _new(tx, record_id, channel, view, 0, follows=False)
        stands = insert(copies).values(**new, channel=channel, ts=ts, shown=1).returning(copies.c.id)
        copy_id = tx.connection.execute(stands).scalar_one()
    return get(tx, copy_id)


def raise_wanted(tx: Tx, record_id: int) -> None:
    """Every copy of this record that follows it is to be drawn again."""
    RAISE.do(tx.connection, {"record": record_id, "raised_at": tx.now})
    tx.hints.add("courier")


def raise_those(tx: Tx, record_id: int, view: str, occurrence: int) -> None:
    """The same of the copies of one view and occurrence, which need not follow the record."""
    those = (copies.c.view == view) & (copies.c.occurrence == occurrence)
    raised = update(copies).where(copies.c.record_id == record_id, those)
    tx.connection.execute(raised.values(wanted=copies.c.wanted + 1, raised_at=tx.now))
    tx.hints.add("courier")


def raise_view(tx: Tx, record_id: int, view: str) -> None:
    """The same of all copies of one view."""
    raised = update(copies).where(copies.c.record_id == record_id, copies.c.view == view)
    if tx.connection.execute(raised.values(wanted=copies.c.wanted + 1, raised_at=tx.now)).rowcount:
        tx.hints.add("courier")


def mark_clicked(tx: Tx, channel: str, ts: str) -> None:
    """The copy somebody is looking at is drawn before the others, and anew even where nothing changed."""
    clicked = update(copies).where(copies.c.channel == channel, copies.c.ts == ts)
    values = {"clicked": True, "wanted": copies.c.wanted + 1, "raised_at": tx.now, "digest": None}
    tx.connection.execute(clicked.values(**values))
    tx.hints.add("courier")


def open_home(tx: Tx, record_id: int, slack_id: str) -> None:
    """Somebody looks at their Home: it is drawn first of all that they are shown, and again where it was parked."""
    made = (postgresql.insert if tx.is_postgresql else sqlite.insert)(copies)
    seen = {"clicked": True, "wanted": copies.c.wanted + 1, "raised_at": tx.now, "parked": None}
    tx.connection.execute(
        made.values(
            record_id=record_id,
            workspace=tx.desk.workspace,
            place=slack_id,
            view=HOME,
            channel=slack_id,
            ts=HOME,
            clicked=True,
            follows=False,
            raised_at=tx.now,
        ).on_conflict_do_update(index_elements=["channel", "ts"], set_=seen)
    )
    tx.hints.add("courier")


def refresh_home(tx: Tx, slack_id: str, since: datetime) -> None:
    """What somebody did may show on their Home, if they have looked at it since then (desk time)."""
    tx.shared.put(REFRESH_HOME, [{"whose": slack_id, "since": since, "raised_at": tx.now}])
    tx.hints.add("courier")


def at(tx: Tx, channel: str, ts: str) -> Copy | None:
    """The copy that was posted as this message."""
    row = tx.connection.execute(
        select(*COLUMNS).where(copies.c.channel == channel, copies.c.ts == ts)
    ).one_or_none()
    return Copy(*row) if row else None


def of(tx: Tx, record_id: int) -> list[Copy]:
    return [Copy(*row) for row in OF.rows(tx.connection, {"record": record_id})]


def get(tx: Tx, copy_id: int) -> Copy:
    [row] = ONE.rows(tx.connection, {"copy": copy_id})
    return Copy(*row)


def next_behind(tx: Tx, place: str, *, clicked: bool) -> Copy | None:
    """The copy in this place that is to be drawn again first."""
    found = NEXT_BEHIND[clicked].rows(tx.connection, {"at": place})
    return Copy(*found[0]) if found else None


def drawing(tx: Tx, copy: Copy, again_at: datetime) -> None:
    """An edit is about to be sent. Until its outcome is known it may arrive late, over a later one."""
    _set(tx, copy.id, draw_again_at=again_at)


def not_drawn(tx: Tx, copy: Copy) -> None:
    """Slack has certainly not taken it: only an older doubt remains."""
    _set(tx, copy.id, draw_again_at=copy.draw_again_at)


def drawn(tx: Tx, copy: Copy, wanted: int, digest: str | None) -> None:
    """Shown as it was wanted when drawing began; what was raised meanwhile stays behind, an older doubt too."""
    _set(tx, copy.id, shown=wanted, clicked=False, digest=digest, draw_again_at=copy.draw_again_at)


def posted(tx: Tx, copy_id: int, channel: str, ts: str, wanted: int, digest: str | None) -> None:
    _set(tx, copy_id, channel=channel, ts=ts, shown=wanted, parked=None, digest=digest)


def outdate(tx: Tx, copy_id: int) -> None:
    """Earlier copies of the same view are drawn again: they lead to this one now that it has a place."""
    [(record_id, view, occurrence)] = KINSHIP.rows(tx.connection, {"copy": copy_id})
    if occurrence:
        older = (copies.c.view == view) & (copies.c.occurrence < occurrence) & copies.c.follows
        raised = update(copies).where(copies.c.record_id == record_id, older)
        tx.connection.execute(raised.values(wanted=copies.c.wanted + 1, raised_at=tx.now))
        tx.hints.add("courier")


def park(tx: Tx, copy_id: int, error: str) -> None:
    _set(tx, copy_id, parked=error[:255], clicked=False, draw_again_at=None)


def lost(tx: Tx, copy_id: int) -> None:
    """The message is gone from Slack: forget where it stood, so that it can be posted anew."""
    _set(tx, copy_id, channel=None, ts=None, clicked=False, draw_again_at=None)


def to_draw_again(tx: Tx) -> bool:
    """Is there a copy that a late edit may have reached by now?"""
    return bool(TO_DRAW_AGAIN.rows(tx.connection, {"machine": tx.machine}))


def draw_again(tx: Tx) -> None:
    """Every copy that a late edit may have reached is drawn once more, whatever it showed."""
    reached = update(copies).where(copies.c.draw_again_at <= tx.machine)
    values = {"wanted": copies.c.wanted + 1, "raised_at": tx.now, "digest": None, "draw_again_at": None}
    tx.connection.execute(reached.values(**values))
    tx.hints.add("courier")


def raise_all(tx: Tx) -> None:
    """Nobody knows what Slack shows: every copy there is drawn again."""
    shown = update(copies).where(copies.c.ts.is_not(None), copies.c.parked.is_(None))
    tx.connection.execute(shown.values(wanted=copies.c.wanted + 1, raised_at=tx.now, digest=None))


def _set(tx: Tx, copy_id: int, **values: object) -> None:
    SET.do(tx.connection, {**values, "copy": copy_id})
