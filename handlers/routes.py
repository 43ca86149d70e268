"""The table of contents: what each command, button, form and event leads to."""

from handlers.people import listeners as people
from handlers.surface import Routes
from handlers.tickets import actions as ticket
from handlers.tickets import listeners as tickets

ROUTES = Routes(
    commands={"/ticket": tickets.command},
    clicks={
        ticket.CLAIM: tickets.claim,
        ticket.REPLY: tickets.ask_reply,
        ticket.RESOLVE: tickets.ask_resolve,
        ticket.CONFIRM: tickets.confirm,
        ticket.REOPEN: tickets.reopen,
    },
    forms={ticket.FILE: tickets.file, ticket.REPLY: tickets.reply, ticket.RESOLVE: tickets.resolve},
    message=tickets.message,
    tidings={"user_change": people.changed},
)
