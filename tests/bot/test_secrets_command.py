"""`bot secret`: printed once, two live at once, refused in a sentence."""

import asyncio

import pytest
from sqlalchemy import Engine, text

from bot import commands
from bot.commands import Unfit
from bot.settings import DatabaseSettings
from services import alerts_secrets
from tests.world import World


def ran(url: str, act: str, source: str | None = None, number: int = 0, key: str | None = None) -> list[str]:
    settings = DatabaseSettings(database_url=url, alerts_key=key)
    return asyncio.run(commands.secret(settings, act, source, number))


def test_a_secret_is_printed_once_and_kept_as_a_hash(world: World, database_url: str, db: Engine) -> None:
    assert "no secrets yet" in ran(database_url, "list")[0]
    printed = "\n".join(ran(database_url, "add", "prometheus", key="made-up"))
    secret = next(word for word in printed.split() if word.startswith("stw_"))
    assert f"Authorization: Bearer {secret}" in printed
    assert alerts_secrets.signing_key("made-up", alerts_secrets.hash_of(secret)) in printed
    assert secret not in "\n".join(ran(database_url, "list", "prometheus"))
    with db.connect() as connection:
        assert connection.execute(text("SELECT hash FROM alert_secrets")).scalar_one() == alerts_secrets.hash_of(
            secret
        )


def test_two_may_live_at_once(world: World, database_url: str) -> None:
    ran(database_url, "add", "prometheus")
    assert "sign" not in "\n".join(ran(database_url, "add", "prometheus"))  # without a key nobody can
    with pytest.raises(Unfit, match="has 2 live secrets already"):
        ran(database_url, "add", "prometheus")
    assert "revoked" in ran(database_url, "revoke", "prometheus", 1)[0]
    ran(database_url, "add", "prometheus")
    states = [line.split()[-1] for line in ran(database_url, "list", "prometheus")]
    assert states == ["UTC", "live", "live"]


def test_what_cannot_be_is_said(world: World, database_url: str) -> None:
    with pytest.raises(Unfit, match="The desk file names no source of alerts 'nowhere'"):
        ran(database_url, "add", "nowhere")
    with pytest.raises(Unfit, match="grafana has no live secret 5"):
        ran(database_url, "revoke", "grafana", 5)
