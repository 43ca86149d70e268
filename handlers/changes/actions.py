"""Names that Slack hands back. Once issued they are never renamed: old cards carry them for years."""

SUBMIT = "change.submit"
APPROVE = "change.approve"
REJECT = "change.reject"
WITHDRAW = "change.withdraw"
