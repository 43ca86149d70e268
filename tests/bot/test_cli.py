"""What an operator may get wrong ends in a sentence."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.world import World

BASE = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "not a secret", "METRICS_PORT": "0"}
NOWHERE = "http://127.0.0.1:9/api/"  # the discard port: nobody listens


def bot(tmp_path: Path, *words: str, **environment: str) -> tuple[int, str]:
    """Exit status, and what is said on standard error."""
    done = ran(tmp_path, *words, **environment)
    return done.returncode, done.stderr


def ran(tmp_path: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-c", "from bot.cli import main; main()", *words],
        env={"PATH": os.environ["PATH"], "DATABASE_URL": f"sqlite:///{tmp_path}/steward.db", **BASE, **environment},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("foo:bar", "DATABASE_URL: this is no address of a database"),
        ("mysql://localhost/steward", "begin it with sqlite:/// or postgresql://"),
        ("sqlite:////nowhere/at/all/steward.db", "The database does not answer: unable to open database file"),
        ("postgresql://nobody@127.0.0.1:9/steward", "The database does not answer"),
    ],
)
def test_a_database_that_is_none(tmp_path: Path, url: str, told: str) -> None:
    status, said = bot(tmp_path, "migrate", DATABASE_URL=url)
    assert status in {1, 2}
    assert told in said


def test_without_a_way_for_slack_to_reach_us(tmp_path: Path) -> None:
    status, said = bot(tmp_path, "run", SLACK_SIGNING_SECRET="", SLACK_API_URL=NOWHERE)
    assert status == 2
    assert "SLACK_SIGNING_SECRET, or SLACK_APP_TOKEN" in said


def test_apply_while_slack_is_away(tmp_path: Path) -> None:
    desk = Path(__file__).parents[2] / "bot" / "example" / "desk.yaml"
    status, said = bot(tmp_path, "apply", str(desk), SLACK_API_URL=NOWHERE)
    assert status == 1
    assert f"Slack does not answer at {NOWHERE}" in said


def test_a_port_that_is_taken(tmp_path: Path, world: World) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        status, said = bot(
            tmp_path, "run", PORT=port, SLACK_API_URL=world.sandbox.api_url, SLACK_BOT_TOKEN="xoxb-sandbox-steward"
        )
    assert status == 1
    assert "Is PORT or METRICS_PORT taken already?" in said


def test_what_is_exported_applies_back(tmp_path: Path, world: World) -> None:
    slack = {"SLACK_API_URL": world.sandbox.api_url, "SLACK_BOT_TOKEN": "xoxb-sandbox-steward"}
    own = tmp_path / "own"
    own.mkdir()
    assert "There is no database" in ran(own, "export").stderr
    ran(own, "migrate")
    assert "nothing to export" in ran(own, "export").stderr
    example = Path(__file__).parents[2] / "bot" / "example" / "desk.yaml"
    assert ran(own, "apply", str(example), **slack).returncode == 0
    file = tmp_path / "desk.yaml"
    file.write_text(ran(own, "export").stdout)
    assert ran(own, "apply", "--dry-run", str(file), **slack).stdout == "Nothing would change.\n"
