"""What a newcomer meets: the demo's page, its guide, and the README's six steps."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.demo import example
from tests.browser.conftest import DESK, shown
from tests.browser.screen import WINDOW, Screen
from tests.browser.screenshots import Running

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def demo(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    assert browser
    running = Running(tmp_path_factory.mktemp("demo"))
    yield running
    running.stop()


@pytest.fixture
def screen(browser: Browser, demo: Running, request: pytest.FixtureRequest) -> Iterator[Screen]:
    yield from shown(browser, demo.demo.sandbox.url, request, viewport=DESK)


def test_what_the_readme_says_comes_true(screen: Screen) -> None:
    def typed(number: int) -> str:
        lines = re.findall(r"`(/\w+ [^`]+)`", README.split(f"\n{number}. **")[1].split(f"\n{number + 1}. **")[0])
        return str(lines[0])

    screen.be("ann", "general").types(typed(1))
    expect(screen.whisper("IT-")).to_be_visible()
    screen.be("ben", "it-desk")
    card = screen.message("printer on 3F is down")
    screen.press(card, "Claim")
    screen.press(card, "Reply")
    screen.form.get_by_role("textbox").first.fill("On my way.")
    screen.submit()
    expect(screen.form).to_be_hidden()
    screen.press(card, "Resolve")
    screen.submit()
    expect(screen.form).to_be_hidden()

    screen.be("ann", "@app")
    screen.open_thread(screen.message("printer on 3F is down"))
    screen.press(screen.in_thread("solved?"), "Yes, solved")
    survey = screen.page.locator("#timeline article", has_text="★★★★★").last
    survey.get_by_role("button").filter(has_text="★★★★★").click()
    expect(survey).to_contain_text("5")

    screen.be("ann", "general").types(typed(4))
    expect(screen.whisper("IT-").nth(-1)).to_be_visible()
    drawer = screen.page.locator("#drawer")
    drawer.locator("header button").last.click()
    warned = drawer.locator("li", has_text="VPN does not connect").filter(has_text="→")
    for _ in range(5):
        screen.turn("+1 day")
        if warned.count() > 1:  # the first is Ann's own card
            break
    expect(warned.first).to_be_visible()

    screen.be("ida", "changes").types(typed(5))
    expect(screen.form).to_be_visible()
    screen.fill_in(reason="To be safe.", plan="Do it.", **WINDOW)
    screen.be("dirk", "@app")
    asked = screen.message("Stricter firewall rules")
    screen.press(asked, "Approve")
    expect(asked.get_by_role("button", name="Approve", exact=True)).to_have_count(0)

    screen.be("eva", "risks").types(typed(6))
    expect(screen.whisper("map")).to_be_visible()
    screen.go("Messages")
    picture = screen.page.locator("article img").last
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("image => image.naturalWidth") > 200
    screen.check()


UNSPACED = re.compile(r"[\u4e00-\u9fff][A-Za-z]|[A-Za-z][\u4e00-\u9fff]")


@pytest.mark.parametrize("language", ["en", "zh-CN"])  # in this order: people keep the language they were given
def test_the_guide_leads_from_step_to_step(screen: Screen, language: str) -> None:
    screen.page.goto(screen.url)
    expect(screen.page.locator("#drawer")).to_have_attribute("data-tool", "guide")
    steps = example("guide.yaml")["guide"]
    for step in steps:
        if language == "zh-CN":
            screen.page.locator("#locale").select_option(language)
        expect(screen.page.locator(".step h3")).to_have_text(step["title"][language])
        expect(screen.page.locator(".step .primary")).not_to_have_text(UNSPACED)
        screen.page.locator(".step .primary").click()
        if "type" in step:
            expect(screen.composer).to_have_value(re.compile(r"/\w+ .+"))
            expect(screen.composer).to_be_focused()
        elif step["in"] == "home":
            expect(screen.page.locator(".home .block").first).to_be_visible()
        screen.check()
        if step is not steps[-1]:
            screen.page.locator(".step .buttons button").last.click()
