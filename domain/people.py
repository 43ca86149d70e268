"""Who acts: a Slack user or a contact, and the parts they may play."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LANGUAGES = ("en", "zh_CN", "zh_TW")


class Role(StrEnum):
    """Parts that the desk file gives to people; agent and lead follow from the teams."""

    ADMIN = "admin"
    AUDITOR = "auditor"
    CHANGE_APPROVER = "change_approver"
    CHANGE_MANAGER = "change_manager"
    RISK_OWNER = "risk_owner"
    RISK_MANAGER = "risk_manager"
    QUALITY_SUPERVISOR = "quality_supervisor"


class Standing(StrEnum):
    """What Slack says of a person; only members and guests are served."""

    MEMBER = "member"
    GUEST = "guest"
    FOREIGN = "foreign"  # Slack Connect: another company's
    GONE = "gone"  # deactivated
    APP = "app"
    UNKNOWN = "unknown"  # Slack has not answered yet: own records only


@dataclass(frozen=True)
class Person:
    """A row of the people table. `slack_id` is None for a contact without Slack; `zone` is an IANA name."""

    id: int
    slack_id: str | None
    name: str
    email: str | None
    language: str
    zone: str
    standing: Standing
    organisation: str | None = None  # of a contact

    @property
    def called(self) -> str:
        return f"{self.name} ({self.organisation})" if self.organisation else self.name

    @property
    def is_served(self) -> bool:
        return self.standing in {Standing.MEMBER, Standing.GUEST, Standing.UNKNOWN}


@dataclass(frozen=True)
class Profile:
    """What Slack's `users.info` says of a user."""

    slack_id: str
    name: str
    email: str | None
    language: str
    zone: str
    standing: Standing


@dataclass(frozen=True)
class Group:
    """A Slack user group, and who is in it now."""

    slack_id: str
    name: str
    members: tuple[Profile, ...]


FRESH = timedelta(days=1)
"""A person known for longer is asked after again before they act."""

LAPSED = FRESH + timedelta(hours=1)
"""A person known for longer has no rights but over their own records: Slack did not answer. The hour between
lets one who was fresh when they clicked still be so when their verb runs.
"""


def is_fresh(known_at: datetime | None, now: datetime, bound: timedelta = FRESH) -> bool:
    return known_at is not None and now - known_at < bound


def language_of(locale: str | None, otherwise: str) -> str:
    """The catalogue for a Slack locale such as `zh-TW`; Hong Kong and Macau read traditional characters."""
    if not locale:
        return otherwise
    tag = locale.replace("_", "-").lower()
    if tag.startswith("zh"):
        return "zh_TW" if tag in {"zh-tw", "zh-hk", "zh-mo"} or "hant" in tag else "zh_CN"
    return "en"
