"""The page's modules under Node, where there is one: their syntax, and what they make of foreign words."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from sandbox.page import HERE

NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="there is no node here to check the page's modules with")
MODULES = sorted(HERE.glob("*.js"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The modules where Node takes them for modules."""
    copy = tmp_path_factory.mktemp("page")
    for path in MODULES:
        shutil.copy(path, copy)
    (copy / "package.json").write_text('{"type": "module"}')
    return copy


def node(*words: str, says: str = "") -> subprocess.CompletedProcess[str]:
    assert NODE is not None
    return subprocess.run([NODE, *words], input=says, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("name", [path.name for path in MODULES])
def test_no_syntax_error(folder: Path, name: str) -> None:
    checked = node("--check", str(folder / name))
    assert checked.returncode == 0, checked.stderr


def test_the_check_finds_a_syntax_error(folder: Path) -> None:
    (folder / "broken.js").write_text("import { h } from './dom.js';\nconst = 1;\n")
    assert node("--check", str(folder / "broken.js")).returncode != 0


def rendered(folder: Path, *texts: str) -> list[Any]:
    done = node(str(Path(__file__).with_name("words.mjs")), str(folder), says=json.dumps(texts))
    assert done.returncode == 0, done.stderr
    shown: list[Any] = json.loads(done.stdout)
    return [each[2:] for each in shown]


def link(url: str, label: str) -> list[Any]:
    return ["a", {"href": url, "target": "_blank", "rel": "noopener noreferrer"}, label]


ADDRESS = "https://example.com/a_b_c"
CASES: list[tuple[str, list[Any]]] = [
    ("*bold* _it_ ~gone~", [["strong", {}, "bold"], " ", ["em", {}, "it"], " ", ["s", {}, "gone"]]),
    ("2*3*4 snake_case_name", ["2*3*4 snake_case_name"]),
    ("*a _b_*", [["strong", {}, "a ", ["em", {}, "b"]]]),
    ("`<b> *x*`", [["code", {}, "<b> *x*"]]),
    ("<@U0ANN> <#C0IT> <!subteam^S0CAB> <!here>", ["@Ann Example", " ", "#it-desk", " ", "@cab", " ", "@here"]),
    ("<@U0GONE|gone>", ["@gone"]),
    (f"<{ADDRESS}?x=1&amp;y=2|the _manual_>", [link(f"{ADDRESS}?x=1&y=2", "the _manual_")]),
    (f"see {ADDRESS}.", ["see ", link(ADDRESS, ADDRESS), "."]),
    ("&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp;", ["<script>alert(1)</script> &amp;"]),
    ("<script>", ["<script>"]),
    ("<javascript:alert(1)|click>", ["<javascript:alert(1)|click>"]),
    ("&lt;!channel&gt;", ["<!channel>"]),
    ("&gt; quoted\nplain", [["blockquote", {}, "quoted"], "plain"]),
    (":ticket: :no_such_thing:", ["🎫 :no_such_thing:"]),
    ("\ue0000\ue000", ["0"]),
]


def unmarked(nodes: list[Any]) -> list[Any]:
    """Without empty texts, and mentions as their words alone."""
    kept = []
    for each in nodes:
        if isinstance(each, list):
            is_mention = each[1].get("class") == "mention" or each[0] == "span"
            kept.append(each[2] if is_mention else [*each[:2], *unmarked(each[2:])])
        elif each:
            kept.append(each)
    return kept


def test_markup_becomes_nodes_and_foreign_words_stay_words(folder: Path) -> None:
    for (text, expected), nodes in zip(CASES, rendered(folder, *[text for text, _ in CASES]), strict=True):
        assert unmarked(nodes) == expected, text


def test_dates_are_told_in_the_readers_zone(folder: Path) -> None:
    (nodes,) = rendered(folder, "<!date^1700000000^{date_num} at {time}|then>")
    (one,) = unmarked(nodes)
    assert one == ["time", {"title": "then"}, "2023-11-14 at 23:13"]
