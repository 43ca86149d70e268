from collections.abc import Callable
from dataclasses import dataclass

from sandbox.deliveries.dispatch import Dispatcher
from sandbox.deliveries.sockets import Sockets
from sandbox.faults import Faults
from sandbox.flights import Flights
from sandbox.shapes import Json
from sandbox.traffic import Traffic
from sandbox.workspace import Workspace
from sandbox.workspace.channels import Channel
from sandbox.workspace.passes import Hook
from sandbox.workspace.people import Person

APP_CHANNEL = "@app"
"""The direct message with the app."""


class ControlError(Exception):
    """What a caller of the control API did wrong, as a status and a sentence.

    400: the request makes no sense; 404: there is no such thing; 409: the person could not do that now.
    """

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


@dataclass
class Control:
    """What the control API works on."""

    workspace: Workspace
    dispatcher: Dispatcher
    faults: Faults
    traffic: Traffic
    flights: Flights
    sockets: Sockets
    base_url: Callable[[], str]

    def person(self, ref: str) -> Person:
        person = self.workspace.find_person(ref)
        if person is None:
            raise ControlError(404, f"nobody is called {ref!r}")
        return person

    def actor(self, ref: str) -> Person:
        person = self.person(ref)
        if person.deleted:
            raise ControlError(409, f"{person.name} is deactivated and can do nothing")
        return person

    def channel(self, ref: object, person: Person) -> Channel:
        """By id or name, or "@app"; also "@name" for the direct message with somebody."""
        if not isinstance(ref, str) or not ref:
            raise ControlError(400, "say which channel")
        if ref == APP_CHANNEL:
            return self.workspace.dm(self.workspace.app.bot_user, person.id)
        if ref.startswith("@"):
            return self.workspace.dm(person.id, self.person(ref).id)
        channel = self.workspace.find_channel(ref)
        if channel is None or not sees_channel(channel, person):
            raise ControlError(404, f"{person.name} sees no channel {ref!r}")
        return channel

    def response_url(self, hook: Hook) -> str:
        return f"{self.base_url()}/hooks/{hook.id}"


def sees_channel(channel: Channel, person: Person) -> bool:
    """Members see their conversations; whoever is no guest sees every public channel."""
    return person.id in channel.members or (channel.kind == "channel" and person.guest == "none")


def wanted(args: Json, name: str) -> str:
    value = args.get(name)
    if not isinstance(value, str) or not value:
        raise ControlError(400, f"say {name!r}, a text")
    return value
