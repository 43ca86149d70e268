"""Names that Slack hands back. Once issued they are never renamed."""

DONE = "task.done"
