"""What a ticket is by kind, and how it came. Pure."""

from domain.tickets import Kind, Source
from handlers.tickets.names import who
from services.lineage import First
from services.tickets import TicketSight
from texts import Mrkdwn, Texts, Word, link

KINDS = {
    Kind.INCIDENT: Word("ticket kind", "incident"),
    Kind.REQUEST: Word("ticket kind", "request"),
    Kind.COMPLAINT: Word("ticket kind", "complaint"),
}
# How somebody reached the agent who files for them.
SOURCES = {
    Source.PHONE: Word("ticket source", "by phone"),
    Source.EMAIL: Word("ticket source", "by e-mail"),
    Source.ON_SITE: Word("ticket source", "on site"),
    Source.CHAT: Word("ticket source", "in a chat"),
}


def came_by(sight: TicketSight, texts: Texts) -> list[Mrkdwn]:
    kind = texts.mrkdwn("Kind: {kind}", kind=texts.word(*KINDS[sight.ticket.kind]))
    filed = [_filed(sight, texts)] if sight.filer else []
    made_of = [link(sight.made_of, texts.say("Made of this message"))] if sight.made_of else []
    return [kind, *filed, *made_of, *([_came_back(sight.first, texts)] if sight.first else [])]


def _came_back(first: First, texts: Texts) -> Mrkdwn:
    said = texts.say("Came back after {key} was closed", key=first.key)
    return texts.mrkdwn("🔁 {said}", said=link(first.url, said) if first.url else said)


def _filed(sight: TicketSight, texts: Texts) -> Mrkdwn:
    assert sight.filer is not None
    filer, source = who(sight.filer.slack_id, sight.filer.name), sight.ticket.source
    if source not in set(SOURCES):
        return texts.mrkdwn("Filed by {filer}", filer=filer)
    return texts.mrkdwn("Filed by {filer} ({source})", filer=filer, source=texts.word(*SOURCES[Source(source)]))
