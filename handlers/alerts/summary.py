"""What a ticket's card says of the alerts that opened it: how many fire, since when, which. All foreign text."""

from domain.alerts import Alert, Summary
from handlers.blocks import Block, section
from texts import Mrkdwn, Texts, lines, link

LONGEST = 150  # characters of one alert's summary


def section_of(summary: Summary, texts: Texts) -> Block:
    since = texts.when(summary.since) if summary.since else Mrkdwn()
    shown = [_line(alert, texts, with_link=True) for alert in summary.shown]
    return section(lines(_storm(summary, texts), _count(summary, texts, since), *shown, _rest(summary, texts)))


def told(summary: Summary, texts: Texts) -> Mrkdwn:
    """The same for the message's text, which phones and screen readers get."""
    since = texts.datetime(summary.since) if summary.since else ""
    shown = [_line(alert, texts, with_link=False) for alert in summary.shown]
    return lines(_storm(summary, texts), _count(summary, texts, since), *shown, _rest(summary, texts))


def _storm(summary: Summary, texts: Texts) -> Mrkdwn:
    if not summary.is_storm:
        return Mrkdwn()
    return texts.mrkdwn(
        "⛈ So many alerts came from {source} at once that they share this ticket.", source=summary.source
    )


def _count(summary: Summary, texts: Texts, since: Mrkdwn | str) -> Mrkdwn:
    if not summary.firing:
        return texts.mrkdwn_plural("✅ The alert has resolved.", "✅ All {n} alerts have resolved.", summary.total)
    if summary.firing == summary.total:
        return texts.mrkdwn_plural(
            "🔥 {n} alert fires, since {since}.", "🔥 {n} alerts fire, since {since}.", summary.firing, since=since
        )
    return texts.mrkdwn_plural(
        "🔥 {n} alert of {total} still fires, since {since}.",
        "🔥 {n} alerts of {total} still fire, since {since}.",
        summary.firing,
        total=summary.total,
        since=since,
    )


def _line(alert: Alert, texts: Texts, *, with_link: bool) -> Mrkdwn:
    title = link(alert.url, alert.title) if with_link and alert.url else alert.title
    words = alert.summary if len(alert.summary) <= LONGEST else alert.summary[: LONGEST - 1] + "…"
    if not words or words == alert.title:
        return texts.mrkdwn("• {title}", title=title)
    return texts.mrkdwn("• {title}: {summary}", title=title, summary=words)


def _rest(summary: Summary, texts: Texts) -> Mrkdwn:
    left = summary.firing - len(summary.shown)
    return texts.mrkdwn_plural("… and {n} more", "… and {n} more", left) if left > 0 else Mrkdwn()
