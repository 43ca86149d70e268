from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
import yaml

from domain.agreements import STEPS, Audience, Digest, Step
from domain.assessment import ChangeKind, ChangeRules, Level, Question
from domain.calendar_setup import CalendarBody, Holidays
from domain.desk import Channel
from domain.people import Group, Profile, Role, Standing
from domain.policies import Need, Policy, Quorum, StagePolicy
from domain.setup import (
    THE_AGREEMENT,
    THE_CHANGE_POLICY,
    THE_CHANGE_RULES,
    THE_SURVEYS,
    AgreementBody,
    Part,
    Plan,
    RoleBody,
    ServiceBody,
    TeamBody,
)
from domain.surveys import SurveyPolicy
from domain.tickets import Waiting
from handlers.desk.file import DeskFile, read, references
from handlers.desk.planning import plan
from handlers.desk.profile_fields import ProfileField, ProfileFields
from handlers.desk.source import FileFaults

FILE = read(Path("bot/example/desk.yaml").read_text("utf-8"))
IDS = {
    "chen@example.com": "U0CHEN",
    "fay@example.com": "U0FAY",
    "#network": "C0NETWORK",
    "#facilities": "C0FACILITY",
}


FIELDS = ProfileFields(
    tuple(
        ProfileField(f"Xf0{label.upper()}", label, "user" if label == "Manager" else "text")
        for label in ("Manager", "Department", "Location", "Skills")
    )
)
CAB = {"@cab": Group("S0CAB", "Board", (Profile("U0NEW", "New", None, "en", "UTC", Standing.MEMBER),))}


def profile(ref: str, standing: Standing = Standing.MEMBER) -> Profile:
    slack_id = IDS.get(ref, ref)
    return Profile(slack_id, slack_id.title(), None, "en", "UTC", standing)


def everyone(file: DeskFile = FILE) -> dict[str, Profile]:
    return {ref: profile(ref) for ref in references(file).people}


def channels(file: DeskFile = FILE) -> dict[str, str]:
    return {ref: IDS.get(ref, ref) for ref in references(file).channels}


def planned(people: Mapping[str, Profile] | None = None, file: DeskFile = FILE) -> Plan:
    return plan(file, people or everyone(file), channels(file), "T0STEWARD", groups=CAB, fields=FIELDS)


def test_people_and_channels_are_named_by_their_ids() -> None:
    team = planned().bodies[Part.TEAM, "network"]
    names = {"en": "Network team", "zh_CN": "网络组", "zh_TW": "網路組"}
    channel = Channel("C0NETWORK", "zh_TW")
    assert team == TeamBody("Network team", channel, "U0CHEN", ("U0IDA",), names=names)
    role = planned().bodies[Part.ROLE, Role.CHANGE_APPROVER]
    assert role == RoleBody(("U0CHEN", "U0DIRK", "U0EVA"))


def test_a_channel_speaks_the_desk_s_language_unless_it_says_otherwise() -> None:
    assert planned().bodies[Part.CHANNEL, "risks"] == Channel("C0RISKS", "en")


def test_a_breach_is_told_of_whatever_the_file_says() -> None:
    agreement = planned().bodies[THE_AGREEMENT]
    assert isinstance(agreement, AgreementBody)
    assert agreement.steps == STEPS
    assert agreement.targets[1].response == timedelta(minutes=15)


def test_policies_are_the_file_s() -> None:
    bodies = planned().bodies
    nobody: Policy[str] = Policy()
    second: StagePolicy[str] = StagePolicy(
        Quorum(Need.COUNT, 2),
        "Advisory board",
        groups=("S0CAB",),
        remind=timedelta(hours=8),
        escalate=timedelta(hours=16),
        names={"en": "Advisory board", "zh_CN": "变更委员会", "zh_TW": "變更委員會"},
    )
    board = bodies[Part.POLICY, "board"]
    assert bodies[Part.POLICY, "agreed"] == nobody
    assert isinstance(board, Policy)
    assert board.stages[1] == second
    rules = bodies[THE_CHANGE_RULES]
    assert isinstance(rules, ChangeRules)
    assert rules.use[ChangeKind.STANDARD] == {Level.LOW: "agreed", Level.MEDIUM: "approvers", Level.HIGH: "board"}
    assert rules.use[ChangeKind.EMERGENCY] == dict.fromkeys(Level, "at_once")
    assert (rules.weights[Question.SECURITY], rules.medium, rules.high) == (3, 6, 14)


def test_a_file_of_the_short_form_has_one_stage_for_all() -> None:
    text = Path("bot/example/desk.yaml").read_text("utf-8")
    before, after = text.index("approval: "), text.index("risks: ", text.index("approval: "))
    short = "approval: {role: change_approver, need: all}\n"
    bodies = planned(file=read(text[:before] + short + text[after:])).bodies
    one: Policy[str] = Policy((StagePolicy(Quorum(Need.ALL), roles=(Role.CHANGE_APPROVER,)),))
    assert bodies[THE_CHANGE_POLICY] == one
    rules = bodies[THE_CHANGE_RULES]
    assert isinstance(rules, ChangeRules)
    assert {key for use in rules.use.values() for key in use.values()} == {"changes"}


def test_people_of_user_groups_are_learnt_and_a_group_that_is_not_in_use_is_a_fault() -> None:
    assert "U0NEW" in {profile.slack_id for profile in planned().profiles}
    with pytest.raises(FileFaults) as faults:
        plan(FILE, everyone(), channels(), "T0STEWARD", fields=FIELDS)
    assert "Slack has no user group '@cab' that is in use" in str(faults.value)


def test_a_calendar_keeps_the_desk_s_zone_and_knows_the_holidays() -> None:
    body = planned().bodies[Part.CALENDAR, "office"]
    assert isinstance(body, CalendarBody)
    assert body.holidays == Holidays("DE", "BE")
    calendar = body.calendar(datetime(2026, 11, 1, tzinfo=UTC))
    assert calendar.zone == "Europe/Berlin"
    assert {date(2026, 12, 24), date(2026, 12, 25), date(2027, 3, 8)} <= calendar.closed
    assert calendar.hours[4] == ((time(9), time(16)),)


def test_weekend_days_worked_for_a_holiday_have_the_first_working_day_s_hours() -> None:
    office = {0: ((time(8), time(17)),), 4: ((time(8), time(12)),)}
    body = CalendarBody("Asia/Shanghai", office, holidays=Holidays("CN"))
    worked = date(2026, 2, 14)  # a Saturday worked for the Spring Festival of 2026
    calendar = body.calendar(datetime(2026, 1, 1, tzinfo=UTC))
    assert calendar.opened[worked] == office[0]
    closed = replace(body, closed=(worked,)).calendar(datetime(2026, 1, 1, tzinfo=UTC))
    assert worked not in closed.opened
    assert worked in closed.closed


def test_two_entries_for_one_person_add_up() -> None:
    text = Path("bot/example/desk.yaml").read_text("utf-8")
    old = "  - {email: chen@example.com, roles: [change_approver]}"
    file = read(text.replace(old, f"{old}\n  - {{slack: U0CHEN, roles: [change_approver, auditor]}}"))
    bodies = planned(file=file).bodies
    assert bodies[Part.ROLE, "change_approver"] == RoleBody(("U0CHEN", "U0DIRK", "U0EVA"))
    assert bodies[Part.ROLE, "auditor"] == RoleBody(("U0CHEN", "U0SAM"))


def refused(people: Mapping[str, Profile], rooms: Mapping[str, str], **reasons: str) -> list[str]:
    with pytest.raises(FileFaults) as caught:
        plan(FILE, people, rooms, "T0STEWARD", reasons=reasons, groups=CAB, fields=FIELDS)
    return [str(fault) for fault in caught.value.faults]


def fault(sentence: str, *path: str | int) -> str:
    return str(FILE.source.fault(path, sentence))


def test_whom_slack_does_not_know_is_a_fault_at_each_place_with_its_line() -> None:
    known = {ref: found for ref, found in everyone().items() if ref not in {"U0EVA", "chen@example.com"}}
    assert refused(known, channels()) == [
        fault("Slack knows nobody called 'U0EVA'", "people", 2, "slack"),
        fault("Slack knows nobody called 'chen@example.com'", "people", 3, "email"),
        fault("Slack knows nobody called 'U0EVA'", "teams", 3, "members", 0),
        fault("Slack knows nobody called 'U0EVA'", "risks", "breaches", "owner"),
    ]


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (Standing.GONE, "deactivated in Slack"),
        (Standing.APP, "an app, not a person"),
        (Standing.FOREIGN, "a member of another company's workspace"),
    ],
)
def test_who_cannot_act_is_given_no_part(standing: Standing, said: str) -> None:
    found = refused({**everyone(), "U0MEI": profile("U0MEI", standing)}, channels())
    assert found == [fault(f"'U0MEI' is {said}", "teams", 3, "lead")]


def test_channels_that_cannot_be_used_say_why() -> None:
    rooms = {ref: room for ref, room in channels().items() if ref not in {"C0AUDIT", "#network"}}
    found = refused(everyone(), rooms, C0AUDIT="the channel #audit is archived")
    unseen = "Slack shows Steward no channel '#network'; a private one only once Steward is its member"
    assert found == [
        fault("the channel #audit is archived", "channels", "audit", "slack"),
        fault(unseen, "teams", 1, "channel", "slack"),
    ]


def test_warnings_digest_pauses_and_surveys_are_planned() -> None:
    file = yaml.safe_load(Path("bot/example/desk.yaml").read_text("utf-8"))
    file["agreement"] |= {
        "warnings": [
            {"at": 100, "tell": ["lead"]},
            {"at": 100, "after": "30m", "tell": ["channel"]},
            {"at": 60, "tell": ["owner"]},
        ],
        "digest": {"priorities": [5], "at": "07:30"},
        "pauses": ["supplier", "change"],
    }
    file["services"][0]["owner"] = "U0EVA"
    file["surveys"] = {"share": 25, "rest": 30, "remind_after": None, "open": 7, "low": 1}
    read_file = read(yaml.safe_dump(file, allow_unicode=True))
    bodies = planned(everyone(read_file), read_file).bodies
    agreement = bodies[THE_AGREEMENT]
    assert isinstance(agreement, AgreementBody)
    assert agreement.steps == (
        Step(60, tell=frozenset({Audience.OWNER})),
        Step(100, tell=frozenset({Audience.LEAD})),
        Step(100, timedelta(minutes=30), frozenset({Audience.CHANNEL})),
    )
    assert agreement.digest == Digest(frozenset({5}), time(7, 30))
    assert agreement.pauses == {Waiting.SUPPLIER, Waiting.CHANGE}
    assert bodies[THE_SURVEYS] == SurveyPolicy(25, 30, None, 7, 1, 2)
    laptops = bodies[Part.SERVICE, "laptops"]
    assert isinstance(laptops, ServiceBody)
    assert (laptops.name, laptops.owner) == ("Laptops and phones", "U0EVA")
