from dataclasses import dataclass, field

from sandbox.shapes import Json


@dataclass
class App:
    """The app as it is registered with Slack: what a manifest and the app's settings page hold."""

    id: str = "A0SANDBOX"
    name: str = "App"
    bot_user: str = "U0SANDBOX"
    bot_id: str = "B0SANDBOX"
    bot_token: str = "xoxb-sandbox"  # noqa: S105 - made up, opens nothing
    app_token: str = "xapp-sandbox"  # noqa: S105 - made up, opens nothing
    signing_secret: str = "sandbox-signing-secret"  # noqa: S105 - made up, opens nothing
    verification_token: str = "sandbox-verification-token"  # noqa: S105 - made up, opens nothing
    request_url: str = ""
    mode: str = "http"
    """http or socket."""
    commands: list[Json] = field(default_factory=list)
    shortcuts: list[Json] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    scopes: list[str] = field(default_factory=list)
    """Empty means that every scope is granted."""
    clock_url: str = ""
    revoked: bool = False

    def command(self, name: str) -> Json | None:
        return next((command for command in self.commands if command.get("command") == name), None)

    def shortcut(self, callback_id: str) -> Json | None:
        return next((one for one in self.shortcuts if one.get("callback_id") == callback_id), None)

    def has_scope(self, scope: str) -> bool:
        return not self.scopes or scope in self.scopes

    def bot_profile(self, team_id: str, at: int) -> Json:
        return {
            "id": self.bot_id,
            "deleted": False,
            "name": self.name,
            "updated": at,
            "app_id": self.id,
            "icons": {},
            "team_id": team_id,
        }
