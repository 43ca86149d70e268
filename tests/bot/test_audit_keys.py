"""Keys that sealed the history before: read from one variable, and shown to no log."""

import pytest

from bot.settings import DatabaseSettings, secrets_of, several


def test_old_keys_stand_between_commas_and_are_secret_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIT_KEY", "third")
    monkeypatch.setenv("AUDIT_KEYS_OLD", "first, second,")
    settings = DatabaseSettings()
    assert several(settings.audit_keys_old) == ["first", "second"]
    assert {"first", "second", "third"} <= set(secrets_of(settings))
    assert "second" not in repr(settings)


def test_most_never_had_another_key() -> None:
    assert several(None) == []
