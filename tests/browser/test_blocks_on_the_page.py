"""Every block and element that Slack has, as the page shows it, and what a person puts into them."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import DESK, PHONE, shown
from tests.browser.foreign import ForeignShop
from tests.browser.screen import Screen
from tests.sandbox.limits.block_samples import (
    BLOCKS,
    ELEMENTS,
    actions,
    an_input,
    button,
    confirm,
    element,
    feedback,
    home,
    image_element,
    modal,
    mrkdwn,
    option,
    options,
    plain,
    section,
)  # fmt: skip

OFFERS: dict[str, dict[str, Any]] = {
    "static_select": {"options": options(3), "placeholder": plain("One of them")},
    "users_select": {"placeholder": plain("Somebody")},
    "datepicker": {"initial_date": "2026-03-04"},
    "timepicker": {"initial_time": "09:30"},
    "overflow": {"options": options(3)},
    "radio_buttons": {"options": options(2)},
    "checkboxes": {"options": options(2)},
    "multi_static_select": {"options": options(3), "placeholder": plain("Several of them")},
}
CHOICES = [element(kind, action_id=kind, **more) for kind, more in OFFERS.items()]
SHOWN = [
    actions(button(action_id="a", style="primary"), button(action_id="b", style="danger", confirm=confirm())),
    actions(*CHOICES),
    section(fields=[mrkdwn("*One*\n1"), mrkdwn("*Two*\n2")], accessory=image_element()),
    section(accessory=button(action_id="c")),
    {**BLOCKS["table"], "rows": [[{"type": "raw_text", "text": f"{r}{c}"} for c in "abc"] for r in range(3)],
     "column_settings": [{"align": "left"}, {"align": "center"}, {"align": "right"}]},
    {**BLOCKS["container"], "is_collapsible": True, "subtitle": plain("Sub")},
    {"type": "context_actions", "elements": [{**feedback(), "action_id": "f"}]},
    {"type": "markdown", "text": "# Head\n- **one**\n- _two_\n\n1. [three](https://example.com)\n```\ncode\n```"},
]  # fmt: skip
TYPED = [kind for kind in ELEMENTS if kind.endswith("_input")]  # in forms alone
MESSAGE_BLOCKS = [block for kind, block in BLOCKS.items() if kind not in {"alert", "input", "file"}]


@pytest.fixture
def foreign(browser: Browser) -> Iterator[ForeignShop]:
    assert browser
    made = ForeignShop()
    yield made
    made.close()


@pytest.fixture(params=["light", "dark"])
def seen(browser: Browser, foreign: ForeignShop, request: pytest.FixtureRequest) -> Iterator[Screen]:
    wide = DESK if request.param == "light" else PHONE
    yield from shown(browser, foreign.url, request, viewport=wide, color_scheme=request.param)


def test_every_block_is_shown(foreign: ForeignShop, seen: Screen) -> None:
    for block in MESSAGE_BLOCKS:
        foreign.post(block["type"], {**block})
    for block in SHOWN:
        foreign.post(block["type"], block)
    seen.be("ann", "it-desk")
    expect(seen.page.locator("#timeline article")).to_have_count(len(MESSAGE_BLOCKS) + len(SHOWN))
    assert seen.page.locator(".unknown").all_inner_texts() == []
    seen.check()


def where(kind: str) -> dict[str, Any]:
    """The block in which Slack takes such an element."""
    one = {**element(kind), **({} if kind == "image" else {"action_id": kind})}
    if kind in {"icon_button", "feedback_buttons"}:
        return {"type": "context_actions", "elements": [one]}
    if kind == "image":
        return {"type": "context", "elements": [one]}
    return an_input(one, label=plain(kind)) if kind in TYPED else actions(one)


def test_every_element_is_shown(foreign: ForeignShop, seen: Screen) -> None:
    for kind in ELEMENTS:
        if kind not in TYPED:
            foreign.post(kind, where(kind))
    foreign.open_form(modal(*[where(kind) for kind in ELEMENTS if kind in TYPED]))
    seen.be("ann", "it-desk")
    expect(seen.form.locator(".block")).to_have_count(len(TYPED))
    expect(seen.page.locator("#timeline article")).to_have_count(len(ELEMENTS) - len(TYPED))
    assert seen.page.locator(".unknown").all_inner_texts() == []
    seen.check()
    seen.page.keyboard.press("Escape")
    seen.check()
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def everything() -> dict[str, Any]:
    choices = {"options": [option("Low", "low"), option("High", "high")]}
    return {
        "plain": element("plain_text_input"),
        "long": element("plain_text_input", multiline=True),
        "rich": element("rich_text_input"),
        "email": element("email_text_input"),
        "address": element("url_text_input"),
        "number": element("number_input"),
        "day": element("datepicker"),
        "time": element("timepicker"),
        "moment": element("datetimepicker"),
        "one": element("static_select", **choices),
        "radio": element("radio_buttons", **choices),
        "boxes": element("checkboxes", **choices),
        "person": element("users_select"),
        "place": element("conversations_select"),
        "channel": element("channels_select"),
        "several": element("multi_static_select", **choices),
        "people": element("multi_users_select"),
        "places": element("multi_channels_select"),
        "talks": element("multi_conversations_select"),
        "files": element("file_input"),
    }


def test_every_input_takes_what_people_put_into_it(foreign: ForeignShop, seen: Screen) -> None:
    foreign.open_form(modal(
        {"type": "alert", "text": mrkdwn("Mind the *gap*"), "level": "warning"},
        *[an_input({**one, "action_id": name}, block_id=name, label=plain(name), hint=plain(f"a hint for {name}"))
          for name, one in everything().items()],
    ))  # fmt: skip
    seen.be("ann", "it-desk")
    expect(seen.form).to_be_visible()
    seen.check()

    seen.field("plain").fill("Printer")
    seen.field("long").fill("It is\ndown")
    seen.field("rich").fill("rich")
    seen.field("email").fill("ann@example.com")
    seen.field("address").fill("https://example.com")
    seen.field("number").fill("7")
    seen.field("day").fill("2026-03-29")
    seen.field("time").fill("09:05")
    seen.field("moment").fill("2026-07-01T12:00")
    seen.field("one").select_option("high")
    seen.form.get_by_label("Low").first.check()
    seen.form.locator("[data-block=boxes]").get_by_label("High").check()
    for name, choice in (("person", "U0BO"), ("place", "C0BOARD"), ("channel", "C0LUNCH")):
        seen.field(name).select_option(choice)
    for name, typed in (("several", "hi"), ("people", "bo"), ("places", "it"), ("talks", "it")):
        combo = seen.form.locator(f"[data-block={name}] [role=combobox]")
        combo.fill(typed)
        expect(seen.form.locator(f"[data-block={name}] [role=option]").first).to_be_visible()
        combo.press("Enter")
        expect(seen.form.locator(f"[data-block={name}] .chip")).to_have_count(1)
    seen.field("files").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"words"})
    expect(seen.form.locator("[data-block=files] .chip")).to_have_count(1)
    seen.submit()
    expect(seen.form.locator(".trouble")).not_to_be_empty()  # nobody listens, and what was typed is still there
    expect(seen.field("plain")).to_have_value("Printer")

    values = foreign.delivered("view_submission")["view"]["state"]["values"]
    found = {name: next(v for k, v in values[name][name].items() if k != "type") for name in values}
    assert found.pop("rich")["type"] == "rich_text"
    assert found.pop("files")[0]["name"] == "a.txt"
    assert {name: found[name]["value"] for name in ("one", "radio")} == {"one": "high", "radio": "low"}
    assert [found.pop(name)[0]["value"] for name in ("boxes", "several")] == ["high", "high"]
    assert found == {
        "plain": "Printer", "long": "It is\ndown", "email": "ann@example.com", "address": "https://example.com",
        "number": "7", "day": "2026-03-29", "time": "09:05", "moment": 1782900000, "one": found["one"],
        "radio": found["radio"], "person": "U0BO", "place": "C0BOARD", "channel": "C0LUNCH", "people": ["U0BO"],
        "places": ["C0IT"], "talks": ["C0IT"],
    }  # fmt: skip


def test_a_form_says_beside_its_field_what_is_wrong_and_goes_on(foreign: ForeignShop, seen: Screen) -> None:
    seen.be("ann", "it-desk").types("/order")
    seen.submit()
    expect(seen.form.locator("[data-block=what] .fault")).to_have_text("Please complete this required field.")
    expect(seen.field("What")).to_be_focused()
    seen.field("What").fill("nothing")
    expect(seen.form.locator("[data-block=what] .fault")).to_be_empty()
    seen.submit()
    expect(seen.form.locator("[data-block=what] .fault")).to_have_text("Order something")
    seen.check()
    topping = seen.form.locator("[data-block=topping] [role=combobox]")
    topping.fill("blue")
    topping.press("ArrowDown")
    seen.form.get_by_role("option", name="blue cheese").click()
    expect(seen.form.locator("[data-block=topping] .chip")).to_contain_text("blue cheese")
    seen.field("What").fill("update")
    seen.submit()
    expect(seen.form.locator("#sheet-title")).to_have_text("Updated")
    seen.field("What").fill("push")
    seen.submit()
    expect(seen.form.locator("#sheet-title")).to_have_text("Pushed")
    seen.form.get_by_role("button", name="Cancel").click()
    expect(seen.form.locator("#sheet-title")).to_have_text("Updated")
    seen.page.keyboard.press("Escape")
    expect(seen.form).to_be_hidden()


def test_home_and_the_choices_on_messages_reach_the_app(foreign: ForeignShop, seen: Screen) -> None:
    foreign.publish_home(home(section(), actions(*CHOICES[:3]), BLOCKS["table"]))
    foreign.post("choose", actions(*CHOICES))
    seen.be("ann", "it-desk")
    card = seen.message("")
    card.get_by_label("One of them").select_option("v1")
    expect(card.get_by_label("One of them")).to_have_value("v1")
    card.get_by_role("button", name="More", exact=True).click()
    seen.page.get_by_role("menuitem", name="Option 2").click()
    expect(seen.page.locator("[popover]:popover-open")).to_have_count(0)
    foreign.run(foreign.shop.idle())
    assert foreign.delivered("block_actions")["actions"][0]["selected_option"]["value"] == "v2"
