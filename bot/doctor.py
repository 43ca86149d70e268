"""`bot doctor`: whether all is as it must be, and what to do where it is not. It changes nothing."""

import ssl
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

from bot.clockwork import SWEEP
from bot.ledger import Ledger
from bot.manifest import SCOPES
from bot.settings import Settings
from handlers import fonts
from services.checkup import Checkup, check_up
from services.housekeeping import MOST, Overdue
from storage import migrations
from storage.engine import open_database

SKEW = timedelta(seconds=60)  # Slack's signatures are refused when 300 seconds old
LATE = timedelta(minutes=5)
KEPT = {
    "messages": "messages that were said",
    "timers": "timers that fired",
    "alerts": "alerts that are over",
    "heard": "keys of what was heard",
}
PATIENCE = 5  # seconds for an answer of our own


class Mark(StrEnum):
    GOOD = "good"
    WARNING = "warning"
    BAD = "BAD"


@dataclass(frozen=True)
class Finding:
    """`remedy` says what to do; empty where all is well."""

    mark: Mark
    what: str
    remedy: str = ""


def good(what: str) -> Finding:
    return Finding(Mark.GOOD, what)


def warn(what: str, remedy: str) -> Finding:
    return Finding(Mark.WARNING, what, remedy)


def bad(what: str, remedy: str) -> Finding:
    return Finding(Mark.BAD, what, remedy)


@dataclass(frozen=True)
class Doctor:
    """`clock` is machine time."""

    settings: Settings
    client: AsyncWebClient
    ledger: Ledger
    clock: Callable[[], datetime]

    async def findings(self) -> AsyncIterator[Finding]:
        """One after another, as they are found."""
        yield self._audit_key()
        known = await self._checkup()
        if isinstance(known, Checkup):
            for finding in _of_ledger(known):
                yield finding
        else:
            yield known
        async for finding in self._slack():
            yield finding
        if isinstance(known, Checkup):
            for channel, purpose in known.channels.items():
                yield await self._channel(channel, purpose)
        yield _fonts()
        yield await self._running()

    def _audit_key(self) -> Finding:
        if self.settings.audit_key:
            return good("the history is sealed with AUDIT_KEY")
        return warn("AUDIT_KEY is not set", "set it to a long secret: the history is chained, but not sealed")

    async def _checkup(self) -> Checkup | Finding:
        try:
            found = _revision(self.settings.database_url)
            if found != migrations.newest():
                return bad(f"the database is at revision {found}, not {migrations.newest()}", "run bot migrate")
            return await self.ledger.read(check_up)
        except SQLAlchemyError as error:
            return bad(f"the database does not answer: {type(error).__name__}", "check DATABASE_URL and the server")

    async def _slack(self) -> AsyncIterator[Finding]:
        try:
            answer = await self.client.auth_test()
        except SlackApiError as error:
            yield bad(
                f"Slack does not accept SLACK_BOT_TOKEN: {error.response['error']}",
                "copy the bot token from the app's page, OAuth & Permissions",
            )
            return
        except (SlackClientError, aiohttp.ClientError, TimeoutError, ssl.SSLError) as error:
            remedy = "check SLACK_API_URL, the way out (HTTPS_PROXY) and certificates (SSL_CERT_FILE)"
            yield bad(f"Slack does not answer: {error}", remedy)
            return
        yield good(f"Slack knows the token: {answer.get('user')} in {answer.get('team')}")
        headers = {name.lower(): value for name, value in answer.headers.items()}
        yield _skew(headers.get("date"), self.clock())
        for finding in _scopes(headers.get("x-oauth-scopes")):
            yield finding

    async def _channel(self, channel: str, purpose: str) -> Finding:
        try:
            found = (await self.client.conversations_info(channel=channel))["channel"]
        except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
            said = error.response["error"] if isinstance(error, SlackApiError) else error
            return bad(f"the channel {channel} for {purpose}: {said}", "correct the desk file, then bot apply")
        if found.get("is_archived"):
            return bad(f"#{found.get('name')} for {purpose} is archived", "name another one in the desk file")
        if found.get("is_member") is False:
            return bad(f"not a member of #{found.get('name')} for {purpose}", "type /invite @Steward there")
        return good(f"#{found.get('name')} for {purpose}")

    async def _running(self) -> Finding:
        """Ticks and courier are asked of the program that runs: they are nobody else's to know."""
        url = f"http://{self.settings.host}:{self.settings.port}/readyz"
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE)) as session,
                session.get(url) as answer,
            ):
                faults = (await answer.json())["faults"]
        except (aiohttp.ClientError, TimeoutError, KeyError, ValueError):
            return warn(f"no bot answers at {url}", "start it with bot run, or run the doctor where it runs")
        if faults:
            return bad("the running bot is not fit to serve", "; ".join(faults))
        return good("the bot runs; ticks and courier are going")


def _revision(url: str) -> str | None:
    engine = open_database(url, connections=1)
    try:
        return migrations.revision(engine)
    finally:
        engine.dispose()


def _of_ledger(known: Checkup) -> Iterator[Finding]:
    yield good("the database answers, at the newest revision")
    if not known.is_applied:
        yield bad("no desk file has been applied", "run bot apply desk.yaml")
    if known.ahead:
        yield warn(f"desk time runs {known.ahead} ahead", "only a demo moves it: is this a demo's database?")
    parked = {
        "messages that Slack would not take": known.messages.parked,
        "timers that failed five times": known.timers.parked,
        "events that failed for good": known.parked_events,
    }
    for what, count in parked.items():
        if count:
            yield warn(f"{count} {what} are parked", "the log says why, under 'parked'")
    if known.timers.late > LATE:
        yield bad(f"a timer is {known.timers.late} late", "is bot run going?")
    for one in known.days_missing:
        what = f"the holidays of {one.country} in {one.year} are not known (calendar {one.key})"
        yield warn(what, "a later release of the holidays library has them, or name the days in the desk file")
    yield from _kept(known.overdue)
    if not any(parked.values()):
        yield good(f"nothing is parked; {known.messages.open} messages wait")


def _kept(overdue: Mapping[str, Overdue]) -> Iterator[Finding]:
    """A sweep's lot of each kind may always be there: it goes with the next one."""
    late = {name: one for name, one in overdue.items() if one.rows > MOST}
    for name, one in late.items():
        hours = -(-one.rows // MOST) * SWEEP // timedelta(hours=1) + 1
        remedy = f"{MOST} go every {SWEEP // timedelta(minutes=1)} minutes while bot run is going: {hours} hours"
        yield warn(f"{one.rows:,} {KEPT[name]} are kept beyond their {one.days} days", remedy)
    if not late:
        yield good("nothing is kept for longer than the desk file says")


def _fonts() -> Finding:
    lacking = fonts.languages_without_font(fonts.installed())
    if lacking:
        what = f"no font of this machine has the characters of {', '.join(lacking)}"
        return warn(what, "install Debian's fonts-noto-cjk, or pictures are labelled in English")
    return good("pictures can be labelled in every language")


def _skew(date: str | None, now: datetime) -> Finding:
    if date is None:
        return warn("Slack does not say what time it is", "check this machine's clock yourself")
    skew = abs(now - parsedate_to_datetime(date).astimezone(UTC))
    if skew > SKEW:
        return bad(f"this machine's clock is {skew} off", "set it by NTP: Slack's signatures will be refused")
    return good("the clock agrees with Slack's")


def _scopes(told: str | None) -> Iterator[Finding]:
    if told is None:
        yield warn("Slack does not tell the token's scopes", "compare them with bot manifest --scopes")
        return
    held = {scope.strip() for scope in told.split(",")}
    missing = [scope for scope in SCOPES if scope.name not in held]
    for scope in missing:
        remedy = f"add the scope to the app and install it again: {scope.why}"
        if scope.feature:
            yield warn(f"without {scope.name}", f"if that is not meant, {remedy}")
        else:
            yield bad(f"without {scope.name}", remedy)
    if not missing:
        yield good("the token has every scope")
