"""Messages are found where they are said, and what no catalogue could know is reported."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from texts.catalogues import check, file_of, find_in, merge, read, template_of


def messages(source: str) -> set[tuple[str | None, str, str | None]]:
    return {(one.context, one.message, one.plural) for one in find_in(source, "views.py").said}


@pytest.mark.parametrize(
    ("source", "context", "message", "plural"),
    [
        ('texts.say("A ticket")', None, "A ticket", None),
        ('self.texts.mrkdwn("*{a}*" " b", a=1)', None, "*{a}* b", None),
        ('texts.plural("{n} ticket", "{n} tickets", len(x))', None, "{n} ticket", "{n} tickets"),
        ('texts.mrkdwn_plural("one {a}", "{n} {a}", 3, a=f(texts))', None, "one {a}", "{n} {a}"),
        ('texts.word("ticket state", "new")', "ticket state", "new", None),
        ('NEW = {1: Word("ticket state", "new")}', "ticket state", "new", None),
        ('NO = {NotFound: mark("No {key} here")}', None, "No {key} here", None),
        ('context(texts.say("inner"), section(texts.mrkdwn("x")))', None, "inner", None),
        ('texts.say("on" if x else "off")', None, "off", None),
    ],
)
def test_found(source: str, context: str | None, message: str, plural: str | None) -> None:
    assert (context, message, plural) in messages(source)
    assert find_in(source, "views.py").faults == []


@pytest.mark.parametrize(
    "source", ['say("x")', 'log.info("x")', "texts.say(WORDS[kind])", "texts.word(*STATES[x])"]
)
def test_none_of_ours(source: str) -> None:
    assert messages(source) == set()
    assert find_in(source, "views.py").faults == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ('texts.say(f"Ticket {key}")', "no catalogue can know"),
        ('texts.say("Ticket " + key)', "no catalogue can know"),
        ('texts.say("a" if x else f"{b}")', "no catalogue can know"),
        ('texts.say("{a} and {b}", a=1)', "no value for ['b']"),
        ('texts.say("{a}", a=1, b=2)', "no place for ['b']"),
        ('Mrkdwn(f"*{title}*")', "literals only"),
        ("Mrkdwn(title)", "literals only"),
    ],
)
def test_faults(source: str, fault: str) -> None:
    assert fault in find_in(source, "views.py").faults[0]


def catalogue(folder: Path, po: str) -> None:
    file = file_of("zh_TW", folder)
    file.parent.mkdir(parents=True)
    file.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n' + po, encoding="utf-8")


def merged(folder: Path, source: str) -> Catalog:
    merge("zh_TW", template_of(find_in(source, "handlers/views.py").said), folder)
    return read("zh_TW", folder)


def test_merging_keeps_translations_and_drops_what_is_said_no_more(tmp_path: Path) -> None:
    catalogue(tmp_path, 'msgid "kept"\nmsgstr "留下"\n\nmsgid "gone"\nmsgstr "走了"\n')
    after = merged(
        tmp_path, 'texts.say("kept"), texts.say("new"), texts.word("state", "new"), t.plural("a", "b", 2)'
    )
    assert after["kept"].string == "留下"
    assert after.get("gone") is None
    assert {(entry.context, entry.id) for entry in after if entry.id and entry.string != "留下"} == {
        (None, "new"),
        ("state", "new"),
        (None, ("a", "b")),
    }
    assert "gone" not in file_of("zh_TW", tmp_path).read_text(encoding="utf-8")


def test_merging_twice_changes_nothing(tmp_path: Path) -> None:
    catalogue(tmp_path, 'msgid "kept"\nmsgstr "留下"\n')
    merged(tmp_path, 'texts.say("kept"), texts.say("new")')
    once = file_of("zh_TW", tmp_path).read_bytes()
    merged(tmp_path, 'texts.say("kept"), texts.say("new")')
    assert file_of("zh_TW", tmp_path).read_bytes() == once


def test_a_catalogue_is_checked_against_what_is_said(tmp_path: Path) -> None:
    catalogue(tmp_path, 'msgid "old"\nmsgstr "舊"\n\n#, fuzzy\nmsgid "{a} is late"\nmsgstr "{b} 晚了"\n')
    template = template_of(find_in('t.say("new"), t.say("{a} is late", a=1)', "views.py").said)
    told = "\n".join(check("zh_TW", template, tmp_path))
    assert "not in the catalogue: (None, 'new')" in told
    assert "said no more: (None, 'old')" in told
    assert "guessed" in told
    assert "places ['b'], not ['a']" in told
    merge("zh_TW", template, tmp_path)
    assert "not translated" in "\n".join(check("zh_TW", template, tmp_path))
