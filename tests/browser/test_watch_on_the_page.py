"""What is watched over: monitoring's alerts, measures against risks, an approval in stages, Home's rows."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.browser.screen import WINDOW, Screen
from tests.world import World
from tests.world.alerts import Monitoring, alert


def test_an_alert_opens_an_incident_that_is_claimed_and_resolves_with_it(world: World, screen: Screen) -> None:
    prometheus = Monitoring(world)
    screen.be("lin", "it-desk")
    prometheus.fires(alert("DiskFull", instance="db1"), alert("DiskFull", instance="db2"))
    card = screen.message("IT-1", "DiskFull", "Kind: incident")
    expect(card).to_be_visible()
    screen.check()
    screen.press(card, "Claim")
    expect(card).to_contain_text("林示例")
    screen.types("/alert list")
    expect(screen.whisper("DiskFull")).to_contain_text("2 条告警正在触发")
    screen.check()
    prometheus.fires(alert("DiskFull", "resolved", instance="db1"), alert("DiskFull", "resolved", instance="db2"))
    expect(card).to_contain_text("All 2 alerts have resolved.")
    expect(card.locator(".replies")).to_be_visible()
    screen.check()


def test_a_measure_is_given_overdue_and_done(screen: Screen) -> None:
    screen.be("eva", "risks").types("/risk Only one person knows payroll")
    screen.answer_all(probability="3", impact="3", owner="U0FAY")
    screen.submit()
    expect(screen.form).to_be_hidden()
    screen.switch("Fay").go("Messages")
    own = screen.message("RSK-1")
    screen.press(own, "Add measure")
    screen.check()
    due = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    screen.answer_all(task="Train a second person", owner="U0HAN", due=due)
    screen.submit()
    expect(own).to_contain_text("Train a second person")
    screen.switch("韩样本").go("消息")
    given = screen.message("Train a second person", "RSK-1")
    expect(given).to_be_visible()
    for _ in range(5):  # over a weekend, to the working morning after it
        screen.turn("+1 天")
    expect(screen.message("⏰", "Train a second person")).to_be_visible()
    screen.check()
    screen.press(screen.message("⏰", "Train a second person"), "完成")
    screen.switch("Fay").go("Messages")
    expect(screen.message("✅ Train a second person")).to_be_visible()
    screen.check()


def test_two_stages_the_second_of_which_rejects_with_a_reason(screen: Screen) -> None:
    screen.be("ida", "changes").types("/change Stricter firewall rules")
    screen.fill_in(
        reason="The old ones let everybody in.", plan="1. Export", security="3", reliability="3", **WINDOW
    )
    board = screen.message("CHG-1", "Stricter firewall rules")
    expect(board).to_contain_text("1 of 2: Technical review")
    screen.switch("Eva").go("Messages")
    screen.press(screen.message("CHG-1"), "Approve")
    second = screen.message("CHG-1", "2 of 2: Advisory board, 0 of 2")
    expect(second.get_by_role("button", name="Approve", exact=True)).to_be_visible()
    screen.check()
    for name, reject, why in (("陳範例", "駁回", "本週不行。"), ("Dirk", "Reject", "Not in this week.")):
        screen.switch(name).go("訊息" if name == "陳範例" else "Messages")
        screen.press(screen.message("CHG-1"), reject)
        screen.check()
        screen.form.get_by_role("textbox").first.fill(why)
        screen.submit()
        expect(screen.form).to_be_hidden()
    expect(screen.message("CHG-1", "Not in this week.")).to_be_visible()
    screen.switch("Ida").go("changes")
    expect(board).to_contain_text("rejected")
    expect(board).to_contain_text("本週不行。")
    screen.check()


def test_on_home_one_looks_answers_and_claims(screen: Screen) -> None:
    screen.be("ann", "general").types("/ticket printer on 3F is down")
    expect(screen.whisper("IT-1")).to_be_visible()
    screen.switch("Ben").go("it-desk")
    card = screen.message("IT-1")
    screen.press(card, "Claim")
    expect(card).to_contain_text("Ben Sample")
    screen.go("Home")
    home = screen.page.locator(".home")
    expect(home).to_contain_text("printer on 3F is down")
    screen.check()
    screen.go("it-desk")
    screen.press(card, "Resolve")
    screen.submit()
    expect(screen.form).to_be_hidden()
    screen.switch("Ann").go("Home")
    expect(home).to_contain_text("Is IT-1 solved?")
    home.locator("[data-action='home.look']").first.click()
    expect(screen.form).to_contain_text("resolved")
    screen.check()
    screen.page.keyboard.press("Escape")
    home.get_by_role("button", name="Yes, solved", exact=True).click()
    expect(home).not_to_contain_text("Is IT-1 solved?")
    screen.check()
    screen.switch("Ben").go("it-desk")
    expect(card).to_contain_text("closed")
