import bisect
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation

from sandbox.shapes import Json
from sandbox.workspace.messages import Message


def parse_ts(raw: str) -> str:
    """A moment given by a caller ("1700000000" or "1700000000.000100") in the form in which ts sort as text.

    Raises ValueError for anything else.
    """
    try:
        moment = Decimal(raw.strip() or "0")
        if not moment.is_finite() or moment < 0:
            raise ValueError(raw)
    except InvalidOperation as error:
        raise ValueError(raw) from error
    return f"{moment:017.6f}"


class Timeline:
    """The messages of one conversation, found by ts and walked in order without a scan."""

    def __init__(self) -> None:
        self._by_ts: dict[str, Message] = {}
        self._top: list[str] = []
        self._threads: dict[str, list[str]] = {}
        self._pins: dict[str, None] = {}

    def add(self, message: Message) -> None:
        """Messages arrive with ever larger ts (the workspace makes them so)."""
        self._by_ts[message.ts] = message
        if message.thread_ts is not None and message.is_reply:
            self._threads.setdefault(message.thread_ts, []).append(message.ts)
            parent = self._by_ts.get(message.thread_ts)
            if parent is not None:
                parent.thread_ts = parent.ts
        if not message.is_reply or message.broadcast:
            self._top.append(message.ts)

    def find(self, ts: str) -> Message | None:
        return self._by_ts.get(ts)

    def remove(self, message: Message) -> None:
        del self._by_ts[message.ts]
        self._pins.pop(message.ts, None)
        for order in (self._top, self._threads.get(message.thread_ts or "", [])):
            at = bisect.bisect_left(order, message.ts)
            if at < len(order) and order[at] == message.ts:
                del order[at]

    def replies(self, parent_ts: str) -> list[Message]:
        return [self._by_ts[ts] for ts in self._threads.get(parent_ts, [])]

    def newest_first(
        self, oldest: str = "", latest: str = "", *, inclusive: bool = False, limit: int = 100
    ) -> tuple[list[Message], bool]:
        """Top-level messages of a span, and whether older ones are left."""
        low, high = _span(self._top, oldest, latest, inclusive=inclusive)
        start = max(low, high - limit)
        return [self._by_ts[ts] for ts in reversed(self._top[start:high])], start > low

    def thread(
        self, parent: Message, oldest: str = "", latest: str = "", *, inclusive: bool = False, limit: int = 1000
    ) -> tuple[list[Message], bool]:
        """The parent, always, then its replies of the span in order, and whether later ones are left."""
        order = self._threads.get(parent.ts, [])
        low, high = _span(order, oldest, latest, inclusive=inclusive)
        stop = min(high, low + limit)
        return [parent, *(self._by_ts[ts] for ts in order[low:stop])], stop < high

    def shown(self, message: Message, *, with_metadata: bool = False) -> Json:
        """The message with what its thread adds to a parent and to a reply."""
        shown = message.shown(with_metadata=with_metadata)
        if message.is_reply:
            parent = self._by_ts.get(message.thread_ts or "")
            return shown | ({"parent_user_id": parent.user} if parent else {})
        order = self._threads.get(message.ts)
        if not order:
            return shown
        authors = list(dict.fromkeys(self._by_ts[ts].user for ts in order))
        return shown | {
            "thread_ts": message.ts,
            "reply_count": len(order),
            "reply_users_count": len(authors),
            "reply_users": authors[:5],
            "latest_reply": order[-1],
            "is_locked": False,
            "subscribed": False,
        }

    def all_shown(self, messages: Iterable[Message], *, with_metadata: bool = False) -> list[Json]:
        return [self.shown(message, with_metadata=with_metadata) for message in messages]

    def newest_of_all(self) -> Iterator[Message]:
        """What was said, in threads too, the last first."""
        return reversed(self._by_ts.values())

    @property
    def newest(self) -> Message | None:
        """The last that was said, in a thread too."""
        return next(self.newest_of_all(), None)

    @property
    def latest(self) -> Message | None:
        return self._by_ts[self._top[-1]] if self._top else None

    @property
    def pinned(self) -> list[Message]:
        return [self._by_ts[ts] for ts in self._pins]

    def pin(self, message: Message) -> bool:
        """Whether it was not pinned before."""
        if message.ts in self._pins:
            return False
        self._pins[message.ts] = None
        return True

    def unpin(self, message: Message) -> bool:
        """Whether it was pinned."""
        if message.ts not in self._pins:
            return False
        del self._pins[message.ts]
        return True


def _span(order: list[str], oldest: str, latest: str, *, inclusive: bool) -> tuple[int, int]:
    first, last = bisect.bisect_left, bisect.bisect_right
    low = (first if inclusive else last)(order, oldest) if oldest else 0
    high = (last if inclusive else first)(order, latest) if latest else len(order)
    return low, max(low, high)
