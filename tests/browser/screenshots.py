"""`make screenshots`: the demo's page, as the README and the guides show it, into docs/screenshots."""

import asyncio
import sys
import tempfile
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bot import logs
from bot.demo import Demo
from tests.browser.conftest import ARGS, CHROMIUM, PHONE
from tests.browser.screen import Screen

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
WIDE = {"width": 1280, "height": 780}


def ticket(screen: Screen) -> None:
    """The team's channel, with the tour below."""
    screen.be("ben", "it-desk")
    screen.message("Phone battery").wait_for()
    screen.page.locator("#drawer .step").wait_for()


def thread(screen: Screen) -> None:
    """A Chinese-speaking agent with a ticket's thread open."""
    close_drawer(screen.be("lin", "it-desk"))
    screen.open_thread(screen.message("出差"))


def approval(screen: Screen) -> None:
    close_drawer(screen.be("chen", "@app"))
    screen.message("Two firewall rules").scroll_into_view_if_needed()


def form(screen: Screen) -> None:
    close_drawer(screen.be("ida", "changes"))
    screen.types("/change Stricter firewall rules")
    screen.form.wait_for()


def warning(screen: Screen) -> None:
    """Time goes on, and what happens is listed."""
    close_drawer(screen.be("dirk", "it-desk"))
    screen.turn("+1 day")
    screen.page.locator("#drawer li").first.wait_for()


def traffic(screen: Screen) -> None:
    close_drawer(screen.be("ann", "general"))
    drawer = screen.tool("faults")
    drawer.locator("select").first.select_option("chat.postMessage")
    drawer.locator("select").last.select_option("5xx")
    drawer.get_by_role("button", name="Inject").click()
    screen.types("/ticket does it still work")
    screen.page.locator(".alarm").wait_for()
    screen.tool("traffic").locator(".refused").first.wait_for()


def home(screen: Screen) -> None:
    close_drawer(screen.be("ben", "home"))
    screen.page.locator(".home .block").first.wait_for()


def heat_map(screen: Screen) -> None:
    close_drawer(screen.be("eva", "@app"))
    screen.types("/risk map")
    screen.page.locator("article img").last.wait_for()
    screen.page.locator("article img").last.scroll_into_view_if_needed()


def phone(screen: Screen) -> None:
    screen.be("han", "@app")
    screen.message("笔记本").wait_for()


SHOTS: dict[str, tuple[Callable[[Screen], None], dict[str, Any]]] = {
    "tickets": (ticket, {"viewport": WIDE}),
    "thread-zh": (thread, {"viewport": WIDE, "color_scheme": "dark"}),
    "approval": (approval, {"viewport": WIDE}),
    "form": (form, {"viewport": WIDE}),
    "home": (home, {"viewport": WIDE}),
    "heat-map": (heat_map, {"viewport": WIDE}),
    "phone-zh": (phone, {"viewport": PHONE, "color_scheme": "dark"}),
    "warnings": (warning, {"viewport": WIDE}),
    "traffic": (traffic, {"viewport": WIDE, "color_scheme": "dark"}),
}


def close_drawer(screen: Screen) -> None:
    drawer = screen.page.locator("#drawer")
    if drawer.is_visible():
        drawer.locator("header button").last.click()


class Running:
    """The demo in a loop of its own."""

    def __init__(self, folder: Path) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.demo = Demo(folder)
        self._do(self.demo.start())

    def stop(self) -> None:
        self._do(self.demo.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(120)


def take(browser: Browser, url: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, (show, looks) in SHOTS.items():
        context = browser.new_context(reduced_motion="reduce", **looks)
        screen = Screen(context.new_page(), url)
        show(screen)
        screen.page.screenshot(path=folder / f"{name}.png", animations="disabled", caret="hide")
        context.close()


def main() -> int:
    if CHROMIUM is None:
        sys.stderr.write("There is no Chromium here; make browser installs it.\n")
        return 1
    logs.configure("ERROR", [])
    with tempfile.TemporaryDirectory() as folder:
        running = Running(Path(folder))
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=ARGS)
                take(browser, running.demo.sandbox.url, FOLDER)
                browser.close()
        finally:
            running.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
