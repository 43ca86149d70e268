from typing import Any

import pytest

from domain.people import Profile, Standing
from handlers.people.profiles import Home, profile_of

HOME = Home("T0STEWARD", "E0STEWARD", "zh_CN", "Asia/Shanghai")

ANN: dict[str, Any] = {
    "id": "U0ANN",
    "team_id": "T0STEWARD",
    "name": "ann",
    "locale": "en-US",
    "tz": "Europe/Berlin",
    "profile": {"display_name": "Ann", "real_name": "Ann Example", "email": "ann@example.com"},
}


def test_a_member() -> None:
    expected = Profile("U0ANN", "Ann", "ann@example.com", "en", "Europe/Berlin", Standing.MEMBER)
    assert profile_of(ANN, HOME) == expected


@pytest.mark.parametrize(
    ("said", "standing"),
    [
        ({"is_restricted": True}, Standing.GUEST),
        ({"is_restricted": True, "is_ultra_restricted": True}, Standing.GUEST),
        ({"deleted": True}, Standing.GONE),
        ({"is_bot": True}, Standing.APP),
        ({"id": "USLACKBOT"}, Standing.APP),
        ({"team_id": "T0OTHER"}, Standing.FOREIGN),
        ({"is_stranger": True}, Standing.FOREIGN),
        ({"is_stranger": True, "is_restricted": True}, Standing.FOREIGN),
        ({"team_id": "T0OTHER", "enterprise_user": {"enterprise_id": "E0STEWARD"}}, Standing.MEMBER),
        ({"team_id": "E0STEWARD"}, Standing.MEMBER),
        ({"team_id": "T0OTHER", "enterprise_user": {"enterprise_id": "E0OTHER"}}, Standing.FOREIGN),
    ],
)
def test_standing(said: dict[str, Any], standing: Standing) -> None:
    assert profile_of({**ANN, **said}, HOME).standing is standing


def test_outside_a_grid_organisation_no_other_workspace_is_ours() -> None:
    home = Home("T0STEWARD", None, "en", "UTC")
    grid = {**ANN, "team_id": "T0OTHER", "enterprise_user": {"enterprise_id": "E0OTHER"}}
    assert profile_of(grid, home).standing is Standing.FOREIGN


def test_what_slack_does_not_say_is_the_desk_s() -> None:
    bare = profile_of({"id": "U0ANN", "team_id": "T0STEWARD", "deleted": True}, HOME)
    assert bare == Profile("U0ANN", "U0ANN", None, "zh_CN", "Asia/Shanghai", Standing.GONE)


def test_a_zone_nobody_here_knows_is_the_desk_s() -> None:
    assert profile_of({**ANN, "tz": "Mars/Olympus"}, HOME).zone == "Asia/Shanghai"
    assert profile_of({**ANN, "tz": ""}, HOME).zone == "Asia/Shanghai"


def test_a_name_is_one_line_without_nul() -> None:
    user = {**ANN, "profile": {"display_name": "", "real_name": " Ann\n Exa\0mple "}}
    assert profile_of(user, HOME).name == "Ann Example"
