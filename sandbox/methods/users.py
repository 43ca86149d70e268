from sandbox.methods.call import Call, Method, SlackError
from sandbox.methods.pages import page
from sandbox.shapes import Json
from sandbox.workspace.channels import Channel
from sandbox.workspace.people import Person


def info(call: Call) -> Json:
    call.required("user", "user_not_found")
    return {"ok": True, "user": _user(call, call.person())}


def listed(call: Call) -> Json:
    people, cursor = page(call, list(call.workspace.people.values()), 200)
    members = [_user(call, person) for person in people]
    answer: Json = {"ok": True, "members": members, "cache_ts": int(call.workspace.now())}
    return answer | {"response_metadata": {"next_cursor": cursor}}


def lookup_by_email(call: Call) -> Json:
    email = call.required("email", "users_not_found").lower()
    for person in call.workspace.people.values():
        if person.email.lower() == email and not person.deleted:
            return {"ok": True, "user": _user(call, person)}
    raise SlackError("users_not_found")


def profile_get(call: Call) -> Json:
    person = call.person() if call.text("user") else call.workspace.people[call.workspace.app.bot_user]
    with_email = call.workspace.app.has_scope("users:read.email")
    defined = call.workspace.fields
    labels = {one.id: one.label for one in defined.values()} if call.flag("include_labels") else {}
    return {"ok": True, "profile": {**person.profile(with_email=with_email), "fields": person.custom(labels)}}


def team_profile_get(call: Call) -> Json:
    """The definitions of custom fields, in their order."""
    wanted = call.text("visibility", "all")
    if wanted not in {"all", "visible", "hidden"}:
        raise SlackError("invalid_arguments")
    fields = sorted(call.workspace.fields.values(), key=lambda one: one.ordering)
    shown = [one.shown() for one in fields if wanted == "all" or one.is_hidden is (wanted == "hidden")]
    return {"ok": True, "profile": {"fields": shown, "sections": []}}


def conversations(call: Call) -> Json:
    """The conversations of a person, or the app's own."""
    who = call.person().id if call.text("user") else call.workspace.app.bot_user
    kinds = set(call.listed("types") or ["public_channel"])
    mine = [
        channel
        for channel in call.workspace.channels.values()
        if who in channel.members
        and type_of(channel) in kinds
        and (channel.kind == "channel" or call.workspace.bot_sees(channel))
        and not (channel.archived and call.flag("exclude_archived"))
    ]
    channels, cursor = page(call, mine, 100)
    shown = [one.shown(call.workspace.id, call.workspace.app.bot_user) for one in channels]
    return {"ok": True, "channels": shown, "response_metadata": {"next_cursor": cursor}}


def type_of(channel: Channel) -> str:
    """The name that `types` arguments give to a kind of conversation."""
    return {"channel": "public_channel", "group": "private_channel"}.get(channel.kind, channel.kind)


def _user(call: Call, person: Person) -> Json:
    return person.user(
        call.workspace.now(),
        with_email=call.workspace.app.has_scope("users:read.email"),
        with_locale=call.flag("include_locale"),
    )


METHODS = {
    "users.info": Method(info, "tier4", ("users:read",)),
    "users.list": Method(listed, "tier2", ("users:read",)),
    "users.lookupByEmail": Method(lookup_by_email, "tier3", ("users:read.email",)),
    "users.profile.get": Method(profile_get, "tier4", ("users.profile:read",)),
    "team.profile.get": Method(team_profile_get, "tier3", ("users.profile:read",)),
    "users.conversations": Method(conversations, "tier3", ("channels:read", "groups:read", "im:read", "mpim:read")),
}
