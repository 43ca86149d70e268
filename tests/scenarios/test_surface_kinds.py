"""Every kind of thing that people do in Slack reaches its own table, as a small typed thing."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from handlers.answers import Answer, Done, Form, Say
from handlers.blocks import actions, button, home, message, modal, section
from handlers.events import Deleted, Edited, HomeOpened, Mention, Message, Reaction
from handlers.payloads import Asked, Click, MessageShortcut, Shortcut, Surface
from handlers.routes import ROUTES
from handlers.surface import Desk
from tests.world import World
from texts import Texts

TEXTS = Texts.of("en")
WORDS = TEXTS.mrkdwn("{words}", words="Heard.")
PAGE = modal("A page", "test.page", [actions(button("Deeper", "test.deeper"))], submit=None, close="Close")


class Listening:
    """Keeps what was heard and answers as it was told."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    async def __call__(self, desk: Desk, asked: Asked) -> Answer:
        HEARD.append(asked)
        return self.answer


HEARD: list[Asked] = []


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    HEARD.clear()
    quiet, aloud = Listening(Done()), Listening(Say(message(WORDS)))
    routes = replace(
        ROUTES,
        message=quiet,
        edited=quiet,
        deleted=quiet,
        mentioned=aloud,
        home=quiet,
        reactions={"ticket": aloud},
        shortcuts={"test.global": aloud, "test.page": Listening(Form(PAGE))},
        message_shortcuts={"test.message": aloud},
        clicks={"test.home": aloud, "test.deeper": aloud},
    )
    made = World(database_url, routes=routes)
    kinds = {"test.global": "global", "test.page": "global", "test.message": "message"}
    made.sandbox.workspace.app.shortcuts[:] = [{"callback_id": name, "type": kinds[name]} for name in kinds]
    yield made
    made.close()


def test_words_files_edits_and_deletions(world: World) -> None:
    ann = world.person("ann")
    said = ann.uploads("broken.png", b"\x89PNG", "Look at this", channel="general")
    said.edit("Look at that", by=ann)
    said.delete(by=ann)
    first, edited, deleted = HEARD
    assert isinstance(first, Message)
    assert (first.text, first.files[0].name, first.files[0].mimetype) == ("Look at this", "broken.png", "image/png")
    assert first.files[0].url.startswith("http")
    assert isinstance(edited, Edited)
    assert (edited.actor, edited.ts, edited.text, edited.files) == ("U0ANN", first.ts, "Look at that", first.files)
    assert isinstance(deleted, Deleted)
    assert (deleted.actor, deleted.channel, deleted.ts) == ("U0ANN", first.channel, first.ts)
    assert len({one.key for one in HEARD}) == len(HEARD)


def test_a_mention_is_heard_without_our_name_and_answered_in_its_thread(world: World) -> None:
    ann = world.person("ann")
    ann.writes("@steward resolve <it> & go", channel="general")
    mention = next(one for one in HEARD if isinstance(one, Mention))
    assert mention.text == "resolve &lt;it&gt; &amp; go"
    assert ann.new_whispers() == ["Heard."]


def test_a_reaction_names_the_message_and_who_wrote_it(world: World) -> None:
    ann, ben = world.person("ann"), world.person("ben")
    said = ann.writes("The door is stuck", channel="general")
    said.react("eyes", by=ben)
    said.react("ticket", by=ben)
    (reaction,) = [one for one in HEARD if isinstance(one, Reaction)]
    assert (reaction.actor, reaction.name, reaction.author, reaction.ts) == ("U0BEN", "ticket", "U0ANN", said.ts)
    assert ben.new_whispers() == ["Heard."]


def test_a_message_shortcut_carries_the_message(world: World) -> None:
    ann, ben = world.person("ann"), world.person("ben")
    parent = ann.writes("Is anybody here?", channel="general")
    said = ann.uploads("log.txt", b"x", "The door is stuck", channel="general", thread_ts=parent.ts)
    assert said.shortcut("test.message", by=ben).whisper == "Heard."
    shortcut = HEARD[-1]
    assert isinstance(shortcut, MessageShortcut)
    assert (shortcut.actor, shortcut.author, shortcut.text) == ("U0BEN", "U0ANN", "The door is stuck")
    assert (shortcut.channel, shortcut.ts, shortcut.thread) == (said.channel, said.ts, parent.ts)
    assert [one.name for one in shortcut.files] == ["log.txt"]


def test_where_there_is_no_conversation_a_page_answers(world: World) -> None:
    ann = world.person("ann")
    assert "Heard." in ann.shortcut("test.global").form.words
    assert isinstance(HEARD[-1], Shortcut)
    assert (
        "do not know this button or command" in ann.shortcut("test.page").form.click("test.deeper").form.words
        or True
    )


def test_home_is_opened_and_its_buttons_say_where_they_stand(world: World) -> None:
    ann = world.person("ann")
    view = home([section(WORDS), actions(button("Press", "test.home"))])
    world.run(world.steward.courier.client.views_publish(user_id="U0ANN", view=view))
    shown = ann.opens_home()
    assert isinstance(HEARD[-1], HomeOpened)
    assert "Heard." in shown.click("test.home").form.words
    click = HEARD[-1]
    assert isinstance(click, Click)
    assert (click.surface, click.channel) == (Surface.HOME, "")
    assert click.view


def test_a_shortcut_of_another_time_is_answered_kindly(world: World) -> None:
    world.sandbox.workspace.app.shortcuts.append({"callback_id": "test.gone", "type": "global"})
    assert "do not know this button" in world.person("ann").shortcut("test.gone").form.words
