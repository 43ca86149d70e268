"""`bot secret`: what the operator reads. The terminal is in English."""

from domain.alerts import AnotherSecret, NoSuchSecret, NoSuchSource
from domain.outcomes import Refusal
from handlers.ledger import Ledger
from services import alerts_secrets


async def add(ledger: Ledger, source: str, key: str | None) -> list[str]:
    issued = await ledger.write(alerts_secrets.add, source)
    lines = [
        f"Secret {issued.id} of {source}. It is shown this once; keep it where the sender needs it.",
        f"  secret       {issued.secret}",
        f"  send it as   Authorization: Bearer {issued.secret}",
        f"  to           POST /alerts/{source}",
    ]
    if key:
        signing = alerts_secrets.signing_key(key, alerts_secrets.hash_of(issued.secret))
        lines.append(f"  or sign with {signing}")
    return lines


async def listed(ledger: Ledger, source: str | None) -> list[str]:
    rows = await ledger.read(alerts_secrets.listed, source)
    if not rows:
        return ["There are no secrets yet. `bot secret add <source>` issues one."]
    lines = []
    for row in rows:
        state = f"revoked {row.revoked_at:%Y-%m-%d %H:%M} UTC" if row.revoked_at else "live"
        lines.append(f"{row.id:>4}  {row.source}  made {row.created_at:%Y-%m-%d %H:%M} UTC  {state}")
    return lines


async def revoke(ledger: Ledger, source: str, secret_id: int) -> list[str]:
    await ledger.write(alerts_secrets.revoke, source, secret_id)
    return [f"Secret {secret_id} of {source} is revoked: it opens nothing any more."]


def sentence(refusal: Refusal) -> str:
    match refusal:
        case NoSuchSource(source):
            return f"The desk file names no source of alerts '{source}': add it under alerts.sources and apply."
        case AnotherSecret(source, most):
            return f"{source} has {most} live secrets already. Revoke the one that is not used any more first."
        case NoSuchSecret(source, secret):
            return f"{source} has no live secret {secret}: `bot secret list {source}` shows them."
    return f"{refusal.name}: {refusal.facts()}"
