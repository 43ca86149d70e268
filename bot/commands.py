"""What the command line does, apart from printing."""

import asyncio
import gc
import random
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from sqlalchemy import Engine, make_url

from bot import applying, erasing, secrets_command
from bot.build import Steward, build, slack_client
from bot.ledger import Ledger
from bot.settings import DatabaseSettings, Settings, several
from domain.outcomes import Refused
from handlers.desk.export import Live, exported
from handlers.desk.report import lines_of, sentence
from handlers.desk.source import FileFaults
from services import desk
from storage import migrations
from storage.engine import open_database

log = structlog.get_logger("bot")

RUBBISH = 10_000  # new objects before Python looks for garbage among them; 700 are a fifth of a request


class Unfit(Exception):  # noqa: N818 - says what the machine is
    """A sentence for the operator: what stands in the way, and what to do."""


def machine_clock() -> datetime:
    return datetime.now(UTC)


def migrate(url: str) -> str:
    engine = open_database(url, connections=1)
    try:
        return migrations.upgrade(engine)
    finally:
        engine.dispose()


async def run(settings: Settings, desk: str | None) -> None:
    """Until SIGTERM or SIGINT, which drain. `desk` is the desk file's text, applied first."""
    with alone(settings.database_url):
        _migrated(settings.database_url)
        if desk:
            for line in await apply(settings, desk, dry_run=False):
                log.info(line)
        steward = await _built(settings)
        try:
            log.info("serving", port=await _started(steward))
            settle_memory()
            await until_stopped()
        finally:
            await steward.stop()
            log.info("stopped")


def settle_memory() -> None:
    """What a start leaves behind lives as long as the program: it need not be looked through for garbage again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(RUBBISH)


async def _started(steward: Steward) -> int:
    try:
        return await steward.start()
    except OSError as error:
        raise Unfit(f"Cannot listen: {error.strerror}. Is PORT or METRICS_PORT taken already?") from error


async def _built(settings: Settings) -> Steward:
    try:
        return await build(settings, machine_clock, random.SystemRandom())
    except SlackApiError as error:
        raise Unfit(f"Slack does not accept SLACK_BOT_TOKEN: {error.response['error']}.") from error


async def until_stopped() -> None:
    stopped = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stopped.set)
    await stopped.wait()


@contextmanager
def alone(url: str) -> Iterator[None]:
    """SQLite serves one `bot run`: a second one is refused while the first lives. PostgreSQL serves many."""
    file = make_url(url).database
    if not url.startswith("sqlite") or not file:
        yield
        return
    with Path(f"{file}.lock").open("w") as lock:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except OSError as error:
            raise Unfit(f"Another bot run uses {file}. SQLite serves one; use PostgreSQL for several.") from error
        yield


def _migrated(url: str) -> None:
    """An empty database gets the schema; an older one is left to the operator, who may want a backup first."""
    engine = open_database(url, connections=1)
    try:
        found = migrations.revision(engine)
        if found is None:
            migrations.upgrade(engine)
        elif found != migrations.newest():
            raise Unfit(f"The database is at revision {found}, not {migrations.newest()}: run bot migrate first.")
    finally:
        engine.dispose()


async def apply(settings: Settings, desk: str, *, dry_run: bool) -> list[str]:
    """Lines to print. Raises Unfit with every fault of the file."""
    client = slack_client(settings)
    kinds = (AsyncConnectionErrorRetryHandler, AsyncRateLimitErrorRetryHandler, AsyncServerErrorRetryHandler)
    client.retry_handlers = [kind(max_retry_count=5) for kind in kinds]  # all of it only reads
    with _ledger(settings.database_url) as ledger:
        try:
            plan = await applying.planned(client, desk)
            if dry_run:
                return lines_of(await applying.difference(ledger, plan))
            return [sentence(await applying.apply(ledger, plan))]
        except FileFaults as faults:
            raise Unfit(f"The desk file cannot be applied:\n{faults}") from faults
        except Refused as refused:
            raise Unfit(sentence(refused.refusal)) from refused
        except SlackApiError as error:
            raise Unfit(f"Slack refused to tell: {error.response['error']}.") from error
        except (SlackClientError, ClientError, TimeoutError) as error:
            raise Unfit(f"Slack does not answer at {settings.slack_api_url}: {error}") from error


@contextmanager
def _ledger(url: str, *, found: bool = True) -> Iterator[Ledger]:
    """`found`: an empty database gets its schema; without it, an empty one is refused."""
    file = make_url(url).database
    if not found and url.startswith("sqlite") and not Path(file or "").is_file():
        raise Unfit(f"There is no database at {file}: there is nothing to read.")
    engine: Engine = open_database(url)
    if migrations.revision(engine) is None:
        if not found:
            raise Unfit("This database is empty: there is nothing to read.")
        migrations.upgrade(engine)
    ledger = Ledger(engine, machine_clock, random.SystemRandom())
    try:
        yield ledger
    finally:
        ledger.close()


async def secret(settings: DatabaseSettings, act: str, source: str | None, number: int = 0) -> list[str]:
    """Lines to print. `act` is add, list or revoke."""
    key = settings.alerts_key.get_secret_value() if settings.alerts_key else None
    with _ledger(settings.database_url) as ledger:
        try:
            match act:
                case "add":
                    return await secrets_command.add(ledger, source or "", key)
                case "revoke":
                    return await secrets_command.revoke(ledger, source or "", number)
            return await secrets_command.listed(ledger, source)
        except Refused as refused:
            raise Unfit(secrets_command.sentence(refused.refusal)) from refused


async def export(settings: DatabaseSettings) -> str:
    """The live desk as a desk file."""
    with _ledger(settings.database_url, found=False) as ledger:
        if not await ledger.read(desk.is_applied):
            raise Unfit("No desk file has been applied yet: there is nothing to export.")
        return exported(Live(*await ledger.read(desk.live)))


async def erase(settings: DatabaseSettings, slack_id: str, agreed: Callable[[list[str]], bool]) -> list[str]:
    """Lines to print. `agreed` is shown what would be erased, and says whether it shall be."""
    with _ledger(settings.database_url, found=False) as ledger:
        asked = await erasing.sought(ledger, slack_id)
        if asked is None:
            raise Unfit(
                f"Nobody here has the Slack id {slack_id}. It begins with U or W: see the profile in Slack."
            )
        if asked.is_described:
            raise Unfit(f"The desk file describes {slack_id}: take that out and bot apply, then erase.")
        if asked.is_done:
            return list(asked.lines())
        if not agreed(list(asked.lines())):
            return ["Nothing was erased."]
        pieces = await erasing.erase(ledger, asked)
        return [f"{pieces:,} pieces were erased.", "", erasing.BEYOND]


async def verify(settings: DatabaseSettings, head: str | None) -> list[str]:
    """A line for each break."""
    from bot.auditing import verify as verify_all

    with _ledger(settings.database_url, found=False) as ledger:
        key = settings.audit_key.get_secret_value() if settings.audit_key else None
        return await verify_all(ledger, key, head, several(settings.audit_keys_old))


async def examine(settings: Settings, say: Callable[[str], None]) -> bool:
    """Says each finding as it is found; False if any is bad."""
    from bot.doctor import Doctor, Mark

    ledger = Ledger(open_database(settings.database_url), machine_clock, random.SystemRandom())
    is_well = True
    try:
        async for found in Doctor(settings, slack_client(settings), ledger, machine_clock).findings():
            say(f"{found.mark:8} {found.what}" + (f"\n         → {found.remedy}" if found.remedy else ""))
            is_well &= found.mark is not Mark.BAD
    finally:
        ledger.close()
    return is_well
