import json
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlencode

from sandbox.shapes import Json

Family = Literal["events_api", "slash_commands", "interactive"]

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
ACK_SECONDS = 3.0
"""The app has 3 s to acknowledge (docs.slack.dev/apis/events-api, docs.slack.dev/surfaces/modals)."""


@dataclass
class Parcel:
    """One thing to deliver to the app, however it travels."""

    family: Family
    kind: str
    """command, block_actions, view_submission, … or the event's type; faults and the log go by it."""
    payload: Json
    retry: int = 0
    reason: str | None = None

    def content_type(self) -> str:
        return JSON if self.family == "events_api" else FORM

    def body(self) -> bytes:
        if self.family == "events_api":
            return json.dumps(self.payload, ensure_ascii=False).encode()
        if self.family == "slash_commands":
            return urlencode(self.payload).encode()
        return urlencode({"payload": json.dumps(self.payload, ensure_ascii=False)}).encode()

    def envelope(self, envelope_id: str) -> Json:
        envelope: Json = {
            "envelope_id": envelope_id,
            "payload": self.payload,
            "type": self.family,
            "accepts_response_payload": self.family != "events_api",
        }
        if self.family == "events_api":
            envelope |= {"retry_attempt": self.retry, "retry_reason": self.reason or ""}
        return envelope


@dataclass
class Outcome:
    """What came of one delivery attempt."""

    status: int | None = None
    seconds: float = 0.0
    reason: str | None = None
    """http_timeout, connection_failed, http_error or too_many_redirects: Slack's x-slack-retry-reason."""
    answer: bytes = b""
    content_type: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def is_acknowledged(self) -> bool:
        return self.reason is None

    def parsed(self) -> Json:
        """The answer as JSON, {} when it is empty or no object. Plain text becomes {"text": …}."""
        text = self.answer.decode("utf-8", "replace")
        if not text.strip():
            return {}
        if JSON not in self.content_type:
            return {"text": text}
        try:
            value = json.loads(text)
        except ValueError:
            return {"text": text}
        return value if isinstance(value, dict) else {}

    @property
    def error(self) -> str | None:
        """What Slack tells the person who waits: nothing, that it took too long, or that it failed."""
        if self.reason is None:
            return None
        return "operation_timeout" if self.reason == "http_timeout" else "dispatch_failed"
