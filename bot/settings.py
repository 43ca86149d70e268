"""The environment, read once and checked; every fault is reported together."""

from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from handlers.commands import Commands


def _known(url: str) -> str:
    """Which database; a mistake is told before anything is opened."""
    try:
        backend = make_url(url).get_backend_name()
    except ArgumentError as error:
        raise ValueError("this is no address of a database; sqlite:///steward.db is one") from error
    if backend not in {"sqlite", "postgresql"}:
        raise ValueError("begin it with sqlite:/// or postgresql://")
    return url


DatabaseUrl = Annotated[str, AfterValidator(_known)]


class Settings(BaseSettings):
    """Environment variables; secrets never show in a repr. Spans are seconds of machine time."""

    model_config = SettingsConfigDict(env_prefix="", env_ignore_empty=True, extra="ignore")

    slack_bot_token: SecretStr
    slack_signing_secret: SecretStr | None = None
    slack_app_token: SecretStr | None = Field(default=None, description="Slack then delivers by sockets")
    slack_api_url: str = "https://slack.com/api/"
    slack_commands: str = Field(default="", description="other names of commands: ticket=it change=modify")
    database_url: DatabaseUrl = "sqlite:///steward.db"
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=0, le=65535)
    metrics_host: str = "127.0.0.1"
    metrics_port: int = Field(default=9464, ge=0, le=65535)
    audit_key: SecretStr | None = None
    audit_keys_old: SecretStr | None = Field(default=None, description="keys used before, between commas")
    alerts_key: SecretStr | None = None
    steward_config: Path | None = None
    log_level: str = "INFO"

    answer_within: float = Field(default=2.5, gt=0, description="Slack waits three seconds for an answer")
    socket_ping: float = Field(default=10.0, gt=0, description="between two pings down a socket")

    courier_workers: int = Field(default=4, ge=1)
    courier_timeout: float = Field(default=10.0, gt=0, description="for one call of Slack")
    courier_lease: float = Field(default=30.0, gt=0, description="longer than the time-out, or two would speak")
    courier_settle: float = Field(default=5.0, ge=0, description="before an unknown outcome is looked up")
    courier_look_again: float = Field(default=60.0, gt=0, description="before twins are looked for once more")
    courier_pace: float = Field(default=1.0, ge=0, description="between two messages in one channel")
    courier_back_off: float = Field(default=1.0, gt=0, description="after the first failure; doubled each time")

    @model_validator(mode="after")
    def _is_reachable(self) -> Self:
        if self.slack_signing_secret is None and self.slack_app_token is None:
            raise ValueError("set SLACK_SIGNING_SECRET, or SLACK_APP_TOKEN for Socket Mode")
        return self

    @field_validator("slack_commands")
    @classmethod
    def _known_commands(cls, value: str) -> str:
        Commands.parsed(value)
        return value


class DatabaseSettings(BaseSettings):
    """What commands need that do not talk to Slack."""

    model_config = SettingsConfigDict(env_prefix="", env_ignore_empty=True, extra="ignore")

    database_url: DatabaseUrl = "sqlite:///steward.db"
    audit_key: SecretStr | None = None
    audit_keys_old: SecretStr | None = Field(default=None, description="keys used before, between commas")
    alerts_key: SecretStr | None = None
    log_level: str = "INFO"


def several(secret: SecretStr | None) -> list[str]:
    """What one variable holds between commas."""
    parts = secret.get_secret_value().split(",") if secret else []
    return [part.strip() for part in parts if part.strip()]


def secrets_of(settings: BaseSettings) -> list[str]:
    """The values that no log may hold."""
    found = {name: value for name, value in settings.__dict__.items() if isinstance(value, SecretStr)}
    old = several(found.get("audit_keys_old"))
    return [*old, *(secret.get_secret_value() for secret in found.values())]
