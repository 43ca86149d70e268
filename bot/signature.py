"""Slack's signature on the raw bytes, before anything is parsed (docs: verifying requests from Slack)."""

import hmac
from collections.abc import Mapping

STALE = 300  # seconds


def is_fresh(stamp: str, now: float) -> bool:
    """Is it a time in Unix seconds, not five minutes away from `now`?"""
    return stamp.isascii() and stamp.isdigit() and len(stamp) <= 12 and abs(now - int(stamp)) <= STALE  # noqa: PLR2004


def is_genuine(secret: str, headers: Mapping[str, str], body: bytes, now: float) -> bool:
    """`now` in Unix seconds. False for anything odd: a missing, foreign or malformed header, an old request."""
    stamp, given = headers.get("X-Slack-Request-Timestamp", ""), headers.get("X-Slack-Signature", "")
    if not is_fresh(stamp, now):
        return False
    signed = b"v0:" + stamp.encode() + b":" + body
    expected = "v0=" + hmac.digest(secret.encode(), signed, "sha256").hex()
    return hmac.compare_digest(expected.encode(), given.encode("utf-8", "replace"))
