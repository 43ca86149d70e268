import pytest

from domain.applying import Act, Applied, Change, ManagedElsewhere, OtherWorkspace, PrefixIsFixed, StillInUse
from domain.outcomes import Nothing, Outcome
from domain.setup import Part, ServiceBody
from handlers.desk.report import lines_of, sentence


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Applied(3, 0, 0, 0), "Nothing to change: the desk is as the file says (version 3)."),
        (Applied(4, 2, 1, 0), "Applied: 2 added, 1 changed, 0 retired. The desk is at version 4."),
        (
            StillInUse("team", "network", 2),
            (
                "The team 'network' is not in the file any more, but cannot be retired: "
                "2 records on it are still open."
            ),
        ),
        (
            ManagedElsewhere("service", "vpn"),
            "The service 'vpn' is managed in Slack; take it out of the file, or choose another key.",
        ),
        (PrefixIsFixed("IT", "OPS"), "The desk's keys begin with IT; they cannot begin with OPS from now on."),
        (
            OtherWorkspace("T0A", "T0B"),
            "This database belongs to workspace T0A; the token is of workspace T0B.",
        ),
        (Nothing(), "Nothing: {}"),
    ],
)
def test_what_apply_answers(outcome: Outcome, said: str) -> None:
    assert sentence(outcome) == said


def test_a_dry_run() -> None:
    changes = [
        Change(Act.ADD, Part.SERVICE, "vpn", None, ServiceBody("VPN", "it")),
        Change(Act.RETIRE, Part.TEAM, "network", None, None, open=1),
    ]
    assert lines_of(changes) == [
        "+ add service vpn",
        "- retire team network (refused: one record on it is still open)",
    ]
    assert lines_of([]) == ["Nothing would change."]
