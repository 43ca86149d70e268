"""Every kind of field: what a person puts in, what the app is told, and what the client itself refuses."""

import json
from typing import Any

import pytest

from sandbox.control.forms import REQUIRED
from tests.sandbox.bare_app import bare_app
from tests.sandbox.foreign_app import button, plain
from tests.sandbox.workshop import Json, Workshop, bare_workshop

GROUPS = [{"label": plain("g"), "options": [{"text": plain("a"), "value": "a"}]}]
A, B = ({"text": plain(name), "value": name} for name in "ab")
RICH = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "hi"}]}],
}

FIELDS: list[tuple[Json, Any, str, Any]] = [
    ({"type": "plain_text_input"}, "hi", "value", "hi"),
    ({"type": "plain_text_input", "initial_value": "there"}, ..., "value", "there"),
    ({"type": "number_input", "is_decimal_allowed": False}, 7, "value", "7"),
    ({"type": "email_text_input"}, "ann@example.com", "value", "ann@example.com"),
    ({"type": "url_text_input"}, "https://example.com", "value", "https://example.com"),
    ({"type": "rich_text_input"}, "hi", "rich_text_value", RICH),
    ({"type": "static_select", "options": [A, B]}, "b", "selected_option", B),
    ({"type": "static_select", "options": [A, B], "initial_option": A}, ..., "selected_option", A),
    ({"type": "static_select", "option_groups": GROUPS}, "a", "selected_option", A),
    ({"type": "radio_buttons", "options": [A, B]}, "a", "selected_option", A),
    ({"type": "checkboxes", "options": [A, B]}, ["b", "a"], "selected_options", [B, A]),
    ({"type": "checkboxes", "options": [A, B], "initial_options": [B]}, ..., "selected_options", [B]),
    ({"type": "multi_static_select", "options": [A, B]}, ["a"], "selected_options", [A]),
    ({"type": "users_select"}, "bo", "selected_user", "U0BO"),
    ({"type": "multi_users_select"}, ["bo", "U0ANN"], "selected_users", ["U0BO", "U0ANN"]),
    ({"type": "conversations_select"}, "it-desk", "selected_conversation", "C0IT"),
    ({"type": "multi_conversations_select"}, ["board"], "selected_conversations", ["C0BOARD"]),
    ({"type": "channels_select"}, "C0IT", "selected_channel", "C0IT"),
    ({"type": "multi_channels_select"}, ["it-desk"], "selected_channels", ["C0IT"]),
    ({"type": "datepicker"}, "2026-11-21", "selected_date", "2026-11-21"),
    ({"type": "datepicker", "initial_date": "2026-01-01"}, ..., "selected_date", "2026-01-01"),
    ({"type": "timepicker"}, "23:59", "selected_time", "23:59"),
    ({"type": "datetimepicker"}, 1_800_000_000, "selected_date_time", 1_800_000_000),
]  # fmt: skip

BESIDE: list[tuple[Json, Any]] = [
    ({"type": "plain_text_input"}, ""),
    ({"type": "plain_text_input"}, None),
    ({"type": "plain_text_input", "min_length": 3}, "hi"),
    ({"type": "plain_text_input", "max_length": 3}, "much"),
    ({"type": "number_input", "is_decimal_allowed": False}, "1.5"),
    ({"type": "number_input", "is_decimal_allowed": True, "min_value": "1"}, 0.5),
    ({"type": "number_input", "is_decimal_allowed": False, "max_value": "5"}, 6),
    ({"type": "email_text_input"}, "not an address"),
    ({"type": "url_text_input"}, "example"),
    ({"type": "multi_static_select", "options": [A, B], "max_selected_items": 1}, ["a", "b"]),
    ({"type": "checkboxes", "options": [A, B]}, []),
]  # fmt: skip

IMPOSSIBLE: list[tuple[Json, Any, int]] = [
    ({"type": "static_select", "options": [A]}, "b", 409),
    ({"type": "checkboxes", "options": [A]}, "a", 400),
    ({"type": "users_select"}, "nobody", 404),
    ({"type": "conversations_select"}, "nowhere", 404),
    ({"type": "datepicker"}, "tomorrow", 400),
    ({"type": "timepicker"}, "25:00", 400),
    ({"type": "datetimepicker"}, "noon", 400),
    ({"type": "external_select"}, "never suggested", 409),
]  # fmt: skip


@pytest.mark.parametrize(("element", "put", "field", "told"), FIELDS)
async def test_what_is_put_in_reaches_the_app(element: Json, put: Any, field: str, told: Any) -> None:
    async with bare_app() as app, bare_workshop(request_url=f"{app.url}/slack/events") as shop:
        view = await _opened(shop, element)
        values = {} if put is ... else {"b": {"a": put}}
        answer = await shop.act("ann", "submit", view_id=view["id"], values=values)
        assert answer["sees"]["errors"] == {}
        submission = json.loads(app.heard[0].form()["payload"])
        assert submission["type"] == "view_submission"
        assert submission["view"]["state"]["values"]["b"]["a"] == {"type": element["type"], field: told}


async def test_what_the_client_refuses_is_not_sent() -> None:
    async with bare_app() as app, bare_workshop(request_url=f"{app.url}/slack/events", budgets=0) as shop:
        for element, put in BESIDE:
            view = await _opened(shop, element)
            answer = await shop.act("ann", "submit", view_id=view["id"], values={"b": {"a": put}})
            assert answer["sees"]["errors"].keys() == {"b"}, element
            assert (answer["sees"]["errors"]["b"] == REQUIRED) == (put in ("", None, []))
            assert answer["delivery"]["status"] is None
        assert app.heard == []


async def test_an_optional_field_may_stay_empty() -> None:
    async with bare_app() as app, bare_workshop(request_url=f"{app.url}/slack/events") as shop:
        view = await _opened(shop, {"type": "multi_users_select"}, optional=True)
        assert (await shop.act("ann", "submit", view_id=view["id"], values={}))["sees"]["errors"] == {}
        state = json.loads(app.heard[0].form()["payload"])["view"]["state"]["values"]
        assert state["b"]["a"] == {"type": "multi_users_select", "selected_users": []}


async def test_what_nobody_could_choose_is_a_fault_of_the_caller() -> None:
    async with bare_workshop(budgets=0) as shop:
        for element, put, status in IMPOSSIBLE:
            view = await _opened(shop, element)
            await shop.act("ann", "submit", view_id=view["id"], values={"b": {"a": put}}, status=status)
        view = await _opened(shop, {"type": "plain_text_input"})
        for values in ({"b": {"x": "hi"}}, {"x": {"a": "hi"}}):
            await shop.act("ann", "submit", view_id=view["id"], values=values, status=409)
        await shop.act("bo", "submit", view_id=view["id"], values={}, status=409)


async def test_menus_and_marks_on_a_message() -> None:
    async with bare_app() as app, bare_workshop(request_url=f"{app.url}/slack/events", events=[]) as shop:
        ts = (await shop.client.chat_postMessage(channel="C0IT", text="card", blocks=_card()))["ts"]
        place: Json = {"channel": "it-desk", "ts": ts}
        clicks: list[tuple[Json, Json]] = [
            ({"action_id": "o", "value": "b"}, {"selected_option": B}),
            ({"action_id": "f", "value": "bad"}, {"value": "bad"}),
            ({"action_id": "u", "selected_user": "bo"}, {"selected_user": "U0BO"}),
            ({"action_id": "go", "block_id": "y"}, {"value": "2"}),
        ]
        for click, chosen in clicks:
            await shop.act("ann", "click", **place, **click)
            action = json.loads(app.heard[-1].form()["payload"])["actions"][0]
            assert chosen.items() <= action.items()
        await shop.act("ann", "click", **place, action_id="f", value="so so", status=409)
        await shop.act("ann", "click", **place, action_id="u", status=400)


async def test_a_field_speaks_at_once_only_if_it_is_asked_to() -> None:
    async with bare_app() as app, bare_workshop(request_url=f"{app.url}/slack/events", budgets=0) as shop:
        for dispatches, heard in ((False, 0), (True, 1)):
            form = _form({"type": "static_select", "options": [A, B]})
            form["blocks"][0]["dispatch_action"] = dispatches
            trigger = shop.sandbox.workspace.passes.trigger("U0ANN")
            view = (await shop.client.views_open(trigger_id=trigger, view=form))["view"]
            await shop.act("ann", "click", view_id=view["id"], action_id="a", value="b")
            assert len(app.heard) == heard
            kept = (await shop.top_view("ann"))["state"]["values"]["b"]["a"]
            assert kept == {"type": "static_select", "selected_option": B}


async def test_the_cross_in_the_corner_closes_the_whole_stack() -> None:
    async with bare_app() as app, bare_workshop(request_url=f"{app.url}/slack/events") as shop:
        first = await _opened(shop, {"type": "plain_text_input"})
        pushed = _form({"type": "plain_text_input"}) | {"notify_on_close": True}
        app.answer = {"response_action": "push", "view": pushed}
        answer = await shop.act("ann", "submit", view_id=first["id"], values={"b": {"a": "hi"}})
        app.answer = None
        await shop.act("ann", "close", view_id=answer["sees"]["view"]["id"], all=True)
        assert (await shop.screen("ann"))["views"] == []
        closed = json.loads(app.heard[-1].form()["payload"])
        assert (closed["type"], closed["is_cleared"]) == ("view_closed", True)


async def test_a_form_may_ask_where_to_answer() -> None:
    async with bare_app() as app, bare_workshop(request_url=f"{app.url}/slack/events") as shop:
        view = await _opened(shop, {"type": "conversations_select", "response_url_enabled": True})
        await shop.act("ann", "submit", view_id=view["id"], values={"b": {"a": "lunch"}})
        (given,) = json.loads(app.heard[0].form()["payload"])["response_urls"]
        assert (given["channel_id"], given["block_id"], given["action_id"]) == ("C0LUNCH", "b", "a")
        said = {"text": "done", "response_type": "in_channel"}
        async with shop.session.post(given["response_url"], json=said) as response:
            assert response.status == 200
        assert [one["text"] for one in await shop.sees("ann", "lunch")] == ["done"]


def _card() -> list[Json]:
    more = {"type": "overflow", "action_id": "o", "options": [A, B]}
    thumbs = {
        "type": "feedback_buttons", "action_id": "f",
        "positive_button": {"text": plain("+"), "value": "good"},
        "negative_button": {"text": plain("-"), "value": "bad"},
    }  # fmt: skip
    who = {"type": "users_select", "action_id": "u"}
    return [
        {"type": "section", "text": plain("s"), "accessory": more},
        {"type": "context_actions", "elements": [thumbs]},
        {"type": "actions", "block_id": "x", "elements": [who, button("go", "1")]},
        {"type": "actions", "block_id": "y", "elements": [button("go", "2")]},
    ]


def _form(element: Json, *, optional: bool = False) -> Json:
    block = {
        "type": "input", "block_id": "b", "label": plain("L"), "optional": optional,
        "element": {"action_id": "a"} | element,
    }  # fmt: skip
    return {"type": "modal", "callback_id": "f", "title": plain("T"), "submit": plain("S"), "blocks": [block]}


async def _opened(shop: Workshop, element: Json, *, optional: bool = False) -> Json:
    trigger = shop.sandbox.workspace.passes.trigger("U0ANN")
    opened = await shop.client.views_open(trigger_id=trigger, view=_form(element, optional=optional))
    view: Json = opened["view"]
    return view
