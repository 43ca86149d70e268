"""The register as people see it: a list, a map, and the live indicator. Pure."""

from functools import partial

from domain.risks import Level, level
from handlers.blocks import View, context, message, picture, section
from handlers.files import File, drawn
from handlers.risks import heatmap
from handlers.risks.names import IMPACT, LEVELS, LIGHTS, PROBABILITY
from handlers.risks.views import row
from services.indicators import IndicatorSight
from services.registers import MapAsked, MapSight, Register
from texts import Mrkdwn, Texts, escape, lines


def listed(register: Register, texts: Texts) -> View:
    reading = [_reading(register.indicator, texts)] if register.indicator else []
    if not register.sights:
        nothing = texts.mrkdwn("There are no open risks that you may see. `/risk` opens the form for a new one.")
        return message(lines(*reading, nothing), [section(each) for each in (*reading, nothing)])
    head = texts.mrkdwn("Open risks, the gravest first:")
    rows = [row(sight, texts) for sight in register.sights]
    more = [texts.mrkdwn_plural("and {n} more", "and {n} more", register.more)] if register.more else []
    blocks = [*(context(each) for each in reading), section(head), section(lines(*rows, *more))]
    return message(lines(*reading, head, *rows, *more), blocks)


def map_asked(asked: MapAsked, texts: Texts) -> View:
    if asked.count:
        said = texts.mrkdwn("I am drawing the map. It comes as a direct message in a moment.")
    else:
        said = texts.mrkdwn("There are no open risks that you may see. `/risk` opens the form for a new one.")
    return message(said, [section(said)])


def shown_map(sight: MapSight, texts: Texts) -> View:
    """Its words tell every cell, for those who cannot see the picture."""
    head = texts.mrkdwn_plural("*Risks*: {n} open risk", "*Risks*: {n} open risks", sight.count)
    told = [_cell(sight, place, texts) for place in range(len(sight.cells))]
    file = map_file(sight, texts)
    return message(lines(head, *(escape(cell) for cell in told)), [section(head), picture(file)], [file])


def map_file(sight: MapSight, texts: Texts) -> File:
    told = [_cell(sight, place, texts) for place in range(len(sight.cells))]
    alt = "\n".join([texts.say("Heat map of risks, probability by impact."), *told])
    draw = partial(heatmap.draw, sight.cells, sight.appetite, sight.at, texts)
    day = texts.date(sight.at)
    return drawn("risk-map.png", alt, draw, heatmap.VERSION, texts.language, day, sight.cells, sight.appetite)


def _cell(sight: MapSight, place: int, texts: Texts) -> str:
    cell = sight.cells[place]
    zone = level(cell.probability, cell.impact, sight.appetite)
    return texts.say(
        "{light} probability {probability} × impact {impact} ({level}): {keys}",
        light=LIGHTS[zone],
        probability=texts.say(PROBABILITY[cell.probability]),
        impact=texts.say(IMPACT[cell.impact]),
        level=texts.word(*LEVELS[zone]),
        keys=texts.listed(cell.keys),
    )


def crossed(sight: IndicatorSight, texts: Texts) -> View:
    """The alert that a threshold is reached."""
    alert = texts.mrkdwn(
        "{light} *SLA breaches* have reached the threshold of {threshold}",
        light=LIGHTS[sight.level],
        threshold=_percent(sight, texts),
    )
    return _told(sight, alert, texts)


def green(sight: IndicatorSight, texts: Texts) -> View:
    alert = texts.mrkdwn("{light} *SLA breaches* are back to green", light=LIGHTS[Level.GREEN])
    return _told(sight, alert, texts)


def _told(sight: IndicatorSight, alert: Mrkdwn, texts: Texts) -> View:
    reading = _counted(sight, texts)
    about = (
        [texts.mrkdwn("This concerns {key}: {title}", key=sight.risk[0], title=sight.risk[1])] if sight.risk else []
    )
    return message(lines(alert, reading, *about), [section(alert), context(reading, *about)])


def _percent(sight: IndicatorSight, texts: Texts) -> str:
    return texts.percent(sight.threshold / 100)


def _counted(sight: IndicatorSight, texts: Texts) -> Mrkdwn:
    reading = sight.reading
    return texts.mrkdwn(
        "In the last 7 days {share} of the targets were missed ({broken} of {decided})",
        share=texts.percent(reading.share),
        broken=reading.broken,
        decided=reading.decided,
    )


def _reading(sight: IndicatorSight, texts: Texts) -> Mrkdwn:
    return texts.mrkdwn("{light} SLA breaches: {told}", light=LIGHTS[sight.level], told=_counted(sight, texts))
