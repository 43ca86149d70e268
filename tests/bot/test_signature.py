"""Slack's signature, by the example that Slack publishes (docs: verifying requests from Slack)."""

import pytest

from bot.signature import is_genuine

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
STAMP = 1531420618
BODY = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar"
    b"&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack"
    b".com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a"
    b"0bc887a14d10d2c447fce8b6703c"
)
SIGNATURE = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


def headers(stamp: str = str(STAMP), signature: str = SIGNATURE) -> dict[str, str]:
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}


def test_slacks_own_example_is_genuine() -> None:
    assert is_genuine(SECRET, headers(), BODY, STAMP)


@pytest.mark.parametrize("off", [-300, 300])
def test_five_minutes_are_forgiven(off: int) -> None:
    assert is_genuine(SECRET, headers(), BODY, STAMP + off)


@pytest.mark.parametrize("off", [-301, 301, 10**9])
def test_more_are_not(off: int) -> None:
    assert not is_genuine(SECRET, headers(), BODY, STAMP + off)


@pytest.mark.parametrize("body", [b"", BODY + b"&", BODY.replace(b"foobar", b"foobaz")])
def test_another_body_is_not_genuine(body: bytes) -> None:
    assert not is_genuine(SECRET, headers(), body, STAMP)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"X-Slack-Signature": SIGNATURE},
        {"X-Slack-Request-Timestamp": str(STAMP)},
        headers(signature=""),
        headers(signature="v0="),
        headers(signature=SIGNATURE.upper()),
        headers(signature=SIGNATURE[3:]),
        headers(signature="v0=ä"),
        headers(signature="v0=\udcff"),
        headers(stamp=""),
        headers(stamp="soon"),
        headers(stamp=f"{STAMP}.0"),
        headers(stamp=f"-{STAMP}"),
        headers(stamp="1" * 5000),
        headers(stamp="\u0661\u0665"),
    ],
)
def test_odd_headers_are_not_genuine_and_raise_nothing(given: dict[str, str]) -> None:
    assert not is_genuine(SECRET, given, BODY, STAMP)
