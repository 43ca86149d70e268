"""Secrets of those who send alerts: issued once, kept as a hash, two live at once so that they can be changed.

A secret has 256 random bits, so a plain SHA-256 of it tells nothing. The key by which a sender signs is made of
that hash and of ALERTS_KEY, which only the environment holds: who reads the database can neither send nor sign.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from domain.alerts import AnotherSecret, NoSuchSecret, NoSuchSource
from domain.outcomes import Outcome, Refused
from services import records
from storage import alerts_secrets
from storage.alerts_secrets import SecretRow
from storage.tx import Tx

LIVE = 2
PREFIX = "stw_"
NOBODY = "0" * 64  # what a secret is compared with where there is none


@dataclass(frozen=True)
class Issued:
    """The only time that a secret is told."""

    id: int
    secret: str


@dataclass(frozen=True)
class Revoked(Outcome):
    secret: int


def add(tx: Tx, source: str) -> Issued:
    """Raises Refused(NoSuchSource | AnotherSecret)."""
    if source not in tx.desk.alerts.sources:
        raise Refused(NoSuchSource(source))
    desk = records.desk_record(tx)
    if len(alerts_secrets.live(tx, source)) >= LIVE:
        raise Refused(AnotherSecret(source, LIVE))
    secret = PREFIX + tx.random.randbytes(32).hex()
    row = alerts_secrets.add(tx, source, hash_of(secret))
    records.change(tx, desk, "alert.add_secret", about={"source": source, "secret": row.id})
    return Issued(row.id, secret)


def revoke(tx: Tx, source: str, secret_id: int) -> Revoked:
    """From now on it opens nothing. Raises Refused(NoSuchSecret)."""
    desk = records.desk_record(tx)
    if secret_id not in {one.id for one in alerts_secrets.live(tx, source)}:
        raise Refused(NoSuchSecret(source, secret_id))
    alerts_secrets.revoke(tx, secret_id)
    records.change(tx, desk, "alert.revoke_secret", about={"source": source, "secret": secret_id})
    return Revoked(secret_id)


def listed(tx: Tx, source: str | None) -> list[SecretRow]:
    return alerts_secrets.all_of(tx, source)


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def opens(hashes: Iterable[str], secret: str) -> bool:
    """Compared with every live hash, in a time that tells nothing of them."""
    given = hash_of(secret)
    return sum(hmac.compare_digest(one, given) for one in _padded(hashes)) > 0


def signing_key(master: str, hashed: str) -> str:
    """What a sender signs with, made from the hash of its secret."""
    return hmac.new(master.encode(), b"alerts:" + hashed.encode(), hashlib.sha256).hexdigest()


def signs(master: str, hashes: Iterable[str], stamp: str, body: bytes, signature: str) -> bool:
    """Is it the signature of `stamp:body` (HMAC-SHA256, hexadecimal) by one of the live keys?"""
    keys = [signing_key(master, one).encode() for one in _padded(hashes)]
    wanted = [hmac.new(key, stamp.encode() + b":" + body, hashlib.sha256).hexdigest() for key in keys]
    given = signature.encode("utf-8", "replace")
    return sum(hmac.compare_digest(one.encode(), given) for one in wanted) > 0


def _padded(hashes: Iterable[str]) -> list[str]:
    """Always as many, lest the time tell whether a source has secrets. Nobody knows what hashes to NOBODY."""
    known = list(hashes)
    return known + [NOBODY] * (LIVE - len(known))
