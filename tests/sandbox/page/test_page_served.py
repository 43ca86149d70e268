"""The page comes from the sandbox itself, whole, and lets nothing foreign in."""

import asyncio
import re
from collections.abc import Mapping
from html.parser import HTMLParser

import pytest
from aiohttp import ClientSession

from sandbox import Sandbox, load_seed
from sandbox.page import HERE, KINDS, page_files

SOURCES = sorted(path for path in HERE.iterdir() if path.suffix in KINDS)


def fetched(*paths: str) -> list[tuple[int, Mapping[str, str], str]]:
    async def fetch() -> list[tuple[int, Mapping[str, str], str]]:
        sandbox = Sandbox(load_seed({}))
        await sandbox.start()
        try:
            async with ClientSession() as session:
                return [await _one(session, sandbox.url + path) for path in paths]
        finally:
            await sandbox.stop()

    return asyncio.run(fetch())


async def _one(session: ClientSession, url: str) -> tuple[int, Mapping[str, str], str]:
    async with session.get(url) as response:
        return response.status, dict(response.headers), await response.text()


class Addresses(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in {"src", "href"} and value]


def test_the_page_and_all_it_names_are_served() -> None:
    (status, headers, html), *_ = fetched("/")
    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    page = Addresses()
    page.feed(html)
    own = [address for address in page.found if not address.startswith("data:")]
    assert own
    assert all(address.startswith("/page/") for address in own)
    assert [status for status, _, _ in fetched(*own)] == [200] * len(own)


def test_every_file_comes_as_what_it_is_under_a_strict_policy() -> None:
    names = sorted(page_files())
    for (status, headers, text), name in zip(fetched(*[f"/page/{name}" for name in names]), names, strict=True):
        assert status == 200, name
        assert text == (HERE / name).read_text("utf-8")
        assert headers["Content-Type"].startswith(KINDS[f".{name.rsplit('.')[-1]}"])
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["__init__.py", "none.js", "..%2fserver.py", "%2e%2e/__init__.py"])
def test_nothing_else_is_served(name: str) -> None:
    ((status, _, _),) = fetched(f"/page/{name}")
    assert status == 404


@pytest.mark.parametrize("path", [path for path in SOURCES if path.suffix == ".js"], ids=lambda path: path.name)
def test_modules_import_only_each_other(path: object) -> None:
    text = HERE.joinpath(str(path)).read_text("utf-8")
    for name in re.findall(r'from "([^"]+)"', text):
        assert name.removeprefix("./") in page_files(), name


FORBIDDEN = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "srcdoc")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_foreign_words_cannot_become_markup(path: object) -> None:
    text = HERE.joinpath(str(path)).read_text("utf-8")
    assert [word for word in FORBIDDEN if word in text] == []
    assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)[a-z0-9]", text) == []


WORDS = (HERE / "words.js").read_text("utf-8")
SPANS = {"+30 min", "+4 h", "+1 day"}  # named in top.js, said by variable


def test_every_word_of_the_page_is_there_in_chinese_too() -> None:
    said = {word for path in SOURCES for word in re.findall(r'\bt\("([^"]+)"', path.read_text("utf-8"))}
    pairs = re.findall(r'^  "([^"]+)": \[\s*"([^"]+)", "([^"]+)"\]', WORDS, re.MULTILINE)
    assert said | SPANS == {word for word, _, _ in pairs}
    for word, *chinese in pairs:
        for each in chinese:
            assert sorted(re.findall(r"\{\w+\}", each)) == sorted(re.findall(r"\{\w+\}", word)), word
