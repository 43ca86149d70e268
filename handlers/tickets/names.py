"""How people and tickets are called. Pure."""

from domain.records import Record
from texts import Mrkdwn, Texts, mention


def who(person_slack_id: str | None, name: str) -> Mrkdwn | str:
    return mention(person_slack_id) if person_slack_id else name


def headline(record: Record, texts: Texts) -> Mrkdwn:
    return texts.mrkdwn("*{key}* {title}", key=record.key, title=record.title)
