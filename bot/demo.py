"""`bot demo`: the sandbox's workspace and Steward in one process, on SQLite, with a clock that can be moved."""

import random
from pathlib import Path

import click
import yaml

from bot import applying, logs
from bot.build import build
from bot.commands import machine_clock, migrate, until_stopped
from bot.settings import Settings
from sandbox.seed import load_seed
from sandbox.server import Sandbox

EXAMPLE = Path(__file__).parent / "example"


async def demonstrate(port: int, folder: Path) -> None:
    """`folder` holds no database: everything begins anew each time, for the workspace lives in memory."""
    seed = yaml.safe_load((EXAMPLE / "workspace.yaml").read_text(encoding="utf-8"))
    sandbox = Sandbox(load_seed(seed))
    await sandbox.start(port=port)
    settings = Settings(
        slack_bot_token=seed["app"]["bot_token"],
        slack_signing_secret=seed["app"]["signing_secret"],
        slack_api_url=sandbox.api_url,
        database_url=f"sqlite:///{folder}/steward.db",
        port=0,
        metrics_port=0,
        audit_key=random.SystemRandom().randbytes(32).hex(),
    )
    logs.configure("WARNING", [])
    migrate(settings.database_url)
    steward = await build(settings, machine_clock, random.SystemRandom(), movable_clock=True)
    bound = await steward.start()
    plan = await applying.planned(steward.courier.client, (EXAMPLE / "desk.yaml").read_text(encoding="utf-8"))
    await applying.apply(steward.ledger, plan)
    app = sandbox.workspace.app
    app.request_url, app.clock_url = f"http://127.0.0.1:{bound}/slack/events", f"http://127.0.0.1:{bound}/clock"
    click.echo(f"Open {sandbox.url} – act as Ann, and type /ticket printer on 3F is down. Ctrl-C ends it.")
    try:
        await until_stopped()
    finally:
        await steward.stop()
        await sandbox.stop()
