"""A clock explained, line by line. Pure."""

from collections.abc import Mapping
from datetime import timedelta

from domain.clock_story import Entry, Scene
from domain.clocks import ClockKind, ClockState
from domain.tickets import Waiting
from handlers.blocks import TEXT, Block, View, context, divider, message, section
from handlers.tickets.names import headline
from services.clock_pages import ClockPage, ClockPages
from texts import Mrkdwn, Texts, Word, lines

KINDS = {
    ClockKind.RESPONSE: Word("clock", "Response"),
    ClockKind.RESOLUTION: Word("clock", "Resolution"),
}
WAITS: Mapping[str, Word] = {
    Waiting.REQUESTER: Word("waiting for", "the requester"),
    Waiting.SUPPLIER: Word("waiting for", "a supplier"),
    Waiting.CHANGE: Word("waiting for", "a change"),
}
BAR = 20
MINUTE = timedelta(minutes=1)
MOST_LINES = 40


def pages(sight: ClockPages, texts: Texts) -> View:
    """Both clocks, each with its story and where it stands."""
    if not sight.pages:
        text = texts.mrkdwn("Nothing is promised of *{key}*, so no clock runs.", key=sight.record.key)
        return message(
            lines(headline(sight.record, texts), text), [section(headline(sight.record, texts)), section(text)]
        )
    told = [(_head(page, texts), _story(page, texts), _standing(page, texts)) for page in sight.pages]
    blocks: list[Block] = [section(headline(sight.record, texts))]
    for head, story, standing in told:
        blocks += [divider(), section(head), *_sections(story), section(standing)]
    blocks.append(context(_small_print(sight.pages[0], texts)))
    spoken = [part for head, story, standing in told for part in (head, standing, *story)]
    return message(lines(headline(sight.record, texts), *spoken), blocks)


def _sections(story: list[Mrkdwn]) -> list[Block]:
    """As few blocks as Slack's limit of characters allows."""
    blocks: list[Block] = []
    held: list[Mrkdwn] = []
    for line in story:
        if held and len(lines(*held, line)) > TEXT:
            blocks.append(section(lines(*held)))
            held = []
        held.append(line)
    return [*blocks, section(lines(*held))]


def _head(page: ClockPage, texts: Texts) -> Mrkdwn:
    name = texts.word(*KINDS[page.clock.kind])
    target = texts.duration(page.clock.target, in_days=False)
    return texts.mrkdwn("*{clock}*: {target} of working time", clock=name, target=target)


def _story(page: ClockPage, texts: Texts) -> list[Mrkdwn]:
    entries = page.entries
    told = [_line(page, entry, texts) for entry in entries]
    if len(told) <= MOST_LINES:
        return told
    left_out = len(told) - MOST_LINES
    note = texts.mrkdwn_plural("… {n} line is left out here …", "… {n} lines are left out here …", left_out)
    return [*told[:2], note, *told[2 - MOST_LINES :]]


def _line(page: ClockPage, entry: Entry, texts: Texts) -> Mrkdwn:
    at = texts.datetime(entry.at)
    match entry.scene:
        case Scene.WORKED:
            return _worked(entry, texts)
        case Scene.CLOSED:
            return _closed(entry, texts)
        case Scene.TARGET | Scene.STARTED:
            return _aimed(entry, texts)
        case Scene.PAUSED:
            reason = texts.word(*WAITS[entry.waiting_for]) if entry.waiting_for else ""
            return texts.mrkdwn("⏸️ {at}: stopped, waiting for {reason}", at=at, reason=reason)
        case Scene.WENT_ON:
            return texts.mrkdwn("▶️ {at}: went on", at=at)
        case Scene.HOURS:
            return texts.mrkdwn("🗓️ {at}: other working hours from here on", at=at)
        case Scene.TOLD:
            return _told(entry, at, texts)
    if page.clock.kind is ClockKind.RESPONSE:
        return texts.mrkdwn("🏁 {at}: answered", at=at)
    return texts.mrkdwn("🏁 {at}: resolved", at=at)


def _aimed(entry: Entry, texts: Texts) -> Mrkdwn:
    values = {
        "at": texts.datetime(entry.at),
        "target": texts.duration(entry.target, in_days=False),
        "priority": str(entry.priority),
    }
    if entry.scene is Scene.STARTED:
        return texts.mrkdwn("▶️ {at}: started with {target} (priority {priority})", **values)
    return texts.mrkdwn("🎯 {at}: the target is {target} from here on (priority {priority})", **values)


def _worked(entry: Entry, texts: Texts) -> Mrkdwn:
    counted, used = (texts.duration(span, in_days=False) for span in (entry.counted, entry.used))
    until = entry.until or entry.at
    if entry.days > 1:
        return texts.mrkdwn(
            "➕ {first} to {last}: {n} working days, {counted}, so far {used}",
            first=texts.date(entry.at),
            last=texts.date(until),
            n=entry.days,
            counted=counted,
            used=used,
        )
    return texts.mrkdwn(
        "➕ {day} {since} to {until}: {counted}, so far {used}",
        day=texts.date(entry.at),
        since=texts.time(entry.at),
        until=texts.time(until),
        counted=counted,
        used=used,
    )


def _closed(entry: Entry, texts: Texts) -> Mrkdwn:
    until = texts.datetime(entry.until or entry.at)
    if entry.days_off:
        days = texts.listed([texts.date(day) for day in entry.days_off])
        return texts.mrkdwn("🌙 outside working hours until {until}; closed on {days}", until=until, days=days)
    return texts.mrkdwn("🌙 outside working hours until {until}", until=until)


def _told(entry: Entry, at: str, texts: Texts) -> Mrkdwn:
    assert entry.mark is not None
    if entry.mark.after:
        after = texts.duration(entry.mark.after, in_days=False)
        return texts.mrkdwn("🔴 {at}: told again, {after} beyond the target", at=at, after=after)
    if entry.mark.is_breach:
        return texts.mrkdwn("🔴 {at}: told that the target is broken", at=at)
    return texts.mrkdwn("⏳ {at}: shown or told at {share}", at=at, share=texts.percent(entry.mark.share / 100))


def _standing(page: ClockPage, texts: Texts) -> Mrkdwn:
    clock = page.clock
    share = page.used / clock.target
    bar = "▓" * min(round(share * BAR), BAR) + "░" * (BAR - min(round(share * BAR), BAR))
    used, target = (texts.duration(span, in_days=False) for span in (page.used, clock.target))
    sum_up = texts.mrkdwn(
        "{bar} {share}: {used} of {target}", bar=bar, share=texts.percent(round(share, 2)), used=used, target=target
    )
    return lines(sum_up, _verdict(page, texts))


def _verdict(page: ClockPage, texts: Texts) -> Mrkdwn:
    clock = page.clock
    left = texts.duration(_whole_minutes(clock.target - page.used), in_days=False)
    match clock.state:
        case ClockState.MET:
            return texts.mrkdwn("✅ In time, with {left} to spare.", left=left)
        case ClockState.MISSED:
            return texts.mrkdwn("🔴 Missed by {left} of working time.", left=left)
        case _ if page.used >= clock.target:
            return texts.mrkdwn("🔴 Over by {left} of working time.", left=left)
        case ClockState.PAUSED:
            return texts.mrkdwn("⏸️ It stands still. {left} remain once it goes on.", left=left)
    assert clock.due_at is not None, "a running clock has its due time"
    return texts.mrkdwn(
        "{left} remain: due {due}, if nothing stops it.", left=left, due=texts.datetime(clock.due_at)
    )


def _small_print(page: ClockPage, texts: Texts) -> Mrkdwn:
    return texts.mrkdwn(
        "Reckoned from the ticket's history as of {now}. Working hours are those of {zone}; times here are yours.",
        now=texts.datetime(page.now),
        zone=page.zone,
    )


def _whole_minutes(left: timedelta) -> timedelta:
    """Rounded up: seconds after something was due, an hour is still an hour."""
    return -(-left // MINUTE) * MINUTE
