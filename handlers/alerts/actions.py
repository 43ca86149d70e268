"""Names that Slack hands back. Once issued they are never renamed: old cards carry them for years."""

MAINTAIN = "alert.maintain"
END = "alert.end_maintenance"
