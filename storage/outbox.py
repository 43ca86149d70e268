"""What must be said: intents of ids and numbers, each in the lane of the place it is said in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    bindparam,
    delete,
    func,
    insert,
    not_,
    select,
    update,
)

from storage.bulk import Bulk
from storage.copies import copies
from storage.prepared import Prepared
from storage.tables import Id, Instant, Json, metadata, spelt
from storage.tx import Tx

# waiting: never tried. trying: a request is under way or its outcome unknown. sent, withdrawn, parked: settled.
WAITING, TRYING, SENT, WITHDRAWN, PARKED = "waiting", "trying", "sent", "withdrawn", "parked"
COPY = "copy"  # the notice of an intent that posts a copy
HELD = "held"  # not to be said before it is known how much there is to say

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("token", String(32), nullable=False, unique=True),  # what Slack's metadata is searched for
    Column("workspace", String(32), nullable=False),
    Column("record_id", Id, ForeignKey("records.id"), nullable=False),
    Column("place", String(32), nullable=False),
    Column("notice", String(64), nullable=False),
    Column("args", Json, nullable=False),
    Column("answers", Id, ForeignKey("copies.id")),  # said in the thread of this copy
    Column("posts", Id, ForeignKey("copies.id")),  # this message is that copy
    Column("created_at", Instant, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),  # requests that Slack may have taken
    Column("first_attempt_at", Instant),  # machine time
    Column("last_attempt_at", Instant),
    Column("look_again_at", Instant),  # machine time: an earlier request may have been taken late
    Column("channel", String(32)),
    Column("ts", String(32)),
    Column("error", Text),
    sqlite_autoincrement=True,
)
is_open = outbox.c.state.in_([spelt(WAITING), spelt(TRYING)])
Index("ix_outbox_open", outbox.c.place, outbox.c.id, sqlite_where=is_open, postgresql_where=is_open)
is_held = outbox.c.state == spelt(HELD)
Index("ix_outbox_held", outbox.c.place, outbox.c.id, sqlite_where=is_held, postgresql_where=is_held)
_parked = outbox.c.state == spelt(PARKED)
Index("ix_outbox_parked", outbox.c.id, sqlite_where=_parked, postgresql_where=_parked)
_doubted = outbox.c.look_again_at.is_not(None)
Index("ix_outbox_look_again", outbox.c.look_again_at, sqlite_where=_doubted, postgresql_where=_doubted)
_posting = outbox.c.posts.is_not(None)
Index("ix_outbox_posts", outbox.c.posts, sqlite_where=_posting, postgresql_where=_posting)
_aloud = outbox.c.answers.is_(None)  # in the place itself, in no thread
_told = (outbox.c.place, outbox.c.notice, outbox.c.created_at)
Index("ix_outbox_told", *_told, sqlite_where=_aloud, postgresql_where=_aloud)
_settled = outbox.c.state.in_([spelt(SENT), spelt(WITHDRAWN)]) & ~_posting & ~_doubted
Index("ix_outbox_settled", outbox.c.created_at, sqlite_where=_settled, postgresql_where=_settled)


@dataclass(frozen=True)
class Intent:
    id: int
    token: str
    record_id: int
    place: str
    notice: str
    args: Mapping[str, object]
    answers: int | None
    posts: int | None
    state: str
    attempts: int
    first_attempt_at: datetime | None
    last_attempt_at: datetime | None
    channel: str | None
    ts: str | None


COLUMNS = [outbox.c[name] for name in Intent.__dataclass_fields__]


THAT = ("record_id", "place", "view", "occurrence")  # by which a copy is found that has no id yet
_that = [copies.c[name] == bindparam(f"of_{name}", type_=copies.c[name].type) for name in THAT]
_copy = select(copies.c.id).where(*_that).scalar_subquery()
ADD = Bulk(insert(outbox), derived={"posts": func.coalesce(bindparam("copy", type_=Id), _copy)})
ADD_NOW = Prepared(insert(outbox).returning(outbox.c.id))
FIRST_OPEN = Prepared(
    select(*COLUMNS).where(is_open, outbox.c.place == bindparam("at")).order_by(outbox.c.id).limit(1)
)
_one = update(outbox).where(outbox.c.id == bindparam("intent"))
SET = Prepared(_one)
NOT_SENT = Prepared(_one.values(attempts=outbox.c.attempts - 1))
TRY = Prepared(
    _one.where(outbox.c.state == WAITING).values(
        state=TRYING,
        attempts=outbox.c.attempts + 1,
        first_attempt_at=func.coalesce(outbox.c.first_attempt_at, bindparam("machine", type_=Instant)),
        last_attempt_at=bindparam("machine", type_=Instant),
    )
)
TO_LOOK_AGAIN = Prepared(
    select(*COLUMNS)
    .where(outbox.c.look_again_at <= bindparam("machine"), not_(is_open))
    .order_by(outbox.c.look_again_at)
    .limit(bindparam("most"))
)
THREAD_OF = Prepared(select(copies.c.ts).where(copies.c.id == bindparam("copy")))


def add(
    tx: Tx,
    record_id: int,
    place: str,
    notice: str,
    args: Mapping[str, object],
    *,
    answers: int | None = None,
    posts: int | None = None,
    held: bool = False,
) -> None:
    intent = _intent(tx, record_id, place, notice, args, answers, held=held)
    _put(tx, {**intent, "copy": posts}, None, None, None, None)


def post(tx: Tx, record_id: int, place: str, view: str, occurrence: int, answers: int | None) -> None:
    """Say the copy of this view and occurrence, which stands in this place from then on."""
    intent = _intent(tx, record_id, place, COPY, {}, answers)
    _put(tx, {**intent, "copy": None}, record_id, place, view, occurrence)


def _put(tx: Tx, intent: Mapping[str, object], *that: str | int | None) -> None:
    """All by one statement: what is said in a place keeps its order."""
    copy = {f"of_{name}": value for name, value in zip(THAT, that, strict=True)}
    tx.shared.put(ADD, [{**intent, **copy}], last=True)


def added(tx: Tx, record_id: int, place: str, notice: str, args: Mapping[str, object]) -> int:
    """The same for whoever needs its id."""
    [(intent_id,)] = ADD_NOW.rows(
        tx.connection, _intent(tx, record_id, place, notice, args, None) | {"posts": None}
    )
    return int(intent_id)


def _intent(
    tx: Tx,
    record_id: int,
    place: str,
    notice: str,
    args: Mapping[str, object],
    answers: int | None,
    *,
    held: bool = False,
) -> dict[str, object]:
    tx.hints.add("courier")
    return {
        "token": f"{tx.random.getrandbits(96):024x}",
        "workspace": tx.desk.workspace,
        "record_id": record_id,
        "place": place,
        "notice": notice,
        "args": dict(args),
        "answers": answers,
        "created_at": tx.now,
        "state": HELD if held else WAITING,
    }


def first_open(tx: Tx, place: str) -> Intent | None:
    """The oldest intent of this lane that is not settled: order holds, so nobody overtakes it."""
    found = FIRST_OPEN.rows(tx.connection, {"at": place})
    return Intent(*found[0]) if found else None


def by_ids(tx: Tx, ids: Collection[int]) -> list[Intent]:
    statement = select(*COLUMNS).where(outbox.c.id.in_(ids)).order_by(outbox.c.id)
    return [Intent(*row) for row in tx.connection.execute(statement)]


def open_post_of(tx: Tx, copy_id: int) -> Intent | None:
    """The intent that will post this copy, if it is still on its way."""
    row = tx.connection.execute(select(*COLUMNS).where(is_open, outbox.c.posts == copy_id)).one_or_none()
    return Intent(*row) if row else None


def trying(tx: Tx, intent_id: int) -> bool:
    """A request is about to be sent; False where a verb withdrew the intent meanwhile."""
    return TRY.do(tx.connection, {"intent": intent_id, "machine": tx.machine}) == 1


def not_sent(tx: Tx, intent_id: int, error: str) -> None:
    """Slack has certainly not taken it: that try does not count."""
    NOT_SENT.do(tx.connection, {"intent": intent_id, "state": WAITING, "error": error[:500]})


def try_again(tx: Tx, intent_id: int, look_again_at: datetime) -> None:
    """Looked up and not found: it is sent once more, and looked for again later, whatever comes of it."""
    _set(tx, intent_id, state=WAITING, look_again_at=look_again_at)


def unknown(tx: Tx, intent_id: int, error: str) -> None:
    _set(tx, intent_id, error=error[:500])


def sent(tx: Tx, intent_id: int, channel: str, ts: str, look_again_at: datetime | None) -> None:
    _set(tx, intent_id, state=SENT, channel=channel, ts=ts, look_again_at=look_again_at, error=None)


def withdraw(tx: Tx, intent_id: int) -> None:
    """Nothing is to be said any more: the matter is settled, or this reader may not see it now."""
    _set(tx, intent_id, state=WITHDRAWN)


def withdraw_waiting(tx: Tx, record_id: int, notice: str) -> None:
    mine = is_open & (outbox.c.record_id == record_id) & (outbox.c.notice == notice) & (outbox.c.state == WAITING)
    tx.connection.execute(update(outbox).where(mine).values(state=WITHDRAWN))


def withdraw_posting(tx: Tx, copy_id: int) -> None:
    mine = (outbox.c.posts == copy_id) & (outbox.c.state == WAITING)
    tx.connection.execute(update(outbox).where(mine).values(state=WITHDRAWN))


def park(tx: Tx, intent_id: int, error: str) -> None:
    _set(tx, intent_id, state=PARKED, error=error[:500])


def look_again(tx: Tx, intent_id: int, at: datetime | None) -> None:
    _set(tx, intent_id, look_again_at=at)


def _set(tx: Tx, intent_id: int, **values: object) -> None:
    SET.do(tx.connection, {**values, "intent": intent_id})


def found_late(tx: Tx, intent_id: int, channel: str, ts: str) -> bool:
    """A parked intent stands in Slack after all; False where that is known. Why it was parked stays with it."""
    parked = (outbox.c.id == intent_id) & (outbox.c.state == PARKED)
    return (
        tx.connection.execute(update(outbox).where(parked).values(state=SENT, channel=channel, ts=ts)).rowcount == 1
    )


def to_look_again(tx: Tx, most: int) -> list[Intent]:
    """Settled intents that Slack may have, or have twice, though that is not known."""
    return [Intent(*row) for row in TO_LOOK_AGAIN.rows(tx.connection, {"machine": tx.machine, "most": most})]


def thread_of(tx: Tx, copy_id: int) -> str | None:
    """The ts of a copy, once it has been posted."""
    ts: str | None
    [(ts,)] = THREAD_OF.rows(tx.connection, {"copy": copy_id})
    return ts


def counts(tx: Tx) -> tuple[int, int]:
    """How many intents are open, how many parked."""
    open_ones, parked = (
        tx.connection.execute(select(func.count()).select_from(outbox).where(which)).scalar_one()
        for which in (is_open, _parked)
    )
    return open_ones, parked


def is_told(tx: Tx, place: str, notice: str, args: Mapping[str, object], since: datetime) -> bool:
    """Has this very notice been written for this place, not for a thread of it, since then (desk time)?"""
    mine = _aloud & (outbox.c.place == place) & (outbox.c.notice == notice) & (outbox.c.args == dict(args))
    mine &= outbox.c.created_at >= since
    return tx.connection.execute(select(outbox.c.id).where(mine).limit(1)).one_or_none() is not None


def times_posted(tx: Tx, copy_id: int) -> int:
    return int(tx.connection.execute(select(func.count()).where(outbox.c.posts == copy_id)).scalar_one())


def forget(tx: Tx, before: datetime, most: int) -> int:
    """The oldest that are settled and not in doubt, were written before then (desk time) and posted no copy."""
    oldest = select(outbox.c.id).where(_settled, outbox.c.created_at < before).order_by(outbox.c.created_at)
    return tx.connection.execute(delete(outbox).where(outbox.c.id.in_(oldest.limit(most)))).rowcount


def kept_beyond(tx: Tx, before: datetime) -> int:
    mine = select(func.count()).select_from(outbox).where(_settled, outbox.c.created_at < before)
    return int(tx.connection.execute(mine).scalar_one())


def is_waiting(tx: Tx, place: str, notice: str) -> bool:
    """Does such a notice wait there that nobody has begun to say?"""
    mine = is_open & (outbox.c.place == place) & (outbox.c.notice == notice) & (outbox.c.attempts == 0)
    return tx.connection.execute(select(outbox.c.id).where(mine).limit(1)).one_or_none() is not None
