from sandbox.control.control import Control, sees_channel
from sandbox.deliveries.dispatch import told
from sandbox.deliveries.parcel import Outcome
from sandbox.shapes import Json
from sandbox.workspace import Workspace
from sandbox.workspace.channels import Channel
from sandbox.workspace.people import Person

LATEST = 1000


def sees(
    workspace: Workspace,
    person: Person,
    channel: Channel | None = None,
    limit: int = LATEST,
    focus: str | None = None,
) -> Json:
    """All that this person's screen can show, or one conversation of it.

    `focus`: only the conversation of this id comes with its messages, as a screen shows one at a time.
    """
    channels = [channel] if channel else [c for c in workspace.channels.values() if person.id in c.members]
    home = workspace.views.home(person.id)
    whispers = workspace.ephemerals.get(person.id, {}).values()
    return {
        "channels": [
            _conversation(workspace, person, one, limit if focus in {None, one.id} else 0) for one in channels
        ],
        "ephemerals": [one.shown() for one in whispers if channel is None or one.channel == channel.id],
        "views": [view.shown() for view in workspace.views.stack(person.id)],
        "home": home.shown() if home else None,
    }


def _conversation(workspace: Workspace, person: Person, channel: Channel, limit: int) -> Json:
    timeline = channel.timeline
    newest, more = timeline.newest_first(limit=limit)
    messages = []
    for message in reversed(newest):
        replies = timeline.all_shown(timeline.replies(message.ts), with_metadata=True)
        messages.append(timeline.shown(message, with_metadata=True) | {"replies": replies})
    name = channel.name if channel.kind != "im" else workspace.people[channel.other(person.id)].name
    return {
        "id": channel.id,
        "name": name,
        "kind": channel.kind,
        "archived": channel.archived,
        "member": person.id in channel.members,
        "members": list(channel.members),
        "messages": messages,
        "has_more": more,
    }


def visible(workspace: Workspace, person: Person) -> list[Channel]:
    return [channel for channel in workspace.channels.values() if sees_channel(channel, person)]


class Glance:
    """What a person saw before an act, to tell what they see in consequence of it."""

    def __init__(self, control: Control, person: Person) -> None:
        self._control, self._person = control, person
        self._before = dict(control.workspace.ephemerals.get(person.id, {}))

    def answer(
        self, outcome: Outcome | None, *, message: str | None = None, errors: Json | None = None, **more: object
    ) -> Json:
        """The control API's answer to an act; no `outcome`: nothing was to be delivered."""
        workspace, person = self._control.workspace, self._person
        now = workspace.ephemerals.get(person.id, {})
        fresh = [one.shown() for ts, one in now.items() if self._before.get(ts) is not one]
        top = workspace.views.top(person.id)
        return {
            "ok": True,
            "delivery": told(outcome) if outcome else {"status": None, "seconds": 0.0, "error": None},
            "sees": {
                "ephemerals": fresh,
                "view": top.shown() if top else None,
                "errors": errors or {},
                "message": message,
            },
            **more,
        }
