"""Tickets: what may happen to one in which state, and how urgent it is."""

from dataclasses import dataclass
from enum import StrEnum

from domain.moves import Moves, follow
from domain.outcomes import FieldFault, Outcome, Refusal, Refused


class Kind(StrEnum):
    INCIDENT = "incident"
    REQUEST = "request"
    COMPLAINT = "complaint"


class Source(StrEnum):
    """How it reached us. The last ones are how somebody reached an agent, who files for them."""

    COMMAND = "command"
    FORM = "form"
    DIRECT = "direct"
    CHANNEL = "channel"
    SHORTCUT = "shortcut"
    EMOJI = "emoji"
    PHONE = "phone"
    EMAIL = "email"
    ON_SITE = "on_site"
    CHAT = "chat"


class TicketState(StrEnum):
    """`assigned` has a holder who has not begun; `on_hold` waits for somebody outside the team."""

    NEW = "new"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    RESOLVED = "resolved"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class TicketVerb(StrEnum):
    FILE = "file"
    CLAIM = "claim"
    ASSIGN = "assign"
    REPLY = "reply"
    HOLD = "hold"
    UNHOLD = "unhold"
    PRIORITISE = "prioritise"
    TRANSFER = "transfer"
    RESOLVE = "resolve"
    CONFIRM = "confirm"
    REOPEN = "reopen"
    FIRE_AGAIN = "fire_again"
    WITHDRAW = "withdraw"
    ROUTE = "route"


class Waiting(StrEnum):
    """Whom a ticket on hold waits for."""

    REQUESTER = "requester"
    SUPPLIER = "supplier"
    CHANGE = "change"


OPEN = frozenset({TicketState.NEW, TicketState.ASSIGNED, TicketState.IN_PROGRESS, TicketState.ON_HOLD})

ENDED = frozenset({TicketState.CLOSED, TicketState.WITHDRAWN})

MOVES: Moves[TicketVerb, TicketState] = {
    TicketVerb.FILE: {None: TicketState.NEW},
    TicketVerb.CLAIM: {  # claiming includes starting; who takes over a ticket on hold leaves it there
        TicketState.NEW: TicketState.IN_PROGRESS,
        TicketState.ASSIGNED: TicketState.IN_PROGRESS,
        TicketState.IN_PROGRESS: TicketState.IN_PROGRESS,
        TicketState.ON_HOLD: TicketState.ON_HOLD,
    },
    TicketVerb.ASSIGN: {
        TicketState.NEW: TicketState.ASSIGNED,
        TicketState.ASSIGNED: TicketState.ASSIGNED,
        TicketState.IN_PROGRESS: TicketState.ASSIGNED,
        TicketState.ON_HOLD: TicketState.ON_HOLD,
    },
    TicketVerb.REPLY: {  # until it is closed the requester can be written to; that alone moves nothing
        state: state for state in (*OPEN, TicketState.RESOLVED)
    },
    TicketVerb.HOLD: {  # who puts a new one on hold has it
        TicketState.NEW: TicketState.ON_HOLD,
        TicketState.ASSIGNED: TicketState.ON_HOLD,
        TicketState.IN_PROGRESS: TicketState.ON_HOLD,
    },
    TicketVerb.UNHOLD: {TicketState.ON_HOLD: TicketState.IN_PROGRESS},
    TicketVerb.PRIORITISE: {state: state for state in OPEN},
    TicketVerb.TRANSFER: dict.fromkeys(OPEN, TicketState.NEW),  # nobody there has begun
    TicketVerb.RESOLVE: dict.fromkeys(OPEN, TicketState.RESOLVED),
    TicketVerb.CONFIRM: {TicketState.RESOLVED: TicketState.CLOSED},
    TicketVerb.REOPEN: {
        TicketState.RESOLVED: TicketState.IN_PROGRESS,
        TicketState.CLOSED: TicketState.IN_PROGRESS,
    },
    TicketVerb.FIRE_AGAIN: {  # the alerts of an incident that nobody had
        TicketState.RESOLVED: TicketState.NEW,
        TicketState.CLOSED: TicketState.NEW,
    },
    TicketVerb.WITHDRAW: {TicketState.NEW: TicketState.WITHDRAWN},
    TicketVerb.ROUTE: {TicketState.NEW: TicketState.NEW},
}

LEVELS = 3
"""Impact and urgency run from 1 (high) to 3 (low)."""


@dataclass(frozen=True)
class Filed(Outcome):
    """`ticket` is the record's id, `at` when it was filed; 0, and no kind, in what an earlier release kept."""

    key: str
    ticket: int = 0
    kind: str = ""
    at: int = 0


@dataclass(frozen=True)
class Undone(Outcome):
    key: str


@dataclass(frozen=True)
class Routed(Outcome):
    """`team` is the name of the team that has it now."""

    key: str
    team: str


@dataclass(frozen=True)
class FiledAlready(Refusal):
    """This message is a ticket already, whoever made it one. `key` is empty where one may not know which."""

    key: str


@dataclass(frozen=True)
class InWork(Refusal):
    """Somebody works on it: it cannot be undone, nor sent elsewhere by who asked."""

    key: str


@dataclass(frozen=True)
class TooLateToUndo(Refusal):
    key: str


@dataclass(frozen=True)
class Claimed(Outcome):
    key: str


@dataclass(frozen=True)
class Assigned(Outcome):
    """`to` is a person id."""

    key: str
    to: int


@dataclass(frozen=True)
class Replied(Outcome):
    key: str


@dataclass(frozen=True)
class Held(Outcome):
    key: str


@dataclass(frozen=True)
class Unheld(Outcome):
    key: str


@dataclass(frozen=True)
class Prioritised(Outcome):
    key: str


@dataclass(frozen=True)
class Transferred(Outcome):
    """`team` is the key of the team that has it now."""

    key: str
    team: str


@dataclass(frozen=True)
class Resolved(Outcome):
    key: str


@dataclass(frozen=True)
class Closed(Outcome):
    key: str


@dataclass(frozen=True)
class Reopened(Outcome):
    key: str


@dataclass(frozen=True)
class NobodyToAnswer(Refusal):
    """Monitoring reported it: there is nobody who asked and could be answered."""

    key: str


@dataclass(frozen=True)
class AlreadyClaimed(Refusal):
    """`holder` (a person id) works on it: the one who clicked, or somebody quicker."""

    key: str
    holder: int


@dataclass(frozen=True)
class AlreadyOnHold(Refusal):
    key: str


@dataclass(frozen=True)
class AlreadyMoved(Refusal):
    """Another team has it by now."""

    key: str


def move(key: str, verb: TicketVerb, state: TicketState | None) -> TicketState:
    return follow(MOVES, key, verb, state)


def claim(key: str, state: TicketState, holder: int | None, by: int) -> TicketState:
    """The state once `by` holds it. One's own assigned ticket is begun by claiming it."""
    after = move(key, TicketVerb.CLAIM, state)
    if holder is None or (holder == by and state is TicketState.ASSIGNED):
        return after
    raise Refused(AlreadyClaimed(key, holder))


def hold(key: str, state: TicketState) -> TicketState:
    """The state once it waits. Whoever comes second is told so: their reason would replace the first."""
    if state is TicketState.ON_HOLD:
        raise Refused(AlreadyOnHold(key))
    return move(key, TicketVerb.HOLD, state)


def require_requester(key: str, requester: int | None) -> int:
    """Whom an answer goes to."""
    if requester is None:
        raise Refused(NobodyToAnswer(key))
    return requester


def priority(impact: int, urgency: int) -> int:
    """1 (gravest) to 5: the usual matrix of ITIL, impact and urgency counting alike."""
    for field, level in (("impact", impact), ("urgency", urgency)):
        if not 1 <= level <= LEVELS:
            raise Refused(FieldFault(field, "out_of_range", LEVELS))
    return impact + urgency - 1


@dataclass(frozen=True)
class Noted(Outcome):
    """What was said in one of the ticket's threads is kept, and passed on where it should be.

    `over`: the state of a ticket that has ended, where whoever wrote has yet to be told so.
    """

    key: str
    over: str = ""


@dataclass(frozen=True)
class NoteChanged(Outcome):
    """The same of a message that was edited or deleted."""

    key: str
    is_internal: bool
