"""The command line: `bot run`, `bot migrate`, `bot apply`, `bot audit verify`, `bot demo`."""

import json
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click
import uvloop
from pydantic import ValidationError
from pydantic_settings import BaseSettings
from sqlalchemy.exc import OperationalError

from bot import backups, commands, logs, manifest
from bot.commands import Unfit
from bot.settings import DatabaseSettings, Settings, secrets_of
from handlers.commands import Commands, UnknownCommand
from handlers.routes import ROUTES

T = TypeVar("T")
S = TypeVar("S", bound=BaseSettings)


@click.group()
def main() -> None:
    """Steward: IT service management that lives in Slack."""


@main.command()
def run() -> None:
    """Serve: Slack's deliveries, ticks, messages. Settings come from the environment."""
    settings = _settings(Settings)
    logs.configure(settings.log_level, secrets_of(settings))
    desk = settings.steward_config.read_text(encoding="utf-8") if settings.steward_config else None
    _finish(commands.run(settings, desk))


@main.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    settings = _settings(DatabaseSettings)
    with _sentences():
        click.echo(f"The database is at revision {commands.migrate(settings.database_url)}.")


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), envvar="STEWARD_CONFIG")
@click.option("--dry-run", is_flag=True, help="Show what would change and change nothing.")
def apply(file: Path, *, dry_run: bool) -> None:
    """Make the desk as FILE (or STEWARD_CONFIG) says."""
    settings = _settings(Settings)
    logs.configure("WARNING", secrets_of(settings))
    text = file.read_text(encoding="utf-8")
    for line in _finish(commands.apply(settings, text, dry_run=dry_run)):
        click.echo(line)


@main.command()
def export() -> None:
    """Print the live desk as a desk file, which applies back with no difference."""
    settings = _settings(DatabaseSettings)
    logs.configure("WARNING", secrets_of(settings))
    click.echo(_finish(commands.export(settings)), nl=False)


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write the whole desk to FILE, beside a running bot if need be."""
    settings = _settings(DatabaseSettings)
    with _sentences():
        rows = backups.backup(settings.database_url, file)
    click.echo(f"{rows:,} rows are in {file}, each compared.")


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Fill an empty database from FILE. What may have been said since is looked up in Slack, not said again."""
    settings = _settings(DatabaseSettings)
    with _sentences():
        rows = backups.restore(settings.database_url, file)
    click.echo(f"{rows:,} rows are restored, each compared.")


@main.command()
@click.option("--to", required=True, help="The address of an empty database, for example postgresql://…")
def copy(to: str) -> None:
    """Copy the desk into another database, to go on there. Stop the bot first."""
    settings, target = _settings(DatabaseSettings), _settings(DatabaseSettings, database_url=to)
    with _sentences():
        rows = backups.copy(settings.database_url, target.database_url)
    click.echo(f"{rows:,} rows are there, each compared.")


@main.group()
def secret() -> None:
    """Secrets of those who send alerts: shown once, kept as a hash, two live at once."""


@secret.command("add")
@click.argument("source")
def add_secret(source: str) -> None:
    """Issue one more secret for SOURCE, so that it can be changed without a gap."""
    _print_secrets("add", source)


@secret.command("list")
@click.argument("source", required=False)
def list_secrets(source: str | None) -> None:
    """Show which there are, of SOURCE or of all, without telling them."""
    _print_secrets("list", source)


@secret.command("revoke")
@click.argument("source")
@click.argument("number", type=int)
def revoke_secret(source: str, number: int) -> None:
    """Secret NUMBER of SOURCE opens nothing any more."""
    _print_secrets("revoke", source, number)


def _print_secrets(act: str, source: str | None, number: int = 0) -> None:
    settings = _settings(DatabaseSettings)
    logs.configure("WARNING", secrets_of(settings))
    for line in _finish(commands.secret(settings, act, source, number)):
        click.echo(line)


@main.command()
@click.argument("person")
@click.option("--yes", is_flag=True, help="Do not ask, for scripts.")
def erase(person: str, *, yes: bool) -> None:
    """Erase what PERSON (a Slack id) typed, and their name, from the database; says first what that is."""
    settings = _settings(DatabaseSettings)
    logs.configure("WARNING", secrets_of(settings))

    def agreed(lines: list[str]) -> bool:
        click.echo("\n".join(lines))
        return yes or click.confirm("Shall it be erased? This cannot be undone")

    for line in _finish(commands.erase(settings, person, agreed)):
        click.echo(line)


@main.command()
def doctor() -> None:
    """Look whether all is as it must be; exit status 1 if anything is bad."""
    settings = _settings(Settings)
    logs.configure("ERROR", secrets_of(settings))
    sys.exit(0 if _finish(commands.examine(settings, click.echo)) else 1)


@main.command("manifest")
@click.option("--url", help="Where Slack reaches the bot, as https://…; left out for Socket Mode.")
@click.option("--name", default="Steward", show_default=True, help="What the app is called in Slack.")
@click.option("--command", "renamed", multiple=True, help="Another name, as ticket=it; set SLACK_COMMANDS too.")
@click.option("--without", default="", help="Features to leave out, by comma: see --scopes.")
@click.option("--scopes", "explain", is_flag=True, help="Say what each scope is for, and what can be left out.")
def print_manifest(url: str | None, name: str, renamed: tuple[str, ...], without: str, *, explain: bool) -> None:
    """Print the app manifest, to be pasted into Slack's "Create an app from a manifest"."""
    left_out = set(filter(None, without.replace(",", " ").split()))
    if unknown := left_out - set(manifest.FEATURES):
        raise click.BadParameter(
            f"no feature {', '.join(sorted(unknown))}; there are {', '.join(manifest.FEATURES)}"
        )
    try:
        commands_named = Commands.parsed(" ".join(renamed))
    except UnknownCommand as unknown_command:
        raise click.BadParameter(str(unknown_command)) from unknown_command
    if explain:
        for scope in manifest.scopes(left_out):
            click.echo(f"{scope.name:20} {scope.why}" + (f"  [--without {scope.feature}]" if scope.feature else ""))
        return
    wish = manifest.Wish(name, url, commands_named, left_out)
    click.echo(json.dumps(manifest.manifest(wish, ROUTES), indent=2, ensure_ascii=False))


@main.group()
def audit() -> None:
    """The history's chain and its seals."""


@audit.command()
@click.option("--head", help="The last seal's mark, as posted in the audit channel.")
def verify(head: str | None) -> None:
    """Check every fact, word and seal; exit status 1 if anything was tampered with."""
    settings = _settings(DatabaseSettings)
    logs.configure("WARNING", secrets_of(settings))
    breaks = _finish(commands.verify(settings, head))
    for line in breaks or ["Every chain and seal holds."]:
        click.echo(line)
    sys.exit(1 if breaks else 0)


@main.command()
@click.option("--port", default=8800, show_default=True, help="Of the page.")
@click.option("--folder", default="var/demo", show_default=True, help="Where the database is kept.")
def demo(port: int, folder: str) -> None:
    """A Slack workspace and Steward on this machine: no account, no token, no server."""
    from bot.demo import demonstrate

    Path(folder).mkdir(parents=True, exist_ok=True)
    for old in Path(folder).glob("steward.db*"):  # only what an earlier demo left
        old.unlink()
    _finish(demonstrate(port, Path(folder)))


def _settings(kind: type[S], **given: Any) -> S:  # noqa: ANN401 - what pydantic takes
    try:
        return kind(**given)
    except ValidationError as invalid:
        for fault in invalid.errors():
            name = ".".join(str(part) for part in fault["loc"]).upper()
            click.echo(
                ": ".join(part for part in (name, fault["msg"].removeprefix("Value error, ")) if part), err=True
            )
        sys.exit(2)


def _finish(work: Coroutine[Any, Any, T]) -> T:
    with _sentences():
        return uvloop.run(work)


@contextmanager
def _sentences() -> Iterator[None]:
    """What an operator can mend ends in a sentence, not in a traceback."""
    try:
        yield
    except Unfit as unfit:
        click.echo(str(unfit), err=True)
        sys.exit(1)
    except OperationalError as error:
        click.echo(f"The database does not answer: {str(error.orig).strip()}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
