"""The register's views: within Slack's limits, complete as text, and a picture wherever a font is."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.indicators import Reading
from domain.risks import Appetite, Level
from handlers import fonts
from handlers.files import File
from handlers.risks import heatmap, register_views
from sandbox.limits import check_message
from services.indicators import IndicatorSight
from services.registers import Cell, MapAsked, MapSight, Register
from texts import Texts

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FULL = tuple(Cell(p, i, tuple(f"RSK-{n}" for n in range(20))) for p in range(5, 0, -1) for i in range(5, 0, -1))


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
@pytest.mark.parametrize("cells", [FULL, FULL[:1]])
def test_the_map_is_within_limits_and_tells_every_cell(language: str, cells: tuple[Cell, ...]) -> None:
    texts = Texts.of(language)
    shown = register_views.shown_map(MapSight(cells, Appetite(), NOON), texts)
    (file,) = shown.pop("files")
    assert isinstance(file, File)
    assert check_message(shown) == []
    assert len(file.alt.splitlines()) == 1 + len(cells)
    assert shown["text"].count("RSK-") == sum(len(cell.keys) for cell in cells) or len(shown["text"]) == 4000


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
@pytest.mark.parametrize("appetite", [Appetite(), Appetite(1, 25), Appetite(1, 2), Appetite(2, 30)])
def test_every_map_can_be_drawn(language: str, appetite: Appetite) -> None:
    drawn = heatmap.draw(FULL, appetite, NOON, Texts.of(language, "Asia/Taipei"))
    assert drawn.startswith(b"\x89PNG")


def test_the_same_map_bears_the_same_mark_and_another_a_new_one() -> None:
    def mark(cells: tuple[Cell, ...], language: str = "en", at: datetime = NOON) -> str:
        return register_views.map_file(MapSight(cells, Appetite(), at), Texts.of(language)).mark

    assert mark(FULL) == mark(FULL)
    others = {mark(FULL), mark(FULL[1:]), mark(FULL, "zh_CN"), mark(FULL, at=NOON.replace(day=3))}
    assert len(others) == 4


@pytest.mark.parametrize(
    ("language", "installed", "family"),
    [
        ("zh_TW", {"Noto Sans CJK TC", "Noto Sans CJK SC"}, "Noto Sans CJK TC"),
        ("zh_CN", {"Noto Sans CJK JP"}, "Noto Sans CJK JP"),
        ("zh_CN", {"DejaVu Sans"}, None),
        ("en", {"DejaVu Sans"}, "DejaVu Sans"),
    ],
)
def test_a_font_that_has_the_characters(language: str, installed: set[str], family: str | None) -> None:
    assert fonts.family_of(language, frozenset(installed)) == family


def test_the_doctor_is_told_which_languages_lack_a_font() -> None:
    assert fonts.languages_without_font(frozenset({"DejaVu Sans"})) == ["zh_CN", "zh_TW"]
    assert fonts.languages_without_font(frozenset({"DejaVu Sans", "Noto Sans CJK JP"})) == []


def test_without_a_font_the_labels_are_english() -> None:
    drawn = heatmap.draw(FULL, Appetite(), NOON, Texts.of("zh_TW"), frozenset({fonts.LATIN}))
    assert drawn == heatmap.draw(FULL, Appetite(), NOON, Texts.of("en"), frozenset({fonts.LATIN}))


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
@settings(max_examples=50, deadline=None)
@given(title=st.text(max_size=4000) | st.just("<!channel> <@U0BEN>"), level=st.sampled_from(Level))
def test_what_is_told_of_the_indicator_pings_nobody(language: str, title: str, level: Level) -> None:
    texts, sight = Texts.of(language), IndicatorSight(level, Reading(3, 10), 20, ("RSK-1", title))
    said = [register_views.crossed(sight, texts), register_views.green(sight, texts)]
    said += [register_views.listed(Register([], 0, sight), texts)]
    said += [register_views.map_asked(MapAsked(count), texts) for count in (0, 3)]
    for message in said:
        assert check_message(message) == []
        assert "<!channel>" not in message["text"]
        assert "<@U0BEN>" not in message["text"]
