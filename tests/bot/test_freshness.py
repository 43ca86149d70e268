"""Slack is asked about groups and people: who fails keeps no other from it, and Slack's rests are kept."""

import asyncio
from collections import Counter
from dataclasses import replace

from bot.freshness import LEAST_REST, Freshness
from handlers.people import groups as asking
from handlers.people.greeting import Greeter
from sandbox.workspace.people import Group
from services import groups, people
from services.groups import FRESH, MOMENT
from storage import groups as rows
from storage.tx import Tx
from tests.bot.office import Office, in_office


def keep(tx: Tx, slack_id: str) -> None:
    """A group of which Slack told a while ago, when nobody was in it."""
    rows.learn(replace(tx, now=tx.now - FRESH - MOMENT), slack_id, slack_id, ())


async def stale(office: Office, **members: list[str]) -> Freshness:
    """Groups and who is in them by now."""
    for slack_id, inside in members.items():
        office.sandbox.workspace.groups[slack_id] = Group(slack_id, slack_id.lower(), slack_id, inside)
        await office.ledger.write(keep, slack_id)
    return Freshness(Greeter(office.ledger, office.client), 0)


async def sizes(office: Office, *slack_ids: str) -> list[int]:
    return [len(await office.ledger.read(rows.members_of, [slack_id])) for slack_id in slack_ids]


def known(office: Office) -> set[str]:
    return {one.slack_id for one in office.rows("people", "known_at IS NOT NULL")}


def asked(office: Office) -> Counter[str]:
    return Counter(str(one["args"]["user"]) for one in office.calls("users.info"))


def test_a_group_that_slack_does_not_tell_of_keeps_no_other_from_being_asked_after(database_url: str) -> None:
    async def story(office: Office) -> None:
        freshness = await stale(office, S0AAA=["U0ANN"], S0BBB=["U0HAN", "U0GUS"])
        office.sandbox.faults.add({"on": "usergroups.users.list", "fault": "5xx", "times": 1})
        await freshness.look()
        assert await sizes(office, "S0AAA", "S0BBB") == [0, 2]
        assert {"U0HAN", "U0GUS"} <= known(office)
        await freshness.look()
        assert await sizes(office, "S0AAA", "S0BBB") == [1, 2]

    in_office(database_url, story)


def test_a_member_of_whom_slack_does_not_tell_keeps_no_other_from_being_asked_about(database_url: str) -> None:
    async def story(office: Office) -> None:
        freshness = await stale(office, S0AAA=["U0ABSENT", "U0ANN"], S0BBB=["U0HAN"])
        await freshness.look()
        assert await sizes(office, "S0AAA", "S0BBB") == [2, 1]
        assert known(office) & {"U0ABSENT", "U0ANN", "U0HAN"} == {"U0ANN", "U0HAN"}

    in_office(database_url, story)


def test_only_members_of_whom_slack_has_not_told_for_a_day_are_asked_about(database_url: str) -> None:
    async def story(office: Office) -> None:
        freshness = await stale(office, S0AAA=["U0DIRK", "U0EVA", "U0ANN", "U0HAN"])
        await office.ledger.write(people.doubt, "U0EVA")
        before = asked(office)
        await freshness.look()
        assert asked(office) - before == Counter(["U0EVA", "U0ANN", "U0HAN"])
        await freshness.look()
        assert (asked(office) - before).total() == 3

    in_office(database_url, story)


def test_what_is_left_when_slack_wants_a_rest_is_asked_after_it(database_url: str) -> None:
    async def story(office: Office) -> None:
        freshness = await stale(office, S0AAA=["U0ANN", "U0GUS", "U0HAN"])
        before = asked(office)
        office.sandbox.faults.add({"on": "users.info", "fault": "429", "times": 1, "retry_after": 0})
        for _ in range(2):
            await freshness.look()
            assert (asked(office) - before).total() == 1, "one was refused, and then there was peace"
        await asyncio.sleep(LEAST_REST)
        await freshness.look()
        assert {"U0ANN", "U0GUS", "U0HAN"} <= known(office)
        assert (asked(office) - before).total() == 4

    in_office(database_url, story)


def test_a_group_that_changes_while_slack_is_asked_is_asked_after_again(database_url: str) -> None:
    async def story(office: Office) -> None:
        freshness = await stale(office, S0AAA=["U0ANN"])
        office.sandbox.faults.add({"on": "usergroups.users.list", "fault": "delay", "times": 1, "seconds": 0.2})
        before = len(office.calls("usergroups.users.list"))
        question = asyncio.create_task(asking.refresh(Greeter(office.ledger, office.client), "S0AAA"))
        async with asyncio.timeout(10):
            while len(office.calls("usergroups.users.list")) == before:  # noqa: ASYNC110 - the sandbox tells nobody
                await asyncio.sleep(0.01)
        await office.ledger.write(groups.doubt, "S0AAA")
        await question
        assert await office.ledger.read(groups.to_ask_after) == ["S0AAA"]
        await freshness.look()
        assert await office.ledger.read(groups.to_ask_after) == []

    in_office(database_url, story)


def test_a_group_that_nobody_keeps_is_not_asked_after(database_url: str) -> None:
    async def story(office: Office) -> None:
        await office.ledger.write(groups.doubt, "S0NOBODYS")
        assert await office.ledger.read(groups.to_ask_after) == []

    in_office(database_url, story)


def test_it_wakes_when_a_group_changes(database_url: str) -> None:
    async def story(office: Office) -> None:
        freshness = await stale(office)
        loop = asyncio.get_running_loop()

        def wake(whom: set[str]) -> None:
            if "freshness" in whom:
                loop.call_soon_threadsafe(freshness.poke)

        office.ledger.wake = wake
        running = asyncio.create_task(freshness.run())
        await asyncio.sleep(0)
        office.sandbox.workspace.groups["S0CAB"].members = ["U0ANN"]
        await office.ledger.write(groups.doubt, "S0CAB")
        async with asyncio.timeout(10):
            while "U0ANN" not in known(office):  # noqa: ASYNC110 - the end is a state of the database
                await asyncio.sleep(0.02)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert await sizes(office, "S0CAB") == [1]

    in_office(database_url, story)
