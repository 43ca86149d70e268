"""What may follow `/ticket`; what matches no verb is the title of a new ticket, and nothing opens the form."""

import re

from handlers.grammar import KEY

VERBS = {
    "mine": re.compile(r"mine", re.IGNORECASE),
    "help": re.compile(r"help|\?", re.IGNORECASE),
    "show": re.compile(rf"show\s+{KEY}", re.IGNORECASE),
}
