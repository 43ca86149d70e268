"""What Slack refuses, the sandbox refuses, with the same code."""

import random
from typing import Any

import pytest
from aiohttp import FormData

from sandbox.methods import METHODS
from tests.sandbox.foreign_app import actions, button, order_form, plain
from tests.sandbox.workshop import Workshop, bare_workshop

SECTION = {"type": "section", "text": plain("words")}
TOO_MUCH = {"type": "section", "text": plain("x" * 3001)}

CALLS: list[tuple[str, dict[str, Any], str]] = [
    ("no.such", {}, "unknown_method"),
    ("auth.test", {"token": ""}, "not_authed"),
    ("auth.test", {"token": "xoxb-someone-else"}, "invalid_auth"),
    ("auth.test", {"token": "xapp-sandbox"}, "not_allowed_token_type"),
    ("apps.connections.open", {}, "not_allowed_token_type"),
    ("api.test", {"error": "my_error", "token": ""}, "my_error"),
    ("chat.postMessage", {"text": "a"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "C0NOWHERE", "text": "a"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "C0SECRET", "text": "a"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "C0LUNCH", "text": "a"}, "not_in_channel"),
    ("chat.postMessage", {"channel": "C0OLD", "text": "a"}, "is_archived"),
    ("chat.postMessage", {"channel": "C0IT"}, "no_text"),
    ("chat.postMessage", {"channel": "C0IT", "text": "", "blocks": []}, "no_text"),
    ("chat.postMessage", {"channel": "C0IT", "text": "a", "blocks": "{"}, "invalid_blocks_format"),
    ("chat.postMessage", {"channel": "C0IT", "text": "a", "blocks": [TOO_MUCH]}, "invalid_blocks"),
    ("chat.postMessage", {"channel": "C0IT", "text": "a", "blocks": [SECTION] * 51}, "invalid_blocks"),
    ("chat.postMessage", {"channel": "C0IT", "attachments": [{"text": "a"}] * 101}, "too_many_attachments"),
    ("chat.postMessage", {"channel": "C0IT", "markdown_text": "a" * 12_001}, "msg_too_long"),
    ("chat.postMessage", {"channel": "C0IT", "text": "a", "markdown_text": "a"}, "markdown_text_conflict"),
    ("chat.postMessage", {"channel": "C0IT", "text": "a", "metadata": "{"}, "invalid_metadata_format"),
    ("chat.postMessage", {"channel": "C0IT", "text": "a", "metadata": {"x": 1}}, "invalid_metadata_format"),
    ("chat.postMessage", {"channel": "C0IT", "text": "a", "thread_ts": "never"}, "invalid_thread_ts"),
    ("chat.postMessage", {"channel": "U0FOREIGN", "text": "a"}, "cannot_dm_bot"),
    ("chat.postMessage", {"channel": "U0GONE", "text": "a"}, "user_disabled"),
    ("chat.update", {"channel": "C0IT", "ts": "1.000000", "text": "a"}, "message_not_found"),
    ("chat.update", {"channel": "C0NOWHERE", "ts": "1.000000", "text": "a"}, "channel_not_found"),
    ("chat.delete", {"channel": "C0IT", "ts": "1.000000"}, "message_not_found"),
    ("chat.postEphemeral", {"channel": "C0IT", "user": "U0NOBODY", "text": "a"}, "user_not_found"),
    ("chat.postEphemeral", {"channel": "C0BOARD", "user": "U0BO", "text": "a"}, "user_not_in_channel"),
    ("chat.getPermalink", {"channel": "C0IT", "message_ts": "1.000000"}, "message_not_found"),
    ("chat.scheduleMessage", {"channel": "C0IT", "text": "a", "post_at": 1}, "time_in_past"),
    ("chat.scheduleMessage", {"channel": "C0IT", "text": "a", "post_at": 9_999_999_999}, "time_too_far"),
    ("conversations.open", {}, "users_list_not_supplied"),
    ("conversations.open", {"users": "U0NOBODY"}, "user_not_found"),
    ("conversations.open", {"users": "U0FOREIGN"}, "cannot_dm_bot"),
    ("conversations.open", {"users": "U0GONE"}, "user_disabled"),
    ("conversations.open", {"users": ",".join(["U0ANN"] * 9)}, "too_many_users"),
    ("conversations.info", {"channel": "C0SECRET"}, "channel_not_found"),
    ("conversations.history", {"channel": "C0LUNCH"}, "not_in_channel"),
    ("conversations.history", {"channel": "C0IT", "cursor": "junk"}, "invalid_cursor"),
    ("conversations.history", {"channel": "C0IT", "oldest": "yesterday"}, "invalid_ts_oldest"),
    ("conversations.history", {"channel": "C0IT", "limit": 0}, "invalid_limit"),
    ("conversations.replies", {"channel": "C0IT", "ts": "1.000000"}, "thread_not_found"),
    ("conversations.list", {"types": "cellar"}, "invalid_types"),
    ("conversations.create", {"name": "it-desk"}, "name_taken"),
    ("conversations.create", {"name": "Has Spaces"}, "invalid_name_specials"),
    ("conversations.create", {"name": "x" * 81}, "invalid_name_maxlength"),
    ("conversations.create", {}, "invalid_name_required"),
    ("conversations.invite", {"channel": "C0IT", "users": "U0ANN"}, "already_in_channel"),
    ("conversations.invite", {"channel": "C0LUNCH", "users": "U0BO"}, "not_in_channel"),
    ("conversations.kick", {"channel": "C0BOARD", "user": "U0BO"}, "not_in_channel"),
    ("conversations.archive", {"channel": "C0OLD"}, "already_archived"),
    ("conversations.unarchive", {"channel": "C0IT"}, "not_archived"),
    ("conversations.setTopic", {"channel": "C0IT", "topic": "x" * 251}, "too_long"),
    ("users.info", {"user": "U0NOBODY"}, "user_not_found"),
    ("users.info", {}, "user_not_found"),
    ("users.lookupByEmail", {"email": "nobody@example.com"}, "users_not_found"),
    ("users.lookupByEmail", {}, "users_not_found"),
    ("usergroups.users.list", {"usergroup": "S0NONE"}, "no_such_subteam"),
    ("bots.info", {"bot": "B0NONE"}, "bot_not_found"),
    ("reactions.add", {"channel": "C0IT", "name": "eyes"}, "no_item_specified"),
    ("reactions.add", {"channel": "C0IT", "name": "eyes", "timestamp": "1.000000"}, "message_not_found"),
    ("views.open", {"view": order_form()}, "invalid_arguments"),
    ("views.open", {"trigger_id": "1.2.3", "view": order_form()}, "invalid_trigger_id"),
    ("views.open", {"trigger_id": "1.2.3", "view": {"type": "modal"}}, "invalid_arguments"),
    ("views.open", {"trigger_id": "1.2.3"}, "invalid_arguments"),
    ("views.update", {"view_id": "V0NONE", "view": order_form()}, "not_found"),
    ("views.update", {"view": order_form()}, "invalid_arguments"),
    ("views.publish", {"user_id": "U0NOBODY", "view": {"type": "home", "blocks": []}}, "user_not_found"),
    ("views.publish", {"user_id": "U0ANN", "view": order_form()}, "invalid_arguments"),
    ("files.getUploadURLExternal", {"filename": "a"}, "invalid_arguments"),
    ("files.completeUploadExternal", {"files": [{"id": "F0NONE"}]}, "file_not_found"),
    ("files.info", {"file": "F0NONE"}, "file_not_found"),
    ("bookmarks.add", {"channel_id": "C0IT", "title": "a", "type": "link", "link": "ftp:x"}, "invalid_link"),
    ("pins.add", {"channel": "C0IT"}, "no_item_specified"),
]  # fmt: skip


async def test_the_table_of_refusals() -> None:
    async with bare_workshop() as shop:
        shop.sandbox.workspace.scale.budgets = 0
        found = [(method, args, await shop.refused(method, **args)) for method, args, _ in CALLS]
        assert found == CALLS


async def test_a_message_that_exists_is_refused_too() -> None:
    async with bare_workshop() as shop:
        theirs = await shop.act("ann", "message", channel="it-desk", text="mine")
        own = (await shop.client.chat_postMessage(channel="C0IT", text="ours"))["ts"]
        place = {"channel": "C0IT", "ts": theirs["ts"]}
        assert await shop.refused("chat.update", **place, text="a") == "cant_update_message"
        assert await shop.refused("chat.delete", **place) == "cant_delete_message"
        assert await shop.refused("chat.update", channel="C0IT", ts=own, text="a" * 4001) == "msg_too_long"
        assert await shop.refused("chat.update", channel="C0IT", ts=own, text="") == "no_text"
        seen = {"channel": "C0IT", "timestamp": own}
        assert await shop.refused("reactions.add", **seen, name="eyes") == ""
        assert await shop.refused("reactions.add", **seen, name="eyes") == "already_reacted"
        assert await shop.refused("reactions.remove", **seen, name="nose") == "no_reaction"
        assert await shop.refused("reactions.add", **seen, name="N o") == "invalid_name"
        assert await shop.refused("pins.add", **seen) == ""
        assert await shop.refused("pins.add", **seen) == "already_pinned"
        await shop.control("POST", "/channels/it-desk", {"archived": True})
        assert await shop.refused("chat.update", channel="C0IT", ts=own, text="a") == "is_inactive"


async def test_a_text_that_is_too_long_is_cut() -> None:
    async with bare_workshop() as shop:
        assert await shop.refused("chat.postMessage", channel="C0IT", text="x" * 40_001) == ""
        assert [len(one["text"]) for one in await shop.sees("ann")] == [40_000]


async def test_a_fault_in_blocks_is_pointed_to() -> None:
    async with bare_workshop() as shop:
        answer = await _answer(shop, "chat.postMessage", {"channel": "C0IT", "blocks": [SECTION, TOO_MUCH]})
        (told,) = answer["errors"]
        assert told == "must be less than 3001 characters [json-pointer:/blocks/1/text/text]"
        assert answer["response_metadata"]["messages"] == [f"[ERROR] {told}"]


async def test_a_trigger_is_good_once_and_for_three_seconds() -> None:
    now = 1_800_000_000.0
    async with bare_workshop(now=lambda: now) as shop:
        passes = shop.sandbox.workspace.passes
        once, late = passes.trigger("U0ANN"), passes.trigger("U0ANN")
        assert await shop.refused("views.open", trigger_id=once, view=order_form()) == ""
        assert await shop.refused("views.open", trigger_id=once, view=order_form()) == "exchanged_trigger_id"
        now += 3.1
        assert await shop.refused("views.open", trigger_id=late, view=order_form()) == "expired_trigger_id"


async def test_a_push_needs_a_form_to_be_pushed_upon() -> None:
    async with bare_workshop() as shop:
        trigger = shop.sandbox.workspace.passes.trigger("U0ANN")
        assert await shop.refused("views.push", trigger_id=trigger, view=order_form()) == "not_found"


async def test_a_view_is_one_and_changes_in_turn() -> None:
    async with bare_workshop() as shop:
        form = order_form() | {"external_id": "mine"}
        await shop.client.views_open(trigger_id=shop.sandbox.workspace.passes.trigger("U0ANN"), view=form)
        other = {"trigger_id": shop.sandbox.workspace.passes.trigger("U0BO"), "view": form}
        assert await shop.refused("views.open", **other) == "duplicate_external_id"
        assert await shop.refused("views.update", external_id="mine", hash="0.0", view=form) == "hash_conflict"
        assert await shop.refused("views.update", external_id="mine", view=form) == ""
        home = {"type": "home", "blocks": [actions(button("a", "1"))]}
        first = (await shop.client.views_publish(user_id="U0ANN", view=home))["view"]
        assert await shop.refused("views.publish", user_id="U0ANN", hash=first["hash"], view=home) == ""
        assert (
            await shop.refused("views.publish", user_id="U0ANN", hash=first["hash"], view=home) == "hash_conflict"
        )


async def test_a_revoked_token_and_scopes_not_granted() -> None:
    async with bare_workshop(scopes=["users:read", "channels:history"]) as shop:
        answer = await _answer(shop, "chat.postMessage", {"channel": "C0IT", "text": "a"})
        assert (answer["error"], answer["needed"]) == ("missing_scope", "chat:write")
        assert await shop.refused("conversations.history", channel="C0IT") == ""
        assert await shop.refused("conversations.history", channel="C0BOARD") == "missing_scope"
        user = (await shop.client.users_info(user="U0ANN"))["user"]
        assert "email" not in user["profile"]
        await shop.control("POST", "/token", {"revoked": True})
        assert await shop.refused("auth.test") == "token_revoked"
        await shop.control("POST", "/token", {"revoked": False})
        assert await shop.refused("auth.test") == ""


@pytest.mark.parametrize("how", ["get", "form", "json", "multipart"])
async def test_a_call_may_come_in_every_way(how: str) -> None:
    async with bare_workshop() as shop:
        token = shop.sandbox.workspace.app.bot_token
        url, args = f"{shop.sandbox.api_url}users.info", {"user": "U0ANN", "include_locale": "true"}
        bearer = {"Authorization": f"Bearer {token}"}
        sent: dict[str, Any] = {
            "get": {"params": args | {"token": token}},
            "form": {"data": args | {"token": token}},
            "json": {"json": args, "headers": bearer},
            "multipart": {"data": _multipart(args), "headers": bearer},
        }[how]
        async with shop.session.request("GET" if how == "get" else "POST", url, **sent) as response:
            user = (await response.json())["user"]
        assert (user["locale"], user["tz"], user["profile"]["email"]) == (
            "de-DE", "Europe/Berlin", "ann@example.com",
        )  # fmt: skip


async def test_bodies_that_are_no_calls() -> None:
    async with bare_workshop() as shop:
        url = f"{shop.sandbox.api_url}auth.test"
        for content_type, body, error in (
            ("application/json", b"{", "invalid_json"),
            ("application/json", b"[]", "json_not_object"),
            ("text/csv", b"a,b", "invalid_post_type"),
        ):
            async with shop.session.post(url, data=body, headers={"Content-Type": content_type}) as response:
                assert (await response.json())["error"] == error


ODD: list[Any] = [
    "",
    "junk",
    "[",
    "{}",
    "[1]",
    "C0IT",
    "U0ANN",
    0,
    -1,
    10**30,
    True,
    None,
    [],
    [[]],
    {},
    {"a": 1},
    "1.0",
]
NAMES = (
    "channel", "channel_id", "channels", "user", "user_id", "users", "text", "blocks", "attachments", "metadata",
    "thread_ts", "ts", "timestamp", "message_ts", "limit", "cursor", "oldest", "latest", "view", "view_id",
    "trigger_id", "name", "types", "files", "file", "filename", "length", "post_at", "usergroup", "email", "topic",
    "external_id", "title", "type", "link", "bookmark_id", "markdown_text", "initial_comment",
)  # fmt: skip


@pytest.mark.parametrize("method", sorted(METHODS))
async def test_nothing_odd_breaks_a_method(method: str) -> None:
    rng = random.Random(method)
    async with bare_workshop(budgets=0) as shop:
        own = (await shop.client.chat_postMessage(channel="C0IT", text="ours"))["ts"]
        places = {"channel": "C0IT", "channel_id": "C0IT", "user": "U0ANN", "users": "U0ANN", "user_id": "U0ANN"}
        for _ in range(100):
            trigger = shop.sandbox.workspace.passes.trigger("U0ANN")
            fit = places | {"ts": own, "timestamp": own, "message_ts": own, "trigger_id": trigger, "text": "a"}
            args = {name: rng.choice(ODD) for name in NAMES if rng.random() < 0.3}
            args |= {name: value for name, value in fit.items() if rng.random() < 0.8}
            answer = await _answer(shop, method, args)
            assert answer["ok"] or answer["error"], args


def _multipart(args: dict[str, str]) -> Any:
    form = FormData()
    for name, value in args.items():
        form.add_field(name, value, content_type="text/plain")
    return form


async def _answer(shop: Workshop, method: str, args: dict[str, Any]) -> dict[str, Any]:
    bearer = {"Authorization": f"Bearer {shop.sandbox.workspace.app.bot_token}"}
    async with shop.session.post(shop.sandbox.api_url + method, json=args, headers=bearer) as response:
        answer: dict[str, Any] = await response.json()
        return answer
