"""Names that Slack hands back. Once issued they are never renamed: old cards carry them for years."""

FILE = "ticket.file"
CLAIM = "ticket.claim"
REPLY = "ticket.reply"
RESOLVE = "ticket.resolve"
CONFIRM = "ticket.confirm"
REOPEN = "ticket.reopen"
MORE = "ticket.more"  # a menu; what was chosen in it is one of the following
ASSIGN = "ticket.assign"
HOLD = "ticket.hold"
UNHOLD = "ticket.unhold"
PRIORITISE = "ticket.prioritise"
TRANSFER = "ticket.transfer"
NOTE = "ticket.note"
ACTIONS = "ticket.actions"  # the shortcut on a message, and the form that it opens
SAID = "ticket.said"  # the button that confirms what was said to the app in a thread
MAKE = "ticket.make"  # a message shortcut
NEW = "ticket.new"  # a global shortcut
FOR_COLLEAGUE = "ticket.for_colleague"
FOR_CONTACT = "ticket.for_contact"
UNDO = "ticket.undo"
ROUTE = "ticket.route"
FILE_WORDS = "ticket.file_words"
ADD_WORDS = "ticket.add_words"
LEAVE_WORDS = "ticket.leave_words"
MARK = "ticket"  # an emoji
