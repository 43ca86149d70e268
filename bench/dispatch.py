"""From a click to its listener: the action that was registered last, against the first, among four hundred."""

import random
import statistics
import time
from dataclasses import replace
from datetime import UTC, datetime

from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bench import seeds
from bench.figures import Figure
from bench.places import database, workspace
from bot.build import bolt_app
from bot.commands import machine_clock
from bot.deliveries import Deliveries
from bot.metrics import Metrics
from handlers.answers import Answer, Done
from handlers.payloads import Click
from handlers.people.greeting import Greeter
from handlers.routes import ROUTES
from handlers.surface import Desk, Surface

ACTIONS, CLICKS, WARM = 400, 400, 100


async def listen(_: Desk, __: Click) -> Answer:
    return Done()


async def measure(kind: str) -> list[Figure]:
    async with workspace() as sandbox:
        with database(kind) as url:
            ledger = await seeds.desk(sandbox, url)
            client = AsyncWebClient("xoxb-sandbox-steward", base_url=sandbox.api_url, retry_handlers=[])
            clicks = {**ROUTES.clicks, **{f"bench.{number:03}": listen for number in range(ACTIONS)}}
            greeter = Greeter(ledger, client, keeps=300.0)
            surface = Surface(
                ledger, client, replace(ROUTES, clicks=clicks), greeter, machine_clock, random.SystemRandom()
            )
            who = AuthorizeResult(
                enterprise_id=None, team_id="T0STEWARD", bot_token="xoxb-1", bot_user_id="U0STEWARD"
            )
            deliveries = Deliveries(bolt_app(client, surface, who), print, machine_clock, Metrics())
            taken: dict[str, list[float]] = {"bench.000": [], f"bench.{ACTIONS - 1:03}": []}
            for number in range(WARM + CLICKS):
                for action, spans in taken.items():  # in turn, so that a busy machine slows both
                    begun = time.perf_counter()
                    answer = await deliveries.answer(_click(action, number), {}, datetime.now(UTC))
                    if number >= WARM:
                        spans.append((time.perf_counter() - begun) * 1000)
                    assert answer.status == 200, answer.body
            ledger.close()
    first, last = (statistics.median(found) for found in taken.values())
    return [
        Figure("dispatch of the first action, median", first, "ms", "", kind),
        Figure(f"dispatch of the last of {ACTIONS}, median", last, "ms", "", kind),
        Figure("last / first", last / first, "ratio", "<=1.1", kind),
    ]


def _click(action: str, number: int) -> dict[str, object]:
    return {
        "type": "block_actions",
        "user": {"id": "U0BEN", "team_id": "T0STEWARD"},
        "team": {"id": "T0STEWARD"},
        "trigger_id": f"bench.{action}.{number}",
        "container": {"type": "message", "channel_id": "C0ITDESK", "message_ts": "1.1"},
        "channel": {"id": "C0ITDESK"},
        "actions": [{"type": "button", "action_id": action, "block_id": "b", "value": "{}"}],
    }
