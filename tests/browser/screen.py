"""What a person has before them: the sandbox's page in a browser, spoken of as people speak of it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

ACCESSIBLE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
_DAY = (datetime.now(UTC) + timedelta(days=90)).date()
WINDOW = {"start": f"{_DAY}T20:00", "end": f"{_DAY}T21:30"}
"""When a change is to be made: always to come, for a window that has passed is refused."""


class Screen:
    """`url` is the sandbox's. Whatever the browser complains of is kept in `complaints`."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.set_default_timeout(8_000)
        expect.set_options(timeout=8_000)

    def be(self, person: str, place: str) -> "Screen":
        """`place` is a channel's name, `@app` or `home`."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.url}/#{quote(person)}/{quote(place)}")
        expect(self.page.locator("#title")).not_to_be_empty()
        return self

    def switch(self, name: str) -> "Screen":
        """Another person, by a part of the name, as one chooses them in the bar."""
        option = self.page.locator("#me option").filter(has_text=name).first
        self.page.locator("#me").select_option(value=option.get_attribute("value"))
        return self

    def go(self, words: str) -> "Screen":
        entry = self.page.locator("#sidebar button").filter(has_text=words).first
        entry.click()
        expect(entry).to_have_attribute("aria-current", "page")
        return self

    @property
    def composer(self) -> Locator:
        return self.page.locator("[data-composer=main]")

    def types(self, line: str) -> None:
        self.composer.fill(line)
        self.composer.press("Enter")

    def message(self, *words: str) -> Locator:
        return self._article("#timeline", words)

    def in_thread(self, *words: str) -> Locator:
        return self._article("#thread", words)

    def _article(self, where: str, words: tuple[str, ...]) -> Locator:
        found = self.page.locator(f"{where} article")
        for each in words:
            found = found.filter(has_text=each)
        return found.last

    def whisper(self, *words: str) -> Locator:
        found = self.page.locator("article.whisper")
        for each in words:
            found = found.filter(has_text=each)
        return found.last

    def press(self, message: Locator, label: str) -> None:
        message.get_by_role("button", name=label, exact=True).click()

    def tool_of(self, message: Locator, label: str) -> None:
        """The small buttons over a message."""
        message.hover()
        message.locator(".tools").get_by_role("button", name=label, exact=True).click()

    def choose(self, message: Locator, label: str, *, menu: str = "") -> None:
        """From a menu: a card's own, or by its name the one over the message, with the app's shortcuts."""
        if not menu:
            message.locator(".body [aria-haspopup=menu]").click()
        else:
            self.tool_of(message, menu)
        self.page.get_by_role("menuitem", name=label, exact=True).click()

    def react(self, message: Locator, emoji: str, label: str = "Add a reaction") -> None:
        self.tool_of(message, label)
        self.page.locator(":popover-open input").fill(emoji)
        self.page.locator(":popover-open input").press("Enter")

    def says(self, line: str) -> None:
        """In the thread that is open."""
        box = self.page.locator("[data-composer=thread]")
        box.fill(line)
        box.press("Enter")

    def open_thread(self, message: Locator) -> None:
        message.locator(".replies").click()
        expect(self.page.locator("#thread")).to_be_visible()

    @property
    def form(self) -> Locator:
        return self.page.locator("#sheet")

    def field(self, label: str) -> Locator:
        """By the beginning of its label."""
        block = self.form.locator(".block-input", has=self.page.locator(".label", has_text=label)).first
        return block.locator("input, select, textarea").first

    def answer_all(self, **answers: str) -> None:
        """Fills the open form: an answer by the input's name, else what stands there or is offered first."""
        expect(self.form).to_be_visible()
        for block in self.form.locator(".block-input").all():
            name = block.get_attribute("data-block") or ""
            choices = block.locator("input[type=radio], input[type=checkbox]")
            combo = block.get_by_role("combobox")
            if block.locator(".combo").count():
                if not block.locator(".chip").count():
                    combo.press("ArrowDown")
                    block.get_by_role("option").first.click()
                continue
            if choices.count():
                choices.first.check()
                continue
            self._answer(block.locator("input, select, textarea").first, answers.get(name))

    def fill_in(self, **answers: str) -> None:
        """Answers page after page until the form is gone."""
        expect(self.form).to_be_visible()
        while self.form.is_visible():
            self.answer_all(**answers)
            self.form.locator(".content").evaluate("page => page.classList.add('answered')")
            self.submit()
            expect(self.form.locator(".answered")).to_have_count(0)

    @staticmethod
    def _answer(field: Locator, answer: str | None) -> None:
        if field.input_value() and answer is None:
            return
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(answer or field.locator("option:not([value=''])").first.get_attribute("value"))
        elif answer is not None:
            field.fill(answer)
        elif field.get_attribute("aria-required"):
            field.fill("…")

    def submit(self) -> None:
        self.form.locator("button[type=submit]").click()

    def turn(self, label: str) -> None:
        """Moves the clock and waits until the app has done all that fell due."""
        self.page.locator("#clock").get_by_role("button", name=label, exact=True).click()
        expect(self.page.locator("#clock")).to_have_attribute("aria-busy", "false", timeout=60_000)

    def tool(self, name: str) -> Locator:
        self.page.locator(f"[data-tool={name}]").click()
        drawer = self.page.locator("#drawer")
        expect(drawer).to_have_attribute("data-tool", name)
        return drawer

    def check(self) -> None:
        """Nothing that axe knows stands in the way of anybody, and the browser has nothing to complain of."""
        found: Any = Axe().run(self.page, options=ACCESSIBLE).response["violations"]
        assert not found, [
            (one["id"], one["help"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found
        ]
        assert self.complaints == []
