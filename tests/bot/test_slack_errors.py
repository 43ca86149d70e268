"""What each error of Slack and of the wire means; sources: Slack's lists of errors by method."""

from asyncio import IncompleteReadError
from types import SimpleNamespace

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.slack_errors import CODES, Fate, verdict


def answered(data: object, status: int = 200, headers: dict[str, object] | None = None) -> SlackApiError:
    return SlackApiError(
        "said",  # type: ignore[no-untyped-call]
        SimpleNamespace(status_code=status, data=data, headers=headers or {}),
    )


@pytest.mark.parametrize(
    ("code", "fate"),
    [
        ("ratelimited", Fate.RATE), ("message_limit_exceeded", Fate.RATE),
        ("internal_error", Fate.UNKNOWN), ("fatal_error", Fate.UNKNOWN), ("request_timeout", Fate.UNKNOWN),
        ("is_archived", Fate.TARGET), ("not_in_channel", Fate.TARGET), ("channel_not_found", Fate.TARGET),
        ("restricted_action", Fate.TARGET), ("user_disabled", Fate.TARGET), ("cannot_dm_bot", Fate.TARGET),
        ("token_revoked", Fate.ACCOUNT), ("account_inactive", Fate.ACCOUNT), ("invalid_auth", Fate.ACCOUNT),
        ("message_not_found", Fate.CARD), ("cant_update_message", Fate.CARD), ("edit_window_closed", Fate.CARD),
        ("invalid_blocks", Fate.OURS), ("msg_too_long", Fate.OURS), ("missing_scope", Fate.OURS),
        ("never_heard_of", Fate.OURS),
    ],
)  # fmt: skip
def test_slacks_codes(code: str, fate: Fate) -> None:
    found = verdict(answered({"ok": False, "error": code}))
    assert (found.fate, found.error) == (fate, code)


@pytest.mark.parametrize(
    ("error", "fate"),
    [
        (answered({}, 500), Fate.UNKNOWN),
        (answered({"ok": False, "error": "is_archived"}, 502), Fate.UNKNOWN),
        (answered("<html>", 200), Fate.UNKNOWN),
        (answered(b"", 200), Fate.UNKNOWN),
        (answered({}, 429), Fate.RATE),
        (TimeoutError(), Fate.UNKNOWN),
        (aiohttp.ServerTimeoutError(), Fate.UNKNOWN),
        (aiohttp.ServerDisconnectedError(), Fate.UNKNOWN),
        (aiohttp.ClientPayloadError(), Fate.UNKNOWN),
        (aiohttp.ClientOSError(104, "reset"), Fate.UNKNOWN),
        (ConnectionResetError(), Fate.UNKNOWN),
        (SlackRequestError("odd"), Fate.UNKNOWN),
        (KeyError("channel"), Fate.OURS),
        (IncompleteReadError(b"", 1), Fate.OURS),
    ],
)
def test_what_is_no_answer_of_slacks(error: Exception, fate: Fate) -> None:
    assert verdict(error).fate is fate


def test_a_refused_connection_was_not_sent() -> None:
    key = aiohttp.client_reqrep.ConnectionKey("slack.example", 443, True, True, None, None, None)  # noqa: FBT003 - theirs
    assert verdict(aiohttp.ClientConnectorError(key, OSError(111, "refused"))).fate is Fate.NOT_SENT


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "0"}, 0.0),
        ({"Retry-After": "1.5"}, 1.5),
        ({"retry-after": "3600"}, 3600.0),
        ({"Retry-After": ["7"]}, 7.0),
        ({"Retry-After": "-3"}, 0.0),
        ({"Retry-After": "1e99"}, 86_400.0),
        ({"Retry-After": "inf"}, 86_400.0),
        ({"Retry-After": "nan"}, None),
        ({"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, None),
        ({"Retry-After": ""}, None),
        ({}, None),
    ],
)
def test_retry_after(headers: dict[str, object], seconds: float | None) -> None:
    assert verdict(answered({"ok": False, "error": "ratelimited"}, 429, headers)).rest == seconds


def test_no_code_has_two_fates() -> None:
    codes = [code for group in CODES.values() for code in group]
    assert len(codes) == len(set(codes))
