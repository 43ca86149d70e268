"""Names that Slack hands back. Once issued they are never renamed."""

NEW_TICKET = "home.new_ticket"
LOOK = "home.look"  # a button, and the page that it opens
LIST = "home.list"  # the same
EARLIER = "home.earlier"
LATER = "home.later"
