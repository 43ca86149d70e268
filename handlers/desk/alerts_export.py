"""The part about alerts as the desk file has it: the way back from `alerts_plan`."""

from domain.alerts_setup import GravityBody, MaintenanceBody, RuleBody, SourceBody
from handlers.desk.written import Written, of_moment, of_span, told


def of_gravity(body: object) -> Written:
    assert isinstance(body, GravityBody)
    known = GravityBody()
    said = {word: of for word, of in body.severities.items() if (word, of) not in known.severities.items()}
    return {
        "severities": {word: _of_priority(of) for word, of in sorted(said.items())},
        "otherwise": _of_priority(body.otherwise),
        "severity_labels": list(body.severity_labels),
        "service_labels": list(body.service_labels),
    }


def _of_priority(priority: int | None) -> int | str:
    return "none" if priority is None else priority


def of_source(body: object) -> Written:
    assert isinstance(body, SourceBody)
    return {"format": body.format.value, "rate": body.rate, "signed": body.signed}


def of_rule(body: object) -> Written:
    assert isinstance(body, RuleBody)
    return {
        **told(source=body.source),
        "match": dict(body.match),
        "group_by": list(body.group_by),
        **told(service=body.service),
        "window": of_span(body.window),
        "reopen": of_span(body.reopen),
        "storm": body.storm,
    }


def of_maintenance(body: object, zone: str) -> Written:
    assert isinstance(body, MaintenanceBody)
    return {
        "from": of_moment(body.starts_at, zone),
        "until": of_moment(body.ends_at, zone),
        **told(source=body.source, service=body.service),
        "match": dict(body.match),
    }
