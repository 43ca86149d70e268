"""What the desk itself has to say."""

from handlers.blocks import View, message, section
from services.delivery import Undelivered
from texts import Mrkdwn, Texts, channel, lines, mention


def undelivered(sight: Undelivered, texts: Texts) -> View:
    """For administrators: Slack does not take messages there any more, and what can be done."""
    place = mention(sight.place) if sight.place.startswith(("U", "W")) else channel(sight.place)
    text = (
        texts.mrkdwn(
            "I could not deliver a message about {key} to {place}: Slack does not accept it there. Is the channel "
            "archived, am I no longer a member of it, or has the person left? Please invite me again, or name "
            "another channel in the desk file.",
            key=sight.key,
            place=place,
        )
        if sight.key
        else texts.mrkdwn(
            "I could not deliver a message to {place}: Slack does not accept it there. Is the channel archived, "
            "am I no longer a member of it, or has the person left? Please invite me again, or name another "
            "channel in the desk file.",
            place=place,
        )
    )
    return message(text, [section(text)])


def overview(may: frozenset[str], texts: Texts) -> View:
    """What the reader can type, by practice; `may` are acts. The commands' own names may be another app's."""
    offers = {
        "change.submit": texts.mrkdwn("`/change` asks for a change to be approved; `/change help` tells more."),
        "risk.register": texts.mrkdwn("`/risk` registers a risk; `/risk help` tells more."),
        "alert.see": texts.mrkdwn("`/alert` lists what monitoring reports."),
    }
    rows = lines(
        texts.mrkdwn("`/ticket` asks the service desk for something; `/ticket help` tells more."),
        *(offer for act, offer in offers.items() if act in may),
        texts.mrkdwn("`/steward ticket …` is the same as `/ticket …`, and so are the others."),
    )
    return message(rows, [section(rows)])


def digest(told: list[View], texts: Texts) -> View:
    """Many notices in one message, a line each."""
    head = texts.mrkdwn_plural("You have {n} notice:", "You have {n} notices:", len(told))
    said: list[Mrkdwn] = [view["blocks"][0]["text"]["text"] for view in told]
    return message(lines(head, *said), [section(head), *(section(each) for each in said)])
