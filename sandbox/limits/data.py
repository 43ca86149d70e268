"""Tables and charts: blocks whose limits span their cells."""

from collections.abc import Iterator, Mapping

from sandbox.limits.bounds import BOUNDS
from sandbox.limits.fault import Fault, Surface
from sandbox.limits.rich_text import RICH_TEXT
from sandbox.limits.rules import unique
from sandbox.limits.shapes import (
    Rule,
    Shape,
    boolean,
    enum,
    integer,
    items,
    number,
    string,
    struct,
    tagged,
    within,
)

Fields = Mapping[str, object]
_ID: Mapping[str, Shape] = {"block_id": string("block_id")}

_RAW_TEXT = struct({"type": enum("raw_text"), "text": string("data_table.cell_text")})
_RAW_NUMBER = struct({"type": enum("raw_number"), "value": number, "text": string("data_table.cell_text")})
_CELL = tagged({"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER, "rich_text": RICH_TEXT})


def characters(value: object) -> int:
    """Everything under a key `text`: what slackblocks counts as the content of a table."""
    if isinstance(value, list):
        return sum(map(characters, value))
    if not isinstance(value, dict):
        return 0
    return sum(
        len(inner) if name == "text" and isinstance(inner, str) else characters(inner)
        for name, inner in value.items()
    )


def _content_within(row: str) -> Rule:
    def check(fields: Fields, at: str, _surface: Surface) -> Iterator[Fault]:
        yield from within(characters(fields.get("rows")), BOUNDS[row], f"{at}/rows", "length")

    return check


def _even_rows(fields: Fields, at: str, _surface: Surface) -> Iterator[Fault]:
    rows = fields.get("rows")
    if not isinstance(rows, list) or not rows or not isinstance(rows[0], list):
        return
    for index, row in enumerate(rows):
        if isinstance(row, list) and len(row) != len(rows[0]):
            yield Fault(f"{at}/rows/{index}", "columns", "rows must have the same number of columns")


def _plain_header(fields: Fields, at: str, _surface: Surface) -> Iterator[Fault]:
    rows = fields.get("rows")
    header = rows[0] if isinstance(rows, list) and rows else None
    for index, cell in enumerate(header if isinstance(header, list) else []):
        if isinstance(cell, dict) and cell.get("type") == "rich_text":
            yield Fault(f"{at}/rows/0/{index}/type", "unsupported_type", "unsupported type: rich_text")


def _row_header_exists(fields: Fields, at: str, _surface: Surface) -> Iterator[Fault]:
    rows, index = fields.get("rows"), fields.get("row_header_column_index")
    if isinstance(index, bool) or not isinstance(index, int) or not isinstance(rows, list) or not rows:
        return
    if isinstance(rows[0], list) and index >= len(rows[0]):
        yield Fault(f"{at}/row_header_column_index", "max_value", "must be the index of a column")


# A column setting may be null, which leaves that column as it is.
def _column_setting(value: object, at: str, surface: Surface) -> Iterator[Fault]:
    if value is not None:
        yield from _SETTING(value, at, surface)


_SETTING = struct({}, {"align": enum("left", "center", "right"), "is_wrapped": boolean})

TABLE = struct(
    {"type": enum("table"), "rows": items("table.rows", items("table.columns", _CELL))},
    {**_ID, "column_settings": items("table.column_settings", _column_setting)},
    _content_within("table.content"),
)

DATA_TABLE = struct(
    {
        "type": enum("data_table"),
        "rows": items("data_table.rows", items("data_table.columns", _CELL)),
        "caption": string("data_table.caption"),
    },
    {
        **_ID,
        "page_size": integer("data_table.page_size"),
        "row_header_column_index": integer("data_table.row_header_column_index"),
    },
    _even_rows,
    _plain_header,
    _row_header_exists,
    _content_within("data_table.content"),
)


def _positive(value: object, at: str, surface: Surface) -> Iterator[Fault]:
    yield from number(value, at, surface)
    if isinstance(value, int | float) and not isinstance(value, bool) and value <= 0:
        yield Fault(at, "min_value", "must be greater than 0")


_SEGMENT = struct({"label": string("data_visualization.segment.label"), "value": _positive})
_POINT = struct({"label": string("data_visualization.point_label"), "value": number})
_SERIES = struct(
    {
        "name": string("data_visualization.series_name"),
        "data": items("data_visualization.data", _POINT),
    }
)
_AXES = struct(
    {"categories": items("data_visualization.categories", string("data_visualization.category_label"))},
    {
        "x_label": string("data_visualization.axis_label"),
        "y_label": string("data_visualization.axis_label"),
    },
    unique("categories"),
)


def _point_for_every_category(fields: Fields, at: str, _surface: Surface) -> Iterator[Fault]:
    axes, series = fields.get("axis_config"), fields.get("series")
    categories = axes.get("categories") if isinstance(axes, dict) else None
    if not isinstance(categories, list) or not isinstance(series, list):
        return
    wanted = sorted(str(category) for category in categories)
    for index, plotted in enumerate(series):
        points = plotted.get("data") if isinstance(plotted, dict) else None
        if isinstance(points, list) and wanted != sorted(_label(point) for point in points):
            yield Fault(f"{at}/series/{index}/data", "categories", "needs one point for every category")


def _label(point: object) -> str:
    return str(point.get("label")) if isinstance(point, dict) else ""


def _axis_chart(kind: str) -> Shape:
    return struct(
        {
            "type": enum(kind),
            "series": items("data_visualization.series", _SERIES),
            "axis_config": _AXES,
        },
        {},
        unique("series", "name"),
        _point_for_every_category,
    )


_CHARTS: Mapping[str, Shape] = {
    "pie": struct({"type": enum("pie"), "segments": items("data_visualization.segments", _SEGMENT)}),
    **{kind: _axis_chart(kind) for kind in ("bar", "area", "line")},
}

DATA_VISUALIZATION = struct(
    {
        "type": enum("data_visualization"),
        "title": string("data_visualization.title"),
        "chart": tagged(_CHARTS),
    },
    _ID,
)
