"""Wrong input, typed as a slash command by people of three languages: what each of them reads."""

from collections.abc import Iterator
from pathlib import Path

from tests.scenarios.test_tickets import filed
from tests.world import World

PAGE = Path(__file__).parents[1] / "texts" / "wrong_input.md"
READERS = ("ann", "han", "mei")  # English, 简体中文, 繁體中文
LONG = "{long}"
EMPTY = ("Please write a few words here.", "请在这里写几句话。", "請在這裡寫幾個字。")


def rows() -> Iterator[list[str]]:
    """Of the page's table: the line, and the sentence in each language."""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("| `"):
            yield [cell.strip().replace("<br>", "\n") for cell in line.strip("|").split(" | ")]


def test_each_wrong_input_is_answered_in_the_readers_language(world: World) -> None:
    """IT-1 is Ann's; Han and Mei file their own, IT-2 and IT-3, for what is said of one's own ticket."""
    filed(world)
    for name in READERS[1:]:
        assert "IT-" in world.person(name).types("/ticket new my screen is black").whisper
        world.channel("it-desk").expect("my screen is black")
        world.person(name).dm.expect("my screen is black")
    for line, *said in rows():
        for number, (name, sentence) in enumerate(zip(READERS, said, strict=True), 1):
            typed = line.strip("`").replace("{own}", f"IT-{number}").replace(LONG, "x" * 4000)
            whisper = world.person(name).types(typed).whisper
            assert whisper.replace(f"IT-{number}", "{own}").replace("x" * 4000, LONG) == sentence, (line, name)
    world.channel("it-desk").expect_nothing()


def test_nothing_or_blanks_open_the_form_and_a_form_without_words_stays_open(world: World) -> None:
    for name, empty in zip(READERS, EMPTY, strict=True):
        someone = world.person(name)
        for line in ("/ticket", "/ticket \u3000 ", "/ticket new"):
            form = someone.types(line).form
        assert form.submit(title="\u3000 ").errors == {"title": empty}
        assert form.submit(title="x" * 4000).errors != {}
    world.channel("it-desk").expect_nothing()
