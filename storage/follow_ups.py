"""What bad scores call for: one row for each survey that had one."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text, select
from sqlalchemy.dialects import postgresql, sqlite

from domain.follow_ups import FollowUp, FollowUpState
from storage.tables import Id, Instant, metadata
from storage.tx import Tx

follow_ups = Table(
    "follow_ups",
    metadata,
    Column("record_id", Id, ForeignKey("records.id"), primary_key=True),
    Column("round", Integer, primary_key=True),  # of the survey
    Column("lead", Id, ForeignKey("people.id")),
    Column("state", String(16), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("done_at", Instant),
    Column("done_by", Id, ForeignKey("people.id")),
    Column("note", Text),
)
COLUMNS = [follow_ups.c[name] for name in FollowUp.__dataclass_fields__]


def _follow_up(row: tuple[object, ...]) -> FollowUp:
    values = dict(zip(FollowUp.__dataclass_fields__, row, strict=True))
    return FollowUp(**{**values, "state": FollowUpState(str(values["state"]))})  # type: ignore[arg-type]


def put(tx: Tx, one: FollowUp) -> None:
    """As it is now, new or not."""
    made = (postgresql.insert if tx.is_postgresql else sqlite.insert)(follow_ups).values(**one.__dict__)
    keys = {"record_id", "round"}
    values = {column.name: made.excluded[column.name] for column in follow_ups.c if column.name not in keys}
    tx.connection.execute(made.on_conflict_do_update(index_elements=sorted(keys), set_=values))


def get(tx: Tx, record_id: int, survey_round: int) -> FollowUp | None:
    mine = (follow_ups.c.record_id == record_id) & (follow_ups.c.round == survey_round)
    row = tx.connection.execute(select(*COLUMNS).where(mine)).one_or_none()
    return _follow_up(tuple(row)) if row else None


def latest(tx: Tx, record_id: int) -> FollowUp | None:
    mine = select(*COLUMNS).where(follow_ups.c.record_id == record_id)
    row = tx.connection.execute(mine.order_by(follow_ups.c.round.desc()).limit(1)).one_or_none()
    return _follow_up(tuple(row)) if row else None
