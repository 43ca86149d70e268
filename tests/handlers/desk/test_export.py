"""`bot export` undoes `bot apply`: what is exported is read back as the same desk, whatever the desk."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from domain.people import Group, Profile, Role, Standing
from domain.people_named import numbered
from domain.setup import AskedBody, Configured, Manager, Name, Part
from handlers.desk import export
from handlers.desk.export import Live, exported
from handlers.desk.file import read, references
from handlers.desk.planning import plan
from handlers.desk.profile_fields import ProfileField, ProfileFields
from handlers.desk.written import of_span, of_time

EXAMPLE = (Path(__file__).parents[3] / "bot" / "example" / "desk.yaml").read_text()
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def planned(text: str) -> tuple[str, dict[Name, AskedBody]]:
    """Slack knows everybody and every channel: a name becomes an id."""
    file = read(text)
    wanted = references(file)
    people = {ref: _profile(ref) for ref in wanted.people}
    channels = {
        ref: "C0" + ref.strip("#").upper().replace("-", "") if ref[0] == "#" else ref for ref in wanted.channels
    }
    groups = {ref: Group("S0" + ref.strip("@").upper() if ref[0] == "@" else ref, ref, ()) for ref in wanted.groups}
    fields = ProfileFields(tuple(_field(ref) for ref in sorted(wanted.fields)))
    made = plan(file, people, channels, "T0STEWARD", groups=groups, fields=fields)
    return made.prefix, dict(made.bodies)


def _field(ref: str) -> ProfileField:
    return ProfileField(
        ref if ref.startswith("Xf") else f"Xf0{ref.upper()}", ref, "user" if ref == "Manager" else "text"
    )


def _profile(ref: str) -> Profile:
    slack_id = "U0" + ref.partition("@")[0].upper() if "@" in ref else ref
    return Profile(slack_id, slack_id, None, "en", "UTC", Standing.MEMBER)


def live(prefix: str, bodies: dict[Name, AskedBody], manager: Manager = Manager.FILE) -> Live:
    file = {slack_id: number for number, slack_id in enumerate(_everybody(bodies), 1)}
    objects = [
        Configured(number, part, key, manager, 1, NOON, None, numbered(body, file))
        for number, ((part, key), body) in enumerate(bodies.items(), 1)
    ]
    return Live(prefix, objects, {number: slack_id for slack_id, number in file.items()})


def _everybody(bodies: dict[Name, AskedBody]) -> list[str]:
    """Any text in a body that is a Slack id of a person."""
    found: set[str] = set()

    def look(value: Any) -> None:
        if isinstance(value, str) and value.startswith("U0"):
            found.add(value)
        elif isinstance(value, (tuple, list, frozenset)):
            for one in value:
                look(one)
        elif hasattr(value, "__dataclass_fields__"):
            for name in value.__dataclass_fields__:
                look(getattr(value, name))

    for body in bodies.values():
        look(body)
    return sorted(found)


def test_the_example_is_exported_as_it_was_applied() -> None:
    before = planned(EXAMPLE)
    assert planned(exported(live(*before))) == before


def test_every_kind_of_object_is_exported() -> None:
    """A part that `export` does not know would be retired by the next apply."""
    assert {part for part in Part if f"Part.{part.name}" not in Path(export.__file__).read_text()} == set()


def test_what_is_managed_in_slack_is_named_only() -> None:
    prefix, bodies = planned(EXAMPLE)
    shown = live(prefix, bodies)
    theirs = Configured(99, Part.MAINTENANCE, "tonight", Manager.SLACK, 1, NOON, None, _maintenance())
    text = exported(Live(prefix, [*shown.objects, theirs], shown.people))
    assert "# Managed in Slack: maintenance tonight\n" in text
    assert planned(text) == (prefix, bodies)


def _maintenance() -> Any:
    from domain.alerts_setup import MaintenanceBody

    return MaintenanceBody(NOON, NOON + timedelta(hours=2))


def test_what_is_retired_is_gone() -> None:
    prefix, bodies = planned(EXAMPLE)
    shown = live(prefix, bodies)
    gone = [replace(one, retired_at=NOON) if one.key == "rooms" else one for one in shown.objects]
    assert "rooms" not in exported(Live(prefix, gone, shown.people))


@pytest.mark.parametrize(
    ("span", "written"),
    [
        (timedelta(minutes=15), "15m"),
        (timedelta(hours=4), "4h"),
        (timedelta(minutes=90), "1h 30m"),
        (timedelta(days=2), "48h"),
    ],
)
def test_spans_are_written_as_people_write_them(span: timedelta, written: str) -> None:
    assert of_span(span) == written


NAMES = st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=40).filter(
    lambda text: " ".join(text.split()) == text and not text.startswith("#")
)
PEOPLE = st.sampled_from(["U0ANN", "U0BEN", "U0CHEN", "U0DIRK", "U0EVA"])
SPANS = st.builds(timedelta, hours=st.integers(0, 90), minutes=st.integers(1, 59)).map(of_span)
SPELLS = st.sampled_from([["09:00-12:00", "13:00-17:30"], ["00:00-24:00"], ["08:15-24:00"], []])
YES = st.booleans()
LANGUAGES = st.sampled_from(["en", "zh_CN", "zh_TW"])
KEYS = st.lists(st.sampled_from(["it", "hr", "net", "law"]), min_size=1, max_size=4, unique=True)


@st.composite
def desks(draw: st.DrawFn) -> dict[str, Any]:
    """The example, with much of it chosen anew."""
    file: dict[str, Any] = yaml.safe_load(EXAMPLE)
    keys = draw(KEYS)
    file["desk"] |= {"name": draw(NAMES), "language": draw(LANGUAGES), "intake": keys[0]}
    file["teams"] = [_team(draw, key) for key in keys]
    file["services"] = [
        {"key": f"s{number}", "name": draw(NAMES), "team": draw(st.sampled_from(keys)), "owner": draw(PEOPLE)}
        for number in range(draw(st.integers(0, 3)))
    ] + [{"key": "wifi", "name": "Wi-Fi", "team": keys[0]}]
    roles = st.lists(st.sampled_from([role.value for role in Role]), max_size=3)
    file["people"] += [{"email": f"p{number}@example.com", "roles": draw(roles)} for number in range(3)]
    file["people"] += [_described(draw, number) for number in range(draw(st.integers(0, 3)))]
    file["attributes"] = _attributes(draw)
    days = {day: draw(SPELLS) for day in ("mon", "wed", "sun")} | {"tue": ["09:00-18:00"]}
    closed = draw(st.lists(st.dates(date(2026, 1, 1), date(2030, 1, 1)), max_size=3))
    opened = draw(st.dictionaries(st.dates(date(2026, 1, 1), date(2030, 1, 1)).map(str), SPELLS, max_size=2))
    file["calendars"][0] |= {"hours": days, "closed": [str(day) for day in closed], "opened": opened}
    for targets in file["agreement"]["targets"].values():
        targets |= {"response": draw(SPANS), "resolution": "200h"}
    amber = draw(st.integers(1, 24))
    file["risks"] |= {"amber": amber, "red": draw(st.integers(amber + 1, 25))}
    file["approval"] = draw(st.sampled_from([{"role": "change_approver", "need": "any"}, _approval(draw)]))
    spans = st.integers(1, 60)
    file["surveys"] = {
        "share": draw(spans),
        "remind_after": draw(spans | st.none()),
        "low": draw(st.integers(0, 4)),
    }
    file["keep"] = {"messages": draw(st.integers(30, 36500)), "heard": draw(st.integers(2, 400))}
    listening = {"language": draw(LANGUAGES), "words": draw(st.sampled_from(["file", "offer"])), "emoji": draw(YES)}
    file["requests"] = {
        "direct": draw(st.sampled_from(["file", "offer"])),
        "channels": [{"slack": "#help", **listening}],
    }
    file["risks"]["breaches"] |= {"amber": 9, "red": draw(st.integers(10, 100)), "risk": "RSK-7"}
    return file


def _described(draw: st.DrawFn, number: int) -> dict[str, Any]:
    said = {
        "roles": draw(st.sampled_from([["auditor"], []])),
        "manager": draw(PEOPLE | st.none()),
        "department": draw(NAMES | st.none()),
        "region": draw(NAMES | st.none()),
        "skills": draw(
            st.lists(NAMES.map(lambda name: name.replace(",", "")).filter(str.strip), max_size=3) | st.none()
        ),
    }
    return {"slack": f"U0X{number}", **{name: value for name, value in said.items() if value is not None}}


def _attributes(draw: st.DrawFn) -> dict[str, Any]:
    fallback = draw(st.sampled_from(["service_owner", "team lead", "change_manager", "change_approver"]))
    return {
        "manager": {"profile": draw(st.sampled_from(["Manager", "Xf0BOSS"])), "fallback": fallback},
        "department": draw(st.sampled_from(["Department", {"fallback": "Works"}, {}])),
        "skills": {"profile": "Skills", "fallback": "listening, typing"},
    }


def _approval(draw: st.DrawFn) -> dict[str, Any]:
    quorums = st.sampled_from(["any", "all", "1", "3", "60%"])
    asked = {
        "people": draw(st.lists(PEOPLE, min_size=1, max_size=3)),
        "groups": draw(st.sampled_from([[], ["@cab"]])),
    }
    asked |= draw(st.sampled_from([{}, {"manager": True}]))
    stage = {"name": draw(NAMES), "need": draw(quorums), "remind": draw(SPANS), "escalate": "100h", **asked}
    to = draw(st.sampled_from([role.value for role in Role]))
    policies = [
        {"key": "none", "stages": []},
        {"key": "some", "stages": [stage, {**asked, "need": 2, "escalate_to": to}]},
    ]
    use = {"standard": "none", "normal": "some", "emergency": {"low": "none", "medium": "some", "high": "some"}}
    weights = {"users": draw(st.integers(0, 10))}
    return {"policies": policies, "use": use, "score": {"weights": weights, "medium": 7, "high": 12}}


def _team(draw: st.DrawFn, key: str) -> dict[str, Any]:
    return {
        "key": key,
        "name": draw(NAMES),
        "channel": {"slack": f"C0{key.upper()}", "language": draw(LANGUAGES)},
        "lead": draw(PEOPLE),
        "members": draw(st.lists(PEOPLE, max_size=3)),
        "thread": draw(st.sampled_from(["internal", "shared"])),
    }


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(file=desks())
def test_whatever_the_desk_its_export_applies_back_with_no_difference(file: dict[str, Any]) -> None:
    before = planned(yaml.dump(file, Dumper=export.Plainly, allow_unicode=True))
    text = exported(live(*before))
    assert planned(text) == before
    assert exported(live(*planned(text))) == text, "and is the same again"


@given(at=st.times().map(lambda at: at.replace(second=0, microsecond=0, tzinfo=None)))
def test_times_of_day(at: time) -> None:
    assert time.fromisoformat(of_time(at)) == at
