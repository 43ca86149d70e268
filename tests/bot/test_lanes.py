"""Two couriers of two processes at the same lanes, on PostgreSQL, which replicas share."""

import pytest

from tests.bot.office import Office, in_office


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_two_couriers_keep_the_order_and_say_nothing_twice(backend: str, database_url: str) -> None:
    async def story(office: Office) -> None:
        second = office.new_ledger()
        office.hire()
        office.hire(second)
        for fault in ("cut_after", "late_accept", "fatal_after", "429"):
            office.sandbox.faults.add(
                {
                    "on": "chat.postMessage",
                    "fault": fault,
                    "chance": 0.1,
                    "seed": 7,
                    "seconds": 0.3,
                    "retry_after": 0,
                }
            )
        for number in range(40):
            await office.file(("U0ANN", "U0BEN", "U0HAN", "U0EVA")[number % 4])
        await office.work(seconds=50)
        second.close()
        office.expect_each_once()
        sent = office.rows("outbox", "state = 'sent'")
        assert len(sent) == 80
        for place in {one.place for one in sent}:
            lane = [one.ts for one in sent if one.place == place]
            assert lane == sorted(lane), f"overtaken in {place}"

    in_office(database_url, story)


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_courier_that_slept_past_its_lease_changes_nothing_any_more(backend: str, database_url: str) -> None:
    from services import delivery

    async def story(office: Office) -> None:
        await office.file()
        asleep = await office.ledger.write(delivery.take, "C0ITDESK", office.pace, {})
        assert isinstance(asleep, delivery.Post)
        await office.work()
        sent = office.rows("outbox")
        for late in (
            office.ledger.write(delivery.sent, asleep, "C0ITDESK", "1.2", 1, office.pace),
            office.ledger.write(delivery.later, asleep, "late", office.pace, None, taken=False),
            office.ledger.write(delivery.park, asleep, "late"),
            office.ledger.write(delivery.withdraw, asleep),
        ):
            await late
        assert office.rows("outbox") == sent
        office.expect_each_once()

    in_office(database_url, story)
