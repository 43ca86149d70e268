"""The same for blocks, tables, charts and whole payloads."""

import json
from typing import Any

from tests.sandbox.limits import block_samples as s
from tests.sandbox.limits.bound_cases import ELEMENTS, TEXTS, Case, link, said, thing, words


def filled(rows: int, total: int) -> list[list[dict[str, Any]]]:
    """A table of one column whose cells hold `total` characters together."""
    grid = s.cells(rows, 1)
    grid[-1][0]["text"] = "x" * (total - rows + 1)
    return grid


def several(kind: str, name: str, total: int) -> list[dict[str, Any]]:
    if name == "text":
        return [s.block(kind, text=words(part)) for part in (total // 2, total - total // 2)]
    return [s.block(kind, rows=filled(2, part)) for part in (total // 2, total - total // 2)]


BLOCKS = {
    "section.text": thing("/text/text", lambda n: s.section(text=said(n))),
    "section.fields": thing("/fields", lambda n: s.section(fields=[s.plain()] * n)),
    "section.fields.item": thing("/fields/0/text", lambda n: s.section(fields=[said(n)])),
    "header.text": thing("/text/text", lambda n: s.block("header", text=said(n))),
    "header.level": thing("/level", lambda n: s.block("header", level=n)),
    "context.elements": thing("/elements", lambda n: s.block("context", elements=[s.plain()] * n)),
    "actions.elements": thing("/elements", lambda n: s.block("actions", elements=[s.button()] * n)),
    "context_actions.elements": thing(
        "/elements", lambda n: s.block("context_actions", elements=[s.icon_button()] * n)
    ),
    "image.image_url": thing("/image_url", lambda n: s.image(image_url=link(n))),
    "image.alt_text": thing("/alt_text", lambda n: s.image(alt_text=words(n))),
    "image.title": thing("/title/text", lambda n: s.image(title=said(n))),
    "input.label": thing("/label/text", lambda n: s.an_input(label=said(n)), "modal"),
    "input.hint": thing("/hint/text", lambda n: s.an_input(hint=said(n)), "modal"),
    "markdown.text": thing("/text", lambda n: s.block("markdown", text=words(n))),
    "video.alt_text": thing("/alt_text", lambda n: s.video(alt_text=words(n))),
    "video.title": thing("/title/text", lambda n: s.video(title=said(n))),
    "video.description": thing("/description/text", lambda n: s.video(description=said(n))),
    "video.author_name": thing("/author_name", lambda n: s.video(author_name=words(n))),
    "video.provider_name": thing("/provider_name", lambda n: s.video(provider_name=words(n))),
    "video.thumbnail_url": thing("/thumbnail_url", lambda n: s.video(thumbnail_url=link(n))),
    "video.video_url": thing("/video_url", lambda n: s.video(video_url=link(n))),
    "video.title_url": thing("/title_url", lambda n: s.video(title_url=link(n))),
    "video.provider_icon_url": thing("/provider_icon_url", lambda n: s.video(provider_icon_url=link(n))),
    "alert.text": thing("/text/text", lambda n: s.block("alert", text=said(n)), "modal"),
    "card.title": thing("/title/text", lambda n: s.card(title=said(n))),
    "card.subtitle": thing("/subtitle/text", lambda n: s.card(subtitle=said(n))),
    "card.body": thing("/body/text", lambda n: s.card(body=said(n))),
    "card.subtext": thing("/subtext/text", lambda n: s.card(subtext=said(n))),
    "card.actions": thing("/actions", lambda n: s.card(actions=[s.button()] * n)),
    "carousel.elements": thing("/elements", lambda n: s.block("carousel", elements=[s.card()] * n)),
    "container.title": thing("/title/text", lambda n: s.block("container", title=said(n))),
    "container.subtitle": thing("/subtitle/text", lambda n: s.block("container", subtitle=said(n))),
    "container.child_blocks": thing(
        "/child_blocks", lambda n: s.block("container", child_blocks=[s.section()] * n)
    ),
    "plan.tasks": thing("/tasks", lambda n: s.block("plan", tasks=[s.task(number) for number in range(n)])),
}


def listing(**changes: Any) -> Any:
    words = {"type": "rich_text_section", "elements": []}
    return s.rich_text({"type": "rich_text_list", "style": "bullet", "elements": [words], **changes})


def bordered(kind: str) -> Case:
    return thing(
        "/elements/0/border",
        lambda n: s.rich_text({"type": f"rich_text_{kind}", "elements": [], "border": n}),
    )


RICH = {
    "rich_text_list.elements": thing(
        "/elements/0/elements",
        lambda n: listing(elements=[{"type": "rich_text_section", "elements": []}] * n),
    ),
    "rich_text_list.indent": thing("/elements/0/indent", lambda n: listing(indent=n)),
    "rich_text_list.offset": thing("/elements/0/offset", lambda n: listing(offset=n)),
    "rich_text_list.border": thing("/elements/0/border", lambda n: listing(border=n)),
    "rich_text_quote.border": bordered("quote"),
    "rich_text_preformatted.border": bordered("preformatted"),
}

TABLES = {
    "table.rows": thing("/rows", lambda n: s.table(rows=s.cells(n, 1))),
    "table.columns": thing("/rows/0", lambda n: s.table(rows=s.cells(1, n))),
    "table.column_settings": thing("/column_settings", lambda n: s.table(column_settings=[{"align": "left"}] * n)),
    "table.content": thing("/rows", lambda n: s.table(rows=filled(1, n))),
    # One table a message, so the sum shows on Home alone.
    "table.total_content": Case(lambda n: several("table", "rows", n), "/blocks", "home"),
    "data_table.rows": thing("/rows", lambda n: s.data_table(rows=s.cells(n, 1))),
    "data_table.columns": thing("/rows/0", lambda n: s.data_table(rows=s.cells(2, n)), also="/rows/1"),
    "data_table.page_size": thing("/page_size", lambda n: s.data_table(page_size=n)),
    "data_table.caption": thing("/caption", lambda n: s.data_table(caption=words(n))),
    "data_table.cell_text": thing("/rows/0/0/text", lambda n: s.data_table(rows=s.cells(2, 1, words(n)))),
    "data_table.content": thing("/rows", lambda n: s.data_table(rows=filled(2, n))),
    "data_table.total_content": Case(lambda n: several("data_table", "rows", n), "/blocks"),
    "data_table.row_header_column_index": thing(
        "/row_header_column_index", lambda n: s.data_table(row_header_column_index=n)
    ),
    "data_visualization.title": thing("/title", lambda n: {**s.pie(), "title": words(n)}),
    "data_visualization.segments": thing(
        "/chart/segments", lambda n: s.pie(segments=[{"label": "Open", "value": 1}] * n)
    ),
    "data_visualization.segment.label": thing(
        "/chart/segments/0/label", lambda n: s.pie(segments=[{"label": words(n), "value": 1}])
    ),
    "data_visualization.series": thing("/chart/series", lambda n: s.bars(series=n)),
    "data_visualization.series_name": thing("/chart/series/0/name", lambda n: named_series(words(n))),
    "data_visualization.data": thing(
        "/chart/series/0/data", lambda n: s.bars(points=n), also="/chart/axis_config/categories"
    ),
    "data_visualization.point_label": thing(
        "/chart/series/0/data/0/label", lambda n: labelled(words(n)), also="/chart/axis_config/categories/0"
    ),
    "data_visualization.categories": thing(
        "/chart/axis_config/categories", lambda n: s.bars(points=n), also="/chart/series/0/data"
    ),
    "data_visualization.category_label": thing(
        "/chart/axis_config/categories/0", lambda n: labelled(words(n)), also="/chart/series/0/data/0/label"
    ),
    "data_visualization.axis_label": thing("/chart/axis_config/x_label", lambda n: s.bars(x_label=words(n))),
}


def named_series(name: str) -> Any:
    block = s.bars()
    block["chart"]["series"][0]["name"] = name
    return block


def labelled(label: str) -> Any:
    block = s.bars()
    block["chart"]["series"][0]["data"][0]["label"] = label
    block["chart"]["axis_config"]["categories"] = [label]
    return block


def padded(size: int) -> Any:
    """A Home view of exactly `size` bytes of compact JSON."""
    view = s.home(*[s.section(text=s.plain("x")) for _ in range(90)])
    gap = size - len(json.dumps(view, separators=(",", ":")))
    for block in view["blocks"]:
        block["text"]["text"] += "x" * min(2999, gap)
        gap -= min(2999, gap)
    return view


PAYLOADS = {
    "message.blocks": Case(lambda n: [s.section()] * n, "/blocks"),
    "message.attachments": Case(lambda n: {"text": "x", "attachments": [{}] * n}, "/attachments", "post"),
    "message.data_visualizations": Case(lambda n: [s.pie()] * n, "/blocks/2"),
    "message.tables": Case(lambda n: [s.table()] * n, "/blocks/1"),
    "message.updated_text": Case(lambda n: {"text": words(n), "blocks": [s.section()]}, "/text", "update"),
    "message.markdown_text": Case(
        lambda n: {"markdown_text": words(n), "attachments": [{}]}, "/markdown_text", "post"
    ),
    "markdown.total_text": Case(lambda n: several("markdown", "text", n), "/blocks"),
    "view.blocks": Case(lambda n: s.modal(*[s.section()] * n), "/view/blocks", "view"),
    "view.title": Case(lambda n: s.modal(title=said(n)), "/view/title/text", "view"),
    "view.submit": Case(lambda n: s.modal(submit=said(n)), "/view/submit/text", "view"),
    "view.close": Case(lambda n: s.modal(close=said(n)), "/view/close/text", "view"),
    "view.private_metadata": Case(lambda n: s.modal(private_metadata=words(n)), "/view/private_metadata", "view"),
    "view.callback_id": Case(lambda n: s.modal(callback_id=words(n)), "/view/callback_id", "view"),
    "view.external_id": Case(lambda n: s.home(external_id=words(n)), "/view/external_id", "view"),
    "view.size": Case(padded, "/view", "view"),
}

CASES: dict[str, Case] = {**TEXTS, **ELEMENTS, **BLOCKS, **RICH, **TABLES, **PAYLOADS}
