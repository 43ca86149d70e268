"""People whom Slack told of, and contacts without Slack."""

from sqlalchemy import Column, ForeignKey, Table, Text, UniqueConstraint

from storage.tables import Id, Instant, metadata

# `known_at`: when Slack last told of this person, in desk time; null until it answers the first time.
people = Table(
    "people",
    metadata,
    Column("id", Id, primary_key=True),
    Column("desk_id", Id, ForeignKey("desks.id"), nullable=False),
    Column("workspace", Text, nullable=False),
    Column("slack_id", Text),
    Column("name", Text, nullable=False),
    Column("email", Text, index=True),
    Column("language", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("standing", Text, nullable=False),
    Column("known_at", Instant),
    Column("dm_channel", Text),
    UniqueConstraint("workspace", "slack_id"),
)
