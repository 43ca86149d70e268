"""What follows from what. Streets do not know each other: a history verb sets timers, due at once.

Each row is (verb of the history) -> kinds of timers; `services.agenda` says what each kind does.
"""

REACTIONS: dict[str, tuple[str, ...]] = {
    "desk.change": ("risk.relevel",),
    "ticket.close": ("survey.ask",),
    "ticket.reopen": ("survey.withdraw",),
}
