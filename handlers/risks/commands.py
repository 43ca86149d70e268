"""What may follow `/risk`; what matches no verb is the title that the form begins with."""

from handlers.grammar import KEY, Verbs

VERBS: Verbs = {
    "mine": (),
    "help": (),
    "list": (),
    "map": (),
    "show": (KEY,),
}
