from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.desk.file import read, references
from handlers.desk.form import Weekday
from handlers.desk.source import Fault, FileFaults

EXAMPLE = Path("bot/example/desk.yaml").read_text("utf-8")

SMALL = """\
desk: {name: Example, prefix: IT, language: en, zone: Europe/Berlin, intake: it}
channels: {changes: C0CHG, risks: C0RSK}
people:
  - {slack: U0EVA, roles: [change_approver]}
teams:
  - {key: it, name: IT desk, channel: C0IT, lead: U0EVA, members: [ann@example.com]}
services:
  - {key: vpn, name: VPN, team: it}
calendars:
  - {key: office, hours: {mon: ["09:00-12:00", "13:00-24:00"], tue: 09:00-12:00}}
agreement:
  calendar: office
  targets:
    1: {response: 15m, resolution: 4h}
    2: {response: 30m, resolution: 8h}
    3: {response: 1h 30m, resolution: 16h}
    4: {response: 4h, resolution: 40h}
    5: {response: 8h, resolution: 80h}
approval: {role: change_approver, need: all}
"""


def faults(text: str) -> list[str]:
    with pytest.raises(FileFaults) as caught:
        read(text)
    return [str(fault) for fault in caught.value.faults]


def faults_if_any(text: str) -> list[Fault]:
    try:
        read(text)
    except FileFaults as found:
        return found.faults
    return []


def swapped(old: str, new: str) -> str:
    assert SMALL.count(old) == 1, f"{old!r} stands {SMALL.count(old)} times in the sample"
    return SMALL.replace(old, new)


def test_example_is_without_fault() -> None:
    form = read(EXAMPLE).form
    assert form.desk.prefix == "IT"
    assert {team.key for team in form.teams} == {"it", "network", "facilities", "hr"}


def test_values_are_what_they_say() -> None:
    form = read(SMALL).form
    assert form.calendars[0].hours == {
        Weekday.MON: ((time(9), time(12)), (time(13), time(0))),
        Weekday.TUE: ((time(9), time(12)),),
    }
    assert form.agreement.targets[3].response == timedelta(minutes=90)
    assert form.agreement.warnings is None
    assert (form.risks.amber, form.risks.red) == (8, 15)
    assert form.channels.audit is None


def test_country_no_is_norway_and_days_are_days() -> None:
    text = swapped("{key: office,", "{key: office, holidays: {country: NO}, closed: [2026-12-24],")
    calendar = read(text).form.calendars[0]
    assert calendar.holidays is not None
    assert calendar.holidays.country == "NO"
    assert calendar.closed == [date(2026, 12, 24)]


def test_references_are_everyone_and_every_channel() -> None:
    wanted = references(read(SMALL))
    assert wanted.people == {"U0EVA", "ann@example.com"}
    assert wanted.channels == {"C0CHG", "C0RSK", "C0IT"}


ONE_FAULT = [
    ("prefix: IT", "prefix: it1", "line 1: desk.prefix: 'it1' is no prefix"),
    ("prefix: IT", "prefix: CHG", "line 1: desk.prefix: 'CHG' begins the keys of other records"),
    ("language: en", "language: de", "line 1: desk.language: 'de' is no language that Steward speaks"),
    ("zone: Europe/Berlin", "zone: Berlin", "line 1: desk.zone: 'Berlin' is no time zone"),
    ("intake: it", "intake: hr", "line 1: desk.intake: there is no team 'hr' in this file (it)"),
    (", intake: it}", "}", "line 1: desk.intake: is missing"),
    ("name: Example", "name: ''", "line 1: desk.name: is empty"),
    ("name: Example", f"name: {'x' * 76}", "line 1: desk.name: is 76 characters long"),
    ("name: Example", 'name: "a\\0b"', "line 1: desk.name: holds a control character"),
    ("name: Example", "name: [a]", "line 1: desk.name: must be a single value"),
    ("name: VPN", "name: {}", "line 8: services.1.name: has a name in no language"),
    ("name: VPN", "name: {de: VPN}", "line 8: services.1.name.de: is not known here"),
    ("name: VPN", "name: {en: ''}", "line 8: services.1.name.en: is empty"),
    ("name: VPN", "name: [a]", "line 8: services.1.name: must be a single value"),
    (", risks: C0RSK}", "}", "line 2: channels.risks: is missing"),
    ("risks: C0RSK", "risks: general", "line 2: channels.risks.slack: 'general' is no channel"),
    (
        "risks: C0RSK",
        "risks: {slack: C0RSK, langage: en}",
        "line 2: channels.risks.langage: is not known here; is 'language' meant?",
    ),
    ("slack: U0EVA", "slack: eva", "line 4: people.1.slack: 'eva' is no person"),
    (
        "slack: U0EVA",
        "slack: U0EVA, email: e@example.com",
        "line 4: people.1: names a person by 'slack' or by 'email'",
    ),
    (
        "roles: [change_approver]",
        "roles: [change_approver, boss]",
        "line 4: people.1.roles.2: must be admin, auditor",
    ),
    ("roles: [change_approver]", "roles: [auditor]", "line 19: approval.role: nobody under 'people' has the role"),
    (
        "  - {slack: U0EVA, roles: [change_approver]}",
        "  - {slack: U0EVA, roles: [change_approver]}\n  - {slack: U0EVA, roles: []}",
        "line 5: people.2.slack: line 4 lists 'U0EVA' already",
    ),
    ("lead: U0EVA, ", "", "line 6: teams.1.lead: is missing"),
    ("members: [ann@example.com]", "members: [ann]", "line 6: teams.1.members.1: 'ann' is no person"),
    ("members: [ann@example.com]", "members: ann", "line 6: teams.1.members: must be a list"),
    ("{key: vpn,", "{key: V P N,", "line 8: services.1.key: 'V P N' is no key"),
    (
        "name: VPN, team: it",
        "name: VPN, team: hr",
        "line 8: services.1.team: there is no team 'hr' in this file (it)",
    ),
    (
        "  - {key: vpn, name: VPN, team: it}",
        "  - {key: vpn, name: VPN, team: it}\n  - {key: vpn, name: W, team: it}",
        "line 9: services.2.key: line 8 has the key 'vpn' already",
    ),
    (
        "tue: 09:00-12:00",
        "tue: 12:00-09:00",
        "line 10: calendars.1.hours.tue.1: '12:00-09:00' ends before it begins",
    ),
    ("tue: 09:00-12:00", "tue: 9-12", "line 10: calendars.1.hours.tue.1: '9-12' are no hours"),
    ("tue: 09:00-12:00", "tue: 24:00-24:00", "line 10: calendars.1.hours.tue.1: '24:00-24:00' are no hours"),
    ("tue: 09:00-12:00", "tue: 09:60-12:00", "line 10: calendars.1.hours.tue.1: '09:60-12:00' are no hours"),
    (
        "tue: 09:00-12:00",
        "tue: ['09:00-12:00', '11:00-13:00']",
        "line 10: calendars.1.hours.tue: has hours that overlap",
    ),
    (
        "tue: 09:00-12:00",
        "tue: ['09:00-24:00', '11:00-13:00']",
        "line 10: calendars.1.hours.tue: has hours that overlap",
    ),
    ("tue: 09:00-12:00", "day: 09:00-12:00", "line 10: calendars.1.hours.day: must be mon, tue"),
    (
        "{key: office,",
        "{key: office, holidays: {country: XX},",
        "line 10: calendars.1.holidays: no public holidays are known for 'XX'",
    ),
    (
        "{key: office,",
        "{key: office, closed: [24.12.2026],",
        "line 10: calendars.1.closed.1: '24.12.2026' is no day",
    ),
    ("calendar: office", "calendar: night", "line 12: agreement.calendar: there is no calendar 'night'"),
    ("    5: {response: 8h, resolution: 80h}\n", "", "line 13: agreement.targets: lacks targets for priority 5"),
    ("5: {response: 8h", "6: {response: 8h", "line 18: agreement.targets.6: must be at most 5"),
    ("response: 15m", "response: quick", "line 14: agreement.targets.1.response: 'quick' is no length of time"),
    ("response: 15m", "response: 0m", "line 14: agreement.targets.1.response: '0m' is no length of time"),
    ("response: 15m", "response: 5h", "line 14: agreement.targets.1: promises a resolution sooner than a response"),
    (
        "need: all",
        "need: most",
        "line 19: approval.need: 'most' is no quorum: any, all, a number such as 2, or a share",
    ),
    ("need: all}", "need: all}\nrisks: {amber: 15, red: 15}", "line 20: risks: red must begin above amber"),
    ("need: all}", "need: all}\nrisks: {red: 26}", "line 20: risks.red: must be at most 25"),
    (
        "need: all}",
        "need: all}\nsurveys: {share: 101}",
        "line 20: surveys.share: must be at most 100",
    ),
    ("need: all}", "need: all}\nsurveys: {low: 5}", "line 20: surveys.low: must be at most 4"),
    (
        "need: all}",
        "need: all}\nkeep: {timers: 29}",
        "line 20: keep.timers: must be 30 days at least: what was done lately tells Steward what it must not do",
    ),
    (
        "need: all}",
        "need: all}\nkeep: {messages: 1}",
        "line 20: keep.messages: must be 30 days at least: what was said lately tells Steward",
    ),
    (
        "need: all}",
        "need: all}\nkeep: {alerts: 0}",
        "line 20: keep.alerts: must be 30 days at least: an alert",
    ),
    ("need: all}", "need: all}\nkeep: {heard: 1}", "line 20: keep.heard: must be 2 days at least: Slack delivers"),
    ("need: all}", "need: all}\nkeep: {heard: long}", "line 20: keep.heard: must be a whole number, not 'long'"),
    (
        "need: all}",
        "need: all}\nsurveys: {rest: often}",
        "line 20: surveys.rest: must be a whole number, not 'often'",
    ),
    (
        "  calendar: office\n",
        "  calendar: office\n  warnings: [{at: 75, tell: [assignee]}]\n",
        "line 11: agreement: has no warning at 100, where the target is broken",
    ),
    (
        "  calendar: office\n",
        "  calendar: office\n  warnings: [{at: 100, tell: [lead]}, {at: 100, tell: [channel]}]\n",
        "line 11: agreement: has two warnings at the same time",
    ),
    (
        "  calendar: office\n",
        "  calendar: office\n  warnings: [{at: 100, tell: []}]\n",
        "line 13: agreement.warnings.1.tell: must hold one at least",
    ),
    (
        "  calendar: office\n",
        "  calendar: office\n  warnings: [{at: 100, tell: [boss]}]\n",
        "line 13: agreement.warnings.1.tell.1: must be card, assignee, lead, owner or channel, not boss",
    ),
    (
        "  calendar: office\n",
        "  calendar: office\n  warnings: [{at: 100, after: soon, tell: [lead]}]\n",
        "line 13: agreement.warnings.1.after: 'soon' is no length of time",
    ),
    (
        "  calendar: office\n",
        "  calendar: office\n  digest: {at: noon}\n",
        "line 13: agreement.digest.at: 'noon' is no time of day",
    ),
    (
        "  calendar: office\n",
        "  calendar: office\n  digest: {priorities: [6]}\n",
        "line 13: agreement.digest.priorities.1: must be at most 5",
    ),
    (
        "  calendar: office\n",
        "  calendar: office\n  pauses: [lunch]\n",
        "line 13: agreement.pauses.1: must be requester, supplier or change, not lunch",
    ),
    ("need: all}", "need: all}\nextras: 1", "line 20: extras: is not known here"),
    (
        "need: all}",
        "need: all, need: any}",
        "line 19: approval.need: stands here a second time; the first is on line 19",
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), ONE_FAULT)
def test_a_fault_is_told_with_its_line(old: str, new: str, said: str) -> None:
    found = faults(swapped(old, new))
    assert any(fault.startswith(said) for fault in found), found


def test_all_faults_are_told_together_in_the_order_of_lines() -> None:
    text = swapped("zone: Europe/Berlin", "zone: Mars").replace("team: it}", "team: hr}")
    text = text.replace("lead: U0EVA, ", "").replace("need: all", "need: all, need: any")
    found = faults(text)
    places = [fault.split(": ")[:2] for fault in found]
    assert places == [
        ["line 1", "desk.zone"],
        ["line 6", "teams.1.lead"],
        ["line 8", "services.1.team"],
        ["line 19", "approval.need"],
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: the file is empty"),
        ("a: [1,\nb: 2", "line 2: this is not YAML"),
        ("a: 1\nb: \x00", "line 2: a character stands here"),
        ("a: &x {b: 1}\nc: *x", "line 2: this is not YAML: an alias (*) is not taken here"),
        ("- 1", "line 1: must be a group of 'name: value' lines"),
        ("[a]: 1", "line 1: a name is a single word"),
        ("channels:\n  changes: #changes", "line 2: channels.changes: is empty (a value that begins with #"),
    ],
)
def test_what_is_no_desk_file_at_all(text: str, said: str) -> None:
    found = faults(text)
    assert any(fault.startswith(said) for fault in found), found


@given(st.data())
def test_no_mangled_file_raises_anything_but_its_faults(data: st.DataObject) -> None:
    lines = SMALL.splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    cut = data.draw(st.integers(0, len(lines[at])))
    lines[at] = lines[at][:cut] + data.draw(st.text(max_size=8)) + lines[at][cut + 1 :]
    for fault in faults_if_any("\n".join(lines)):
        assert fault.sentence
        assert 1 <= fault.line <= len(lines) + 8
