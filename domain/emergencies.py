"""Emergencies: work that begins before it is approved. The approval is asked for all the same, after the fact."""

from dataclasses import dataclass
from datetime import datetime

from domain.approvals import Verdict
from domain.changes import ChangeState
from domain.outcomes import Outcome, Refusal


@dataclass(frozen=True)
class EmergencyRules:
    """In working days: `within` so many it is to be decided, and who has not voted is reminded each `remind`."""

    within: int = 3
    remind: int = 1


@dataclass(frozen=True)
class Emergency:
    """People are person ids. `verdict` is the approval's; a refused change is `kept` or backed out."""

    record_id: int
    declared_at: datetime
    declared_by: int
    reason: str
    due_at: datetime
    verdict: Verdict | None = None
    decided_at: datetime | None = None
    kept_at: datetime | None = None
    kept_by: int | None = None
    kept_because: str | None = None

    @property
    def is_refused(self) -> bool:
        return self.verdict is Verdict.REJECT

    @property
    def needs_answer(self) -> bool:
        """Refused, and nobody has said yet why it stays."""
        return self.is_refused and self.kept_at is None

    def is_settled(self, state: ChangeState) -> bool:
        """May it end in this state? What was refused and is taken back needs no more words."""
        if self.verdict is None:
            return False
        return not self.needs_answer or state is ChangeState.BACKED_OUT


@dataclass(frozen=True)
class EmergencyDeclared(Outcome):
    key: str


@dataclass(frozen=True)
class RefusedChangeKept(Outcome):
    key: str


@dataclass(frozen=True)
class NotRefused(Refusal):
    """Nothing has to be said for it: its approval was not refused, or that was answered."""

    key: str
