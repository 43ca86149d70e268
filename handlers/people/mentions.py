"""Words as people read them: who and what they mention by name, not by Slack's ids.

Slack's messages say <@U1> and <#C1>; its commands add the name. What is stored and passed on has names only, so it
can be read by those who do not know the id, and mentions nobody when it is said again.
"""

import asyncio
import html
import re
from collections.abc import Awaitable, Iterable, Mapping
from typing import Any

import structlog

from handlers.grammar import typed
from handlers.people.greeting import PATIENCE, Greeter
from services import people

log = structlog.get_logger("people")

REFERENCE = re.compile(r"<(@|#|!subteam\^)([A-Z0-9]+)(?:\|([^<>]*))?>")
CALL = re.compile(r"<!(here|channel|everyone)(?:\|[^<>]*)?>")
DATE = re.compile(r"<!date\^[^<>|]*(?:\|([^<>]*))?>")
MOST = 20  # looked up in one message
NOBODY, NOWHERE, NO_GROUP = "someone", "private-channel", "group"
"""As Slack's own client calls what it does not show."""


async def readable(greeter: Greeter, text: str) -> str:
    """The words as somebody typed them, names in place of ids."""
    return typed(await labelled(greeter, text))


async def labelled(greeter: Greeter, text: str) -> str:
    """The same as Slack writes it: a name beside each id."""
    people_of, channels, groups = (_unnamed(text, sign) for sign in ("@", "#", "!subteam^"))
    named, called, grouped = await asyncio.gather(
        _people(greeter, people_of), _channels(greeter, channels), _groups(greeter, groups)
    )
    names = {"@": (named, NOBODY), "#": (called, NOWHERE), "!subteam^": (grouped, NO_GROUP)}

    def name(found: re.Match[str]) -> str:
        known, otherwise = names[found[1]]
        label = found[3] or html.escape(known.get(found[2], otherwise).replace("|", "/"), quote=False)
        at = "@" if found[1] == "!subteam^" and not label.startswith("@") else ""
        return f"<{found[1]}{found[2]}|{at}{label}>"

    return DATE.sub(lambda found: found[1] or "", CALL.sub(r"@\1", REFERENCE.sub(name, text)))


def _unnamed(text: str, sign: str) -> list[str]:
    found = [one[2] for one in REFERENCE.finditer(text) if one[1] == sign and not one[3]]
    return list(dict.fromkeys(found))[:MOST]


async def _people(greeter: Greeter, slack_ids: list[str]) -> Mapping[str, str]:
    if not slack_ids:
        return {}
    known = await greeter.ledger.read(people.names, slack_ids)
    strangers = [one for one in slack_ids if one not in known]
    if not strangers:
        return known
    await asyncio.gather(*(greeter.refresh(one) for one in strangers))
    return await greeter.ledger.read(people.names, slack_ids)


async def _channels(greeter: Greeter, ids: Iterable[str]) -> Mapping[str, str]:
    asked = {one: _asked(greeter.client.conversations_info(channel=one)) for one in ids}
    answers = dict(zip(asked, await asyncio.gather(*asked.values()), strict=True))
    return {one: str(answer["channel"]["name"]) for one, answer in answers.items() if answer}


async def _groups(greeter: Greeter, ids: list[str]) -> Mapping[str, str]:
    answer = await _asked(greeter.client.usergroups_list()) if ids else None
    return {str(one["id"]): str(one["handle"]) for one in (answer or {}).get("usergroups", ())}


async def _asked(call: Awaitable[Any]) -> Any | None:  # noqa: ANN401 - as Slack answers
    """None where Slack does not say, or not in time: a name is not worth losing the words."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await call
    except Exception as error:  # noqa: BLE001 - whatever the reason
        log.warning("name not known", error=str(error))
        return None
