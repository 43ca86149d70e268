"""Tasks as people see them, whatever record they hang on. Pure."""

from handlers.blocks import Block, View, actions, button, message, pack, section
from handlers.tasks import actions as act
from services.tasks import TaskSight
from texts import Mrkdwn, Texts, lines, mention


def line(sight: TaskSight, texts: Texts) -> Mrkdwn:
    """One task in a list of its record's."""
    task = sight.task
    if not task.is_open:
        return texts.mrkdwn("✅ {task} ({who})", task=task.title, who=_who(sight))
    if sight.is_overdue:
        return texts.mrkdwn(
            "⏰ {task} ({who}, overdue since {day})", task=task.title, who=_who(sight), day=texts.date(task.due_on)
        )
    return texts.mrkdwn("▫️ {task} ({who}, by {day})", task=task.title, who=_who(sight), day=texts.date(task.due_on))


def given(sight: TaskSight, texts: Texts) -> View:
    """For whoever has it from now on."""
    head = texts.mrkdwn("You are asked to do this by {day}:", day=texts.date(sight.task.due_on))
    return _asked(sight, head, texts)


def overdue(sight: TaskSight, texts: Texts) -> View:
    head = texts.mrkdwn(
        "⏰ This was to be done by {day}. It is with {who}:", day=texts.date(sight.task.due_on), who=_who(sight)
    )
    return _asked(sight, head, texts)


def _asked(sight: TaskSight, head: Mrkdwn, texts: Texts) -> View:
    """The record's title is for those alone who may see it."""
    if sight.knows_record:
        what = texts.mrkdwn("*{task}* ({key}: {title})", task=sight.task.title, key=sight.key, title=sight.title)
    else:
        what = texts.mrkdwn("*{task}* ({key})", task=sight.task.title, key=sight.key)
    said = lines(head, what)
    return message(said, [section(said), actions(_done(sight, texts))])


def _done(sight: TaskSight, texts: Texts) -> Block:
    return button(texts.say("Done"), act.DONE, pack(task=sight.task.id), style="primary")


def _who(sight: TaskSight) -> Mrkdwn | str:
    return mention(sight.owner.slack_id) if sight.owner.slack_id else sight.owner.name
