"""The ledger as handlers see it; `bot.ledger` is the one that runs."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from domain.outcomes import Outcome
from services.inbox import Heard
from services.transactions import Tx

P = ParamSpec("P")
T = TypeVar("T")
Done = TypeVar("Done", bound=Outcome)


class Ledger(Protocol):
    """Each call is one transaction. `hear` does a thing once, however often Slack delivers it; `hear_and_read` also
    asks what the answer shows of it.
    """

    async def read(self, query: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T: ...

    async def write(self, verb: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T: ...

    async def hear(
        self, heard: Heard, verb: Callable[Concatenate[Tx, P], Done], *args: P.args, **kwargs: P.kwargs
    ) -> Done: ...

    async def hear_and_read(
        self, heard: Heard, verb: Callable[[Tx], Done], query: Callable[[Tx, Done], T]
    ) -> tuple[Done, T]: ...
