"""What can be done with tickets, as far as it concerns the reader. Pure."""

from handlers.blocks import View, message, section
from texts import Mrkdwn, Texts, lines


def help_page(texts: Texts, *, for_agents: bool) -> View:
    """Everybody asks; only who works in a team reads of the team's commands."""
    parts = [_to_ask(texts), _to_follow(texts), *([_to_work(texts)] if for_agents else [])]
    return message(lines(*parts), [section(part) for part in parts])


def _to_ask(texts: Texts) -> Mrkdwn:
    return lines(
        texts.mrkdwn("*To ask for help*"),
        texts.mrkdwn("`/ticket printer on 3F is down` files a ticket with that title."),
        texts.mrkdwn("`/ticket` alone opens a form."),
        texts.mrkdwn("Or write to me in a direct message, or in a channel for requests."),
        texts.mrkdwn(
            "Or choose *Make a ticket of this* in a message's menu; in some channels the emoji :ticket: does it "
            "too."
        ),
        texts.mrkdwn("`!broken` beside a title says that something is broken, `!high` or `!low` how urgent it is."),
        texts.mrkdwn("`/ticket new …` files whatever follows, even if it looks like a command."),
    )


def _to_follow(texts: Texts) -> Mrkdwn:
    return lines(
        texts.mrkdwn("*To see how it goes*"),
        texts.mrkdwn("`/ticket mine` lists your open tickets."),
        texts.mrkdwn("`/ticket show IT-1` shows one."),
        texts.mrkdwn("`/ticket clock IT-1` explains how its times are reckoned."),
        texts.mrkdwn("To add something, write in the ticket's thread in our direct messages."),
    )


def _to_work(texts: Texts) -> Mrkdwn:
    return lines(
        texts.mrkdwn("*For the team that has it*"),
        texts.mrkdwn("`/ticket queue` lists what is open in your teams, the next to be due first."),
        texts.mrkdwn("`/ticket reply IT-1 …` answers the requester, `/ticket note IT-1 …` stays in the team."),
        texts.mrkdwn("`/ticket assign IT-1 @name` gives it to a colleague of the team."),
        texts.mrkdwn(
            "`/ticket hold IT-1 …` waits for the requester; `hold IT-1 supplier …` or `change …` for these."
        ),
        texts.mrkdwn("`/ticket resolve IT-1 …` resolves it; what you write behind it the requester reads."),
        texts.mrkdwn("In a thread, *Ticket actions* in a message's menu offers all of this."),
    )
