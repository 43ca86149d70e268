"""Changing the workspace, the app's registration and the weather."""

from collections.abc import Callable
from typing import TypeVar

import aiohttp

from sandbox import seed
from sandbox.control.control import Control, ControlError
from sandbox.control.elements import FIELD
from sandbox.deliveries.dispatch import told
from sandbox.deliveries.parcel import Parcel
from sandbox.faults import CALL_FAULTS, DELIVERY_FAULTS, FaultError
from sandbox.methods import METHODS
from sandbox.seed import SeedError
from sandbox.shapes import Json
from sandbox.workspace import acts
from sandbox.workspace.channels import Channel
from sandbox.workspace.people import SLACKBOT

CLOCK_SECONDS = 300.0
"""How long the app's clock hook may run through its due instants."""
SOCKET_TROUBLES = ("disconnect", "refresh", "half_open", "drop")
PERSON_FIELDS = {
    "real_name", "email", "locale", "tz", "title", "guest", "is_admin", "is_owner", "deleted", "team_id", "fields",
}  # fmt: skip


def add_fault(control: Control, wish: Json) -> Json:
    try:
        return {"ok": True, "fault": control.faults.add(wish).shown()}
    except (FaultError, TypeError, ValueError) as error:
        raise ControlError(400, str(error)) from error


def faults(control: Control) -> Json:
    """Those wished for, and what one can wish for."""
    possible = {"calls": CALL_FAULTS, "deliveries": DELIVERY_FAULTS, "methods": sorted(METHODS)}
    return {"ok": True, "faults": control.faults.shown(), "possible": possible}


def set_app(control: Control, changes: Json) -> Json:
    _seeded(lambda: seed.configured(control.workspace.app, changes))
    return {"ok": True}


def set_token(control: Control, args: Json) -> Json:
    """Revoking also tells the app, if it subscribed to tokens_revoked."""
    workspace = control.workspace
    workspace.app.revoked = bool(args.get("revoked", True))
    if workspace.app.revoked:
        event: Json = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [workspace.app.bot_user]}}
        workspace.tell(event, "tokens_revoked")
    return {"ok": True, "revoked": workspace.app.revoked}


def add_person(control: Control, given: Json) -> Json:
    person = _seeded(lambda: seed.add_person(control.workspace, given))
    user = person.user(control.workspace.now(), with_locale=True)
    control.workspace.tell({"type": "team_join", "user": user}, "team_join")
    return {"ok": True, "id": person.id}


def change_person(control: Control, ref: str, changes: Json) -> Json:
    person = control.person(ref)
    if unknown := set(changes) - PERSON_FIELDS:
        raise ControlError(400, f"a person has no {', '.join(sorted(unknown))}")
    if "fields" in changes:
        _seeded(lambda: seed.check_fields(control.workspace, changes["fields"]))
    for name, value in changes.items():
        setattr(person, name, value)
    acts.change_person(control.workspace, person)
    return {"ok": True, "id": person.id}


def add_channel(control: Control, given: Json) -> Json:
    return {"ok": True, "id": _seeded(lambda: seed.add_channel(control.workspace, given)).id}


def change_channel(control: Control, ref: str, changes: Json) -> Json:
    """`archived` and whether the `app` is a member."""
    workspace = control.workspace
    channel = workspace.find_channel(ref)
    if channel is None:
        raise ControlError(404, f"there is no channel {ref!r}")
    if unknown := set(changes) - {"archived", "app"}:
        raise ControlError(400, f"of a channel one sets archived and app, not {', '.join(sorted(unknown))}")
    bot = workspace.people[workspace.app.bot_user]
    if "app" in changes:
        (acts.join if changes["app"] else acts.leave)(workspace, channel, bot)
    if "archived" in changes:
        acts.set_archived(workspace, channel, SLACKBOT, archived=bool(changes["archived"]))
    return {"ok": True, "id": channel.id}


def set_group(control: Control, given: Json) -> Json:
    """A new user group, or new members for one that is there."""
    workspace = control.workspace
    known = workspace.find_group(str(given.get("id") or given.get("handle") or ""))
    if known is None:
        return {"ok": True, "id": _seeded(lambda: seed.add_group(workspace, given)).id}
    before = list(known.members)
    known.members = [control.person(ref).id for ref in given.get("members") or []]
    known.updated = int(workspace.now())
    added = [one for one in known.members if one not in before]
    removed = [one for one in before if one not in known.members]
    event = {
        "type": "subteam_members_changed", "subteam_id": known.id, "team_id": workspace.id,
        "date_previous_update": known.updated, "date_update": known.updated,
        "added_users": added, "added_users_count": len(added),
        "removed_users": removed, "removed_users_count": len(removed),
    }  # fmt: skip
    workspace.tell(event, "subteam_members_changed")
    return {"ok": True, "id": known.id}


def set_scale(control: Control, factors: Json) -> Json:
    scale = control.workspace.scale
    if unknown := set(factors) - {"budgets", "limits", "time"}:
        raise ControlError(400, f"one scales budgets, limits and time, not {', '.join(sorted(unknown))}")
    for name, factor in factors.items():
        if not isinstance(factor, int | float) or factor < 0:
            raise ControlError(400, f"{name} is scaled by a number of at least 0")
        setattr(scale, name, float(factor))
    return {"ok": True, **vars(scale)}


async def probe(control: Control, args: Json) -> Json:
    """What Slack sends an app of its own accord, and the app's answer."""
    what, app = str(args.get("do")), control.workspace.app
    payload: Json = {"token": app.verification_token, "type": what}
    if what == "url_verification":
        payload["challenge"] = control.workspace.mint.token()
    elif what == "app_rate_limited":
        minute = int(control.workspace.now()) // 60 * 60
        payload |= {"team_id": control.workspace.id, "minute_rate_limited": minute, "api_app_id": app.id}
    else:
        raise ControlError(400, "do is url_verification or app_rate_limited")
    outcome = await control.dispatcher.deliver(Parcel("events_api", what, payload))
    echoed = payload.get("challenge", "").encode() in outcome.answer
    return {"ok": outcome.is_acknowledged and echoed, "delivery": told(outcome)}


async def trouble_sockets(control: Control, args: Json) -> Json:
    how = args.get("do")
    if how not in SOCKET_TROUBLES:
        raise ControlError(400, f"do is one of {', '.join(SOCKET_TROUBLES)}")
    return {"ok": True, "sockets": await control.sockets.disconnect(how)}


async def turn_clock(control: Control, wish: Json) -> Json:
    """The app's own clock, turned by the app's own hook; the answer is the hook's."""
    url = control.workspace.app.clock_url
    if not url:
        raise ControlError(409, "the app has no clock_url")
    timeout = aiohttp.ClientTimeout(total=CLOCK_SECONDS)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as session, session.post(url, json=wish) as response:
            text = await response.text()
            is_json = response.content_type == "application/json"
            answer = await response.json() if is_json else text
            return {"ok": response.status < 400, "status": response.status, "answer": answer}  # noqa: PLR2004 - HTTP
    except (aiohttp.ClientError, TimeoutError) as error:
        raise ControlError(409, f"the app's clock hook did not answer: {error!r}") from error


def about(control: Control) -> Json:
    """Who and what there is."""
    workspace = control.workspace
    return {
        "ok": True,
        "workspace": {"id": workspace.id, "name": workspace.name, "domain": workspace.domain},
        "app": {name: value for name, value in vars(workspace.app).items() if name not in _SECRETS},
        "people": [vars(person) for person in workspace.people.values()],
        "channels": [
            {
                "id": c.id,
                "name": c.name,
                "kind": c.kind,
                "archived": c.archived,
                "topic": c.topic,
                "members": list(c.members),
                "newest": newest(c),
            }
            for c in workspace.channels.values()
        ],
        "groups": [vars(group) for group in workspace.groups.values()],
        "elements": FIELD,
        "scale": vars(workspace.scale),
        "guide": workspace.guide,
        "now": workspace.stamps(),
    }


def newest(channel: Channel) -> Json | None:
    """When something was said here last, in threads too, and by whom."""
    said = channel.timeline.newest
    return {"ts": said.ts, "user": said.user} if said else None


_SECRETS = {"bot_token", "app_token", "signing_secret", "verification_token"}


MadeT = TypeVar("MadeT")


def _seeded(make: Callable[[], MadeT]) -> MadeT:
    try:
        return make()
    except SeedError as error:
        raise ControlError(400, str(error)) from error
