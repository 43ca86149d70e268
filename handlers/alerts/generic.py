"""The generic format, for scripts and whatever has no format of its own: docs/alerts.md is its description."""

from typing import Any

from domain.alerts import Signal, Status
from handlers.alerts import reading
from handlers.alerts.identity import identity
from handlers.alerts.reading import Object, Unfit, first, labels, members, objects, text

STATUSES = {
    **dict.fromkeys(("firing", "problem", "alerting", "open", "opened", "triggered", "active"), Status.FIRING),
    **dict.fromkeys(("resolved", "ok", "closed", "recovered", "recovery", "normal", "inactive"), Status.RESOLVED),
    **dict.fromkeys(("unknown", "acknowledged", "no_data", "nodata", "pending", "suppressed"), Status.UNKNOWN),
}
ACTIONS = {"close": Status.RESOLVED, "resolve": Status.RESOLVED, "trigger": Status.FIRING, "open": Status.FIRING}


def read(body: Any) -> list[Signal]:  # noqa: ANN401 - foreign
    """An alert, a list of them, or an object with a list called `alerts`. Raises Unfit."""
    if isinstance(body, dict) and "alerts" in body:
        return [signal(one) for one in objects(body["alerts"], '"alerts"')]
    if isinstance(body, list):
        return [signal(one) for one in objects(body, "The body")]
    if not isinstance(body, dict):
        raise Unfit("The body must be an alert (an object), or a list of alerts.")
    return [signal(body)]


def signal(alert: Object, *, key: str = "", title: str = "") -> Signal:
    """`key` and `title` are for an alert that has none of its own."""
    named = first(text(alert.get("title"), reading.TITLE), text(alert.get("summary"), reading.TITLE), title)
    if not named:
        raise Unfit('An alert needs a "title" (or a "summary"): a few words that say what is wrong.')
    tagged = labels(alert.get("labels"))
    tagged |= {name: said for name in ("service", "host") if (said := text(alert.get(name), reading.LABEL_VALUE))}
    own = first(text(alert.get("key"), 10_000), text(alert.get("dedup"), 10_000), key)
    summary = first(text(alert.get("description")), text(alert.get("details")), text(alert.get("summary")))
    return Signal(
        fingerprint=_fitting(own) if own else identity("title", named, *_flat(tagged)),
        status=_status(alert),
        title=named,
        severity=text(alert.get("severity"), reading.WORD),
        summary="" if summary == named else summary,
        url=reading.url(alert.get("url")),
        labels=tagged,
        started_at=reading.instant(alert.get("started_at")),
    )


def _fitting(own: str) -> str:
    return own if len(own) <= reading.FINGERPRINT else identity("key", own)


def _flat(tagged: dict[str, str]) -> list[str]:
    return [part for pair in sorted(tagged.items()) for part in pair]


def _status(alert: Object) -> Status:
    """Firing where nothing is said of it; a word that nobody knows is refused, lest a recovery open an incident."""
    action = text(alert.get("action"), reading.WORD).lower()
    if action and not alert.get("status"):
        return _known(ACTIONS, action, "action")
    said = text(alert.get("status"), reading.WORD).lower() or "firing"
    return _known(STATUSES, said, "status")


def _known(words: dict[str, Status], said: str, member: str) -> Status:
    if said not in words:
        raise Unfit(f'"{member}" says something that I do not know; it may say {", ".join(words)}.')
    return words[said]


def own_id(body: Any) -> str:  # noqa: ANN401 - foreign
    """The sender's id of what it says, where one alert came with one."""
    one = members(body)
    return text(one.get("id"), 10_000) if "alerts" not in one else ""
