"""A message where there is no conversation to say it in: a page to read."""

from handlers.blocks import View, modal, section
from texts import Texts

PAGE = "surface.page"


def page(said: View, texts: Texts) -> View:
    blocks = said["blocks"] or [section(said["text"])]
    return modal(texts.say("Service desk"), PAGE, blocks, submit=None, close=texts.word("form", "Close"))
