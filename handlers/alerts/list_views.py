"""How alerts stand: what fires, and what maintenance keeps silent. Pure."""

from domain.alerts import Group
from handlers.alerts import actions as act
from handlers.blocks import Block, View, button, confirm, message, pack, section
from services.alerts_maintenance import Standing, Window
from texts import Mrkdwn, Texts, lines, mention


def standing(found: Standing, texts: Texts) -> View:
    firing = [_group(group, key, texts) for group, key in found.groups]
    nothing = texts.mrkdwn("No alert fires.")
    head = lines(texts.mrkdwn("*What fires*"), *(firing or [nothing]))
    planned = [(window, _window(window, found, texts)) for window in found.windows]
    silent = texts.mrkdwn("*Maintenance*")
    none = texts.mrkdwn("None is planned. `/alert maintenance` begins one.")
    blocks = [section(head), section(silent if planned else lines(silent, none))]
    blocks += [_shown(window, line, texts) for window, line in planned]
    return message(lines(head, silent, *([line for _, line in planned] or [none])), blocks)


def _group(group: Group, key: str | None, texts: Texts) -> Mrkdwn:
    return texts.mrkdwn_plural(
        "🔥 *{key}* {title}: {n} alert fires, since {since}",
        "🔥 *{key}* {title}: {n} alerts fire, since {since}",
        group.firing,
        key=key or "–",
        title=group.title,
        since=texts.datetime(group.since) if group.since else "–",
    )


def _window(window: Window, found: Standing, texts: Texts) -> Mrkdwn:
    body = window.body
    sign = "🔧" if body.starts_at <= found.now else "🗓"
    span = texts.mrkdwn(
        "{sign} {start} – {end}: {what}",
        sign=sign,
        start=texts.datetime(body.starts_at),
        end=texts.datetime(body.ends_at),
        what=_what(window, texts),
    )
    by = mention(window.by.slack_id) if window.by and window.by.slack_id else window.by.name if window.by else ""
    told = texts.mrkdwn("by {by}", by=by) if by else Mrkdwn()
    return lines(span, texts.mrkdwn("{reason}", reason=body.reason), told)


def _what(window: Window, texts: Texts) -> str:
    labels = [f"{name}={value}" for name, value in window.body.match.items()]
    told = [one for one in (texts.name(window.service or ""), window.body.source, *labels) if one]
    return ", ".join(told) or texts.say("everything")


def _shown(window: Window, line: Mrkdwn, texts: Texts) -> Block:
    if not window.is_ours:
        return section(line)
    sure = confirm(
        texts.say("End this maintenance?"),
        texts.say("What still fires is told of at once."),
        texts.say("End it"),
        texts.say("Keep it"),
    )
    return section(line, button(texts.say("End it"), act.END, pack(window=window.key), confirm=sure))


def help_page(texts: Texts) -> View:
    rows = lines(
        texts.mrkdwn("`/alert` lists what fires, and maintenance."),
        texts.mrkdwn("`/alert maintenance` opens a form: what fires meanwhile is kept, but nothing is said of it."),
    )
    return message(rows, [section(rows)])
