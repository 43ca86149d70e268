"""The one wrapper around every listener: typed payload in; answers, refusals and accidents out.

What was refused is said in the asker's language. What nobody foresaw is logged under a reference that the asker
is shown; an event raises instead, so that Slack delivers it again.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

import structlog
from aiohttp import ClientError
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from domain.outcomes import FieldFault, Outcome, Refusal, Refused
from handlers import events, payloads, refusals
from handlers.answers import Anew, Answer, Faults, Form, Next, Opened, Say
from handlers.blocks import View, message
from handlers.errands import Errands
from handlers.events import Deleted, Edited, Event, HomeOpened, Mention, Message, Reaction
from handlers.ledger import Ledger
from handlers.originals import Originals
from handlers.pages import page
from handlers.payloads import (
    Asked,
    Body,
    Click,
    Command,
    MessageShortcut,
    Shortcut,
    Submission,
    Unreadable,
)
from handlers.payloads import Surface as Place
from handlers.people.greeting import Greeter
from handlers.standing import Standing, beneath, clicked, laid_on
from services.inbox import Heard, TooLate
from texts import Texts, mark

log = structlog.get_logger("surface")

A = TypeVar("A", bound=Asked)
IN_TIME = timedelta(seconds=2.5)  # Slack waits three seconds
UNKNOWN = mark("I do not know this button or command any more. Please start again, for example with `/ticket`.")


@dataclass(frozen=True)
class Desk:
    """What a listener works with: the ledger, the asker's words, the deadline of this hearing, `greeter` for
    people whom the asker names, and `originals` for messages that Slack keeps.
    """

    ledger: Ledger
    texts: Texts
    deadline: datetime
    greeter: Greeter
    originals: Originals

    def heard(self, asked: Asked) -> Heard:
        card = (asked.channel, asked.ts) if isinstance(asked, Click) and asked.ts else None
        return Heard(asked.key, asked.actor, self.deadline, asked.again, card)


Listener = Callable[[Desk, A], Awaitable[Answer]]
Page = Callable[[Desk, str, str], Awaitable[View]]
"""Draws a page anew for an actor, by what it packed about itself."""


@dataclass(frozen=True)
class Routes:
    """The table of contents: what each command, button, form, shortcut and event leads to. Commands are by their
    practice, shortcuts and pages by their callback_id, reactions by the emoji's name; an event that leads nowhere
    is none of our business.
    """

    commands: Mapping[str, Listener[Command]]
    clicks: Mapping[str, Listener[Click]]
    forms: Mapping[str, Listener[Submission]]
    message: Listener[Message]
    tidings: Mapping[str, Callable[[Desk, Body], Awaitable[None]]]
    shortcuts: Mapping[str, Listener[Shortcut]] = field(default_factory=dict)
    message_shortcuts: Mapping[str, Listener[MessageShortcut]] = field(default_factory=dict)
    reactions: Mapping[str, Listener[Reaction]] = field(default_factory=dict)
    edited: Listener[Edited] | None = None
    deleted: Listener[Deleted] | None = None
    mentioned: Listener[Mention] | None = None
    home: Listener[HomeOpened] | None = None
    pages: Mapping[str, Page] = field(default_factory=dict)


@dataclass
class Surface:
    """`clock` is machine time; `randomness` gives reference ids."""

    ledger: Ledger
    client: AsyncWebClient
    routes: Routes
    greeter: Greeter
    clock: Callable[[], datetime]
    randomness: random.Random
    in_time: timedelta = IN_TIME
    _errands: Errands = field(init=False)

    def __post_init__(self) -> None:
        self._errands = Errands(self.client)

    async def on_command(self, args: AsyncArgs) -> None:
        asked = payloads.command(args.body, self.greeter.commands)
        answer = await self._ask(args, self.routes.commands.get(asked.practice), asked)
        if isinstance(answer, Say):
            await args.ack(response_type="ephemeral", **answer.message)
        else:
            await args.ack()

    async def on_click(self, args: AsyncArgs) -> None:
        asked = payloads.click(args.body)
        answer = await self._ask(args, self.routes.clicks.get(asked.action_id), asked)
        await self._answer(args, asked, answer)

    async def on_form(self, args: AsyncArgs) -> None:
        asked = payloads.submission(args.body)
        answer = await self._ask(args, self.routes.forms.get(asked.callback_id), asked)
        match answer:
            case Faults(sentences):
                await args.ack(response_action="errors", errors=dict(sentences))
            case Form(view):
                await args.ack(response_action="update", view=view)
            case Say(view):
                await args.ack(response_action="update", view=page(view, await self._texts_for(asked)))
            case Next(view):
                await args.ack(response_action="push", view=view)
            case _ if (page_beneath := beneath(asked)) and await self._redraw(args, asked, page_beneath):
                await args.ack()
            case _ if asked.is_pushed:
                await args.ack(response_action="clear")  # else the page before it would come to light again
            case _:
                await args.ack()

    async def on_shortcut(self, args: AsyncArgs) -> None:
        """Of both kinds: Bolt has one listener for them."""
        asked = payloads.shortcut(args.body)
        if isinstance(asked, MessageShortcut):
            answer = await self._ask(args, self.routes.message_shortcuts.get(asked.callback_id), asked)
        else:
            answer = await self._ask(args, self.routes.shortcuts.get(asked.callback_id), asked)
        await self._answer(args, asked, answer)

    async def on_event(self, args: AsyncArgs) -> None:
        """Whatever fails here raises: Slack delivers the event again."""
        match events.kind_of(args.body):
            case "message":
                await self._on_message(events.message(args.body))
            case "app_mention":
                await self._attend(events.mention(args.body), self.routes.mentioned)
            case "reaction_added":
                reaction = events.reaction(args.body)
                await self._attend(reaction, self.routes.reactions.get(reaction.name) if reaction else None)
            case "app_home_opened":
                await self._attend(events.home_opened(args.body), self.routes.home)
            case kind if kind in self.routes.tidings:
                await self.routes.tidings[kind](self._anybodys(), args.body)
        await args.ack()

    async def _on_message(self, told: Message | Edited | Deleted | None) -> None:
        match told:
            case Message():
                await self._attend(told, self.routes.message)
            case Edited():
                await self._attend(told, self.routes.edited)
            case Deleted():
                await self._attend(told, self.routes.deleted)

    async def on_other(self, args: AsyncArgs) -> None:
        """Closed forms and look-ups, of which this release knows nothing."""
        await args.ack()

    async def drain(self) -> None:
        """Waits for the ephemerals under way."""
        await self._errands.drain()

    async def _ask(self, args: AsyncArgs, listener: Listener[A] | None, asked: A) -> Answer:
        texts = self.greeter.anybodys
        try:
            texts = await self.greeter.texts_for(asked.actor)
            if listener is None:
                return Say(message(texts.mrkdwn(UNKNOWN)))
            deadline = self._deadline(args.context)
            answer = await listener(self._desk(texts, deadline), asked)
            if isinstance(answer, Form | Anew) and not isinstance(asked, Submission):
                return await self._open(answer, asked, texts, deadline)
        except Refused as refused:
            return await self._refuse(refused.refusal, asked, texts)
        except TooLate:
            log.warning("too late", key=asked.key)
            sentence = texts.say("I am slow at the moment, so nothing was changed. Please try again.")
            return self._beside(asked, None, sentence) or Say(
                message(texts.mrkdwn("{sentence}", sentence=sentence))
            )
        except Unreadable as odd:
            log.warning("value not known", key=asked.key, error=str(odd))
            return Say(message(texts.mrkdwn(UNKNOWN)))
        except Exception as error:  # noqa: BLE001 - the last net: nobody sees a traceback
            return self._apologise(error, asked, texts)
        return answer

    async def _attend(self, told: A | None, listener: Listener[A] | None) -> None:
        """Nobody is looked up before the listener has found that the event concerns us: most do not."""
        if told is None or listener is None:
            return
        desk = self._anybodys()
        try:
            answer = await listener(desk, told)
        except Refused as refused:
            log.info("event not taken", refusal=refused.refusal.name)
            answer = await self._refuse(refused.refusal, told, await self._texts_for(told))
        if isinstance(answer, Say) and isinstance(told, Event):
            self._errands.whisper(told, answer.message)

    async def _texts_for(self, asked: Asked) -> Texts:
        try:
            return await self.greeter.texts_for(asked.actor)
        except Refused:  # no desk yet, so nobody's language
            return self.greeter.anybodys

    def _anybodys(self) -> Desk:
        """For whom nobody has looked up yet."""
        return self._desk(self.greeter.anybodys, self.clock() + self.in_time)

    def _desk(self, texts: Texts, deadline: datetime) -> Desk:
        return Desk(self.ledger, texts, deadline, self.greeter, Originals(self.client))

    def _deadline(self, context: AsyncBoltContext) -> datetime:
        arrived: datetime = context.get("arrived_at") or self.clock()
        return arrived + self.in_time

    async def _open(self, form: Form | Anew, asked: Asked, texts: Texts, deadline: datetime) -> Answer:
        try:
            async with asyncio.timeout((deadline - self.clock()).total_seconds()):
                await self._show(form, asked)
        except (SlackClientError, ClientError, OSError, TimeoutError) as error:
            log.warning("form not opened", error=str(error) or type(error).__name__)
            return Say(
                message(texts.mrkdwn("That took too long, so Slack did not open the form. Please try again."))
            )
        return Opened()

    async def _show(self, form: Form | Anew, asked: Asked) -> None:
        if isinstance(form, Anew) and isinstance(asked, Click):
            await self.client.views_update(view_id=asked.view, view=form.view)
        elif isinstance(asked, Click) and asked.surface is Place.MODAL:
            view = laid_on(clicked(asked), form.view) if asked.page in self.routes.pages else form.view
            await self.client.views_push(trigger_id=asked.trigger, view=view)
        else:
            await self.client.views_open(trigger_id=asked.trigger, view=form.view)

    async def _refuse(self, refusal: Refusal, asked: Asked, texts: Texts) -> Answer:
        sentence = refusals.sentence(refusal, texts)
        return self._beside(asked, refusal, sentence) or Say(message(refusals.marked(refusal, texts)))

    def _apologise(self, error: Exception, asked: Asked, texts: Texts) -> Answer:
        reference = f"{self.randomness.getrandbits(32):08x}"
        log.error("failed", reference=reference, key=asked.key, exc_info=error)
        sentence = texts.say(
            "Sorry, something went wrong and nothing was changed. Please try again; if it happens again, tell your "
            "administrator this reference: {reference}.",
            reference=reference,
        )
        return self._beside(asked, None, sentence) or Say(message(texts.mrkdwn("{sentence}", sentence=sentence)))

    def _beside(self, asked: Asked, refusal: Outcome | None, sentence: str) -> Faults | None:
        """In a form a sentence stands beside the field that it concerns, or else beside the first."""
        if not isinstance(asked, Submission) or not asked.inputs:
            return None
        named = refusal.field if isinstance(refusal, FieldFault) else ""
        return Faults({named if named in asked.inputs else asked.inputs[0]: sentence})

    async def _answer(self, args: AsyncArgs, asked: Click | Shortcut, answer: Answer) -> None:
        """In the conversation where it was asked; on Home, in forms and in the lightning menu there is none."""
        if isinstance(asked, Click) and not isinstance(answer, Opened):
            said = answer.message if isinstance(answer, Say) else None
            if await self._redraw(args, asked, clicked(asked), said):
                await args.ack()
                return
        is_over = isinstance(answer, Say) and answer.instead and isinstance(asked, Click)
        if isinstance(answer, Say) and asked.response_url:
            instead = is_over and isinstance(asked, Click) and asked.is_whisper
            self._errands.respond(asked.response_url, answer.message, instead=instead)
        elif isinstance(answer, Say):
            texts = await self._texts_for(asked)
            shown, is_form = page(answer.message, texts), isinstance(asked, Click) and asked.surface is Place.MODAL
            form = Anew(shown) if is_over and is_form else Form(shown)
            await self._open(form, asked, texts, self._deadline(args.context))
        await args.ack()

    async def _redraw(self, args: AsyncArgs, asked: Asked, page: Standing, said: View | None = None) -> bool:
        """A page that stands open, as it is now; `said` goes above it. False where that cannot be."""
        draw = self.routes.pages.get(page.page)
        if draw is None:
            return False
        deadline = self._deadline(args.context)
        desk = self._desk(await self._texts_for(asked), deadline)
        patience = (deadline - self.clock()).total_seconds()
        return await page.drawn_by(partial(draw, desk, asked.actor), self.client, patience, said)
