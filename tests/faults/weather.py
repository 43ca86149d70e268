"""What goes wrong between Slack and the program, a spell at a time, repeatable by a seed."""

import asyncio
import random
from typing import Any

from tests.faults.control import Control

LATE = 1.2  # seconds: no request takes effect later than this; leases and second looks are longer
SPELL = (0.4, 1.6)  # seconds
SAYING = ("chat.postMessage", "chat.update")
ASKING = ("conversations.open", "conversations.history", "conversations.replies", "users.info", "views.open")

CALLS: tuple[dict[str, Any], ...] = (
    {"fault": "delay", "seconds": 0.3},
    {"fault": "delay", "seconds": LATE},
    {"fault": "429", "retry_after": 0},
    {"fault": "429", "retry_after": "1.5"},
    {"fault": "429", "retry_after": None},
    {"fault": "429", "retry_after": 3},
    {"fault": "5xx", "status": 502},
    {"fault": "5xx", "status": 503, "acts": True},
    {"fault": "cut_before"},
    {"fault": "cut_after"},
    {"fault": "late_accept", "seconds": 0.3},
    {"fault": "late_accept", "seconds": LATE},
    {"fault": "fatal_after"},
    {"fault": "garbage"},
    {"fault": "garbage", "acts": False},
)
DELIVERIES: tuple[dict[str, Any], ...] = (
    {"fault": "duplicate"},
    {"fault": "reorder", "seconds": 0.5},
    {"fault": "delay", "seconds": 0.3},
    {"fault": "cut_after"},
)
HEARD = ("event", "command", "block_actions", "view_submission")


class Weather:
    """`archived` is the channel that is closed and opened again; who holds `token` knows that Slack takes it."""

    def __init__(self, control: Control, rng: random.Random, archived: str) -> None:
        self._control = control
        self._rng = rng
        self._archived = archived
        self.token = asyncio.Lock()
        self.spells: list[str] = []

    async def rage(self) -> None:
        """Until cancelled."""
        spells = 0
        while True:
            spells += 1
            if spells % 9 == 0:
                await self._unknown_token()
            elif spells % 7 == 0:
                await self._archive()
            else:
                await self._spell()

    async def clear(self) -> None:
        await self._control.delete("/control/faults")
        await self._control.post("/control/token", revoked=False)
        await self._control.post(f"/control/channels/{self._archived}", archived=False)

    async def _spell(self) -> None:
        rng = self._rng
        wishes = [
            *({"on": rng.choice(SAYING), "chance": 0.5, **rng.choice(CALLS)} for _ in range(2)),
            {"on": rng.choice(ASKING), "chance": 0.3, **rng.choice(CALLS)},
            {"on": rng.choice(HEARD), "chance": 0.4, **rng.choice(DELIVERIES)},
        ]
        for wish in wishes:
            await self._control.post("/control/faults", seed=rng.getrandbits(32), **wish)
            self.spells.append(f"{wish['on']} {wish['fault']}")
        await asyncio.sleep(rng.uniform(*SPELL))
        await self._control.delete("/control/faults")

    async def _unknown_token(self) -> None:
        async with self.token:
            await self._control.post("/control/token", revoked=True)
            await asyncio.sleep(self._rng.uniform(0.2, 0.6))
            await self._control.post("/control/token", revoked=False)
        self.spells.append("token revoked")

    async def _archive(self) -> None:
        await self._control.post(f"/control/channels/{self._archived}", archived=True)
        await asyncio.sleep(self._rng.uniform(0.3, 1.0))
        await self._control.post(f"/control/channels/{self._archived}", archived=False)
        self.spells.append("channel archived")
