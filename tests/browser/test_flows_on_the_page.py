"""The flows as several people see them in a browser, in English and Chinese."""

import pytest
from playwright.sync_api import expect

from tests.browser.screen import WINDOW, Screen

APPROVE = {"Dirk": "Approve", "陳範例": "核准"}


def ask_for_a_change(screen: Screen) -> None:
    screen.be("ida", "changes").types("/change Stricter firewall rules")
    expect(screen.form).to_be_visible()
    screen.check()
    expect(screen.form).to_be_visible()
    screen.fill_in(reason="The old ones let everybody in.", plan="1. Export\n2. Import", **WINDOW)


@pytest.mark.parametrize("name", APPROVE)
def test_a_change_is_approved_and_every_copy_says_so(screen: Screen, name: str) -> None:
    ask_for_a_change(screen)
    screen.switch(name).go("Messages" if name == "Dirk" else "訊息")
    card = screen.message("CHG-1", "Stricter firewall rules")
    screen.check()
    screen.press(card, APPROVE[name])
    expect(card.get_by_role("button", name=APPROVE[name], exact=True)).to_have_count(0)
    screen.check()
    screen.switch("Ida").go("changes")
    board = screen.message("CHG-1", "Stricter firewall rules")
    expect(board.get_by_role("button", name="Approve", exact=True)).to_have_count(0)


def test_a_rejection_asks_why_and_says_so_beside_its_field(screen: Screen) -> None:
    ask_for_a_change(screen)
    screen.switch("Dirk").go("Messages")
    screen.press(screen.message("CHG-1", "Stricter firewall rules"), "Reject")
    screen.submit()
    expect(screen.form.locator(".fault").filter(has_text="required")).to_be_visible()
    screen.field("Why").fill("Not in this week.")
    screen.submit()
    expect(screen.form).to_be_hidden()
    expect(screen.message("CHG-1", "Not in this week.")).to_be_visible()
    screen.check()


def test_a_risk_in_the_red_zone_alarms(screen: Screen) -> None:
    screen.be("eva", "risks").types("/risk The only backup lies beside the server")
    screen.answer_all(probability="5", impact="5")
    screen.check()
    screen.submit()
    expect(screen.form).to_be_hidden()
    expect(screen.message("RSK-1", "red")).to_be_visible()
    screen.check()


def test_time_goes_on_and_the_warned_see_it(screen: Screen) -> None:
    screen.be("ann", "general").types("/ticket VPN does not connect")
    expect(screen.whisper("IT-1")).to_be_visible()
    for _ in range(4):  # however late in the week this runs
        screen.turn("+1 day")
    drawer = screen.page.locator("#drawer")
    expect(drawer).to_have_attribute("data-tool", "happenings")
    warned = drawer.locator("li", has_text="IT-1").filter(has_text="Dirk Muster").first
    expect(warned).to_be_visible()
    screen.check()
    warned.get_by_role("button").click()
    expect(screen.page.locator("#me option:checked")).to_contain_text("Dirk")
    expect(screen.message("IT-1")).to_be_visible()


def test_chinese_speakers_work_in_chinese(screen: Screen) -> None:
    screen.be("han", "general").types("/ticket 打印机坏了")
    expect(screen.whisper("IT-1")).to_contain_text("仅你可见")
    screen.switch("林示例").go("it-desk")
    expect(screen.page.locator("html")).to_have_attribute("lang", "zh-CN")
    card = screen.message("IT-1", "打印机坏了")
    screen.press(card, "Claim")  # the channel's language is English
    screen.press(card, "Reply")
    expect(screen.form.locator("button[type=submit]")).not_to_have_text("Send")
    screen.check()
    screen.form.get_by_role("textbox").first.fill("请问是哪一台？")
    screen.submit()
    screen.switch("韩样本").go("消息")
    mine = screen.message("IT-1", "打印机坏了")
    screen.open_thread(mine)
    expect(screen.in_thread("请问是哪一台？")).to_be_visible()
    screen.check()


def test_whoever_may_not_is_told_so_kindly(screen: Screen) -> None:
    screen.be("ida", "changes").types("/change Swap a cable")
    expect(screen.form).to_be_visible()
    screen.fill_in(reason="Because.", plan="Do it.", **WINDOW)
    screen.switch("Ben").go("changes")
    screen.press(screen.message("CHG-1"), "Approve")
    expect(screen.whisper("CHG-1").or_(screen.page.locator("article.whisper").last)).to_be_visible()
    screen.check()


def test_on_a_phone_in_the_dark(dark_phone: Screen) -> None:
    dark_phone.be("mei", "general").types("/ticket 筆電無法開機")
    expect(dark_phone.whisper("IT-1")).to_be_visible()
    dark_phone.check()
    dark_phone.be("mei", "home")
    dark_phone.check()
    dark_phone.be("dirk", "it-desk")
    expect(dark_phone.message("IT-1")).to_be_visible()
    dark_phone.check()
