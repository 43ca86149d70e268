"""Pages that stay open while something is done on them, and are drawn anew when it is done.

A form that is laid on such a page carries in its metadata what lies beneath it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from handlers.blocks import VIEW_BLOCKS, View, divider, pack, section, unpack
from handlers.payloads import Click, Submission

log = structlog.get_logger("surface")

VIEW, PAGE, ABOUT = "beneath_view", "beneath_page", "beneath_about"


@dataclass(frozen=True)
class Standing:
    """An open page: Slack's id of it, its callback_id, and what it packed about itself."""

    view: str
    page: str
    about: str

    async def drawn_by(
        self, draw: Callable[[str], Awaitable[View]], client: AsyncWebClient, patience: float, said: View | None
    ) -> bool:
        """As it is now, with `said` above it. False where that cannot be: what was asked is done all the same.

        `patience` is in seconds.
        """
        try:
            async with asyncio.timeout(patience):
                view = await draw(self.about)
                await client.views_update(view_id=self.view, view=saying(view, said) if said else view)
        except Exception as error:  # noqa: BLE001 - only the page is old
            log.warning("page not drawn anew", page=self.page, error=str(error) or type(error).__name__)
            return False
        return True


def clicked(click: Click) -> Standing:
    return Standing(click.view, click.page, click.about)


def beneath(form: Submission) -> Standing | None:
    view, page, about = (form.facts.get(name) for name in (VIEW, PAGE, ABOUT))
    if not (isinstance(view, str) and isinstance(page, str) and isinstance(about, str)):
        return None
    return Standing(view, page, about)


def laid_on(standing: Standing, form: View) -> View:
    """The form, which now knows what it lies on."""
    about = unpack(form["private_metadata"]) if form.get("private_metadata") else {}
    known = {VIEW: standing.view, PAGE: standing.page, ABOUT: standing.about}
    return {**form, "private_metadata": pack(**about, **known)}


def saying(page: View, said: View) -> View:
    """The page with words above it: what it answers to the click that was made on it."""
    words = [*(said["blocks"] or [section(said["text"])]), divider()]
    return {**page, "blocks": [*words, *page["blocks"]][:VIEW_BLOCKS]}
