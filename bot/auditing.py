"""`bot audit verify`: what is wrong with the history, in plain English. The operator's terminal is in English."""

from collections.abc import Collection, Mapping, Sequence

from domain.history import Break, Fault
from handlers.ledger import Ledger
from services import audit

CHAIN = {
    Fault.EDITED: "{record}, fact {at}: it was edited.",
    Fault.MISSING: "{record}, fact {at}: it is gone, and later facts are still there.",
    Fault.UNCHAINED: "{record}, fact {at}: it does not follow from the fact before it; one of them was replaced.",
    Fault.HEAD: "{record}: its history does not end as the record says (fact {at}): facts were cut or replaced.",
    Fault.WORDS: "{record}, fact {at}: the words beside it were changed, or taken away without an act of erasure.",
    Fault.CUT: "{record}, fact {at}: it was sealed and is gone.",
    Fault.REWRITTEN: "{record}, fact {at}: it was sealed and is another now.",
    Fault.SEAL_MISSING: "{record}: it was sealed up to fact {at}, but no seal says so. The last seals are gone.",
}
SEALS = {
    Fault.FORGED: "Seal {at}: it was edited, or made without the key.",
    Fault.SEAL_MISSING: "Seal {at}, or the one before it, is gone: the row of seals is broken there.",
}


async def verify(ledger: Ledger, key: str | None, posted: str | None, old: Collection[str] = ()) -> list[str]:
    """A line for each break; none if all holds. `posted` is the mark last seen in the audit channel, `old` the keys
    that were used before `key`.
    """
    known = [audit.key_from(one) for one in (key, *old) if one]
    keys = {one.id: one.secret for one in known}
    mark = posted.strip().strip("`").lower() if posted else None
    breaks = await ledger.read(audit.verify, keys, mark)
    names = await ledger.read(audit.names, breaks)
    return [
        *(_line(one, names) for one in breaks if one.fault is not Fault.UNKNOWN_KEY),
        *_unknown(breaks, is_known=bool(known)),
    ]


def _line(one: Break, names: Mapping[int, str]) -> str:
    if one.record_id is None:
        return SEALS[one.fault].format(at=one.at)
    record = names.get(one.record_id, f"Record {one.record_id}, which is gone")
    return CHAIN[one.fault].format(record=record, at=one.at)


def _unknown(breaks: Sequence[Break], *, is_known: bool) -> list[str]:
    """One line for all seals of another key: there may be thousands."""
    ids = [one.at for one in breaks if one.fault is Fault.UNKNOWN_KEY]
    if not ids:
        return []
    which = f"Seal {ids[0]}" if len(ids) == 1 else f"{len(ids)} seals from {ids[0]} to {ids[-1]}"
    why = (
        "neither AUDIT_KEY nor AUDIT_KEYS_OLD holds the key that made them" if is_known else "AUDIT_KEY is not set"
    )
    return [f"{which}: not checked, because {why}."]
