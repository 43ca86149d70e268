"""What may follow `/change`; what matches no verb is the title that the form begins with."""

import re

from handlers.grammar import KEY

VERBS = {
    "mine": re.compile(r"mine", re.IGNORECASE),
    "help": re.compile(r"help|\?", re.IGNORECASE),
    "show": re.compile(rf"show\s+{KEY}", re.IGNORECASE),
    "withdraw": re.compile(rf"withdraw\s+{KEY}", re.IGNORECASE),
}
