"""A browser, where there is one, and companies to look at with it."""

import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.screen import Screen
from tests.world import World

ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PHONE = {"width": 375, "height": 740}
DESK = {"width": 1360, "height": 820}
FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One a module: while Playwright is at work a loop runs in this thread, and other tests want their own."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here; make browser installs it")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=ARGS)
        yield launched
        launched.close()


@pytest.fixture
def world(browser: Browser, sqlite_template: Path, tmp_path: Path) -> Iterator[World]:
    """The example company, with nothing in it yet. After the browser, so that without one nothing is started."""
    assert browser
    shutil.copy(sqlite_template, tmp_path / "steward.db")
    made = World(f"sqlite:///{tmp_path}/steward.db")
    yield made
    made.overlook()
    made.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


def shown(browser: Browser, url: str, request: pytest.FixtureRequest, **context: Any) -> Iterator[Screen]:
    """What a test that fails saw last is kept as a picture beside its other files."""
    pictures: pytest.TempPathFactory = request.getfixturevalue("tmp_path_factory")
    opened = browser.new_context(**context)
    made = Screen(opened.new_page(), url)
    yield made
    if request.node.stash.get(FAILED, False):
        picture = pictures.mktemp("screen") / "last-seen.png"
        made.page.screenshot(path=picture)
        request.node.add_report_section("teardown", "screen", str(picture))
    opened.close()
    assert made.complaints == []


@pytest.fixture
def screen(browser: Browser, world: World, request: pytest.FixtureRequest) -> Iterator[Screen]:
    yield from shown(browser, world.sandbox.url, request, viewport=DESK, locale="en-US")


@pytest.fixture
def dark_phone(browser: Browser, world: World, request: pytest.FixtureRequest) -> Iterator[Screen]:
    looks = {"color_scheme": "dark", "has_touch": True, "is_mobile": True}
    yield from shown(browser, world.sandbox.url, request, viewport=PHONE, **looks)
