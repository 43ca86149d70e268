"""Who must agree before something may happen, and what their votes add up to."""

from dataclasses import dataclass
from enum import StrEnum

from domain.people import Role


class Need(StrEnum):
    """How many of the approvers must agree."""

    ANY = "any"
    ALL = "all"
    COUNT = "count"


@dataclass(frozen=True)
class Policy:
    """Holders of `role` decide. `count` is how many of them must agree, for `Need.COUNT` only."""

    role: Role
    need: Need
    count: int | None = None

    def __post_init__(self) -> None:
        if (self.need is Need.COUNT) != (self.count is not None):
            raise ValueError("a policy states a count if, and only if, it needs one")
        if self.count is not None and self.count < 1:
            raise ValueError("an approval needs at least one vote")
