"""What may follow `/alert`; nothing lists what fires."""

from handlers.grammar import Verbs

VERBS: Verbs = {
    "list": (),
    "maintenance": (),
    "help": (),
}
