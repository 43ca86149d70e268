"""What a verb answers: an outcome, or a refusal. Both are a name and a few small facts, never words.

They are kept in the inbox beside the key of what was heard, so that the same thing heard again gets the same
answer; `handlers` words them in the reader's language.
"""

from dataclasses import dataclass
from typing import ClassVar, Self

type_names: dict[str, "type[Outcome]"] = {}

Small = str | int | bool | None


@dataclass(frozen=True)
class Outcome:
    """Base of every answer. Fields are names, keys, ids and numbers; instants are Unix microseconds."""

    name: ClassVar[str]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.name = cls.__name__
        if cls.name in type_names:
            raise TypeError(f"two outcomes are called {cls.name}")
        type_names[cls.name] = cls

    def facts(self) -> dict[str, Small]:
        return dict(vars(self))

    @classmethod
    def of(cls, name: str, facts: dict[str, Small]) -> Self:
        """The outcome once stored under `name`; raises KeyError for a name that no release issued."""
        found = type_names[name](**facts)
        assert isinstance(found, cls)
        return found


@dataclass(frozen=True)
class Refusal(Outcome):
    """A fact that forbids: `NotFound`, `AlreadyClaimed`. Raised by a rule wrapped in `Refused`."""


class Refused(Exception):  # noqa: N818 - it is no error: the rules worked
    """Carries a refusal up to the surface that words it; whatever the verb wrote is rolled back."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(repr(refusal))
        self.refusal = refusal


@dataclass(frozen=True)
class Nothing(Outcome):
    """There was nothing to do."""


@dataclass(frozen=True)
class NotFound(Refusal):
    """No such record, or none that this person may see: the two are told apart to nobody."""

    key: str


@dataclass(frozen=True)
class NotAllowed(Refusal):
    """This person may not do this here."""

    act: str


@dataclass(frozen=True)
class NotAMember(Refusal):
    """Deactivated people, apps and people of other companies are not served."""


@dataclass(frozen=True)
class NotSetUp(Refusal):
    """No desk file has been applied yet."""


@dataclass(frozen=True)
class IllegalMove(Refusal):
    """The record is in a state from which this verb leads nowhere."""

    key: str
    verb: str
    state: str


@dataclass(frozen=True)
class CardIsOld(Refusal):
    """The record has moved on since the clicked card was drawn; the card is being drawn anew."""

    key: str


@dataclass(frozen=True)
class FieldFault(Refusal):
    """What was filled in cannot be taken; `fault` names the sentence, `field` where it belongs."""

    field: str
    fault: str
    limit: int | None = None
