"""Every kind of delivery, to an unmodified Bolt app over HTTP and over Socket Mode."""

import pytest

from tests.sandbox.workshop import Json, Workshop, workshop

pytestmark = pytest.mark.parametrize("mode", ["http", "socket"])


async def test_a_command_is_answered_to_one_person(mode: str) -> None:
    async with workshop(mode) as shop:
        answer = await shop.act("ann", "command", channel="it-desk", text="/order echo")
        assert answer["delivery"]["status"] == 200
        assert [one["text"] for one in answer["sees"]["ephemerals"]] == ["only you: ann"]
        assert (await shop.screen("bo"))["ephemerals"] == []


async def test_a_command_is_answered_in_the_channel(mode: str) -> None:
    async with workshop(mode) as shop:
        await shop.act("ann", "command", channel="it-desk", text="/order shout")
        assert [one["text"] for one in await shop.sees("bo")] == ["everybody"]


async def test_a_command_is_answered_later_by_its_response_url(mode: str) -> None:
    async with workshop(mode) as shop:
        await shop.act("ann", "command", channel="lunch", text="/order later")
        assert [one["text"] for one in (await shop.screen("ann"))["ephemerals"]] == ["later, only you"]


async def test_a_button_redraws_its_message(mode: str) -> None:
    async with workshop(mode) as shop:
        await shop.act("ann", "command", channel="it-desk", text="/order soup")
        (card,) = await shop.sees("bo")
        await shop.act("bo", "click", channel="it-desk", ts=card["ts"], action_id="take")
        (redrawn,) = await shop.sees("ann")
        assert redrawn["text"] == "soup taken by U0BO"
        assert "blocks" not in redrawn
        stale = {"channel": "it-desk", "ts": card["ts"], "action_id": "take"}
        await shop.act("ann", "click", **stale, status=409)
        await shop.act("ann", "click", **stale, message=card)
        assert (await shop.sees("ann"))[0]["text"] == "soup taken by U0ANN"


async def test_a_button_deletes_its_message(mode: str) -> None:
    async with workshop(mode) as shop:
        await shop.act("ann", "command", channel="it-desk", text="/order soup")
        (card,) = await shop.sees("bo")
        await shop.act("bo", "click", channel="it-desk", ts=card["ts"], action_id="drop")
        assert await shop.sees("bo") == []


async def test_a_form_is_filled_and_submitted(mode: str) -> None:
    async with workshop(mode) as shop:
        await shop.act("ann", "command", channel="it-desk", text="/order")
        form = await shop.top_view("ann")
        answer = await _submit(shop, form["id"], "soup", size="l")
        assert answer["sees"]["view"] is None
        assert [one["text"] for one in await shop.sees("ann", "@app")] == ["ordered: soup"]


async def test_a_form_is_refused_beside_the_field(mode: str) -> None:
    async with workshop(mode) as shop:
        await shop.act("ann", "command", channel="it-desk", text="/order")
        form = await shop.top_view("ann")
        assert (await _submit(shop, form["id"], ""))["sees"]["errors"].keys() == {"what"}
        assert (await _submit(shop, form["id"], "x" * 21))["sees"]["errors"].keys() == {"what"}
        answer = await _submit(shop, form["id"], "nothing", size="s")
        assert answer["sees"]["errors"] == {"what": "Order something"}
        typed = answer["sees"]["view"]["state"]["values"]
        assert typed["what"]["text"]["value"] == "nothing"
        assert typed["size"]["size"]["selected_option"]["value"] == "s"
        await shop.act("ann", "submit", view_id=form["id"], values={"size": {"size": "xxl"}}, status=409)


async def test_a_form_is_updated_pushed_and_cleared(mode: str) -> None:
    async with workshop(mode) as shop:
        await shop.act("ann", "command", channel="it-desk", text="/order")
        form = await shop.top_view("ann")
        updated = (await _submit(shop, form["id"], "update"))["sees"]["view"]
        assert (updated["id"], updated["title"]["text"]) == (form["id"], "Updated")
        assert updated["hash"] != form["hash"]
        pushed = (await _submit(shop, form["id"], "push"))["sees"]["view"]
        assert (pushed["previous_view_id"], pushed["root_view_id"]) == (form["id"], form["id"])
        await shop.act("ann", "submit", view_id=form["id"], values={}, status=409)
        assert (await _submit(shop, pushed["id"], "clear"))["sees"]["view"] is None


async def test_buttons_in_a_form_update_it_and_push_another(mode: str) -> None:
    async with workshop(mode) as shop:
        await shop.act("ann", "command", channel="it-desk", text="/order")
        form = await shop.top_view("ann")
        await shop.act("ann", "click", view_id=form["id"], action_id="more")
        assert (await shop.top_view("ann"))["title"]["text"] == "More"
        await shop.act("ann", "click", view_id=form["id"], action_id="next")
        second = await shop.top_view("ann")
        await shop.act("ann", "click", view_id=second["id"], action_id="next")
        third = await shop.top_view("ann")
        await shop.act("ann", "click", view_id=third["id"], action_id="next")
        assert (await shop.top_view("ann"))["id"] == third["id"]
        assert (await shop.sees("ann", "@app"))[-1]["text"] == "push_limit_reached"


async def test_a_closed_form_is_told(mode: str) -> None:
    async with workshop(mode) as shop:
        await shop.act("ann", "command", channel="it-desk", text="/order")
        form = await shop.top_view("ann")
        await shop.act("ann", "close", view_id=form["id"])
        assert (await shop.screen("ann"))["views"] == []
        assert (await shop.sees("ann", "@app"))[-1]["text"] == "closed, cleared False"


async def test_options_are_suggested_while_typing(mode: str) -> None:
    async with workshop(mode) as shop:
        await shop.act("ann", "command", channel="it-desk", text="/order")
        form = await shop.top_view("ann")
        answer = await shop.act("ann", "options", view_id=form["id"], action_id="topping", value="blue")
        assert answer["options"][0]["value"] == "blue-cheese"
        values = {"what": {"text": "soup"}, "topping": {"topping": "blue-cheese"}}
        answer = await shop.act("ann", "submit", view_id=form["id"], values=values)
        assert answer["sees"]["errors"] == {}


async def test_shortcuts_everywhere_and_on_a_message(mode: str) -> None:
    async with workshop(mode) as shop:
        await shop.act("ann", "shortcut", callback_id="everywhere")
        assert (await shop.top_view("ann"))["title"]["text"] == "Shortcut"
        said = await shop.act("bo", "message", channel="it-desk", text="my mouse is dead")
        await shop.act("ann", "shortcut", callback_id="on_message", channel="it-desk", ts=said["ts"])
        (parent,) = await shop.sees("bo")
        assert [one["text"] for one in parent["replies"]] == ["about: my mouse is dead"]


async def test_home_is_published_and_clicked(mode: str) -> None:
    async with workshop(mode) as shop:
        await shop.act("ann", "click", home=True, action_id="home", status=409)
        await shop.act("ann", "home")
        await shop.act("ann", "click", home=True, action_id="home")
        assert [one["text"] for one in await shop.sees("ann", "@app")] == ["from Home"]


async def test_events_are_heard(mode: str) -> None:
    async with workshop(mode) as shop:
        said = await shop.act("ann", "message", channel="it-desk", text="hello @foreign & all")
        place = {"channel": "it-desk", "ts": said["ts"]}
        await shop.act("bo", "react", **place, reaction="eyes")
        await shop.act("bo", "react", **place, reaction="eyes", remove=True)
        await shop.act("ann", "edit", **place, text="hello")
        await shop.act("ann", "delete", **place)
        await shop.act("ann", "upload", channel="board", filename="a.txt", content_base64="aGk=", text="see")
        await shop.act("ann", "message", channel="@app", text="psst")
        await shop.act("ann", "invite", channel="lunch", user="@app")
        await shop.control("PATCH", "/people/bo", {"locale": "zh-TW"})
        await shop.control("POST", "/groups", {"handle": "cab", "members": ["ann"]})
        await shop.control("POST", "/channels/lunch", {"archived": True})
        await shop.control("POST", "/token", {"revoked": True})
        await shop.idle()
        # Bolt keeps the bot's own joining message from its listeners.
        heard = [(one["type"], one.get("subtype"), one.get("channel_type")) for one in shop.heard]
        assert sorted(map(str, heard)) == sorted(map(str, [
            ("message", None, "channel"), ("app_mention", None, None), ("reaction_added", None, None),
            ("reaction_removed", None, None), ("message", "message_changed", "channel"),
            ("message", "message_deleted", "channel"), ("message", "file_share", "group"),
            ("message", None, "im"), ("member_joined_channel", None, "C"), ("user_change", None, None),
            ("subteam_members_changed", None, None), ("channel_archive", None, None),
            ("tokens_revoked", None, None),
        ]))  # fmt: skip


async def test_the_request_url_is_verified(mode: str) -> None:
    async with workshop(mode) as shop:
        if mode == "http":
            assert (await shop.control("POST", "/probe", {"do": "url_verification"}))["ok"]
        await shop.control("POST", "/probe", {"do": "dance"}, status=400)


async def test_what_the_app_may_not_hear_it_does_not_hear(mode: str) -> None:
    async with workshop(mode, events=["message.channels"]) as shop:
        await shop.act("ann", "message", channel="secret", text="private, and the app is not in it")
        await shop.act("ann", "message", channel="lunch", text="public, but the app is not in it")
        await shop.act("ann", "message", channel="@app", text="not subscribed")
        assert shop.heard == []


async def _submit(shop: Workshop, view_id: str, what: str, **values: str) -> Json:
    typed = {"what": {"text": what}} | {name: {name: value} for name, value in values.items()}
    return await shop.act("ann", "submit", view_id=view_id, values=typed)
