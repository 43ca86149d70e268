"""What must hold when all is over: the crowd's memory, Slack's conversations and the ledgers agree."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Row, text

from domain.history import Erased, Head, Words, verify_chain
from domain.history import Row as FactRow
from sandbox.server import Sandbox
from sandbox.workspace.messages import Message
from storage.tables import instant
from tests.faults.crowd import Memory

# ERROR lines that such weather must bring.
EXPECTED_ERRORS = {"parked", "Slack does not accept our token", "event parked"}


@dataclass
class Books:
    """Everything that is compared, read once. `archived` are the places that were closed for a while."""

    engine: Engine
    sandbox: Sandbox
    memory: Memory
    log: Path
    secrets: tuple[str, ...]
    archived: set[str]
    faults: list[str] = field(default_factory=list)

    def check(self) -> list[str]:
        """A sentence for each thing that is not as it must be."""
        self._everything_said_once()
        self._order_holds()
        self._commands_are_kept()
        self._forms_are_kept()
        self._words_are_kept()
        self._chains_hold()
        self._log_is_clean()
        return self.faults

    def rows(self, query: str) -> list[Row[Any]]:
        with self.engine.connect() as connection:
            return list(connection.execute(text(query)))

    def messages(self) -> Iterator[tuple[str, Message]]:
        """Every message of the workspace with its channel."""
        for channel in self.sandbox.workspace.channels.values():
            for message in channel.timeline.newest_first(limit=1_000_000)[0]:
                yield channel.id, message
                yield from ((channel.id, reply) for reply in channel.timeline.replies(message.ts))

    def _claim(self, holds: object, sentence: str) -> None:
        if not holds:
            self.faults.append(sentence)

    def _everything_said_once(self) -> None:
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for channel, message in self.messages():
            if message.bot_id:
                token = ((message.metadata or {}).get("event_payload") or {}).get("token")
                self._claim(token, f"said without a token: {message.text!r}")
                found[str(token)].append((channel, message.ts))
        intents = self.rows("SELECT id, token, state, channel, ts, place, notice, error, attempts FROM outbox")
        for one in intents:
            stands = found.pop(one.token, [])
            match one.state:
                case "sent":
                    self._claim(stands == [(one.channel, one.ts)], f"sent, but stands at {stands}: {one}")
                case "parked":
                    self._claim(not stands, f"parked, but stands at {stands}: {one}")
                    self._claim(one.place in self.archived, f"parked in an open place: {one}")
                case "withdrawn":
                    self._claim(not stands, f"withdrawn, but stands at {stands}: {one}")
                case _:
                    self._claim(False, f"never settled: {one}")  # noqa: FBT003 - the claim itself
        self._claim(not found, f"messages of no intent: {found}")

    def _order_holds(self) -> None:
        """Of what was said in time: what was given up and taken late has kept its error."""
        query = "SELECT place, record_id, id, ts FROM outbox WHERE state = 'sent' AND error IS NULL ORDER BY id"
        last: dict[tuple[str, int], str] = {}
        for one in self.rows(query):
            lane = one.place, one.record_id
            self._claim(last.get(lane, "") < one.ts, f"overtaken in {one.place}: intent {one.id}")
            last[lane] = one.ts

    def _commands_are_kept(self) -> None:
        kept = {(one.title, one.key) for one in self.rows("SELECT title, key FROM records")}
        times = Counter(title for title, _ in kept)
        for told in self.memory.filed:
            self._claim(times[told.words] <= 1, f"filed twice: {told}")
            if told.key:
                self._claim((told.words, told.key) in kept, f"acknowledged, but not kept: {told}")

    def _forms_are_kept(self) -> None:
        kept = Counter(one.title for one in self.rows("SELECT title FROM records"))
        kept += Counter(one.text for one in self.rows("SELECT text FROM notes"))
        of_surveys = "SELECT text FROM words WHERE name IN ('comment', 'note')"  # the comment, and what came of it
        kept += Counter(one.text for one in self.rows(of_surveys))
        for told in self.memory.sent:
            self._claim(kept[told.words] <= 1, f"done twice: {told}")
            self._claim(kept[told.words] or not told.is_acknowledged, f"acknowledged, but not done: {told}")

    def _words_are_kept(self) -> None:
        """Of each message in a card's thread one note, if any of its deliveries was acknowledged.

        Words under a notice, or under a twin that was deleted since, are in no thread of ours.
        """
        cards = {(one.channel, one.ts) for one in self.rows("SELECT channel, ts FROM copies WHERE ts IS NOT NULL")}
        notes = Counter((one.channel, one.ts) for one in self.rows("SELECT channel, ts FROM notes"))
        heard = {
            (event["channel"], event["ts"])
            for entry in self.sandbox.traffic.since(0)
            if entry["kind"] == "delivery" and entry["of"] == "message" and entry["status"] == 200
            for event in [entry["payload"]["event"]]
        }
        for place, thread in self.memory.said.items():
            self._claim(notes[place] <= 1, f"noted twice: {place}")
            if place in heard and (place[0], thread) in cards:
                self._claim(notes[place], f"heard, but not noted: {place} under {thread}")

    def _chains_hold(self) -> None:
        beside: dict[tuple[int, int], dict[str, Words | Erased]] = defaultdict(dict)
        for one in self.rows("SELECT record_id, seq, name, salt, text FROM words"):
            beside[one.record_id, one.seq][one.name] = Words(bytes(one.salt), one.text)
        chains: dict[int, list[FactRow]] = defaultdict(list)
        for one in self.rows("SELECT * FROM facts ORDER BY record_id, seq"):
            words = beside.get((one.record_id, one.seq), {})
            row = FactRow(one.record_id, one.seq, instant(one.at), one.verb, one.body, one.hash, words)
            chains[one.record_id].append(row)
        for one in self.rows("SELECT id, head_seq, head_hash FROM records"):
            breaks = verify_chain(chains[one.id], Head(one.id, one.head_seq, one.head_hash))
            self._claim(not breaks, f"the chain is broken: {breaks}")

    def _log_is_clean(self) -> None:
        log = self.log.read_text()
        for secret in self.secrets:
            self._claim(secret not in log, "a secret is in the log")
        for line in log.splitlines():
            try:
                entry = json.loads(line)
            except ValueError:
                self._claim(False, f"not a log line: {line[:300]}")  # noqa: FBT003 - the claim itself
                continue
            if entry.get("level") in {"error", "critical"}:
                self._claim(entry.get("event") in EXPECTED_ERRORS, f"unexpected: {line[:3000]}")
