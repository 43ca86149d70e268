"""Red when ticks or the courier stop, the database is away, or Slack does not know us; green again after."""

import asyncio
import json
from datetime import timedelta
from typing import Any

from bot.clockwork import Clockwork
from bot.health import Health
from services.agenda import ACTS
from tests.bot.office import Office, in_office, now


def test_ready_says_what_is_missing(database_url: str) -> None:
    async def story(office: Office) -> None:
        ahead = timedelta(0)
        courier = office.hire()
        clockwork = Clockwork(office.ledger, now, ACTS, [])
        health = Health(office.ledger, clockwork, courier, lambda: now() + ahead)

        async def told() -> tuple[int, Any]:
            answer = await health.ready(None)  # type: ignore[arg-type]
            return answer.status, json.loads(answer.body)  # type: ignore[arg-type]

        assert await told() == (503, {"ready": False, "faults": ["ticks have stopped", "the courier has stopped"]})

        shifts = [asyncio.create_task(courier.run()), asyncio.create_task(clockwork.run())]
        async with asyncio.timeout(10):
            while (await told())[0] != 200:  # noqa: ASYNC110 - health is asked, it does not tell
                await asyncio.sleep(0.02)
        for shift in shifts:
            shift.cancel()
        await asyncio.gather(*shifts, return_exceptions=True)
        ahead = timedelta(seconds=16)
        assert await health.faults() == ["ticks have stopped", "the courier has stopped"]

        ahead = timedelta(0)
        courier.account_error = "token_revoked"
        assert await health.faults() == ["Slack does not accept our token: token_revoked"]
        assert (await health.alive(None)).status == 200  # type: ignore[arg-type]

    in_office(database_url, story)


def test_a_long_wait_for_slack_is_no_standstill(database_url: str) -> None:
    """Looking for twins takes its time; meanwhile the rounds go on and other lanes are served."""

    async def story(office: Office) -> None:
        office.sandbox.faults.add({"on": "chat.postMessage", "fault": "cut_before", "times": 1})
        await office.file()
        await office.work_for(0.7)
        office.sandbox.faults.add({"on": "conversations.history", "fault": "delay", "seconds": 5})
        courier = office.hire()
        await office.file("U0BEN")
        shift = asyncio.create_task(courier.run())
        async with asyncio.timeout(4):  # well before the look-up is answered
            while len(office.calls("chat.postMessage")) < 4:  # noqa: ASYNC110 - the sandbox has no event to wait for
                await asyncio.sleep(0.02)
        shift.cancel()
        await asyncio.gather(shift, return_exceptions=True)

    in_office(database_url, story)
