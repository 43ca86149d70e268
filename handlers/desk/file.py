"""The desk file: read and checked as a whole, so that one look at the faults is enough to mend it."""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from handlers.desk.checks import faults_between
from handlers.desk.form import ChannelEntry, DeskForm
from handlers.desk.sentences import faults_of
from handlers.desk.source import Fault, FileFaults, Path, Source, parse


@dataclass(frozen=True)
class DeskFile:
    """A file without faults of its own; whether Slack knows its people and channels is not said yet."""

    form: DeskForm
    source: Source

    def people(self) -> Iterator[tuple[Path, str]]:
        """Each place where a person is named, and how."""
        for at, person in enumerate(self.form.people):
            yield ("people", at, "slack" if person.slack else "email"), person.ref
            if person.manager:
                yield ("people", at, "manager"), person.manager
        for at, team in enumerate(self.form.teams):
            yield ("teams", at, "lead"), team.lead
            for place, member in enumerate(team.members):
                yield ("teams", at, "members", place), member
        for at, service in enumerate(self.form.services):
            if service.owner:
                yield ("services", at, "owner"), service.owner
        if owner := self.form.risks.breaches.owner:
            yield ("risks", "breaches", "owner"), owner

        yield from self.form.approval.people()

    def groups(self) -> Iterator[tuple[Path, str]]:
        """Each place where a Slack user group is named, and how."""
        yield from self.form.approval.groups()

    def channels(self) -> Iterator[tuple[Path, str]]:
        """Each place where a channel is named, and how."""
        for name, channel in self.form.channels:
            if isinstance(channel, ChannelEntry):
                yield ("channels", name, "slack"), channel.slack
        for at, team in enumerate(self.form.teams):
            yield ("teams", at, "channel", "slack"), team.channel.slack
        for at, entry in enumerate(self.form.requests.channels):
            yield ("requests", "channels", at, "slack"), entry.slack


@dataclass(frozen=True)
class References:
    """What Slack has to be asked about: people by id or e-mail address, channels by id or #name, user groups by id
    or @handle, fields of profiles by id or label.
    """

    people: frozenset[str]
    channels: frozenset[str]
    groups: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()


def read(text: str) -> DeskFile:
    """Raises FileFaults with every fault of the file."""
    source = parse(text)
    form, faults = _validated(source)
    faults += [*source.faults, *faults_between(source)]
    if faults or form is None:
        raise FileFaults(faults)
    return DeskFile(form, source)


def _validated(source: Source) -> tuple[DeskForm | None, list[Fault]]:
    try:
        return DeskForm.model_validate(source.data), []
    except ValidationError as error:
        return None, list(faults_of(source, error))


def references(file: DeskFile) -> References:
    named = (file.people(), file.channels(), file.groups(), file.form.attributes.fields())
    return References(*(frozenset(ref for _, ref in found) for found in named))
