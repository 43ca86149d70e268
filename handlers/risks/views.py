"""Risks as people see them. Pure: a sight and texts in, a message out."""

from domain.people import Person
from domain.records import Record
from domain.risks import SCALE, Level, RiskState, Strategy
from handlers.blocks import Block, Element, View, actions, button, confirm, context, message, pack, quote, section
from handlers.risks import actions as act
from handlers.risks.names import CATEGORIES, LEVELS, LIGHTS, SHORT_STRATEGIES, STATES
from handlers.tasks import views as task_views
from services.risks import RiskSight
from texts import Mrkdwn, Texts, escape, lines, mention

MOST_MEASURES = 10


def headline(record: Record, texts: Texts) -> Mrkdwn:
    return texts.mrkdwn("*{key}* {title}", key=record.key, title=record.title)


def card(sight: RiskSight, texts: Texts) -> View:
    """For the risk channel: how grave it is, who looks after it, when it is reviewed."""
    return _card(sight, texts, Mrkdwn())


def owner_card(sight: RiskSight, texts: Texts) -> View:
    """The same for its owner, who is told what that means."""
    part = texts.mrkdwn("You look after this risk. I will remind you when it is to be reviewed.")
    return _card(sight, texts, part if sight.is_open else Mrkdwn())


def _card(sight: RiskSight, texts: Texts, part: Mrkdwn) -> View:
    facts, due, measures = _facts(sight, texts), _due(sight, texts), _measures(sight, texts)
    blocks = [
        section(lines(_head(sight, texts), due)),
        *([context(part)] if part else []),
        context(*facts),
        *([section(measures)] if measures else []),
        *work(sight, texts),
    ]
    return message(lines(_alarm(sight, texts), part, _told(sight, texts), due, *facts, measures), blocks)


def _alarm(sight: RiskSight, texts: Texts) -> Mrkdwn:
    """Of one that is red now; whoever gets the card of a new one is alerted by it and by no other message."""
    return _in_red(sight, texts) if sight.is_open and sight.level is Level.RED else Mrkdwn()


def _in_red(sight: RiskSight, texts: Texts) -> Mrkdwn:
    return texts.mrkdwn("🔴 *{key}* is in the red zone: {title}", key=sight.record.key, title=sight.record.title)


def _head(sight: RiskSight, texts: Texts) -> Mrkdwn:
    return _alarm(sight, texts) or headline(sight.record, texts)


def page(sight: RiskSight, texts: Texts) -> View:
    """A risk to read: all its words, and no buttons, for the cards have them."""
    shown, risk = card(sight, texts), sight.risk
    blocks = [block for block in shown["blocks"] if block["type"] != "actions"]
    text = shown["text"]
    for head, words in (
        (texts.mrkdwn("What would cause it:"), risk.cause),
        (texts.mrkdwn("What would follow:"), risk.consequence),
    ):
        if words:
            blocks += [context(head), quote(words)]
            text = lines(text, head, escape(words))
    return message(text, blocks)


def _told(sight: RiskSight, texts: Texts) -> Mrkdwn:
    state = texts.word(*STATES[RiskState(sight.record.state)])
    return texts.mrkdwn("{key} ({state}): {title}", key=sight.record.key, state=state, title=sight.record.title)


def _facts(sight: RiskSight, texts: Texts) -> list[Mrkdwn]:
    closed = texts.mrkdwn("State: {state}", state=texts.word(*STATES[RiskState.CLOSED]))
    day = texts.mrkdwn("Next review: {day}", day=texts.date(sight.risk.review_on))
    return [
        _score(sight, texts),
        texts.mrkdwn("Level: {level}", level=level_of(sight, texts)),
        texts.mrkdwn("Owner: {owner}", owner=who(sight.owner)),
        texts.mrkdwn("Category: {category}", category=texts.word(*CATEGORIES[sight.risk.category])),
        _strategy(sight, texts),
        day if sight.is_open else closed,
    ]


def _strategy(sight: RiskSight, texts: Texts) -> Mrkdwn:
    until = sight.risk.accepted_until
    if sight.risk.strategy is Strategy.ACCEPT and until:
        return texts.mrkdwn("Accepted until {day}", day=texts.date(until))
    return texts.mrkdwn("Strategy: {strategy}", strategy=texts.word(*SHORT_STRATEGIES[sight.risk.strategy]))


def _measures(sight: RiskSight, texts: Texts) -> Mrkdwn:
    """The open ones, which are listed first, and as many of the others as a card bears."""
    shown = [task_views.line(one, texts) for one in sight.measures[:MOST_MEASURES]]
    return lines(texts.mrkdwn("Measures:"), *shown) if shown else Mrkdwn()


def _score(sight: RiskSight, texts: Texts) -> Mrkdwn:
    risk = sight.risk
    return texts.mrkdwn(
        "Score: {score} of {most} (probability {probability} × impact {impact})",
        score=risk.probability * risk.impact,
        most=SCALE * SCALE,
        probability=risk.probability,
        impact=risk.impact,
    )


def level_of(sight: RiskSight, texts: Texts) -> str:
    return f"{LIGHTS[sight.level]} {texts.word(*LEVELS[sight.level])}"


def _due(sight: RiskSight, texts: Texts) -> Mrkdwn:
    if not sight.is_open or not sight.is_due:
        return Mrkdwn()
    return texts.mrkdwn("⏰ The review is due.")


def work(sight: RiskSight, texts: Texts) -> list[Block]:
    if not sight.is_open:
        return []
    sure = confirm(
        texts.say("Close this risk?"),
        texts.say("It stays in the register, but nobody is reminded of it any more."),
        texts.say("Close"),
        texts.say("Keep it"),
    )
    value = pack(risk=sight.record.id)
    done = button(texts.say("Measure done"), act.DONE, value)
    return [
        actions(
            _review(sight, texts),
            button(texts.say("Add measure"), act.MEASURE, value),
            *([done] if any(one.task.is_open for one in sight.measures) else []),
            *([button(texts.say("Accept"), act.ACCEPT, value)] if sight.risk.accepted_until is None else []),
            button(texts.say("Close"), act.CLOSE, value, confirm=sure),
        )
    ]


def _review(sight: RiskSight, texts: Texts) -> Element:
    value = pack(risk=sight.record.id)
    return button(texts.say("Review"), act.REVIEW, value, style="primary" if sight.is_due else None)


def red(sight: RiskSight, texts: Texts) -> View:
    """The alert that a risk has reached the red zone. Its owner gets their own, so no other mentions them."""
    alert = _in_red(sight, texts)
    facts = [_score(sight, texts), texts.mrkdwn("Owner: {owner}", owner=sight.owner.name)]
    return message(lines(alert, *facts), [section(alert), context(*facts)])


def due(sight: RiskSight, texts: Texts) -> View:
    """The alert that a review's day has come, with the button that opens its form."""
    record = sight.record
    head = texts.mrkdwn("⏰ *{key}* is to be reviewed: {title}", key=record.key, title=record.title)
    alert = lines(head, _asked(sight, texts))
    facts = [_score(sight, texts), texts.mrkdwn("Level: {level}", level=level_of(sight, texts))]
    return message(lines(alert, *facts), [section(alert), context(*facts), actions(_review(sight, texts))])


def _asked(sight: RiskSight, texts: Texts) -> Mrkdwn:
    """Who is to look at it. The owner is called once, in their own messages; the channel reads the name."""
    if sight.is_for_owner:
        return texts.mrkdwn("{owner}, is its rating still right?", owner=who(sight.owner))
    if sight.hears:
        return texts.mrkdwn("{owner} has been asked whether its rating is still right.", owner=sight.owner.name)
    return texts.mrkdwn(
        "{owner}, who looks after it, cannot be asked any more: a risk manager can review it.",
        owner=sight.owner.name,
    )


def registered(sight: RiskSight, texts: Texts) -> View:
    """For who registered a risk that somebody else looks after."""
    text = texts.mrkdwn(
        "*{key}* is registered: {title}\nLevel: {level}. {owner} looks after it.",
        key=sight.record.key,
        title=sight.record.title,
        level=level_of(sight, texts),
        owner=who(sight.owner),
    )
    return message(text, [section(text)])


def mine(sights: list[RiskSight], texts: Texts) -> View:
    if not sights:
        return message(texts.mrkdwn("You have no open risks. `/risk` opens the form for a new one."))
    head, rows = texts.mrkdwn("Your open risks:"), [row(sight, texts) for sight in sights]
    return message(lines(head, *rows), [section(head), section(lines(*rows))])


def row(sight: RiskSight, texts: Texts) -> Mrkdwn:
    return texts.mrkdwn(
        "{light} *{key}* {title} ({level}, next review {day})",
        light=LIGHTS[sight.level],
        key=sight.record.key,
        title=sight.record.title,
        level=texts.word(*LEVELS[sight.level]),
        day=texts.date(sight.risk.review_on),
    )


def help_page(texts: Texts) -> View:
    rows = lines(
        texts.mrkdwn("`/risk` opens the form for a new risk."),
        texts.mrkdwn("`/risk only one person knows payroll` opens it with that title."),
        texts.mrkdwn("`/risk mine` lists the open risks that you look after or registered."),
        texts.mrkdwn("`/risk list` lists all open risks that you may see, the gravest first."),
        texts.mrkdwn("`/risk map` draws them by probability and impact, and sends you the picture."),
        texts.mrkdwn("`/risk show RSK-1` shows one."),
        texts.mrkdwn("`/risk new …` takes whatever follows as the title, even if it looks like a command."),
    )
    return message(rows, [section(rows)])


def who(person: Person) -> Mrkdwn | str:
    return mention(person.slack_id) if person.slack_id else person.name
