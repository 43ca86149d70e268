"""The register as a picture: five by five cells, how many risks stand in each, and where the desk's appetite ends.

Three colours that differ in lightness too, so that they are told apart without seeing colour, on a ground of its
own, so that Slack's dark mode changes nothing. Pure but for the fonts of the machine.
"""

import io
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import structlog

from domain.risks import SCALE, Appetite, Level, level
from handlers import fonts
from handlers.risks.names import IMPACT, LEVELS, PROBABILITY
from services.registers import Cell
from texts import Texts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.font_manager import FontProperties

log = structlog.get_logger("heatmap")

VERSION = 1
"""To be raised with every change of the drawing: it is part of a picture's mark."""

GROUND, INK, FAINT = "#F7F7F2", "#22262B", "#5B636D"
FILL = {Level.GREEN: "#BFE3D2", Level.AMBER: "#F2B33D", Level.RED: "#9E2A3F"}
PALE = {Level.GREEN: "#E2F1EA", Level.AMBER: "#F9DDA6", Level.RED: "#D3A0A9"}
ON = {Level.GREEN: INK, Level.AMBER: INK, Level.RED: "#FFFFFF"}
INCHES, DOTS = (6.4, 5.9), 200
GAP = 0.035  # of a cell's side
MOST_KEYS = 3
WIDTH, CJK_WIDTH = 11, 7  # characters of an axis label's line
FIRST_CJK = "\u2e80"
COLON = re.compile(r"\d\s*[:：]\s*")


@dataclass(frozen=True)
class Canvas:
    axes: "Axes"
    texts: Texts
    family: str

    def font(self, size: float, *, bold: bool = False) -> "FontProperties":
        from matplotlib.font_manager import FontProperties

        return FontProperties(family=[self.family, fonts.LATIN], size=size, weight="bold" if bold else "normal")

    def write(self, x: float, y: float, words: str, size: float, **more: Any) -> None:  # noqa: ANN401 - the library's
        bold = more.pop("bold", False)
        self.axes.text(x, y, words, fontproperties=self.font(size, bold=bold), **{"color": INK, **more})


def draw(
    cells: tuple[Cell, ...], appetite: Appetite, at: datetime, texts: Texts, installed: frozenset[str] | None = None
) -> bytes:
    """A PNG. Where no font (of those `installed` here) has the language's characters, its labels are English."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    family = fonts.family_of(texts.language, installed or fonts.installed())
    if family is None:
        log.warning("no font for this language: labels are English", language=texts.language)
        texts, family = Texts.of("en", texts.zone), fonts.LATIN
    figure = Figure(figsize=INCHES, dpi=DOTS, facecolor=GROUND)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    axes.set_xlim(-1.25, SCALE + 0.15)
    axes.set_ylim(-1.42, SCALE + 0.72)
    canvas = Canvas(axes, texts, family)
    _heads(canvas, sum(len(cell.keys) for cell in cells), at)
    held = {(cell.probability, cell.impact): cell.keys for cell in cells}
    for probability in range(1, SCALE + 1):
        for impact in range(1, SCALE + 1):
            _cell(canvas, probability, impact, appetite, held.get((probability, impact), ()))
    _line(canvas, appetite)
    _scales(canvas)
    _legend(canvas, appetite)
    out = io.BytesIO()
    figure.savefig(out, format="png", facecolor=GROUND, metadata={"Software": None})
    return out.getvalue()


def _heads(canvas: Canvas, count: int, at: datetime) -> None:
    texts = canvas.texts
    canvas.write(-1.12, SCALE + 0.4, texts.say("Risks"), 15, bold=True, va="center")
    told = texts.plural("{n} open risk, {day}", "{n} open risks, {day}", count, day=texts.date(at))
    canvas.write(SCALE, SCALE + 0.38, told, 8.5, ha="right", va="center", color=FAINT)


def _cell(canvas: Canvas, probability: int, impact: int, appetite: Appetite, keys: tuple[str, ...]) -> None:
    from matplotlib.patches import FancyBboxPatch

    zone = level(probability, impact, appetite)
    left, bottom, side = impact - 1 + GAP, probability - 1 + GAP, 1 - 2 * GAP
    shape = "round,pad=0,rounding_size=0.07"
    colour = FILL[zone] if keys else PALE[zone]
    canvas.axes.add_patch(FancyBboxPatch((left, bottom), side, side, boxstyle=shape, linewidth=0, facecolor=colour))
    if not keys:
        return
    middle = impact - 0.5
    canvas.write(middle, probability - 0.3, str(len(keys)), 19, bold=True, ha="center", va="center", color=ON[zone])
    shown, more = keys[:MOST_KEYS], len(keys) - MOST_KEYS
    if more > 0:
        shown, more = keys[: MOST_KEYS - 1], more + 1
    rows = [*shown, *([f"+{more}"] if more > 0 else [])]
    canvas.write(
        middle, probability - 0.54, "\n".join(rows), 6.6, ha="center", va="top", color=ON[zone], linespacing=1.15
    )


def _line(canvas: Canvas, appetite: Appetite) -> None:
    """Between what the desk bears and what it does not."""
    for probability in range(1, SCALE + 1):
        for impact in range(1, SCALE + 1):
            if level(probability, impact, appetite) is not Level.RED:
                continue
            left = impact == 1 or level(probability, impact - 1, appetite) is not Level.RED
            below = probability == 1 or level(probability - 1, impact, appetite) is not Level.RED
            x, y = impact - 1, probability - 1
            if left and impact > 1:
                _stroke(canvas, (x, x), (y, y + 1))
            if below and probability > 1:
                _stroke(canvas, (x, x + 1), (y, y))


def _stroke(canvas: Canvas, xs: tuple[float, float], ys: tuple[float, float]) -> None:
    canvas.axes.plot(xs, ys, color=INK, linewidth=2.4, solid_capstyle="round", zorder=3)


def _scales(canvas: Canvas) -> None:
    texts = canvas.texts
    for n in range(1, SCALE + 1):
        canvas.write(
            -0.08, n - 0.5, _label(n, texts.say(PROBABILITY[n])), 7, ha="right", va="center", linespacing=1.1
        )
        canvas.write(n - 0.5, -0.08, _label(n, texts.say(IMPACT[n])), 7, ha="center", va="top", linespacing=1.1)
    canvas.write(
        -1.1, SCALE / 2, texts.say("Probability"), 9, bold=True, rotation=90, ha="center", va="center", color=FAINT
    )
    canvas.write(SCALE / 2, -0.78, texts.say("Impact"), 9, bold=True, ha="center", va="center", color=FAINT)


def _label(n: int, words: str) -> str:
    """`4: work stops for many` on lines of its own."""
    return "\n".join([str(n), *_wrapped(COLON.sub("", words, count=1))])


def _wrapped(words: str) -> list[str]:
    if any(sign >= FIRST_CJK for sign in words):
        rows = -(-len(words) // CJK_WIDTH)
        each = -(-len(words) // rows)
        return [words[at : at + each] for at in range(0, len(words), each)]
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + len(word) + 1 > WIDTH:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _legend(canvas: Canvas, appetite: Appetite) -> None:
    from matplotlib.patches import FancyBboxPatch

    texts, top = canvas.texts, SCALE * SCALE
    spans = {
        Level.GREEN: (1, appetite.amber - 1),
        Level.AMBER: (appetite.amber, appetite.red - 1),
        Level.RED: (appetite.red, top),
    }
    x = 0.0
    for zone, (least, most) in spans.items():
        canvas.axes.add_patch(
            FancyBboxPatch(
                (x, -1.22), 0.2, 0.2, boxstyle="round,pad=0,rounding_size=0.04", linewidth=0, facecolor=FILL[zone]
            )
        )
        said = texts.say("{level}: {least} to {most}", level=texts.word(*LEVELS[zone]), least=least, most=most)
        canvas.write(x + 0.28, -1.12, said, 7.5, va="center")
        x += 1.35
    _stroke(canvas, (x, x + 0.26), (-1.12, -1.12))
    canvas.write(x + 0.34, -1.12, texts.say("appetite"), 7.5, va="center")
