"""What was typed on the pages of a form that is not sent yet: kept, so that no page loses it."""

from datetime import datetime

from sqlalchemy import Column, String, Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.tables import Instant, Json, metadata
from storage.tx import Tx

# `form` is the id of its first page's view, `author` the Slack id of who fills it in.
drafts = Table(
    "change_drafts",
    metadata,
    Column("form", String(64), primary_key=True),
    Column("author", String(32), primary_key=True),
    Column("answers", Json, nullable=False),
    Column("saved_at", Instant, nullable=False),
)


def save(tx: Tx, form: str, author: str, answers: dict[str, str]) -> None:
    made = (postgresql.insert if tx.is_postgresql else sqlite.insert)(drafts)
    said = {"answers": answers, "saved_at": tx.machine}
    written = made.values(form=form, author=author, **said)
    tx.connection.execute(written.on_conflict_do_update(index_elements=["form", "author"], set_=said))


def of(tx: Tx, form: str, author: str) -> dict[str, str]:
    """By the names of the inputs; nothing where no page was kept."""
    mine = (drafts.c.form == form) & (drafts.c.author == author)
    return dict(tx.connection.execute(select(drafts.c.answers).where(mine)).scalar_one_or_none() or {})


def forget(tx: Tx, before: datetime) -> None:
    """`before` is machine time."""
    tx.connection.execute(delete(drafts).where(drafts.c.saved_at < before))
