import random
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from sandbox.shapes import Clock, Json
from sandbox.workspace.app import App
from sandbox.workspace.channels import Channel
from sandbox.workspace.people import SLACKBOT, Group, Person, ProfileField
from sandbox.workspace.workspace import Workspace


class SeedError(ValueError):
    """The seed names something it does not hold, or holds something nobody knows."""


def load_seed(
    source: Mapping[str, Any] | str | Path,
    now: Clock = time.time,
    rng: random.Random | None = None,
    stamps: Clock | None = None,
) -> Workspace:
    """A workspace from a mapping or a YAML file. Raises SeedError."""
    seed = source if isinstance(source, Mapping) else _read(Path(source))
    if not isinstance(seed, Mapping):
        raise SeedError("a seed is a mapping with workspace, people, channels, groups and app")
    about = seed.get("workspace") or {}
    workspace = Workspace(
        team_id=about.get("id", "T0SANDBOX"),
        name=about.get("name", "Sandbox"),
        domain=about.get("domain", "sandbox"),
        enterprise_id=about.get("enterprise_id"),
        app=configured(App(), seed.get("app") or {}),
        now=now,
        stamps=stamps,
        rng=rng or random.Random(),  # noqa: S311 - ids of a pretended workspace keep no secret
    )
    add_bots(workspace)
    for ordering, given in enumerate(seed.get("fields") or []):
        add_field(workspace, {"ordering": ordering, **given})
    for person in seed.get("people") or []:
        add_person(workspace, person)
    for channel in seed.get("channels") or []:
        add_channel(workspace, channel)
    for group in seed.get("groups") or []:
        add_group(workspace, group)
    workspace.guide = [_step(step) for step in seed.get("guide") or []]
    return workspace


def _read(path: Path) -> object:
    try:
        return yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError as error:
        raise SeedError(f"{path}: {error}") from error


def _step(step: Mapping[str, Any]) -> Json:
    """A step of the tour. Raises SeedError."""
    if unknown := set(step) - {"title", "text", "as", "in", "type"}:
        raise SeedError(f"a step of the guide has no {', '.join(sorted(unknown))}")
    if not step.get("title"):
        raise SeedError("a step of the guide has a title")
    return dict(step)


def configured(app: App, changes: Mapping[str, Any]) -> App:
    """The app with some of its registration changed. Raises SeedError for a field it does not have."""
    for name, value in changes.items():
        if name not in App.__dataclass_fields__:
            raise SeedError(f"an app has no {name!r}; it has {', '.join(App.__dataclass_fields__)}")
        setattr(app, name, value)
    return app


def add_bots(workspace: Workspace) -> None:
    app = workspace.app
    name = app.name.lower().replace(" ", "-")
    workspace.add_person(Person(app.bot_user, name, workspace.id, app.name, is_bot=True))
    workspace.add_person(Person(SLACKBOT, "slackbot", workspace.id, "Slackbot"))


def add_person(workspace: Workspace, given: Mapping[str, Any]) -> Person:
    fields: Json = {"id": workspace.mint.id("U"), "team_id": workspace.id} | dict(given)
    fields.setdefault("name", fields["id"].lower())
    check_fields(workspace, fields.get("fields") or {})
    try:
        return workspace.add_person(Person(**fields))
    except TypeError as error:
        raise SeedError(f"person {fields['name']}: {error}") from error


def check_fields(workspace: Workspace, values: object) -> None:
    """Raises SeedError for a custom field that nobody defined, or a value that is no text."""
    if not isinstance(values, Mapping) or not all(isinstance(value, str) for value in values.values()):
        raise SeedError("a person's fields are texts by the id of a custom field")
    if unknown := set(values) - set(workspace.fields):
        raise SeedError(f"there is no custom field {', '.join(sorted(unknown))}")


def add_field(workspace: Workspace, given: Mapping[str, Any]) -> ProfileField:
    """A custom field of profiles, by id and label. Raises SeedError."""
    try:
        found = ProfileField(**given)
    except TypeError as error:
        raise SeedError(f"a custom field of profiles: {error}") from error
    if found.type not in {"text", "long_text", "user", "options_list", "date", "link"}:
        raise SeedError(f"a custom field of profiles is of no type {found.type!r}")
    workspace.fields[found.id] = found
    return found


def add_channel(workspace: Workspace, given: Mapping[str, Any]) -> Channel:
    """Members by id or name; `app: true` makes the app's bot a member."""
    if "name" not in given:
        raise SeedError("a channel has a name")
    members = [_member(workspace, ref) for ref in given.get("members") or []]
    if given.get("app"):
        members.append(workspace.app.bot_user)
    channel = Channel(
        given.get("id") or workspace.mint.id("C"),
        "group" if given.get("private") else "channel",
        given["name"],
        archived=bool(given.get("archived")),
        creator=members[0] if members else workspace.app.bot_user,
        created=int(workspace.now()),
        topic=given.get("topic", ""),
        purpose=given.get("purpose", ""),
        members=dict.fromkeys(members),
    )
    return workspace.add_channel(channel)


def add_group(workspace: Workspace, given: Mapping[str, Any]) -> Group:
    handle = given.get("handle")
    if not handle:
        raise SeedError("a user group has a handle")
    members = [_member(workspace, ref) for ref in given.get("members") or []]
    group_id = given.get("id") or workspace.mint.id("S")
    group = Group(group_id, handle, given.get("name", handle), members, given.get("description", ""))
    workspace.groups[group.id] = group
    return group


def _member(workspace: Workspace, ref: str) -> str:
    person = workspace.find_person(ref)
    if person is None:
        raise SeedError(f"nobody is called {ref!r}")
    return person.id
