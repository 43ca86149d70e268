"""`bot manifest`: what Slack is told of this app, so that nobody clicks it together by hand.

Each scope says what it is for. Some serve a feature that a company may do without; those that the courier's look-up
needs (did Slack take this message?) can never be left out.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from handlers.commands import Commands
from handlers.surface import Routes

DESCRIPTION = "Ask for help, approve changes, see what is due: the service desk in Slack."
LONG_DESCRIPTION = (
    "Steward is your company's own service desk. Ask for something with /ticket or simply in a message, follow it "
    "in a thread, and say whether it is solved. Teams claim and answer by button and are warned before an agreed "
    "time is broken; approvers decide on changes; risks are registered and reviewed. It runs on your company's own "
    "machine, and what is written here is kept there."
)


@dataclass(frozen=True)
class Scope:
    """`feature` names what can be done without; None where nothing works without it."""

    name: str
    why: str
    feature: str | None = None


SCOPES = (
    Scope("commands", "slash commands and shortcuts"),
    Scope("chat:write", "cards, answers and warnings"),
    Scope("im:write", "open a conversation with somebody who is to be told"),
    Scope("im:read", "know that conversation again"),
    Scope("im:history", "hear answers there, and look up whether a message was taken before it is sent again"),
    Scope("channels:read", "find the channels that the desk file names"),
    Scope("channels:history", "hear threads under cards, and the same look-up in public channels"),
    Scope("groups:read", "find private channels that the desk file names"),
    Scope("groups:history", "hear threads under cards, and the same look-up in private channels"),
    Scope("users:read", "who somebody is: name, language, zone, guest or member"),
    Scope("users:read.email", "find people whom the desk file names by e-mail", "email"),
    Scope("users.profile:read", "attributes that the desk file takes from Slack profiles", "profiles"),
    Scope("reactions:read", "an emoji that makes a ticket of a message", "emoji"),
    Scope("app_mentions:read", "verbs by mention inside a thread", "mentions"),
    Scope("usergroups:read", "user groups as approvers", "groups"),
    Scope("files:read", "pass files on between requester and team", "files"),
    Scope("files:write", "pictures, such as the heat map, and files passed on", "files"),
)

EVENTS: Mapping[str, str | None] = {
    "app_home_opened": None,
    "message.im": None,
    "message.channels": "requests",
    "message.groups": "requests",
    "user_change": None,
    "reaction_added": "emoji",
    "app_mention": "mentions",
    "subteam_members_changed": "groups",
    "subteam_updated": "groups",
}
"""Events, and the feature that each serves. `requests`: words in channels, threads under cards included."""

FEATURES = sorted({one for one in (*EVENTS.values(), *(scope.feature for scope in SCOPES)) if one})

# What the list of commands says; one language serves the whole workspace. A hint shows what people would type, and
# each part of it works as it stands.
COMMANDS = {
    "ticket": ("Ask for help", "printer on 3F is down, or: mine, show IT-1042, help"),
    "change": ("Ask for a change to be approved", "new firewall for the office, or: mine, show CHG-9, help"),
    "risk": ("Register a risk", "only one person knows payroll, or: map, show RSK-5, help"),
    "steward": ("The same under one name", "ticket printer on 3F is down, or: change mine, risk map, help"),
    "alert": ("Alerts from monitoring", "list, or: maintenance, help"),
}
SHORTCUTS = {  # name at most 24 characters, description 150
    "ticket.new": ("New ticket", "Ask the service desk"),
    "ticket.make": ("Make a ticket of this", "Ask the service desk about this message"),
    "ticket.actions": ("Ticket actions", "Claim, answer, resolve: what you may do with the ticket of this thread"),
}


@dataclass(frozen=True)
class Wish:
    """`url` is where Slack reaches us, without a path; None for Socket Mode. `without` are features left out."""

    name: str = "Steward"
    url: str | None = None
    commands: Commands = field(default_factory=Commands)
    without: Collection[str] = ()


def manifest(wish: Wish, routes: Routes) -> dict[str, Any]:
    """By Slack's schema of app manifests, version 2."""
    events = [event for event, feature in EVENTS.items() if feature not in wish.without]
    address = {"request_url": f"{wish.url.rstrip('/')}/slack/events"} if wish.url else {}
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": wish.name,
            "description": DESCRIPTION,
            "long_description": LONG_DESCRIPTION,
            "background_color": "#1d3b53",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": wish.name, "always_online": True},
            **_shortcuts(routes),
            "slash_commands": [_command(name, wish) for name in routes.commands],
        },
        "oauth_config": {"scopes": {"bot": [one.name for one in scopes(wish.without)]}},
        "settings": {
            "event_subscriptions": {**address, "bot_events": events},
            "interactivity": {"is_enabled": True, **address},
            "org_deploy_enabled": False,
            "socket_mode_enabled": wish.url is None,
            "token_rotation_enabled": False,
        },
    }


def scopes(without: Collection[str]) -> list[Scope]:
    return [one for one in SCOPES if one.feature not in without]


def _command(practice: str, wish: Wish) -> dict[str, Any]:
    words, hint = COMMANDS[practice]
    said = wish.commands.spoken[practice]
    address = {"url": f"{wish.url.rstrip('/')}/slack/events"} if wish.url else {}
    return {"command": said, **address, "description": words, "usage_hint": hint, "should_escape": True}


def _shortcuts(routes: Routes) -> dict[str, list[dict[str, str]]]:
    """Slack takes no empty list of them."""
    kinds = {**dict.fromkeys(routes.shortcuts, "global"), **dict.fromkeys(routes.message_shortcuts, "message")}
    made = [
        {"name": SHORTCUTS[one][0], "type": kind, "callback_id": one, "description": SHORTCUTS[one][1]}
        for one, kind in kinds.items()
    ]
    return {"shortcuts": made} if made else {}
