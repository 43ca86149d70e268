"""Who is who in the desk file: its people table, the fields of Slack profiles, and every fault with its line."""

import asyncio
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from domain.attributes import Attributes, ManagerSource, PersonBody, Standin, TextSource
from domain.people import Profile, Role, Standing
from domain.policies import StagePolicy
from domain.setup import THE_ATTRIBUTES, Part
from handlers.desk.file import read, references
from handlers.desk.planning import plan
from handlers.desk.profile_fields import ProfileField, ProfileFields, profile_fields
from handlers.desk.source import FileFaults
from sandbox.seed import load_seed
from sandbox.server import Sandbox
from tests.handlers.desk.test_file import SMALL

FIELDS = ProfileFields(
    (
        ProfileField("Xf0BOSS", "Manager", "user"),
        ProfileField("Xf0DEP", "Department", "text"),
        ProfileField("Xf0BORN", "Born", "date"),
        ProfileField("Xf0ONE", "Place", "text"),
        ProfileField("Xf0TWO", "Place", "text"),
    )
)
SLACK = {"ann@example.com": "U0ANN", "eva@example.com": "U0EVA"}


def written(attributes: str = "", people: str = "") -> str:
    """The small desk of the other tests with these beside it."""
    text = SMALL.replace("\nteams:", f"{people}\nteams:", 1)
    return f"{text}\nattributes:\n{attributes}" if attributes else text


def bodies(text: str) -> dict[object, object]:
    file = read(text)
    wanted = references(file)
    people = {ref: Profile(SLACK.get(ref, ref), ref, None, "en", "UTC", Standing.MEMBER) for ref in wanted.people}
    channels = {ref: ref for ref in wanted.channels}
    return dict(plan(file, people, channels, "T0STEWARD", fields=FIELDS).bodies)


def faults(text: str) -> str:
    with pytest.raises(FileFaults) as found:
        bodies(text)
    return str(found.value)


def line_of(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


def test_a_person_is_described_by_id_or_mail_and_need_have_no_role() -> None:
    text = written(
        people="\n  - {email: ann@example.com, manager: eva@example.com, department: Finance}"
        "\n  - {slack: U0BEN, region: Berlin, skills: [SAP, VPN, SAP]}"
    )
    found = bodies(text)
    assert found[Part.PERSON, "U0ANN"] == PersonBody("U0ANN", "U0EVA", "Finance")
    assert found[Part.PERSON, "U0BEN"] == PersonBody("U0BEN", region="Berlin", skills=("SAP", "VPN"))
    assert (Part.PERSON, "U0EVA") not in found, "who has a role alone is not described"


def test_without_attributes_nothing_is_asked_of_slack() -> None:
    assert bodies(written())[THE_ATTRIBUTES] == Attributes()
    assert references(read(written())).fields == frozenset()


def test_fields_are_named_by_label_or_id_and_a_label_may_stand_alone() -> None:
    text = written(
        "  manager: {profile: Manager, fallback: service owner}\n"
        "  department: Department\n"
        "  region: {profile: Xf0TWO, fallback: Berlin}\n"
    )
    assert bodies(text)[THE_ATTRIBUTES] == Attributes(
        manager=ManagerSource("Xf0BOSS", Standin.SERVICE_OWNER),
        department=TextSource("Xf0DEP"),
        region=TextSource("Xf0TWO", "Berlin"),
    )


@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        ("  department: Divison", "attributes.department.profile: Slack profiles have no field called 'Divison'"),
        ("  region: Xf0NONE", "attributes.region.profile: Slack profiles have no field with the id 'Xf0NONE'"),
        ("  region: Place", "several fields are called 'Place'; write the id of one: Xf0ONE, Xf0TWO"),
        (
            "  manager: Born",
            "the field 'Born' is of the type date; a manager stands in one of the type user or text",
        ),
        ("  manager: {fallback: nobody}", "attributes.manager.fallback: 'nobody' cannot stand in for a manager"),
        ("  departement: Department", "attributes.departement: is not known here; is 'department' meant?"),
        ("  skills: {profil: Skills}", "attributes.skills.profil: is not known here; is 'profile' meant?"),
        ("  skills: [Skills]", "attributes.skills: must be a group of 'name: value' lines"),
    ],
)
def test_a_fault_in_attributes_has_its_line(attributes: str, said: str) -> None:
    text = written(attributes)
    told = faults(text)
    assert said in told
    assert f"line {line_of(text, attributes.strip())}: " in told


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{slack: U0ANN}", "says nothing of this person"),
        ("{slack: U0ANN, manager: U0ANN}", "is their own manager"),
        ("{slack: U0ANN, manager: ann@example.com}", "is their own manager"),
        ("{slack: U0ANN, manager: ann}", "manager: 'ann' is no person"),
        ("{slack: U0ANN, skills: SAP}", "skills: must be a list"),
        ("{slack: U0ANN, skills: ['SAP, VPN']}", "skills.1: 'SAP, VPN' holds a comma"),
        ("{slack: U0ANN, region: ''}", "region: is empty"),
        (f"{{slack: U0ANN, skills: [{', '.join(f's{n}' for n in range(21))}]}}", "holds at most 20"),
    ],
)
def test_a_fault_in_people_has_its_line(entry: str, said: str) -> None:
    text = written(people=f"\n  - {entry}")
    told = faults(text)
    assert said in told
    assert f"line {line_of(text, entry)}: people.2" in told


def test_two_entries_that_are_one_person_may_not_say_the_same_thing_twice() -> None:
    people = (
        "\n  - {slack: U0ANN, region: Berlin}\n  - {email: ann@example.com, region: London, department: Finance}"
    )
    text = written(people=people)
    first = line_of(text, "region: Berlin")
    assert (
        faults(text)
        == f"line {first + 1}: people.3.region: line {first} says it already: both entries are the same person"
    )
    both = bodies(written(people=people.replace(", region: London", "")))
    assert both[Part.PERSON, "U0ANN"] == PersonBody("U0ANN", None, "Finance", "Berlin")


STAGE = "{need: any, manager: true}"


def staged(attributes: str = "", stage: str = STAGE, people: str = "") -> str:
    use = "  use: {standard: one, normal: one, emergency: one}\n"
    long = f"approval:\n  policies:\n    - key: one\n      stages:\n        - {stage}\n{use}"
    text = written(attributes, people)
    start = text.index("approval:")
    end = text.find("\n", start) + 1
    return text[:start] + long + text[end:]


def test_a_stage_asks_the_manager() -> None:
    text = staged("  manager: {profile: Manager, fallback: team_lead}")
    policy = bodies(text)[Part.POLICY, "one"]
    (stage,) = policy.stages  # type: ignore[attr-defined]
    assert isinstance(stage, StagePolicy)
    assert (stage.manager, stage.roles, stage.escalate_to) == (True, (), Role.CHANGE_MANAGER)


@pytest.mark.parametrize(
    ("text", "at", "said"),
    [
        (
            staged(),
            STAGE,
            "no manager is known: name a profile field under 'attributes', or managers under 'people'",
        ),
        (staged("  manager: Manager"), STAGE, "nobody under 'people' has the role 'change_manager', which decides"),
        (
            staged("  manager: {profile: Manager, fallback: risk_owner}"),
            "risk_owner",
            "nobody under 'people' has the role 'risk_owner'",
        ),
        (staged(stage="{need: any, manager: perhaps}"), "perhaps", "manager: must be true or false"),
        (
            staged(stage="{need: any, manager: false}"),
            "manager: false",
            "asks nobody: name roles, people or groups",
        ),
    ],
)
def test_a_stage_whose_manager_nobody_knows_is_a_fault(text: str, at: str, said: str) -> None:
    told = faults(text)
    assert said in told
    assert f"line {line_of(text, at)}: " in told


def test_who_may_not_read_profiles_is_told_of_the_scope() -> None:
    workspace = load_seed(Path("bot/example/workspace.yaml"))
    workspace.app.scopes.remove("users.profile:read")

    async def asked() -> ProfileFields:
        slack = Sandbox(workspace)
        await slack.start()
        try:
            client = AsyncWebClient("xoxb-sandbox-steward", base_url=slack.api_url, retry_handlers=[])
            return await profile_fields(client, frozenset({"Manager"}))
        finally:
            await slack.stop()

    found = asyncio.run(asked())
    file = read(written("  department: Department"))
    people = {ref: Profile(ref, ref, None, "en", "UTC", Standing.MEMBER) for ref in references(file).people}
    channels = {ref: ref for ref in references(file).channels}
    with pytest.raises(FileFaults, match=r"lacks the scope users\.profile:read"):
        plan(file, people, channels, "T0STEWARD", fields=found)
