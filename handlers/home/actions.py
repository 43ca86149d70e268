"""Names that Slack hands back. Once issued they are never renamed."""

NEW_TICKET = "home.new_ticket"
LOOK = "home.look"
