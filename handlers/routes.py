"""The table of contents: what each command, button, form and event leads to."""

from handlers.alerts import actions as alert
from handlers.alerts import listeners as alerts
from handlers.changes import actions as change
from handlers.changes import listeners as changes
from handlers.desk import listeners as desk
from handlers.home import actions as home
from handlers.home import listeners as homes
from handlers.people import groups
from handlers.people import listeners as people
from handlers.risks import actions as risk
from handlers.risks import listeners as risks
from handlers.surface import Routes
from handlers.surveys import actions as survey
from handlers.surveys import listeners as surveys
from handlers.tasks import actions as task
from handlers.tasks import listeners as tasks
from handlers.tickets import actions as ticket
from handlers.tickets import again, choices, conversation, words, work
from handlers.tickets import commands as ticket_commands
from handlers.tickets import intake as ticket_intake
from handlers.tickets import listeners as tickets

ROUTES = Routes(
    commands={
        "alert": alerts.command,
        "change": changes.command,
        "risk": risks.command,
        "steward": desk.command,
        "ticket": ticket_commands.command,
    },
    clicks={
        alert.END: alerts.end,
        change.APPROVE: changes.approve,
        change.APPROVE_WITH_NOTE: changes.ask_note,
        change.REJECT: changes.ask_reason,
        change.WITHDRAW: changes.withdraw,
        change.DECLARE: changes.ask_declaration,
        change.KEEP: changes.ask_keeping,
        change.START: changes.start,
        change.IMPLEMENT: changes.implement,
        change.BACK_OUT: changes.ask_back_out,
        change.SUCCEED: changes.succeed,
        change.FAIL: changes.ask_failure,
        risk.REVIEW: risks.ask_review,
        risk.MEASURE: risks.ask_measure,
        risk.DONE: risks.ask_done,
        risk.ACCEPT: risks.ask_accept,
        task.DONE: tasks.done,
        risk.CLOSE: risks.close,
        ticket.CLAIM: tickets.claim,
        ticket.REPLY: tickets.ask_reply,
        ticket.RESOLVE: tickets.ask_resolve,
        ticket.CONFIRM: tickets.confirm,
        ticket.REOPEN: tickets.reopen,
        ticket.SAID: choices.confirmed,
        ticket.NOTE: choices.ask_note,
        ticket.MORE: work.more,
        home.NEW_TICKET: ticket_intake.ask_new,
        home.LOOK: homes.look,
        **dict.fromkeys((home.LIST, home.EARLIER, home.LATER), homes.list_part),
        **ticket_intake.CLICKS,
        **again.CLICKS,
        **words.CLICKS,
        **dict.fromkeys(survey.ANSWERS.values(), surveys.answer),
        survey.COMMENT: surveys.ask_comment,
        survey.FOLLOW_UP: surveys.ask_note,
    },
    forms={
        alert.MAINTAIN: alerts.maintain,
        change.WORDING: changes.take_wording,
        change.FRAME: changes.take_frame,
        change.SUBMIT: changes.submit,
        change.APPROVE_WITH_NOTE: changes.approve_with_note,
        change.REJECT: changes.reject,
        change.DECLARE: changes.declare,
        change.KEEP: changes.keep,
        change.BACK_OUT: changes.back_out,
        change.FAIL: changes.fail,
        risk.REGISTER: risks.register,
        risk.REVIEW: risks.review,
        risk.MEASURE: risks.measure,
        risk.DONE: risks.done,
        risk.ACCEPT: risks.accept,
        survey.COMMENT: surveys.comment,
        survey.FOLLOW_UP: surveys.followed_up,
        ticket.FILE: ticket_intake.file,
        ticket.REPLY: tickets.reply,
        ticket.RESOLVE: tickets.resolve,
        ticket.ACTIONS: choices.chosen,
        ticket.NOTE: choices.note,
        **work.FORMS,
        **again.FORMS,
    },
    home=homes.opened,
    pages={home.LOOK: homes.look_again},
    message=tickets.message,
    edited=conversation.edited,
    deleted=conversation.deleted,
    mentioned=choices.mentioned,
    shortcuts={ticket.NEW: ticket_intake.ask_new},
    message_shortcuts={ticket.ACTIONS: choices.ask, ticket.MAKE: ticket_intake.ask_of_message},
    reactions={ticket.MARK: words.reacted},
    tidings={
        "subteam_members_changed": groups.changed,
        "subteam_updated": groups.changed,
        "user_change": people.changed,
    },
)
