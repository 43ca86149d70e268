"""A desk's configuration: objects by kind and key, and every version each of them ever had."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Table, Text, UniqueConstraint

from storage.tables import Id, Instant, Json, metadata

# One row for now. `version` rises with every apply that changed something; `clock_offset` (microseconds) is
# what desk time runs ahead of machine time, kept here so that it survives kills and replicas share it.
desks = Table(
    "desks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("enterprise", Text),
    Column("version", Integer, nullable=False),
    Column("clock_offset", BigInteger, nullable=False, server_default="0"),
    Column("prefix", Text, nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
)

# `body` is the newest version; a retired object keeps its id, for closed records still name it.
objects = Table(
    "objects",
    metadata,
    Column("id", Id, primary_key=True),
    Column("desk_id", Id, ForeignKey("desks.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("managed_by", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("effective_at", Instant, nullable=False),
    Column("retired_at", Instant),
    Column("body", Json, nullable=False),
    UniqueConstraint("desk_id", "kind", "key"),
)

# Append-only. A version without a body says: retired from `effective_at` on.
object_versions = Table(
    "object_versions",
    metadata,
    Column("object_id", Id, ForeignKey("objects.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("effective_at", Instant, nullable=False),
    Column("body", Json),
)
