import math
from dataclasses import dataclass

from sandbox.methods.call import Tier
from sandbox.shapes import Clock
from sandbox.workspace.scale import Scale

PER_MINUTE: dict[Tier, int] = {"tier1": 1, "tier2": 20, "tier3": 50, "tier4": 100, "post": 300}
"""Calls per method and workspace (docs.slack.dev/apis/web-api/rate-limits): each tier's least, and for
chat.postMessage "several hundred" per minute."""
CHANNEL_PER_SECOND, CHANNEL_BURST = 1.0, 4.0
"""About one message a second per conversation; short bursts are let through."""
MINUTE = 60.0


@dataclass
class Bucket:
    left: float
    at: float


class Budgets:
    """Buckets that fill evenly: one per method, and one per conversation for posting."""

    def __init__(self, now: Clock, scale: Scale) -> None:
        self._now, self._scale = now, scale
        self._buckets: dict[tuple[str, str], Bucket] = {}

    def spend(self, method: str, tier: Tier, channel: str = "") -> int | None:
        """None when the call may pass, else the whole seconds to wait (Retry-After)."""
        if self._scale.budgets <= 0:
            return None
        wait = 0.0
        if tier == "post" and channel:
            wait = self._wait((method, channel), CHANNEL_PER_SECOND, CHANNEL_BURST)
        wait = max(wait, self._wait((method, ""), PER_MINUTE[tier] / MINUTE, PER_MINUTE[tier]))
        if wait > 0:
            return max(1, math.ceil(wait))
        for key in {(method, channel) if tier == "post" and channel else (method, ""), (method, "")}:
            self._buckets[key].left -= 1
        return None

    def _wait(self, key: tuple[str, str], rate: float, burst: float) -> float:
        rate, burst = rate * self._scale.budgets, max(1.0, burst * self._scale.budgets)
        now = self._now()
        bucket = self._buckets.setdefault(key, Bucket(burst, now))
        bucket.left = min(burst, bucket.left + max(0.0, now - bucket.at) * rate)
        bucket.at = now
        return 0.0 if bucket.left >= 1 else (1 - bucket.left) / rate
