"""Does every card show what it would show if it were drawn now?"""

import random
from datetime import UTC, datetime

from sqlalchemy import text

from bot.ledger import Ledger
from handlers.notices import COPIES
from sandbox.server import Sandbox
from services import delivery
from storage.engine import open_database
from texts import Texts


async def stale_cards(database_url: str, sandbox: Sandbox) -> list[str]:
    engine = open_database(database_url)
    ledger = Ledger(engine, lambda: datetime.now(UTC), random.SystemRandom())
    with engine.connect() as connection:
        query = "SELECT id, record_id, place, view, channel, ts FROM copies WHERE ts IS NOT NULL AND parked IS NULL"
        copies = list(connection.execute(text(query)))
    stale = []
    for one in copies:
        speech = COPIES[one.view]
        composed = await ledger.read(delivery.compose, one.place, speech.sight, one.record_id, {}, one.id)
        message = sandbox.workspace.channels[one.channel].timeline.find(one.ts)
        assert message
        if composed.sight is None:
            continue
        drawn = speech.view(composed.sight, Texts.of(composed.reader.language, composed.reader.zone))
        kinds = [block["type"] for block in drawn["blocks"]]
        if message.text != drawn["text"] or [block["type"] for block in message.blocks or []] != kinds:
            stale.append(f"{one.view} at {one.channel} {one.ts} shows {message.text!r}, not {drawn['text']!r}")
    ledger.close()
    return stale
