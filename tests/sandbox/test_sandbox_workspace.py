"""What the workspace remembers, who sees it, and how an app reads it."""

import asyncio
import base64
import sys
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from hypothesis import given, settings
from hypothesis import strategies as st

import sandbox as sandbox_package
from sandbox import Sandbox, SeedError, load_seed
from sandbox.workspace.messages import Message
from sandbox.workspace.timeline import Timeline, parse_ts
from tests.sandbox.workshop import Json, bare_workshop, seed


async def test_a_thread_is_read_as_slack_tells_it() -> None:
    async with bare_workshop(budgets=0) as shop:
        parent = await shop.act("ann", "message", channel="it-desk", text="parent")
        for n in range(3):
            await shop.client.chat_postMessage(channel="C0IT", text=f"reply {n}", thread_ts=parent["ts"])
        await shop.client.chat_postMessage(
            channel="C0IT", text="for all", thread_ts=parent["ts"], reply_broadcast=True
        )
        history = (await shop.client.conversations_history(channel="C0IT"))["messages"]
        assert [one["text"] for one in history] == ["for all", "parent"]
        assert (history[1]["reply_count"], history[1]["reply_users"]) == (4, ["U0FOREIGN"])
        assert history[0]["subtype"] == "thread_broadcast"
        first = await shop.client.conversations_replies(channel="C0IT", ts=parent["ts"], limit=2)
        assert [one["text"] for one in first["messages"]] == ["parent", "reply 0", "reply 1"]
        assert first["messages"][1]["parent_user_id"] == "U0ANN"
        cursor = first["response_metadata"]["next_cursor"]
        rest = await shop.client.conversations_replies(channel="C0IT", ts=parent["ts"], cursor=cursor)
        assert [one["text"] for one in rest["messages"]] == ["parent", "reply 2", "for all"]
        assert not rest["has_more"]


async def test_every_ts_is_new_and_larger_whatever_the_clock_does() -> None:
    now = 1_800_000_000.0
    async with bare_workshop(lambda: now, budgets=0) as shop:
        stamps = []
        for step in (0, 0, 0, 10, -3600, 0):
            now += step
            stamps.append((await shop.client.chat_postMessage(channel="C0IT", text="a"))["ts"])
        assert stamps == sorted(set(stamps))


async def test_history_is_walked_page_by_page_and_by_time() -> None:
    async with bare_workshop(budgets=0) as shop:
        posted = [(await shop.client.chat_postMessage(channel="C0IT", text=str(n)))["ts"] for n in range(10)]
        assert posted == sorted(set(posted))
        seen: list[str] = []
        cursor = ""
        while True:
            page = await shop.client.conversations_history(channel="C0IT", limit=4, cursor=cursor or None)
            seen += [one["ts"] for one in page["messages"]]
            if not page["has_more"]:
                break
            cursor = page["response_metadata"]["next_cursor"]
        assert seen == posted[::-1]
        span = {"channel": "C0IT", "oldest": posted[2], "latest": posted[5]}
        between = (await shop.client.conversations_history(**span))["messages"]
        assert [one["text"] for one in between] == ["4", "3"]
        around = (await shop.client.conversations_history(**span, inclusive=True))["messages"]
        assert [one["text"] for one in around] == ["5", "4", "3", "2"]


async def test_metadata_is_shown_on_request_and_kept_by_an_update() -> None:
    async with bare_workshop(budgets=0) as shop:
        about = {"event_type": "made", "event_payload": {"id": 7}}
        blocks = [{"type": "divider"}]
        said = await shop.client.chat_postMessage(channel="C0IT", text="a", metadata=about, blocks=blocks)
        history: dict[str, Any] = {"channel": "C0IT", "include_all_metadata": True}
        assert "metadata" not in (await shop.client.conversations_history(channel="C0IT"))["messages"][0]
        await shop.client.chat_update(channel="C0IT", ts=said["ts"], text="b")
        kept = (await shop.client.conversations_history(**history))["messages"][0]
        assert (kept["text"], kept["metadata"]) == ("b", about)
        assert "blocks" not in kept
        assert kept["edited"]["user"] == "U0FOREIGN"
        await shop.client.chat_update(channel="C0IT", ts=said["ts"], text="c", metadata={})
        assert "metadata" not in (await shop.client.conversations_history(**history))["messages"][0]
        posts = (await shop.control("GET", "/posts?since=1"))["posts"]
        assert [(one["kind"], one["text"]) for one in posts] == [("update", "b"), ("update", "c")]


async def test_a_deleted_parent_leaves_a_tombstone() -> None:
    async with bare_workshop(budgets=0) as shop:
        parent = (await shop.client.chat_postMessage(channel="C0IT", text="a"))["ts"]
        lone = (await shop.client.chat_postMessage(channel="C0IT", text="b"))["ts"]
        await shop.client.chat_postMessage(channel="C0IT", text="reply", thread_ts=parent)
        await shop.client.chat_delete(channel="C0IT", ts=parent)
        await shop.client.chat_delete(channel="C0IT", ts=lone)
        (left,) = (await shop.client.conversations_history(channel="C0IT"))["messages"]
        assert (left["ts"], left["subtype"]) == (parent, "tombstone")


async def test_people_are_told_with_zone_locale_and_standing() -> None:
    async with bare_workshop(lambda: 1_784_000_000.0) as shop:
        ann = (await shop.client.users_info(user="U0ANN", include_locale=True))["user"]
        assert (ann["tz_offset"], ann["tz_label"], ann["locale"]) == (7200, "CEST", "de-DE")
        guest = (await shop.client.users_info(user="U0GUEST"))["user"]
        assert (guest["is_restricted"], guest["is_ultra_restricted"]) == (True, True)
        assert (await shop.client.users_info(user="U0GONE"))["user"]["deleted"]
        assert (await shop.client.users_info(user="U0FOREIGN"))["user"]["is_bot"]
        assert (await shop.client.users_lookupByEmail(email="BO@example.com"))["user"]["id"] == "U0BO"
        groups = (await shop.client.usergroups_list(include_users=True))["usergroups"]
        assert groups[0]["users"] == ["U0BO"]


async def test_everyone_sees_what_is_theirs_to_see() -> None:
    async with bare_workshop(budgets=0) as shop:
        await shop.act("ann", "message", channel="secret", text="between us")
        await shop.act("ann", "message", channel="@app", text="to the app")
        await shop.control("GET", "/as/bo/sees?channel=secret", status=404)
        await shop.control("GET", "/as/guest/sees?channel=lunch", status=404)
        names = {one["name"] for one in (await shop.screen("bo"))["channels"]}
        assert names == {"it-desk"}
        await shop.client.chat_postEphemeral(channel="C0IT", user="U0BO", text="only bo")
        assert [one["text"] for one in (await shop.screen("bo"))["ephemerals"]] == ["only bo"]
        assert (await shop.screen("ann"))["ephemerals"] == []
        history = await shop.client.conversations_history(channel="C0IT")
        assert history["messages"] == []
        listed = (await shop.client.conversations_list(types="public_channel,private_channel,im"))["channels"]
        assert "C0SECRET" not in {one["id"] for one in listed}


@pytest.mark.parametrize(
    ("act", "args", "status"),
    [
        ("message", {"channel": "nowhere", "text": "a"}, 404),
        ("message", {"channel": "it-desk"}, 400),
        ("message", {"text": "a"}, 400),
        ("message", {"channel": "old", "text": "a"}, 409),
        ("command", {"channel": "it-desk", "text": "/nosuch"}, 404),
        ("click", {"channel": "it-desk", "ts": "1.000000", "action_id": "a"}, 409),
        ("submit", {"view_id": "V0NONE"}, 409),
        ("shortcut", {"callback_id": "nosuch"}, 404),
        ("upload", {"filename": "a", "content_base64": "§"}, 400),
        ("leave", {"channel": "it-desk"}, 200),
        ("fly", {}, 404),
    ],
)  # fmt: skip
async def test_the_control_api_says_what_is_wrong(act: str, args: Json, status: int) -> None:
    async with bare_workshop(budgets=0) as shop:
        answer = await shop.control("POST", f"/as/ann/{act}", args, status=status)
        assert answer["ok"] == (status == 200)
        assert status == 200 or len(answer["error"]) > 10
        await shop.control("POST", f"/as/gone/{act}", args, status=404 if act == "fly" else 409)
        await shop.control("POST", f"/as/nobody/{act}", args, status=404)


async def test_a_file_goes_up_and_down() -> None:
    async with bare_workshop(budgets=0) as shop:
        content = b"\x89PNG made up"
        shop.sandbox.workspace.scale.time = 0
        done = await shop.client.files_upload_v2(
            filename="chart.png", content=content, channel="C0IT", initial_comment="a chart", title="Chart"
        )
        file = done["files"][0]
        (message,) = await shop.sees("bo")
        assert (message["text"], message["subtype"]) == ("a chart", "file_share")
        assert message["files"][0]["id"] == file["id"]
        about = (await shop.client.files_info(file=file["id"]))["file"]
        assert (about["title"], about["size"], about["mimetype"]) == ("Chart", len(content), "image/png")
        bearer = {"Authorization": f"Bearer {shop.sandbox.workspace.app.bot_token}"}
        async with shop.session.get(about["url_private"], headers=bearer) as response:
            assert await response.read() == content
        async with shop.session.get(about["url_private"]) as response:
            assert b"Sign in" in await response.read()
        theirs = await shop.act(
            "ann", "upload", channel="it-desk", filename="a.txt", content_base64=base64.b64encode(b"hi").decode()
        )
        assert (await shop.client.files_info(file=theirs["file"]))["file"]["user"] == "U0ANN"


async def test_conversations_are_made_and_changed() -> None:
    async with bare_workshop(budgets=0) as shop:
        made = (await shop.client.conversations_create(name="war-room"))["channel"]["id"]
        await shop.client.conversations_invite(channel=made, users=["U0ANN", "U0BO"])
        await shop.client.conversations_setTopic(channel=made, topic="printers")
        await shop.client.conversations_kick(channel=made, user="U0BO")
        about = (await shop.client.conversations_info(channel=made, include_num_members=True))["channel"]
        assert (about["topic"]["value"], about["num_members"]) == ("printers", 2)
        assert (await shop.client.conversations_members(channel=made))["members"] == ["U0FOREIGN", "U0ANN"]
        await shop.client.conversations_archive(channel=made)
        mine = (await shop.client.users_conversations(exclude_archived=True))["channels"]
        assert made not in {one["id"] for one in mine}
        joined = await shop.client.conversations_join(channel="C0LUNCH")
        assert joined["channel"]["is_member"]
        opened = await shop.client.conversations_open(users="U0ANN", return_im=True)
        assert opened["channel"]["user"] == "U0ANN"
        assert (await shop.client.conversations_open(users="U0ANN"))["already_open"]


async def test_a_scheduled_message_is_posted_when_its_time_has_come() -> None:
    now = 1_800_000_000.0
    async with bare_workshop(lambda: now) as shop:
        await shop.client.chat_scheduleMessage(channel="C0IT", text="later", post_at=int(now) + 60)
        await shop.client.chat_scheduleMessage(
            channel="C0IT", text="never", post_at=int(now) + 60, metadata={"event_type": "a", "event_payload": {}}
        )
        now += 61
        for _ in range(20):
            if await shop.sees("ann"):
                break
            await asyncio.sleep(0.1)
        assert [one["text"] for one in await shop.sees("ann")] == ["later"]


async def test_it_answers_to_this_machine_only() -> None:
    sandbox = Sandbox(load_seed(seed()))
    with pytest.raises(ValueError, match="loopback"):
        await sandbox.start("0.0.0.0")
    async with bare_workshop() as shop:
        for headers in ({"Origin": "https://elsewhere.example"}, {"Host": "elsewhere.example"}):
            async with shop.session.get(f"{shop.sandbox.url}/control", headers=headers) as response:
                assert response.status == 403


def test_a_seed_that_names_nobody_is_refused() -> None:
    for wrong in (
        {"channels": [{"name": "a", "members": ["nobody"]}]},
        {"people": [{"name": "ann", "shoe_size": 40}]},
        {"app": {"colour": "red"}},
        {"groups": [{"name": "x"}]},
    ):
        with pytest.raises(SeedError):
            load_seed(wrong)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_timeline_tells_the_same_as_a_plain_list(data: st.DataObject) -> None:
    timeline, plain = Timeline(), list[Message]()
    for n in range(data.draw(st.integers(1, 30))):
        if plain and data.draw(st.integers(0, 5)) == 0:
            gone = data.draw(st.sampled_from(plain))
            plain.remove(gone)
            timeline.remove(gone)
            continue
        parents = [one for one in plain if not one.is_reply]
        thread = data.draw(st.sampled_from([None, *(one.ts for one in parents)]))
        message = Message(f"1800000000.{n:06d}", "U1", thread_ts=thread, broadcast=data.draw(st.booleans()))
        plain.append(message)
        timeline.add(message)
    low, high = sorted(f"1800000000.{data.draw(st.integers(0, 30)):06d}" for _ in range(2))
    limit = data.draw(st.integers(1, 10))
    span = [one for one in plain if low < one.ts < high and (not one.is_reply or one.broadcast)]
    assert timeline.newest_first(low, high, limit=limit) == (span[::-1][:limit], len(span) > limit)
    for parent in [one for one in plain if not one.is_reply]:
        assert timeline.replies(parent.ts) == [one for one in plain if one.is_reply and one.thread_ts == parent.ts]


def test_moments_are_read_in_the_form_that_sorts() -> None:
    assert parse_ts("1800000000") == "1800000000.000000"
    assert parse_ts("1800000000.1") == "1800000000.100000"
    for wrong in ("yesterday", "-1", "nan", "inf"):
        with pytest.raises(ValueError, match=wrong):
            parse_ts(wrong)


async def test_it_runs_from_the_command_line_with_the_example() -> None:
    example = Path(sandbox_package.__file__).parent / "example.yaml"
    command = (sys.executable, "-m", "sandbox", "--seed", str(example), "--port", "0")
    running = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    try:
        assert running.stdout is not None
        url = (await asyncio.wait_for(running.stdout.readline(), 20)).decode().strip()
        async with ClientSession() as session, session.post(f"{url}/api/api.test", json={"a": "b"}) as response:
            assert await response.json() == {"ok": True, "args": {"a": "b"}}
    finally:
        running.terminate()
        await running.wait()
