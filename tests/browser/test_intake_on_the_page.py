"""How tickets come about without a command: an emoji, a request channel, a message's menu, Home, plain words."""

import pytest
from playwright.sync_api import expect

from tests.browser.screen import Screen


def test_an_emoji_files_a_message_and_finds_it_the_second_time(screen: Screen) -> None:
    screen.be("ann", "general").types("My badge does not open the door")
    said = screen.message("My badge does not open the door")
    screen.switch("Ben")
    screen.react(said, "ticket")
    expect(screen.whisper("Filed as IT-1 for")).to_contain_text("Ann Example")
    screen.check()
    screen.switch("韩样本")
    screen.react(said, "ticket", "添加表情回应")
    expect(screen.whisper("IT-1")).to_contain_text("这条消息已经是工单")
    expect(said.locator(".reactions button")).to_contain_text("2")
    screen.check()
    screen.switch("Ben").go("it-desk")
    expect(screen.message("IT-1")).to_have_count(1)


def test_a_request_channel_files_each_message_and_its_thread_is_the_conversation(screen: Screen) -> None:
    screen.be("mei", "help").types("筆電無法開機")
    said = screen.message("筆電無法開機")
    screen.open_thread(said)
    own = screen.in_thread("IT-1")
    expect(own).to_be_visible()
    screen.check()
    screen.switch("Ben").go("it-desk")
    card = screen.message("IT-1", "筆電無法開機")
    screen.press(card, "Reply")
    screen.form.get_by_role("textbox").first.fill("Does the light blink?")
    screen.submit()
    expect(screen.form).to_be_hidden()
    screen.switch("林美樣").go("help")
    screen.open_thread(said)
    expect(screen.in_thread("Does the light blink?")).to_be_visible()
    screen.says("會閃。")
    screen.switch("Ben").go("it-desk")
    screen.open_thread(card)
    expect(screen.in_thread("會閃。")).to_be_visible()
    screen.check()


@pytest.mark.parametrize(("name", "undo"), [("ann", "Undo"), ("han", "撤销"), ("mei", "復原")])
def test_what_was_filed_is_undone(screen: Screen, name: str, undo: str) -> None:
    screen.be(name, "general").types("/ticket printer on 3F is down")
    answer = screen.whisper("IT-1")
    screen.check()
    screen.press(answer, undo)
    expect(screen.page.get_by_role("button", name=undo, exact=True)).to_have_count(0)
    screen.check()
    screen.switch("Ben").go("it-desk")
    expect(screen.message("IT-1")).to_contain_text("withdrawn")
    expect(screen.message("IT-1").get_by_role("button", name="Claim", exact=True)).to_have_count(0)


def test_a_messages_menu_makes_a_ticket_of_it(screen: Screen) -> None:
    screen.be("han", "general").types("大家好，我的屏幕不亮了")
    screen.switch("林示例")
    screen.choose(screen.message("我的屏幕不亮了"), "Make a ticket of this", menu="更多操作")
    expect(screen.form).to_contain_text("为谁提交")
    screen.check()
    screen.answer_all(title="屏幕不亮", urgency="1", service="laptops")
    screen.submit()
    expect(screen.form).to_contain_text("已为 @韩样本 提交")
    screen.check()
    screen.page.keyboard.press("Escape")
    expect(screen.form).to_be_hidden()
    screen.go("it-desk")
    expect(screen.message("IT-1", "屏幕不亮")).to_contain_text("韩样本")
    screen.switch("韩样本").go("消息")
    expect(screen.message("IT-1", "屏幕不亮")).to_be_visible()
    screen.check()


def test_plain_words_to_the_app_are_offered_as_a_ticket(screen: Screen) -> None:
    screen.be("ann", "@app").types("The projector in room 2 flickers")
    offer = screen.page.locator("article", has=screen.page.get_by_role("button", name="File it", exact=True)).last
    screen.press(offer, "File it")
    expect(screen.message("IT-1")).to_be_visible()
    screen.check()
    screen.switch("Ben").go("it-desk")
    expect(screen.message("IT-1", "The projector in room 2 flickers")).to_be_visible()


def test_home_begins_a_ticket_and_lists_it(screen: Screen) -> None:
    screen.be("mei", "home")
    home = screen.page.locator(".home")
    home.get_by_role("button", name="新增工單", exact=True).click()
    screen.check()
    screen.answer_all(title="需要第二個螢幕", kind="request")
    screen.submit()
    expect(screen.form).to_be_hidden()
    expect(home).to_contain_text("需要第二個螢幕")
    screen.check()
