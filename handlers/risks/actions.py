"""Names that Slack hands back. Once issued they are never renamed: old cards carry them for years."""

REGISTER = "risk.register"
REVIEW = "risk.review"
CLOSE = "risk.close"
MEASURE = "risk.measure"
DONE = "risk.measure_done"
ACCEPT = "risk.accept"
