"""The manifest fits what Slack takes, and says all that the program uses."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from bot.cli import main
from bot.manifest import COMMANDS, EVENTS, FEATURES, SCOPES, Wish, manifest
from handlers.alerts import commands as alerts
from handlers.changes import commands as changes
from handlers.commands import Commands
from handlers.grammar import read
from handlers.risks import commands as risks
from handlers.routes import ROUTES
from handlers.tickets import commands as tickets

TEXT = {"type": "string", "minLength": 1}
ADDRESS = {"type": "string", "pattern": "^https?://", "maxLength": 3000}


def closed(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


# As much of Slack's schema (app manifest reference, version 2) as we write.
SCHEMA = closed(
    ["display_information"],
    _metadata=closed([], major_version={"const": 2}, minor_version={"type": "integer"}),
    display_information=closed(
        ["name"],
        name={**TEXT, "maxLength": 35},
        description={**TEXT, "maxLength": 140},
        long_description={"type": "string", "minLength": 175, "maxLength": 4000},
        background_color={"type": "string", "pattern": "^#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?$"},
    ),
    features=closed(
        [],
        app_home={"type": "object", "additionalProperties": {"type": "boolean"}},
        bot_user=closed(
            ["display_name"], display_name={**TEXT, "maxLength": 80}, always_online={"type": "boolean"}
        ),
        shortcuts={
            "type": "array",
            "minItems": 1,
            "maxItems": 10,
            "items": closed(
                ["name", "type", "callback_id", "description"],
                name={**TEXT, "maxLength": 24},
                type={"enum": ["message", "global"]},
                callback_id={**TEXT, "maxLength": 255},
                description={**TEXT, "maxLength": 150},
            ),
        },
        slash_commands={
            "type": "array",
            "minItems": 1,
            "maxItems": 50,
            "items": closed(
                ["command", "description"],
                command={"type": "string", "pattern": "^/", "minLength": 2, "maxLength": 32},
                url=ADDRESS,
                description={**TEXT, "maxLength": 2000},
                usage_hint={**TEXT, "maxLength": 1000},
                should_escape={"type": "boolean"},
            ),
        },
    ),
    oauth_config=closed([], scopes=closed([], bot={"type": "array", "items": TEXT, "uniqueItems": True})),
    settings=closed(
        [],
        event_subscriptions=closed([], request_url=ADDRESS, bot_events={"type": "array", "items": TEXT}),
        interactivity=closed(["is_enabled"], is_enabled={"type": "boolean"}, request_url=ADDRESS),
        org_deploy_enabled={"type": "boolean"},
        socket_mode_enabled={"type": "boolean"},
        token_rotation_enabled={"type": "boolean"},
    ),
)


@pytest.mark.parametrize(
    "wish",
    [Wish(), Wish(url="https://steward.example.com/"), Wish(without=FEATURES)],
    ids=["socket", "http", "least"],
)
def test_it_fits_what_slack_takes(wish: Wish) -> None:
    made = manifest(wish, ROUTES)
    assert [fault.message for fault in Draft202012Validator(SCHEMA).iter_errors(made)] == []
    assert made["settings"]["socket_mode_enabled"] is (wish.url is None)


def test_every_command_and_shortcut_is_in_it() -> None:
    features = manifest(Wish(), ROUTES)["features"]
    assert {one["command"] for one in features["slash_commands"]} == {f"/{name}" for name in ROUTES.commands}
    found = {one["callback_id"] for one in features.get("shortcuts", [])}
    assert found == {*ROUTES.shortcuts, *ROUTES.message_shortcuts}


@pytest.mark.parametrize("practice", sorted(COMMANDS))
def test_hints_show_what_a_person_would_type(practice: str) -> None:
    """No placeholder: every part of a hint is understood as it stands."""
    example, _, others = COMMANDS[practice][1].partition(", or: ")
    verbs = {"ticket": tickets.VERBS, "change": changes.VERBS, "risk": risks.VERBS, "alert": alerts.VERBS}
    for part in (example, *others.split(", ")):
        meant, _, line = Commands().meant(f"/{practice}", part)
        understood = read(line, verbs.get(meant, {"help": ()})).verb
        assert (understood == "new") is (part == example and meant != "alert"), part


def test_the_sandbox_has_what_the_manifest_says() -> None:
    app = yaml.safe_load((Path("bot/example/workspace.yaml")).read_text())["app"]
    assert set(app["scopes"]) == {scope.name for scope in SCOPES}
    assert set(app["events"]) == set(EVENTS)
    made = manifest(Wish(), ROUTES)["features"]
    assert {(one["command"], one["hint"]) for one in app["commands"]} == {
        (one["command"], one["usage_hint"]) for one in made["slash_commands"]
    }
    assert {(one["callback_id"], one["type"], one["name"]) for one in app.get("shortcuts", [])} == {
        (one["callback_id"], one["type"], one["name"]) for one in made.get("shortcuts", [])
    }


def test_what_the_look_up_needs_is_never_left_out() -> None:
    left = manifest(Wish(without=FEATURES), ROUTES)["oauth_config"]["scopes"]["bot"]
    assert {"channels:history", "groups:history", "im:history"} <= set(left)


def test_the_command_line_renames_and_leaves_out() -> None:
    done = CliRunner().invoke(main, ["manifest", "--command", "ticket=it", "--without", "emoji,files"])
    assert done.exit_code == 0, done.output
    made = json.loads(done.output)
    assert "/it" in {one["command"] for one in made["features"]["slash_commands"]}
    assert "reactions:read" not in made["oauth_config"]["scopes"]["bot"]
    assert "reaction_added" not in made["settings"]["event_subscriptions"]["bot_events"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--without", "tickets"], "no feature tickets; there are email, emoji"),
        (["--command", "ticket"], "write practice=name"),
        (["--command", "ticket=risk"], "two commands would be called /risk"),
    ],
)
def test_what_is_asked_wrongly_is_told(words: list[str], told: str) -> None:
    done = CliRunner().invoke(main, ["manifest", *words])
    assert done.exit_code == 2
    assert told in done.output


def test_each_scope_says_what_it_is_for() -> None:
    done = CliRunner().invoke(main, ["manifest", "--scopes"])
    for scope in SCOPES:
        assert scope.name in done.output
        assert scope.why in done.output
