"""Slack's numbers: one row a rule, keyed `thing.field`.

The low and the high end are both allowed. A string's bound counts characters (code points: Slack does not say
whether it counts code points, UTF-16 units or escaped text; code points is what its SDKs count), a list's
items, a number's value. Where Slack's pages and its SDKs differ, the newer figure stands and the row says so.
"""

from typing import NamedTuple


class Bound(NamedTuple):
    low: int
    high: int | None


MANY = None

TEXT = {
    "text": Bound(1, 3000),
    "block_id": Bound(1, 255),
    "action_id": Bound(1, 255),
    "confirmation.title": Bound(1, 100),
    "confirmation.text": Bound(1, 300),
    "confirmation.confirm": Bound(1, 30),
    "confirmation.deny": Bound(1, 30),
    "option.text": Bound(1, 75),
    "option.value": Bound(1, 150),  # @slack/types says 75: stale
    "option.description": Bound(1, 75),
    "option.url": Bound(1, 3000),
    "option_group.label": Bound(1, 75),
    "slack_file.id": Bound(9, 255),  # by Slack's own error; the most is not published, ids are short
    "slack_file.url": Bound(1, 3000),
}

ELEMENTS = {
    "button.text": Bound(1, 75),
    "button.url": Bound(1, 3000),
    "button.value": Bound(1, 2000),  # an empty value is refused by some clients, taken by others: refused here
    "button.accessibility_label": Bound(1, 75),
    "button.agent_prompt": Bound(1, 4000),
    "workflow_button.text": Bound(1, 75),
    "workflow_button.accessibility_label": Bound(1, 75),
    "feedback_button.text": Bound(1, 75),
    "feedback_button.value": Bound(1, 2000),
    "feedback_button.accessibility_label": Bound(1, 75),
    "icon_button.value": Bound(1, 2000),
    "icon_button.accessibility_label": Bound(1, 75),
    "icon_button.visible_to_user_ids": Bound(0, 10),
    "select.placeholder": Bound(1, 150),
    "select.options": Bound(1, 100),
    "select.option_groups": Bound(1, 100),
    "select.min_query_length": Bound(0, MANY),
    "option_group.options": Bound(1, 100),
    "overflow.options": Bound(1, 5),  # older pages asked for two; the SDK allows one
    "checkboxes.options": Bound(1, 10),
    "radio_buttons.options": Bound(1, 10),
    "multi_select.initial": Bound(1, MANY),
    "multi_select.max_selected_items": Bound(1, MANY),
    "conversation_filter.include": Bound(1, 4),
    "dispatch_action_configuration.trigger_actions_on": Bound(1, 2),
    "plain_text_input.min_length": Bound(0, 3000),
    "plain_text_input.max_length": Bound(1, 3000),
    "plain_text_input.initial_value": Bound(0, 3000),
    "plain_text_input.placeholder": Bound(1, 150),
    "email_input.placeholder": Bound(1, 150),
    "url_input.placeholder": Bound(1, 150),
    "number_input.placeholder": Bound(1, 150),
    "date_picker.placeholder": Bound(1, 150),
    "time_picker.placeholder": Bound(1, 150),
    "rich_text_input.placeholder": Bound(1, 150),
    "rich_text_input.min_lines": Bound(1, 100),
    "rich_text_input.max_lines": Bound(1, 100),
    "file_input.filetypes": Bound(1, MANY),
    "file_input.max_files": Bound(1, 10),
    "image_element.image_url": Bound(1, 3000),
    "image_element.alt_text": Bound(1, 2000),
}

BLOCKS = {
    "section.text": Bound(1, 3000),
    "section.fields": Bound(1, 10),
    "section.fields.item": Bound(1, 2000),
    "header.text": Bound(1, 150),
    "header.level": Bound(1, 4),
    "context.elements": Bound(1, 10),
    "actions.elements": Bound(1, 25),
    "context_actions.elements": Bound(1, 5),
    "image.image_url": Bound(1, 3000),
    "image.alt_text": Bound(1, 2000),
    "image.title": Bound(1, 2000),
    "input.label": Bound(1, 2000),
    "input.hint": Bound(1, 2000),
    "markdown.text": Bound(1, 12_000),
    "video.alt_text": Bound(0, 2000),
    # The reference says "less than 200" and "less than 50", the SDKs allow exactly 200 and 50.
    "video.title": Bound(1, 200),
    "video.description": Bound(1, 200),
    "video.author_name": Bound(1, 50),
    "video.provider_name": Bound(1, 50),
    "video.thumbnail_url": Bound(1, 3000),
    "video.video_url": Bound(1, 3000),
    "video.title_url": Bound(1, 2000),
    "video.provider_icon_url": Bound(1, 2000),
    "rich_text_list.elements": Bound(1, MANY),  # the other containers may be empty
    "rich_text_list.indent": Bound(0, 8),
    "rich_text_list.offset": Bound(0, MANY),
    "rich_text_list.border": Bound(0, 1),
    "rich_text_quote.border": Bound(0, 1),
    "rich_text_preformatted.border": Bound(0, 1),
    "alert.text": Bound(1, 200),
    "card.title": Bound(1, 150),
    "card.subtitle": Bound(1, 150),
    "card.body": Bound(1, 200),
    "card.subtext": Bound(1, 200),
    "card.actions": Bound(1, 3),
    "carousel.elements": Bound(1, 10),
    "container.title": Bound(1, 150),
    "container.subtitle": Bound(1, 150),
    "container.child_blocks": Bound(1, 10),
    "plan.tasks": Bound(0, 50),  # only slackblocks states a maximum
}

TABLES = {
    "table.rows": Bound(1, 100),
    "table.columns": Bound(1, 20),
    "table.column_settings": Bound(0, 20),
    "table.content": Bound(0, 10_000),
    "table.total_content": Bound(0, 10_000),
    # 201 rows and 20,000 characters since May 2026; one SDK branch still says 101 and 10,000.
    "data_table.rows": Bound(2, 201),
    "data_table.columns": Bound(1, 20),
    "data_table.page_size": Bound(1, 100),
    "data_table.caption": Bound(1, MANY),
    "data_table.cell_text": Bound(1, MANY),
    "data_table.content": Bound(0, 20_000),
    "data_table.total_content": Bound(0, 20_000),
    "data_table.row_header_column_index": Bound(0, MANY),
    "data_visualization.title": Bound(1, 50),
    # One copy of the reference page says 6 segments and 6 series; the newer one and slackblocks say 12.
    "data_visualization.segments": Bound(1, 12),
    "data_visualization.segment.label": Bound(1, 20),
    "data_visualization.series": Bound(1, 12),
    "data_visualization.series_name": Bound(1, 20),
    "data_visualization.data": Bound(1, 20),
    "data_visualization.point_label": Bound(1, 20),
    "data_visualization.categories": Bound(1, 20),
    "data_visualization.category_label": Bound(1, 20),
    "data_visualization.axis_label": Bound(1, 50),
}

PAYLOADS = {
    "message.blocks": Bound(0, 50),
    "message.attachments": Bound(0, 100),
    "message.data_visualizations": Bound(0, 2),
    "message.tables": Bound(0, 1),
    "message.updated_text": Bound(0, 4000),  # chat.update alone; chat.postMessage cuts at 40,000 instead
    "message.markdown_text": Bound(0, 12_000),
    "markdown.total_text": Bound(0, 12_000),
    "view.blocks": Bound(0, 100),  # whether an empty list is refused is not published: taken
    "view.title": Bound(1, 24),
    "view.submit": Bound(1, 24),
    "view.close": Bound(1, 24),
    "view.private_metadata": Bound(0, 3000),
    "view.callback_id": Bound(0, 255),
    "view.external_id": Bound(0, 255),
    # "250kb": read as 250,000 bytes of compact UTF-8 JSON, the narrower of the two readings.
    "view.size": Bound(0, 250_000),
}

BOUNDS: dict[str, Bound] = {**TEXT, **ELEMENTS, **BLOCKS, **TABLES, **PAYLOADS}
