"""Tickets as people see them, clicked and typed in a browser."""

from playwright.sync_api import expect

from tests.browser.screen import Screen


def test_a_ticket_from_the_line_to_the_score(screen: Screen) -> None:
    screen.be("ann", "general").types("/ticket printer on 3F is down")
    expect(screen.whisper("IT-1")).to_be_visible()
    screen.check()

    screen.switch("Ben").go("it-desk")
    card = screen.message("IT-1", "printer on 3F is down")
    screen.press(card, "Claim")
    expect(card).to_contain_text("Ben Sample")
    screen.check()
    screen.press(card, "Reply")
    screen.field("").fill("Which one of the two?")
    screen.check()
    screen.submit()
    expect(screen.form).to_be_hidden()

    screen.switch("Ann").go("Messages")
    mine = screen.message("IT-1")
    screen.open_thread(mine)
    expect(screen.in_thread("Which one of the two?")).to_be_visible()
    screen.page.locator("[data-composer=thread]").fill("The left one.")
    screen.page.locator("[data-composer=thread]").press("Enter")
    screen.check()

    screen.switch("Ben").go("it-desk")
    screen.open_thread(screen.message("IT-1"))
    expect(screen.in_thread("The left one.")).to_be_visible()
    screen.press(screen.message("IT-1"), "Resolve")
    screen.field("").fill("A cable was loose.")
    screen.submit()
    expect(screen.form).to_be_hidden()

    screen.switch("Ann").go("Messages")
    screen.open_thread(screen.message("IT-1", "resolved"))
    expect(screen.in_thread("A cable was loose.")).to_be_visible()
    screen.press(screen.in_thread("Is IT-1 solved?"), "Yes, solved")
    screen.check()
    screen.check()
