"""Pictures and files in messages: brought to Slack first, once, and the message said once whatever happens."""

import asyncio
import shutil
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.uploads import Uploads
from handlers import blocks, files
from handlers.files import File
from handlers.notices import COPIES, NOTICES, Speech
from sandbox.workspace.files import File as TheirFile
from services import outbox as saying
from services import uploads
from services.records import desk_record
from services.transactions import Tx
from storage import copies, outbox
from tests.bot.office import Office, in_office
from texts import Mrkdwn, Texts

DESK = "C0ITDESK"
PNG = b"\x89PNG made up"
PICTURE = files.written("map.png", "A map of five risks.", PNG)
WISHES = [
    {"fault": "429", "retry_after": 0},
    {"fault": "429", "retry_after": None},
    {"fault": "5xx", "status": 502},
    {"fault": "5xx", "status": 503, "acts": True},
    {"fault": "cut_before"},
    {"fault": "cut_after"},
    {"fault": "fatal_after"},
    {"fault": "garbage"},
    {"fault": "delay", "seconds": 0.6},
    {"fault": "late_accept", "seconds": 0.1},
]


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """What is asked of the wire alone is asked on one database."""
    shutil.copy(sqlite_template, tmp_path / "steward.db")
    return f"sqlite:///{tmp_path}/steward.db"


def speech(*carried: File, pictured: bool = True, words: str = "Here is the map.") -> Speech:
    def view(_: object, __: Texts) -> blocks.View:
        shown = [blocks.picture(file) for file in carried] if pictured else []
        said = Mrkdwn(words)
        return blocks.message(said, [blocks.section(said), *shown], carried)

    return Speech(lambda *_, **__: True, view)


def tell(tx: Tx, place: str) -> None:
    outbox.add(tx, desk_record(tx).id, place, "test.file", {})


def show(tx: Tx, place: str) -> None:
    record = desk_record(tx)
    saying.show(tx, record, place, "test.card")


def redraw(tx: Tx) -> None:
    copies.raise_wanted(tx, desk_record(tx).id)


def messages(office: Office, channel: str = DESK) -> list[Any]:
    return [
        one for one in office.sandbox.workspace.channels[channel].timeline.newest_first(limit=99)[0] if one.bot_id
    ]


def content_at(office: Office, message: Any) -> bytes | None:
    (block,) = [one for one in message.blocks if one["type"] == "image"]
    file = office.sandbox.workspace.files.find(block["slack_file"]["id"])
    assert file
    return file.content


def with_files(office: Office, said: Speech) -> None:
    office.notices = {**NOTICES, "test.file": said}
    office.copies = {**COPIES, "test.card": said}


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: "-".join(str(value) for value in wish.values()))
@pytest.mark.parametrize(
    "on",
    [
        "files.getUploadURLExternal",
        "files.upload.bytes",
        "files.completeUploadExternal",
        "files.info",
        "chat.postMessage",
    ],
)
def test_a_message_with_a_picture_stands_once_whatever_slack_answers(
    sqlite_url: str, on: str, wish: dict[str, object]
) -> None:
    async def story(office: Office) -> None:
        with_files(office, speech(PICTURE))
        office.sandbox.faults.add({"on": on, "times": 2, **wish})
        await office.ledger.write(tell, DESK)
        await office.work()
        office.expect_each_once()
        (message,) = messages(office)
        assert content_at(office, message) == PNG
        assert message.blocks[1]["alt_text"] == "A map of five risks."

    in_office(sqlite_url, story)


def test_the_same_picture_is_brought_once_for_all_places_and_redraws(database_url: str) -> None:
    async def story(office: Office) -> None:
        with_files(office, speech(PICTURE))
        await office.ledger.write(tell, DESK)
        await office.ledger.write(show, DESK)
        await office.work()
        brought = len(office.calls("files.completeUploadExternal"))
        office.couriers.clear()
        with_files(office, speech(PICTURE, words="It was looked at again."))
        await office.ledger.write(redraw)
        await office.ledger.write(tell, "C0NETWORK")
        await office.work()
        office.expect_each_once()
        assert [message.text == "It was looked at again." for message in messages(office)] == [True, False]
        assert [len(messages(office, place)) for place in (DESK, "C0NETWORK")] == [2, 1]
        assert len({one.file_id for one in office.rows("uploads")}) == 1
        assert len(office.calls("files.completeUploadExternal")) == brought

    in_office(database_url, story)


def test_what_is_drawn_is_drawn_in_another_thread_and_only_when_it_is_new(sqlite_url: str) -> None:
    drawn: list[str] = []

    def draw() -> bytes:
        drawn.append(threading.current_thread().name)
        return PNG

    async def story(office: Office) -> None:
        with_files(office, speech(files.drawn("map.png", "A map.", draw, "en", 5)))
        for _ in range(3):
            await office.ledger.write(tell, DESK)
        await office.work()
        assert len(messages(office)) == 3
        assert len(drawn) == 1
        assert drawn[0].startswith("draw")

    in_office(sqlite_url, story)


def test_other_files_are_linked_beneath_the_words(sqlite_url: str) -> None:
    async def story(office: Office) -> None:
        with_files(office, speech(files.written("log <&>.txt", "The log.", b"all is well"), pictured=False))
        await office.ledger.write(tell, DESK)
        await office.work()
        (message,) = messages(office)
        link = office.rows("uploads")[0].permalink
        assert message.text == f"Here is the map.\n<{link}|log &lt;&amp;&gt;.txt>"
        assert message.blocks[-1]["elements"][0]["text"] == message.text.splitlines()[1]

    in_office(sqlite_url, story)


def test_a_file_of_slacks_is_copied(sqlite_url: str) -> None:
    async def story(office: Office) -> None:
        theirs = office.sandbox.workspace.files.add(_file_of_ann(office))
        url = theirs.shown("T0STEWARD", office.sandbox.url)["url_private"]
        with_files(office, speech(files.held("shot.png", "A picture from Ann.", theirs.id, url)))
        await office.ledger.write(tell, DESK)
        await office.work()
        (message,) = messages(office)
        assert content_at(office, message) == PNG
        assert message.blocks[1]["slack_file"]["id"] != theirs.id

    in_office(sqlite_url, story)


@pytest.mark.parametrize(
    "url", ["https://evil.example/x.png", "http://slack.com/x", "https://slack.com.evil.example/"]
)
def test_our_token_goes_to_slack_alone(sqlite_url: str, url: str) -> None:
    async def story(office: Office) -> None:
        with_files(office, speech(files.held("x.png", "A picture.", "F0XXXXXXXXX", url)))
        await office.ledger.write(tell, DESK)
        await office.work()
        (message,) = messages(office)
        assert [block["type"] for block in message.blocks] == ["section", "context"]
        assert message.blocks[1]["elements"][0]["text"] == "A picture."

    in_office(sqlite_url, story)


def test_a_picture_that_slack_has_lost_is_brought_anew(sqlite_url: str) -> None:
    async def story(office: Office) -> None:
        with_files(office, speech(PICTURE))
        await office.ledger.write(tell, DESK)
        await office.work()
        workspace = office.sandbox.workspace
        lost = workspace.files.find(office.rows("uploads")[0].file_id)
        assert lost
        workspace.files.remove(lost)
        await office.ledger.write(tell, DESK)
        await office.work()
        assert content_at(office, messages(office)[0]) == PNG
        assert len(messages(office)) == 2

    in_office(sqlite_url, story)


def test_without_the_permission_to_write_files_people_get_the_words(sqlite_url: str) -> None:
    async def story(office: Office) -> None:
        office.sandbox.workspace.app.scopes.remove("files:write")
        with_files(office, speech(PICTURE))
        await office.ledger.write(tell, DESK)
        await office.work()
        (message,) = messages(office)
        assert [block["type"] for block in message.blocks] == ["section", "context"]
        assert message.blocks[1]["elements"][0]["text"] == "A map of five risks."

    in_office(sqlite_url, story)


def test_words_do_not_wait_for_a_picture_for_ever(sqlite_url: str) -> None:
    async def story(office: Office) -> None:
        office.sandbox.faults.add({"on": "files.upload.bytes", "fault": "5xx"})
        with_files(office, speech(PICTURE))
        await office.ledger.write(tell, DESK)
        await office.work()
        (message,) = messages(office)
        assert message.text == "Here is the map."
        office.expect_each_once()

    in_office(sqlite_url, story)


def test_words_do_not_wait_for_a_picture_that_slack_never_looks_through(database_url: str) -> None:
    async def story(office: Office) -> None:
        office.sandbox.workspace.scale.time = 10_000
        with_files(office, speech(PICTURE))
        await office.ledger.write(tell, DESK)
        await office.ledger.write(tell, DESK)
        await office.work(seconds=30)
        assert [message.text for message in messages(office)] == ["Here is the map."] * 2
        office.expect_each_once()

    in_office(database_url, story)


def test_when_patience_is_over_a_message_is_said_at_once_without_its_picture(sqlite_url: str) -> None:
    async def story(office: Office) -> None:
        office.sandbox.workspace.scale.time = 10_000
        bringer = Uploads(office.ledger, office.client)
        view = speech(PICTURE).view(None, Texts.of("en", "UTC"))
        began = asyncio.get_running_loop().time()
        carried, whole = await bringer.carried(view, began + 600, patient=False)
        assert (whole, carried["text"]) == (False, "Here is the map.")
        assert len(office.calls("files.info")) == 2, "once for its address, once whether it is ready"

    in_office(sqlite_url, story, seconds=20)


def test_an_artist_who_fails_takes_no_words_along(sqlite_url: str) -> None:
    def draw() -> bytes:
        raise RuntimeError("no paint")

    async def story(office: Office) -> None:
        with_files(office, speech(files.drawn("map.png", "A map.", draw)))
        await office.ledger.write(tell, DESK)
        await office.work()
        (message,) = messages(office)
        assert message.text == "Here is the map."

    in_office(sqlite_url, story)


def test_old_uploads_are_forgotten(sqlite_url: str) -> None:
    async def story(office: Office) -> None:
        with_files(office, speech(PICTURE))
        await office.ledger.write(tell, DESK)
        await office.work()
        await office.ledger.write(_purge_later)
        assert office.rows("uploads") == []

    in_office(sqlite_url, story)


def _purge_later(tx: Tx) -> None:
    uploads.purge(replace(tx, machine=tx.machine + uploads.KEPT + timedelta(seconds=1)))


def _file_of_ann(office: Office) -> Any:
    workspace = office.sandbox.workspace
    file = TheirFile(workspace.mint.id("F"), "shot.png", "U0ANN", len(PNG), int(workspace.now()))
    file.content, file.mimetype, file.completed = PNG, "image/png", True
    return file
