"""What is known of somebody: the desk file first, then Slack, then the fallback."""

import pytest

from domain.attributes import (
    LONGEST,
    MOST_SKILLS,
    Attribute,
    Attributes,
    ManagerSource,
    PersonBody,
    TextSource,
    Traits,
    skills_in,
    traits_of,
    words_in,
)

RULES = Attributes(region=TextSource("Xf1", "Berlin"), skills=TextSource(None, "listening, typing"))
GIVEN = PersonBody(7, 8, "Finance", "London", ("SAP",))
TOLD = Traits(9, "Sales", "Madrid", ("VPN",))
NOTHING = Traits()


@pytest.mark.parametrize(
    ("given", "told", "known"),
    [
        (GIVEN, TOLD, Traits(8, "Finance", "London", ("SAP",))),
        (PersonBody(7, region="London"), TOLD, Traits(9, "Sales", "London", ("VPN",))),
        (PersonBody(7, skills=()), TOLD, Traits(9, "Sales", "Madrid", ())),
        (None, TOLD, TOLD),
        (None, NOTHING, Traits(None, "", "Berlin", ("listening", "typing"))),
        (PersonBody(7), NOTHING, Traits(None, "", "Berlin", ("listening", "typing"))),
    ],
)
def test_the_file_goes_before_slack_and_slack_before_the_fallback(
    given: PersonBody[int] | None, told: Traits, known: Traits
) -> None:
    assert traits_of(RULES, given, told) == known


def test_only_fields_that_are_named_are_asked_for() -> None:
    assert Attributes().fields == {}
    assert Attributes(ManagerSource("Xf0")).fields == {Attribute.MANAGER: "Xf0"}
    assert RULES.fields == {Attribute.REGION: "Xf1"}


@pytest.mark.parametrize(
    ("typed", "skills"),
    [
        ("SAP, VPN", ("SAP", "VPN")),
        ("SAP、VPN，网络", ("SAP", "VPN", "网络")),
        ("SAP; VPN / SAP\nmacOS", ("SAP", "VPN", "macOS")),
        (" , ,", ()),
        ("", ()),
        (",".join(str(number) for number in range(99)), tuple(str(number) for number in range(MOST_SKILLS))),
    ],
)
def test_skills_as_people_list_them(typed: str, skills: tuple[str, ...]) -> None:
    assert skills_in(typed) == skills


def test_words_are_one_line_and_fit() -> None:
    assert words_in("Fi\nnan\0ce \t 3") == "Fi nan ce 3"
    assert len(words_in("x" * 999)) == LONGEST
