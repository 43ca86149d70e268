"""What the courier does after each kind of trouble with Slack; each message stands there once in the end."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.tickets import Kind
from sandbox.workspace import acts
from services import intake, resolutions, tickets
from storage import copies
from tests.bot.office import QUICK, Office, in_office, now

DESK = "C0ITDESK"


@pytest.mark.parametrize(
    "wish",
    [
        {"fault": "429", "retry_after": 0},
        {"fault": "429", "retry_after": "0.3"},
        {"fault": "429", "retry_after": None},
        {"fault": "429", "retry_after": "soon"},
        {"fault": "5xx", "status": 502},
        {"fault": "5xx", "status": 503, "acts": True},
        {"fault": "cut_before"},
        {"fault": "cut_after"},
        {"fault": "fatal_after"},
        {"fault": "garbage"},
        {"fault": "garbage", "acts": False},
        {"fault": "delay", "seconds": 0.6},
        {"fault": "late_accept", "seconds": 0.1},
        {"fault": "late_accept", "seconds": 0.7},
    ],
    ids=lambda wish: "-".join(str(value) for value in wish.values()),
)
def test_each_message_stands_once_whatever_slack_answers(
    backend: str, database_url: str, wish: dict[str, object]
) -> None:
    async def story(office: Office) -> None:
        office.sandbox.faults.add({"on": "chat.postMessage", "times": 2, **wish})
        await office.file()
        await office.file("U0BEN")
        await office.work()
        office.expect_each_once()
        assert len(office.rows("outbox", "state = 'sent'")) == 4
        assert office.said(DESK) == [one.token for one in office.rows("outbox", f"place = '{DESK}'")]

    in_office(database_url, story)


@pytest.mark.parametrize("method", ["conversations.open", "conversations.history", "users.info", "chat.update"])
@pytest.mark.parametrize("fault", ["429", "5xx", "cut_after", "garbage", "delay"])
def test_trouble_with_the_other_calls_loses_and_doubles_nothing(database_url: str, method: str, fault: str) -> None:
    async def story(office: Office) -> None:
        office.sandbox.faults.add({"on": method, "fault": fault, "times": 2, "seconds": 0.5, "retry_after": 0})
        office.sandbox.faults.add({"on": "chat.postMessage", "fault": "cut_after", "times": 1})
        await office.file()
        await office.work()
        office.expect_each_once()
        assert not office.rows("copies", "wanted > shown")

    in_office(database_url, story)


def test_a_message_taken_late_after_it_was_sent_again_is_found_and_deleted(database_url: str) -> None:
    async def story(office: Office) -> None:
        office.sandbox.faults.add({"on": "chat.postMessage", "fault": "late_accept", "seconds": 0.7, "times": 1})
        await office.file()
        await office.work()
        assert len([one for one in office.calls("chat.delete") if one["answer"]["ok"]]) == 1
        office.expect_each_once()
        again = office.rows("outbox", "attempts = 2")
        assert [one.state for one in again] == ["sent"]
        assert again[0].ts in {one.ts for one in office.rows("copies")}

    in_office(database_url, story)


def test_a_twin_is_deleted_though_slack_refuses_to_be_asked_at_first(database_url: str) -> None:
    async def story(office: Office) -> None:
        office.sandbox.faults.add({"on": "chat.postMessage", "fault": "late_accept", "seconds": 0.3, "times": 1})
        await office.file()
        await office.work_for(0.9)
        office.sandbox.faults.add({"on": "conversations.history", "fault": "429", "retry_after": 0, "times": 1})
        office.sandbox.faults.add({"on": "chat.delete", "fault": "cut_before", "times": 1})
        await office.work()
        office.expect_each_once()

    in_office(database_url, story)


def test_a_message_that_was_given_up_and_is_taken_late_counts_as_said(database_url: str) -> None:
    async def story(office: Office) -> None:
        workspace, desk = office.sandbox.workspace, office.sandbox.workspace.channels[DESK]
        office.sandbox.faults.add({"on": "chat.postMessage", "fault": "late_accept", "seconds": 5, "times": 2})
        await office.file()
        acts.set_archived(workspace, desk, "U0SAM", archived=True)
        await office.work_until("outbox", "state = 'parked'")
        acts.set_archived(workspace, desk, "U0SAM", archived=False)
        await office.work()
        office.expect_each_once()
        (card,) = office.rows("outbox", f"place = '{DESK}'")
        assert (card.state, card.error) == ("sent", "is_archived")
        assert [(one.ts, one.parked) for one in office.rows("copies", f"place = '{DESK}'")] == [(card.ts, None)]
        drawn = [one for one in office.calls("chat.update") if one["args"]["ts"] == card.ts]
        assert [one["answer"]["ok"] for one in drawn] == [True]  # whatever it showed, it is drawn anew

    in_office(database_url, story, replace(QUICK, look_again=timedelta(seconds=6)))


def test_retry_after_is_obeyed_by_the_lane_that_was_refused_and_by_no_other(database_url: str) -> None:
    async def story(office: Office) -> None:
        office.sandbox.faults.add({"on": "chat.postMessage", "fault": "429", "retry_after": 3600, "times": 1})
        await office.file()
        await office.work_for(0.5)
        refused, spoken = sorted(office.rows("lanes"), key=lambda lane: -lane.not_before)
        resting = refused.not_before / 1_000_000 - now().timestamp()
        assert 3590 < resting <= 3600
        assert [one.place for one in office.rows("outbox", "state = 'sent'")] == [spoken.place]
        assert [one.attempts for one in office.rows("outbox", "state = 'waiting'")] == [0]

    in_office(database_url, story)


def test_a_card_that_meets_trouble_keeps_its_buttons(database_url: str) -> None:
    """Only blocks that Slack refuses are left out: not those of a message that was merely delayed."""

    async def story(office: Office) -> None:
        for fault in ("429", "cut_before", "5xx"):
            office.sandbox.faults.add({"on": "chat.postMessage", "fault": fault, "times": 2, "retry_after": 0})
        await office.file()
        await office.work()
        card = office.sandbox.workspace.channels[DESK].timeline.latest
        assert card
        assert "actions" in [block["type"] for block in card.blocks or []]

    in_office(database_url, story)


def test_an_archived_channel_is_parked_and_the_administrator_told_once(database_url: str) -> None:
    async def story(office: Office) -> None:
        desk = office.sandbox.workspace.channels[DESK]
        acts.set_archived(office.sandbox.workspace, desk, "U0SAM", archived=True)
        for _ in range(3):
            await office.file()
        await office.work()
        assert [one.error for one in office.rows("outbox", "state = 'parked'")] == ["is_archived"] * 3
        told = office.rows("outbox", "notice = 'desk.undelivered'")
        assert [(one.place, one.state) for one in told] == [("U0SAM", "sent")]
        office.expect_each_once()

    in_office(database_url, story)


def test_administrators_are_not_told_of_a_complaint_that_could_not_be_delivered(database_url: str) -> None:
    async def story(office: Office) -> None:
        workspace = office.sandbox.workspace
        workspace.people["U0DIRK"].deleted = True
        await office.click("U0ANN", intake.file, "Ben hangs up on me", source="form", kind=Kind.COMPLAINT)
        await office.work()
        channels = workspace.channels.values()
        latest = [one.text for channel in channels if (one := channel.timeline.latest)]
        (told,) = [text for text in latest if "could not deliver" in text]
        assert "<@U0DIRK>" in told
        assert "IT-" not in told

    in_office(database_url, story)


def test_an_administrator_whom_slack_does_not_reach_is_not_told_of_that(database_url: str) -> None:
    async def story(office: Office) -> None:
        workspace = office.sandbox.workspace
        acts.set_archived(workspace, workspace.channels[DESK], "U0SAM", archived=True)
        workspace.people["U0SAM"].deleted = True
        await office.file()
        await office.work()
        assert sorted(one.state for one in office.rows("outbox")) == ["parked", "parked", "sent"]

    in_office(database_url, story)


def test_an_unknown_token_holds_everything_back_until_it_is_known_again(database_url: str) -> None:
    async def story(office: Office) -> None:
        office.sandbox.workspace.app.revoked = True
        await office.file()
        courier = office.hire()
        await office.work_for(0.3)
        assert courier.account_error == "token_revoked"
        assert {one.state for one in office.rows("outbox")} == {"waiting"}
        office.sandbox.workspace.app.revoked = False
        await office.work()
        assert not courier.account_error, "it is known again"
        office.expect_each_once()

    in_office(database_url, story)


def test_a_look_up_in_a_channel_that_is_closed_to_us_does_not_hold_up_its_lane_for_ever(database_url: str) -> None:
    async def story(office: Office) -> None:
        workspace = office.sandbox.workspace
        office.sandbox.faults.add({"on": "chat.postMessage", "fault": "cut_before", "times": 2})
        await office.file()
        await office.work_for(0.15)
        acts.leave(workspace, workspace.channels[DESK], workspace.people[workspace.app.bot_user])
        await office.work()
        parked = office.rows("outbox", "state = 'parked'")
        assert [(one.place, one.error) for one in parked] == [(DESK, "not_in_channel")]

    in_office(database_url, story)


def test_a_card_that_was_deleted_in_slack_is_posted_once_more(database_url: str) -> None:
    async def story(office: Office) -> None:
        workspace = office.sandbox.workspace
        desk = workspace.channels[DESK]
        await office.file()
        await office.work()
        assert desk.timeline.latest
        acts.delete(workspace, desk, desk.timeline.latest)
        await office.raise_all()
        await office.work()
        assert len(office.said(DESK)) == 1
        acts.delete(workspace, desk, desk.timeline.latest)
        await office.raise_all()
        await office.work()
        assert office.said(DESK) == []
        assert [one.parked for one in office.rows("copies", "parked IS NOT NULL")] == ["message_not_found"]

    in_office(database_url, story)


def test_nothing_is_sent_when_the_lease_is_nearly_over(database_url: str) -> None:
    """Else a courier who takes the lane next might look before the message stands there."""

    async def story(office: Office) -> None:
        await office.file()
        await office.work_for(0.6)
        assert office.calls("chat.postMessage") == []
        assert {one.state for one in office.rows("outbox")} == {"trying"}
        office.couriers.clear()
        office.pace = QUICK
        await office.work()
        office.expect_each_once()

    in_office(database_url, story, replace(QUICK, lease=timedelta(seconds=0.2), settle=timedelta(seconds=0.2)))


def test_what_is_under_way_when_the_program_stops_is_finished(database_url: str) -> None:
    async def story(office: Office) -> None:
        office.sandbox.faults.add({"on": "chat.postMessage", "fault": "delay", "seconds": 0.2, "times": 2})
        await office.file()
        shift = asyncio.create_task(office.hire().run())
        while not office.calls("chat.postMessage"):  # noqa: ASYNC110 - the other side has no event for it
            await asyncio.sleep(0.005)
        shift.cancel()
        await asyncio.gather(shift, return_exceptions=True)
        assert "trying" not in {one.state for one in office.rows("outbox")}

    in_office(database_url, story)


def test_an_edit_that_takes_effect_late_does_not_leave_an_old_card_standing(database_url: str) -> None:
    async def story(office: Office) -> None:
        await office.file()
        await office.work()
        office.sandbox.faults.add({"on": "chat.update", "fault": "late_accept", "seconds": 0.5, "times": 1})
        record = office.rows("records", "kind = 'ticket'")[0].id
        await office.click("U0BEN", tickets.claim, record, "new")
        await office.work_for(0.15)
        await office.click("U0BEN", resolutions.resolve, record, "A fuse was blown.")
        await office.work()
        card = office.sandbox.workspace.channels[DESK].timeline.latest
        assert card
        assert "resolved" in card.text

    in_office(database_url, story, replace(QUICK, look_again=timedelta(seconds=2)))


def test_a_card_that_looks_as_before_is_not_sent_again(database_url: str) -> None:
    async def story(office: Office) -> None:
        await office.file()
        await office.work()
        before = len(office.calls("chat.update"))
        for record in office.rows("records"):
            await office.ledger.write(copies.raise_wanted, record.id)
        await office.work()
        assert len(office.calls("chat.update")) == before
        await office.raise_all()
        await office.work()
        assert len(office.calls("chat.update")) > before, "what may have changed is sent"

    in_office(database_url, story)
