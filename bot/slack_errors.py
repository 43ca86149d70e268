"""What an error of Slack means for what was to be said."""

from dataclasses import dataclass, replace
from enum import StrEnum
from math import isnan

from aiohttp import ClientConnectorError, ClientError, ServerDisconnectedError
from slack_sdk.errors import SlackApiError, SlackClientError

LONGEST = 86_400.0  # seconds that a Retry-After is believed


class Fate(StrEnum):
    """NOT_SENT: surely not taken, try again. UNKNOWN: look it up before trying again. RATE: not before `rest`.

    TARGET: hopeless in that place. ACCOUNT: Slack does not know us any more; everything waits. CARD: the message
    to edit is gone. OURS: a fault of this program.
    """

    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"
    RATE = "rate"
    TARGET = "target"
    ACCOUNT = "account"
    CARD = "card"
    OURS = "ours"


CODES: dict[Fate, tuple[str, ...]] = {
    Fate.RATE: ("ratelimited", "rate_limited", "message_limit_exceeded"),
    Fate.UNKNOWN: ("internal_error", "fatal_error", "request_timeout", "service_unavailable"),
    Fate.TARGET: (
        "is_archived",
        "channel_not_found",
        "not_in_channel",
        "restricted_action",
        "user_not_found",
        "users_not_found",
        "user_not_visible",
        "user_disabled",
        "is_inactive",
        "cannot_dm_bot",
        "messages_tab_disabled",
    ),
    Fate.ACCOUNT: ("account_inactive", "token_revoked", "token_expired", "invalid_auth", "not_authed"),
    Fate.CARD: ("message_not_found", "cant_update_message", "edit_window_closed"),
}


class NotUploaded(Exception):  # noqa: N818 - says what became of it
    """A file of a message could not be brought to Slack now. The message itself was surely not sent."""

    def __init__(self, cause: Exception) -> None:
        super().__init__(str(cause))
        self.cause = cause


FATES = {code: fate for fate, codes in CODES.items() for code in codes}


@dataclass(frozen=True)
class Verdict:
    """`rest` is in seconds, for RATE only; None where Slack does not say."""

    fate: Fate
    error: str
    rest: float | None = None


def verdict(error: Exception) -> Verdict:
    """By Slack's documents and by the wire: a refused connection was not sent, a cut one may have been."""
    match error:
        case NotUploaded(cause=cause):
            found = verdict(cause)
            return replace(found, fate=Fate.NOT_SENT) if found.fate is Fate.UNKNOWN else found
        case SlackApiError():
            return _of_answer(error)
        case ClientConnectorError():  # DNS, refused, TLS: nothing was sent
            return Verdict(Fate.NOT_SENT, type(error).__name__)
        case TimeoutError() | ServerDisconnectedError() | ClientError() | SlackClientError() | OSError():
            return Verdict(Fate.UNKNOWN, type(error).__name__)
        case _:
            return Verdict(Fate.OURS, f"{type(error).__name__}: {error}"[:200])


def _of_answer(error: SlackApiError) -> Verdict:
    response = error.response
    status = getattr(response, "status_code", 200)
    data = getattr(response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    if status == 429 or FATES.get(str(code)) is Fate.RATE:  # noqa: PLR2004 - HTTP's Too Many Requests
        return Verdict(Fate.RATE, str(code or "ratelimited"), _rest(getattr(response, "headers", None) or {}))
    if status >= 500 or code is None:  # noqa: PLR2004 - HTTP's server errors; no code: not an answer of Slack's
        return Verdict(Fate.UNKNOWN, str(code or f"http_{status}"))
    return Verdict(FATES.get(str(code), Fate.OURS), str(code))


def _rest(headers: dict[str, object]) -> float | None:
    """Retry-After in seconds, a fraction too; a list where the SDK hands on what it got."""
    found = next((value for name, value in headers.items() if str(name).lower() == "retry-after"), None)
    first = found[0] if isinstance(found, list | tuple) and found else found
    try:
        seconds = float(str(first))
    except ValueError:
        return None
    return None if isnan(seconds) else min(max(0.0, seconds), LONGEST)
