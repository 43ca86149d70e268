"""A ticket worked on: given away, held, handed over, resolved by words to the app; complaints; how it was."""

from playwright.sync_api import expect

from tests.browser.screen import Screen

TITLE = "printer on 3F is down"


def filed(screen: Screen, person: str = "ann", line: str = TITLE) -> None:
    screen.be(person, "general").types(f"/ticket {line}")
    expect(screen.whisper("IT-1")).to_be_visible()


def test_it_is_given_to_a_colleague_held_and_handed_to_another_team(screen: Screen) -> None:
    filed(screen)
    screen.switch("Dirk").go("it-desk")
    card = screen.message("IT-1", TITLE)
    screen.choose(card, "Assign")
    screen.check()
    screen.answer_all(to="U0LIN")
    screen.submit()
    expect(card).to_contain_text("林示例")
    screen.switch("林示例").go("消息")
    expect(screen.message("IT-1", "Dirk Muster")).to_be_visible()

    screen.go("it-desk")
    screen.choose(card, "Put on hold")
    screen.submit()  # nothing was said yet
    expect(screen.form.locator(".fault:not(:empty)").first).to_be_visible()
    screen.check()
    screen.answer_all(waiting_for="requester", text="请问是哪一台？")
    screen.submit()
    expect(card).to_contain_text("on hold")
    screen.switch("Ann").go("Messages")
    mine = screen.message("IT-1", "needs your answer")
    screen.open_thread(mine)
    screen.says("The grey one.")
    screen.switch("林示例").go("it-desk")
    expect(card).to_contain_text("in progress")

    screen.choose(card, "Hand to another team")
    screen.answer_all(team="network", text="是交换机的问题。")
    screen.submit()
    expect(card).to_contain_text("Network team")
    expect(card.locator(".body").get_by_role("button")).to_have_count(0)
    screen.check()
    screen.switch("陳範例").go("network")
    there = screen.message("IT-1", TITLE)
    screen.press(there, "認領")
    expect(there).to_contain_text("陳範例")
    screen.check()


def test_in_a_thread_the_messages_menu_offers_what_one_may_do(screen: Screen) -> None:
    filed(screen)
    screen.switch("林示例").go("it-desk")
    card = screen.message("IT-1", TITLE)
    screen.tool_of(card, "在消息列中回复")
    screen.says("我看一下。")
    note = screen.in_thread("我看一下。")
    screen.choose(note, "Ticket actions", menu="更多操作")
    screen.check()
    screen.answer_all(do="ticket.claim")
    screen.submit()
    expect(card).to_contain_text("林示例")
    screen.choose(note, "Ticket actions", menu="更多操作")
    screen.answer_all(do="ticket.reply")
    screen.submit()
    screen.form.get_by_role("textbox").first.fill("请重启一次。")
    screen.submit()
    expect(screen.in_thread("请重启一次。")).to_be_visible()
    screen.switch("Ann").go("Messages")
    screen.open_thread(screen.message("IT-1"))
    expect(screen.in_thread("请重启一次。")).to_be_visible()


def test_words_to_the_app_resolve_after_a_question(screen: Screen) -> None:
    filed(screen)
    screen.switch("Ben").go("it-desk")
    card = screen.message("IT-1", TITLE)
    screen.tool_of(card, "Reply in thread")
    screen.says("@Steward resolve A fuse was blown.")
    asked = screen.page.locator("#thread article.whisper", has_text="Resolve IT-1?").last
    expect(asked).to_contain_text("A fuse was blown.")
    expect(card).to_contain_text("State: new")
    screen.check()
    screen.press(asked, "Resolve")
    expect(card).to_contain_text("State: resolved")
    screen.check()
    screen.switch("Ann").go("Messages")
    screen.open_thread(screen.message("IT-1"))
    expect(screen.in_thread("A fuse was blown.")).to_be_visible()


def test_a_complaint_is_read_by_two_and_by_nobody_else(screen: Screen) -> None:
    screen.be("mei", "general").types("/ticket")
    screen.answer_all(kind="complaint", service="printing", title="沒有人回電")
    screen.submit()
    expect(screen.form).to_be_hidden()
    screen.go("訊息")
    expect(screen.message("IT-1", "🔒")).to_be_visible()
    screen.check()
    for name in ("Dirk", "Eva"):
        screen.switch(name).go("Messages")
        expect(screen.message("IT-1", "沒有人回電")).to_contain_text("🔒")
    screen.switch("Ben").go("it-desk")
    expect(screen.message("IT-1")).to_have_count(0)
    screen.types("/ticket show IT-1")
    expect(screen.page.locator("article.whisper").last).not_to_contain_text("沒有人回電")
    screen.check()


def test_a_low_score_with_a_comment_is_followed_up(screen: Screen) -> None:
    filed(screen, "han", "打印机坏了")
    screen.switch("Ben").go("it-desk")
    card = screen.message("IT-1", "打印机坏了")
    screen.press(card, "Resolve")
    screen.submit()
    expect(screen.form).to_be_hidden()
    screen.switch("韩样本").go("消息")
    screen.open_thread(screen.message("IT-1", "打印机坏了"))
    screen.press(screen.in_thread("IT-1", "？"), "解决了")
    survey = screen.page.locator("#timeline article", has_text="★★★★★").last
    expect(survey).to_be_visible()
    screen.check()
    survey.get_by_text("★★", exact=True).click()
    screen.press(survey, "写评语")
    screen.check()
    screen.form.get_by_role("textbox").first.fill("等了三天")
    screen.submit()
    expect(survey).to_contain_text("等了三天")
    screen.switch("Dirk").go("Messages")
    asked = screen.message("is not happy: 2 of 5", "等了三天")
    screen.press(asked, "Done")
    screen.form.get_by_role("textbox").first.fill("Called him.")
    screen.submit()
    expect(asked).to_contain_text("Followed up by")
    screen.check()
    screen.go("it-desk")
    expect(card).to_contain_text("Follow-up: done")
