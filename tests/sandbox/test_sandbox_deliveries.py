"""How deliveries travel: signatures, deadlines, retries, and what the person who waits is told."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from slack_sdk.signature import SignatureVerifier

from sandbox.deliveries.signing import signature
from tests.sandbox.bare_app import BareApp, bare_app
from tests.sandbox.foreign_app import actions, button, order_form
from tests.sandbox.workshop import Workshop, bare_workshop


@asynccontextmanager
async def meeting(**app: Any) -> AsyncIterator[tuple[Workshop, BareApp]]:
    async with bare_app() as listener:
        url = f"{listener.url}/slack/events"
        async with bare_workshop(request_url=url, clock_url=f"{listener.url}/clock", **app) as shop:
            shop.sandbox.workspace.scale.time = 0.001
            yield shop, listener


def test_slacks_own_example_of_a_signature() -> None:
    """docs.slack.dev/authentication/verifying-requests-from-slack"""
    body = (
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    secret = "8f742231b10e8888abcd99yyyzzz85a5"
    signed = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert signature(secret, "1531420618", body.encode()) == signed


async def test_a_delivery_is_signed_as_slack_signs() -> None:
    async with meeting() as (shop, app):
        await shop.act("ann", "command", channel="it-desk", text="/order a payload for @bo & <you>")
        (heard,) = app.heard
        verifier = SignatureVerifier(shop.sandbox.workspace.app.signing_secret)
        assert verifier.is_valid_request(heard.body, heard.headers)
        form = heard.form()
        assert heard.headers["content-type"] == "application/x-www-form-urlencoded"
        assert form["text"] == "a payload for <@U0BO|bo> &amp; &lt;you&gt;"
        assert {"channel_name": "it-desk", "user_id": "U0ANN", "team_id": "T0EXAMPLE"}.items() <= form.items()


async def test_who_takes_too_long_or_fails_is_told_so() -> None:
    async with meeting() as (shop, app):
        shop.sandbox.workspace.scale.limits = 0.05
        app.seconds = 1.0
        late = await shop.act("ann", "command", channel="it-desk", text="/order")
        assert late["delivery"]["error"] == "operation_timeout"
        assert 0.1 < late["delivery"]["seconds"] < 0.9
        assert late["sees"]["message"] == '/order failed with the error "operation_timeout"'
        app.seconds, app.status = 0.0, 500
        failed = await shop.act("ann", "command", channel="it-desk", text="/order")
        assert failed["delivery"] | {"seconds": 0} == {"status": 500, "seconds": 0, "error": "dispatch_failed"}
        assert len(app.heard) == 2


async def test_an_event_comes_four_times_and_says_why() -> None:
    async with meeting() as (shop, app):
        app.status = 503
        await shop.act("ann", "message", channel="it-desk", text="hello")
        said = [
            (one.headers.get("x-slack-retry-num"), one.headers.get("x-slack-retry-reason")) for one in app.heard
        ]
        assert said == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
        assert len({json.loads(one.body)["event_id"] for one in app.heard}) == 1


async def test_an_app_may_decline_retries() -> None:
    async with meeting() as (shop, app):
        app.status, app.headers = 500, {"X-Slack-No-Retry": "1"}
        await shop.act("ann", "message", channel="it-desk", text="hello")
        assert len(app.heard) == 1


async def test_an_app_that_is_away_is_tried_again() -> None:
    async with meeting() as (shop, app):
        shop.sandbox.workspace.app.request_url = "http://127.0.0.1:9/slack/events"
        await shop.act("ann", "message", channel="it-desk", text="hello")
        log = [one for one in shop.sandbox.traffic.since(0) if one["kind"] == "delivery"]
        assert [(one["retry"], one["error"]) for one in log] == [(n, "connection_failed") for n in range(4)]
        assert app.heard == []


async def test_deliveries_are_doubled_reordered_lost_and_their_answers_cut() -> None:
    async with meeting() as (shop, app):
        await _wish(shop, on="message", fault="duplicate", times=1)
        await _wish(shop, on="message", fault="reorder", times=1)
        await _wish(shop, on="message", fault="drop", times=1)
        await _wish(shop, on="message", fault="cut_after", times=1)
        for text in ("doubled", "overtaken", "lost", "cut", "plain"):
            await shop.control("POST", "/as/ann/message", {"channel": "it-desk", "text": text})
        await shop.idle()
        texts = [json.loads(one.body)["event"]["text"] for one in app.heard]
        assert sorted(texts) == ["cut", "cut", "doubled", "doubled", "overtaken", "plain"]
        assert texts.index("overtaken") > min(texts.index("cut"), texts.index("plain"))


async def test_an_event_carries_its_envelope() -> None:
    async with meeting() as (shop, app):
        await shop.act("ann", "message", channel="@app", text="hello *you*")
        envelope = json.loads(app.heard[0].body)
        event = envelope["event"]
        assert (envelope["type"], envelope["api_app_id"]) == ("event_callback", "A0FOREIGN")
        assert envelope["authorizations"][0]["user_id"] == "U0FOREIGN"
        assert (event["channel_type"], event["user"], event["text"]) == ("im", "U0ANN", "hello *you*")
        assert event["client_msg_id"]
        assert event["blocks"][0]["type"] == "rich_text"


async def test_on_enterprise_grid_everything_names_the_organisation() -> None:
    async with meeting() as (shop, app):
        shop.sandbox.workspace.enterprise_id = "E0EXAMPLE"
        await shop.act("ann", "command", channel="it-desk", text="/order x")
        await shop.act("ann", "shortcut", callback_id="everywhere")
        await shop.act("ann", "message", channel="@app", text="hello")
        command, shortcut, event = app.heard
        assert command.form()["enterprise_id"] == "E0EXAMPLE"
        assert json.loads(shortcut.form()["payload"])["enterprise"]["id"] == "E0EXAMPLE"
        assert json.loads(event.body)["authorizations"][0]["enterprise_id"] == "E0EXAMPLE"
        assert (await shop.client.auth_test())["enterprise_id"] == "E0EXAMPLE"


async def test_a_stranger_of_slack_connect_is_known_by_their_team() -> None:
    async with meeting() as (shop, app):
        await shop.control("PATCH", "/people/bo", {"team_id": "T0ELSEWHERE"})
        await shop.act("bo", "message", channel="it-desk", text="hello")
        assert json.loads(app.heard[-1].body)["event"]["user_team"] == "T0ELSEWHERE"
        await shop.act("bo", "shortcut", callback_id="everywhere")
        assert json.loads(app.heard[-1].form()["payload"])["user"]["team_id"] == "T0ELSEWHERE"
        assert (await shop.client.users_info(user="U0BO"))["user"]["team_id"] == "T0ELSEWHERE"


async def test_an_actions_payload_names_message_state_and_container() -> None:
    async with meeting() as (shop, app):
        pick = {"type": "datepicker", "action_id": "day", "initial_date": "2026-11-20"}
        blocks = [actions(button("go", "7"), pick)]
        card = await shop.client.chat_postMessage(channel="C0IT", text="card", blocks=blocks)
        app.heard.clear()
        where = {"channel": "it-desk", "ts": card["ts"]}
        await shop.act("ann", "click", **where, action_id="day", value="2026-12-24")
        await shop.act("ann", "click", **where, action_id="go")
        payload = json.loads(app.heard[-1].form()["payload"])
        assert payload["actions"][0] | {"action_ts": ""} == {
            "type": "button", "action_id": "go", "block_id": "acts", "value": "7", "action_ts": "",
            "text": {"type": "plain_text", "text": "go"},
        }  # fmt: skip
        assert payload["state"]["values"]["acts"]["day"]["selected_date"] == "2026-12-24"
        assert payload["container"]["message_ts"] == payload["message"]["ts"] == card["ts"]
        assert payload["channel"] == {"id": "C0IT", "name": "it-desk"}


async def test_a_response_url_takes_five_answers() -> None:
    async with meeting() as (shop, app):
        await shop.act("ann", "command", channel="lunch", text="/order x")
        url = app.heard[0].form()["response_url"]
        said = [await _answer(shop, url, {"text": f"answer {n}"}) for n in range(6)]
        assert [status for status, _ in said] == [200] * 5 + [404]
        assert json.loads(said[-1][1])["error"] == "used_url"
        whispers = (await shop.screen("ann"))["ephemerals"]
        assert [one["text"] for one in whispers] == [f"answer {n}" for n in range(5)]


async def test_a_response_url_lives_thirty_minutes_and_checks_what_it_is_given() -> None:
    now = 1_800_000_000.0
    async with bare_app() as app, bare_workshop(lambda: now, request_url=f"{app.url}/slack/events") as shop:
        await shop.act("ann", "command", channel="it-desk", text="/order x")
        url = app.heard[0].form()["response_url"]
        assert (await _answer(shop, url, {"text": ""}))[0] == 400
        assert (await _answer(shop, url, {"text": "all", "response_type": "in_channel"}))[0] == 200
        assert [one["text"] for one in await shop.sees("bo")] == ["all"]
        now += 1801
        assert json.loads((await _answer(shop, url, {"text": "late"}))[1])["error"] == "expired_url"


async def test_an_ephemeral_is_replaced_and_taken_away() -> None:
    async with meeting() as (shop, app):
        app.answer = {"text": "pick", "blocks": [actions(button("a", "1"))]}
        first = (await shop.act("ann", "command", channel="it-desk", text="/order x"))["sees"]["ephemerals"][0]
        app.answer = None
        await shop.act("ann", "click", ephemeral=first["id"], action_id="a")
        payload = json.loads(app.heard[-1].form()["payload"])
        assert payload["container"]["is_ephemeral"]
        assert "message" not in payload
        assert (await _answer(shop, payload["response_url"], {"text": "picked", "replace_original": True}))[
            0
        ] == 200
        (kept,) = (await shop.screen("ann"))["ephemerals"]
        assert (kept["id"], kept["text"]) == (first["id"], "picked")
        await _answer(shop, payload["response_url"], {"delete_original": True})
        assert (await shop.screen("ann"))["ephemerals"] == []


async def test_an_acknowledged_form_may_only_say_what_slack_understands() -> None:
    async with meeting() as (shop, app):
        trigger = shop.sandbox.workspace.passes.trigger("U0ANN")
        view = (await shop.client.views_open(trigger_id=trigger, view=order_form()))["view"]
        values = {"what": {"text": "soup"}}
        for answer in (
            {"response_action": "errors", "errors": {"no such block": "x"}},
            {"response_action": "update", "view": {"type": "modal"}},
            {"response_action": "dance"},
        ):
            app.answer = answer
            seen = await shop.act("ann", "submit", view_id=view["id"], values=values)
            assert seen["sees"]["message"] == "We had some trouble connecting. Try again?"
            assert seen["sees"]["view"]["state"]["values"]["what"]["text"]["value"] == "soup"


async def test_the_apps_clock_is_turned_by_its_own_hook() -> None:
    async with meeting() as (shop, app):
        app.answer = {"now": "later"}
        answer = await shop.control("POST", "/clock", {"advance": 3600})
        assert answer == {"ok": True, "status": 200, "answer": {"now": "later"}}
        assert json.loads(app.heard[0].body) == {"advance": 3600}


async def _wish(shop: Workshop, **fault: Any) -> None:
    await shop.control("POST", "/faults", fault)


async def _answer(shop: Workshop, url: str, body: dict[str, Any]) -> tuple[int, str]:
    async with shop.session.post(url, json=body) as response:
        return response.status, await response.text()
