"""Names that Slack hands back. Once issued they are never renamed: old cards carry them for years."""

from domain.surveys import BEST

ANSWERS = {score: f"survey.answer.{score}" for score in range(1, BEST + 1)}
"""One name a score: buttons beside each other need names of their own. The value says which score it is."""

COMMENT = "survey.comment"
FOLLOW_UP = "survey.follow_up"
