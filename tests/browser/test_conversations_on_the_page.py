"""What people do with messages on the page, by mouse and by keyboard alone, and the tools beside them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.conftest import DESK, PHONE, shown
from tests.browser.foreign import ForeignShop, Json
from tests.browser.screen import Screen
from tests.sandbox.limits.block_samples import actions, button, confirm, mrkdwn, plain, section
from tests.sandbox.test_sandbox_live import PNG

CUT = """drawer => [...drawer.querySelectorAll(".traffic summary > *, .happenings li > *")]
    .filter(one => one.getBoundingClientRect().right > innerWidth || one.scrollWidth > one.clientWidth + 1)
    .filter(one => one.clientWidth).map(one => one.textContent)"""


@pytest.fixture
def foreign(browser: Browser) -> Iterator[ForeignShop]:
    assert browser
    made = ForeignShop()
    yield made
    made.close()


@pytest.fixture
def screen(browser: Browser, foreign: ForeignShop, request: pytest.FixtureRequest) -> Iterator[Screen]:
    yield from shown(browser, foreign.url, request, viewport=DESK)


@pytest.fixture
def phone(browser: Browser, foreign: ForeignShop, request: pytest.FixtureRequest) -> Iterator[Screen]:
    yield from shown(browser, foreign.url, request, viewport=PHONE, has_touch=True, is_mobile=True)


def test_a_message_is_answered_mended_reacted_to_and_taken_back(screen: Screen) -> None:
    screen.be("ann", "it-desk").types("Who has the keys? <b>")
    mine = screen.message("Who has the keys? <b>")
    expect(mine).to_be_visible()
    screen.tool_of(mine, "Add a reaction")
    screen.page.locator(":popover-open input").fill("eyes")
    screen.page.locator(":popover-open input").press("Enter")
    reaction = mine.locator(".reactions button")
    expect(reaction).to_have_attribute("aria-pressed", "true")
    screen.tool_of(mine, "Reply in thread")
    screen.page.locator("[data-composer=thread]").fill("Me. /order does nothing here")
    screen.page.locator("[data-composer=thread]").press("Enter")
    expect(screen.in_thread("Me.")).to_be_visible()
    expect(mine.locator(".replies")).to_contain_text("1 reply")
    screen.check()
    screen.page.get_by_label("Close thread").click()
    screen.tool_of(mine, "More actions")
    screen.page.get_by_role("menuitem", name="Edit message").click()
    screen.page.get_by_role("dialog").get_by_role("textbox").fill("Who has the keys now?")
    screen.page.get_by_role("button", name="Save").click()
    mine = screen.message("Who has the keys now?")
    expect(mine).to_contain_text("(edited)")
    screen.tool_of(mine, "More actions")
    screen.page.get_by_role("menuitem", name="Delete message").click()
    screen.page.get_by_role("button", name="Delete", exact=True).click()
    expect(screen.message("This message was deleted.")).to_be_visible()


def test_shortcuts_on_messages_and_everywhere(screen: Screen) -> None:
    screen.be("ann", "it-desk").types("look at this")
    mine = screen.message("look at this")
    screen.tool_of(mine, "More actions")
    screen.page.get_by_role("menuitem", name="On message").click()
    screen.open_thread(mine)
    expect(screen.in_thread("about: look at this")).to_be_visible()
    screen.page.locator("#foot").get_by_role("button", name="Shortcuts").click()
    screen.page.get_by_role("menuitem", name="Everywhere").click()
    expect(screen.form.locator("#sheet-title")).to_have_text("Shortcut")


def test_one_is_asked_before_a_button_that_asks_is_pressed(foreign: ForeignShop, screen: Screen) -> None:
    sure = confirm(title=plain("Take it?"), confirm=plain("Take"), deny=plain("Leave"))
    foreign.post("take", actions(button(action_id="take", value="soup", confirm=sure)))
    screen.be("ann", "it-desk")
    screen.press(screen.message(""), "Claim")
    expect(screen.page.get_by_role("dialog")).to_contain_text("Take it?")
    screen.check()
    screen.page.get_by_role("button", name="Leave").click()
    expect(screen.page.get_by_role("dialog")).to_have_count(0)
    screen.press(screen.message(""), "Claim")
    screen.page.get_by_role("button", name="Take", exact=True).click()
    expect(screen.message("soup taken by U0ANN")).to_be_visible()


def test_pictures_and_files_are_put_into_a_conversation(screen: Screen) -> None:
    screen.be("ann", "it-desk")
    picker = screen.page.locator("#foot input[type=file]")
    picker.set_input_files({"name": "chart.png", "mimeType": "image/png", "buffer": PNG})
    picture = screen.message("chart.png").locator("img")
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("image => image.naturalWidth") == 1
    picker.set_input_files({"name": "notes.txt", "mimeType": "text/plain", "buffer": b"words"})
    expect(screen.message("notes.txt").get_by_role("link")).to_have_attribute("download", "notes.txt")
    screen.check()


def test_all_by_keyboard(foreign: ForeignShop, screen: Screen) -> None:
    foreign.post("one")
    foreign.post("two", actions(button(action_id="take", value="soup")))
    keys = screen.be("ann", "it-desk").page.keyboard
    expect(screen.message("two")).to_have_count(0)
    screen.page.locator("#skip").focus()
    keys.press("Enter")
    expect(screen.page.locator("#main")).to_be_focused()
    keys.press("Tab")
    first = screen.page.locator("#timeline article").last
    expect(first).to_be_focused()
    keys.press("ArrowUp")
    expect(screen.message("one")).to_be_focused()
    keys.press("Tab")
    keys.press("Enter")
    expect(screen.page.locator(":popover-open input")).to_be_focused()
    keys.press("ArrowDown")
    keys.press("ArrowRight")
    keys.press("Enter")
    expect(screen.message("one").locator(".reactions button")).to_have_count(1)

    screen.composer.focus()
    keys.type("/or")
    expect(screen.page.get_by_role("option", name="/order")).to_be_visible()
    keys.press("Tab")
    expect(screen.composer).to_have_value("/order ")
    keys.press("Enter")
    expect(screen.form).to_be_visible()
    expect(screen.field("What")).to_be_focused()
    keys.press("Escape")
    expect(screen.form).to_be_hidden()
    expect(screen.composer).to_be_focused()


def test_what_changes_around_it_leaves_the_focus_where_it_is(foreign: ForeignShop, screen: Screen) -> None:
    def redrawn(ts: str, text: str, *blocks: Json) -> None:
        foreign.run(foreign.shop.client.chat_update(channel="C0IT", ts=ts, text=text, blocks=list(blocks)))

    first = foreign.post("one")
    card = foreign.post("two", actions(button(action_id="take", value="soup")))
    screen.be("ann", "it-desk")
    screen.tool_of(screen.message("Claim"), "Add a reaction")
    redrawn(first, "one, mended")
    expect(screen.message("one, mended")).to_be_visible()
    expect(screen.page.locator(":popover-open input")).to_be_focused()
    screen.page.keyboard.press("Escape")
    take = screen.page.get_by_role("button", name="Claim", exact=True)
    take.focus()
    redrawn(card, "two", section(text=mrkdwn("taken")), actions(button(action_id="take", value="soup")))
    expect(screen.message("taken")).to_be_visible()
    expect(take).to_be_focused()
    redrawn(card, "two", section(text=mrkdwn("gone")))
    expect(screen.message("gone")).to_be_focused()


def test_what_one_has_sent_does_not_fetch_one_back(foreign: ForeignShop, screen: Screen) -> None:
    foreign.post("one")
    screen.be("ann", "it-desk")
    answers: list[Route] = []
    screen.page.route("**/control/as/*/message", lambda route: answers.append(route))  # noqa: PLW0108 - no builtin is taken
    screen.types("soup?")
    screen.message("one").focus()
    expect(screen.composer).to_have_attribute("readonly", "")
    answers[0].continue_()
    expect(screen.composer).to_have_value("")
    expect(screen.message("one")).to_be_focused()


def test_faults_are_injected_and_the_refused_call_is_seen(screen: Screen) -> None:
    drawer = screen.be("ann", "it-desk").tool("faults")
    drawer.locator("select").first.select_option("chat.postMessage")
    drawer.locator("select").last.select_option("5xx")
    drawer.get_by_role("button", name="Inject").click()
    expect(drawer.locator(".fault-list")).to_contain_text("chat.postMessage")
    screen.check()
    screen.types("/order soup")
    expect(screen.page.locator(".alarm")).to_be_visible()
    drawer = screen.tool("traffic")
    refused = drawer.locator(".refused", has_text="chat.postMessage")
    expect(refused).to_have_count(1)
    drawer.get_by_label("Only what was refused").check()
    expect(drawer.locator(".traffic > li:not(.refused)")).to_have_count(0)
    refused.locator("summary").click()
    expect(refused.locator("pre")).to_contain_text('"channel": "C0IT"')
    screen.check()


def test_what_happened_leads_to_where_it_happened(foreign: ForeignShop, screen: Screen) -> None:
    screen.be("ann", "lunch")
    drawer = screen.tool("happenings")
    foreign.post("the soup is ready")
    entry = drawer.locator("li", has_text="the soup is ready")
    expect(entry).to_contain_text("#it-desk")
    expect(screen.page.locator("#sidebar button", has_text="it-desk").locator(".dot")).to_be_visible()
    screen.check()
    entry.get_by_role("button").click()
    expect(screen.message("the soup is ready")).to_have_class("message new")


def test_people_have_their_language(screen: Screen) -> None:
    screen.be("ann", "it-desk")
    screen.page.get_by_label("Language").select_option("zh-TW")
    expect(screen.page.locator("html")).to_have_attribute("lang", "zh-TW")
    expect(screen.composer).to_have_attribute("placeholder", "傳訊息到 #it-desk")
    expect(screen.page.get_by_role("button", name="流量")).to_be_visible()
    screen.check()
    screen.switch("bo")
    expect(screen.composer).to_have_attribute("placeholder", "Message #it-desk")


def test_on_a_phone(foreign: ForeignShop, phone: Screen) -> None:
    phone.be("ann", "it-desk")
    expect(phone.page.locator("#sidebar")).to_be_hidden()
    phone.page.get_by_label("Conversations").first.click()
    phone.page.locator("#sidebar button", has_text="lunch").click()
    expect(phone.page.locator("#title")).to_have_text("# lunch")
    expect(phone.page.locator("#sidebar")).to_be_hidden()
    phone.types("soup?")
    mine = phone.message("soup?")
    mine.focus()
    mine.get_by_role("button", name="Reply in thread").click()
    expect(phone.page.locator("#thread")).to_be_visible()
    phone.check()
    phone.page.get_by_label("Close thread").click()
    drawer = phone.tool("traffic")
    foreign.post("The soup is ready, and so is the salad; the bread comes in a quarter of an hour")
    expect(drawer.locator("summary", has_text="chat.postMessage")).to_be_visible()
    assert drawer.evaluate(CUT) == []
    phone.check()
    drawer = phone.tool("happenings")
    expect(drawer.locator("li", has_text="The soup is ready")).to_be_visible()
    assert drawer.evaluate(CUT) == []
    phone.check()
    assert phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_conversation_that_opens_between_two_answers_is_no_fault(screen: Screen) -> None:
    """The page asks two things at once, and one answer may know of it before the other."""

    def before_it_opened(route: Route) -> None:
        answer = route.fetch()
        about: Json = answer.json()
        route.fulfill(
            response=answer, json={**about, "channels": [one for one in about["channels"] if one["kind"] != "im"]}
        )

    screen.be("ann", "@app").types("Is anybody there?")
    expect(screen.message("Is anybody there?")).to_be_visible()
    screen.page.route("**/control", before_it_opened)
    screen.go("it-desk").types("Good morning")
    expect(screen.message("Good morning")).to_be_visible()
    screen.page.unroute_all(behavior="wait")  # else an answer under way is lost with the page
