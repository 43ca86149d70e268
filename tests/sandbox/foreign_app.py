"""A small app that has nothing to do with Steward, written as Bolt's own guides show, and unmodified Bolt."""

import asyncio
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(action_id: str, value: str) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(action_id), "value": value}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "block_id": "acts", "elements": list(elements)}


def order_form(title: str = "Order") -> Json:
    what = {"type": "plain_text_input", "action_id": "text", "max_length": 20}
    size = {
        "type": "static_select",
        "action_id": "size",
        "options": [{"text": plain("Small"), "value": "s"}, {"text": plain("Large"), "value": "l"}],
    }
    topping = {"type": "external_select", "action_id": "topping", "min_query_length": 1}
    return {
        "type": "modal",
        "callback_id": "order",
        "title": plain(title),
        "submit": plain("Order"),
        "notify_on_close": True,
        "blocks": [
            {"type": "input", "block_id": "what", "label": plain("What"), "element": what},
            {"type": "input", "block_id": "size", "optional": True, "label": plain("Size"), "element": size},
            {
                "type": "input",
                "block_id": "topping",
                "optional": True,
                "label": plain("On top"),
                "element": topping,
            },
            actions(button("more", "1"), button("next", "1")),
        ],
    }


def foreign_app(app: AsyncApp, heard: list[Json]) -> AsyncApp:
    """Registers every kind of listener; whatever arrives is kept in `heard`."""
    _commands(app)
    _clicks(app)
    _forms(app)
    _events(app, heard)
    return app


def _commands(app: AsyncApp) -> None:
    @app.command("/order")
    async def order(ack: Any, client: Any, body: Json, respond: Any) -> None:
        match body["text"]:
            case "":
                await ack()
                await client.views_open(trigger_id=body["trigger_id"], view=order_form())
            case "echo":
                await ack(f"only you: {body['user_name']}")
            case "shout":
                await ack(response_type="in_channel", text="everybody")
            case "later":
                await ack()
                await respond("later, only you")
            case text:
                await ack()
                blocks = [actions(button("take", text), button("drop", text))]
                await client.chat_postMessage(channel=body["channel_id"], text=text, blocks=blocks)

    @app.command("/slow")
    async def slow(ack: Any) -> None:
        await asyncio.sleep(1.0)
        await ack()


def _clicks(app: AsyncApp) -> None:
    @app.action("take")
    async def take(ack: Any, body: Json, client: Any, action: Json) -> None:
        await ack()
        text = f"{action['value']} taken by {body['user']['id']}"
        ts = body["message"]["ts"]
        await client.chat_update(channel=body["channel"]["id"], ts=ts, text=text, blocks=[])

    @app.action("drop")
    async def drop(ack: Any, respond: Any) -> None:
        await ack()
        await respond(delete_original=True)

    @app.action("more")
    async def more(ack: Any, body: Json, client: Any) -> None:
        await ack()
        view = body["view"]
        await client.views_update(view_id=view["id"], hash=view["hash"], view=order_form("More"))

    @app.action("next")
    async def following(ack: Any, body: Json, client: Any) -> None:
        await ack()
        try:
            await client.views_push(trigger_id=body["trigger_id"], view=order_form("Next"))
        except SlackApiError as error:
            await client.chat_postMessage(channel=body["user"]["id"], text=error.response["error"])

    @app.action("home")
    async def home_clicked(ack: Any, body: Json, client: Any) -> None:
        await ack()
        await client.chat_postMessage(channel=body["user"]["id"], text="from Home")

    @app.options("topping")
    async def toppings(ack: Any, payload: Json) -> None:
        word = payload["value"]
        await ack(options=[{"text": plain(f"{word} cheese"), "value": f"{word}-cheese"}])

    @app.shortcut("everywhere")
    async def everywhere(ack: Any, body: Json, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=order_form("Shortcut"))

    @app.shortcut("on_message")
    async def on_message(ack: Any, body: Json, say: Any) -> None:
        await ack()
        await say(text=f"about: {body['message']['text']}", thread_ts=body["message"]["ts"])


def _forms(app: AsyncApp) -> None:
    @app.view("order")
    async def ordered(ack: Any, body: Json, client: Any, view: Json) -> None:
        values = view["state"]["values"]
        match values["what"]["text"]["value"]:
            case "nothing":
                await ack(response_action="errors", errors={"what": "Order something"})
                return
            case "update":
                await ack(response_action="update", view=order_form("Updated"))
                return
            case "push":
                await ack(response_action="push", view=order_form("Pushed"))
                return
            case "clear":
                await ack(response_action="clear")
            case _:
                await ack()
        await client.chat_postMessage(
            channel=body["user"]["id"], text=f"ordered: {values['what']['text']['value']}"
        )

    @app.view_closed("order")
    async def closed(ack: Any, body: Json, client: Any) -> None:
        await ack()
        await client.chat_postMessage(channel=body["user"]["id"], text=f"closed, cleared {body['is_cleared']}")


def _events(app: AsyncApp, heard: list[Json]) -> None:
    @app.event("app_home_opened")
    async def home(event: Json, client: Any) -> None:
        heard.append(event)
        if event["tab"] == "home":
            view = {"type": "home", "blocks": [actions(button("home", "1"))]}
            await client.views_publish(user_id=event["user"], view=view)

    @app.event("app_mention")
    async def mention(event: Json, say: Any) -> None:
        heard.append(event)
        await say(text="you called", thread_ts=event["ts"])

    @app.event({"type": "message"})
    async def message(event: Json) -> None:
        heard.append(event)

    for kind in ("reaction_added", "reaction_removed", "member_joined_channel", "user_change",
                 "subteam_members_changed", "channel_archive", "tokens_revoked"):  # fmt: skip

        @app.event(kind)
        async def event_heard(event: Json) -> None:
            heard.append(event)
