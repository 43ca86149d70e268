"""Who is asking: what Slack says of people is kept, and whoever acts is looked up and let in, or not."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from domain.outcomes import NotAMember, NotSetUp, Outcome, Refused
from domain.people import LAPSED, Person, Profile, Standing, is_fresh
from services import approvals
from storage import people
from storage.tx import Tx


@dataclass(frozen=True)
class Learnt(Outcome):
    """What Slack said of this person is kept."""

    person: int


USER = re.compile(r"<@([UW][A-Z0-9]+)>")


def learn(tx: Tx, profile: Profile) -> Learnt:
    """Who is no member of the company any more leaves the approvals that they were asked for."""
    before = people.by_slack_id(tx, profile.slack_id)
    person = people.learn(tx, profile)
    if tx.desk.attributes.fields:
        tx.hints.add("freshness")  # their fields are asked for where nobody waits for it
    if before and before.standing is Standing.MEMBER and person.standing is not Standing.MEMBER:
        approvals.left(tx, person)
    return Learnt(person.id)


def is_known(tx: Tx, slack_id: str) -> bool:
    """False where Slack has to be asked before this user acts: never told of, or told a day ago or longer."""
    return is_fresh(people.known_at(tx, slack_id), tx.now)


def acting(tx: Tx) -> Person:
    """The person who asks. Of whom Slack has not told lately (it was asked and did not answer) no more is
    believed than that they are who they are: standing unknown, and the desk's language.

    Raises Refused(NotAMember).
    """
    assert tx.actor is not None, "the clock and the command line are no person"
    found = people.seen(tx, tx.actor)
    person = found.person if found else _stranger(tx, tx.actor)
    if not person.is_served:
        raise Refused(NotAMember())
    if found and is_fresh(found.known_at, tx.now, LAPSED):
        return person
    return replace(person, standing=Standing.UNKNOWN, language=tx.desk.language)


def asking(tx: Tx, slack_id: str) -> Tx:
    """The same transaction, asked by this user: a query has nobody who is heard."""
    return replace(tx, actor=slack_id)


def _stranger(tx: Tx, slack_id: str) -> Person:
    """Somebody without a row gets one; a query writes none, and who has no row has no records either."""
    if tx.writes:
        return people.ensure(tx, slack_id)
    return Person(0, slack_id, slack_id, None, tx.desk.language, tx.desk.zone, Standing.UNKNOWN)


def named(tx: Tx, slack_ids: Iterable[str]) -> Mapping[str, Person]:
    """People whom somebody picked in a form, by Slack id; rows are made for those not seen before."""
    return {slack_id: people.ensure(tx, slack_id) for slack_id in sorted(set(slack_ids))}


def names(tx: Tx, slack_ids: Iterable[str]) -> Mapping[str, str]:
    """Of those whom Slack has told of, by Slack id."""
    found = {slack_id: people.seen(tx, slack_id) for slack_id in slack_ids}
    return {slack_id: one.person.name for slack_id, one in found.items() if one and one.known_at}


@dataclass(frozen=True)
class Glimpse:
    """How to speak to somebody, and whether Slack has told of them lately."""

    language: str
    zone: str
    is_fresh: bool


def glimpse(tx: Tx, slack_id: str) -> Glimpse:
    if not tx.desk.version:
        raise Refused(NotSetUp())
    found = people.seen(tx, slack_id)
    if found is None:
        return Glimpse(tx.desk.language, tx.desk.zone, is_fresh=False)
    return Glimpse(found.person.language, found.person.zone, is_fresh(found.known_at, tx.now))


def home(tx: Tx) -> tuple[str, str | None, str, str]:
    """Workspace, organisation, language and zone of the desk: what holds where Slack does not say."""
    return tx.desk.workspace, tx.desk.enterprise, tx.desk.language, tx.desk.zone


def is_kept(tx: Tx, slack_id: str) -> bool:
    """Is there a row of this user?"""
    return people.by_slack_id(tx, slack_id) is not None


def doubt(tx: Tx, slack_id: str) -> None:
    """What we know of this user may be so no longer: Slack is asked before they act."""
    people.doubt(tx, slack_id)


def spelled(tx: Tx, text: str) -> str:
    """A message's text with people's names where Slack has their ids: what is quoted mentions nobody."""
    names = {one: found.name for one in set(USER.findall(text)) if (found := people.by_slack_id(tx, one))}
    return USER.sub(lambda found: f"@{names.get(found[1], found[1])}", text)
