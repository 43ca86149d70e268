"""What may follow `/change`; what matches no verb is the title that the form begins with."""

from handlers.grammar import KEY, REASON, Verbs

VERBS: Verbs = {
    "mine": (),
    "help": (),
    "show": (KEY,),
    "withdraw": (KEY,),
    "declare": (KEY, REASON),
    "keep": (KEY, REASON),
}
