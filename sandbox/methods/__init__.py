"""Slack's Web API: one file for each family of methods."""

from collections.abc import Mapping

from sandbox.methods import auth, chat, conversations, users, views
from sandbox.methods.call import Method

METHODS: Mapping[str, Method] = {
    **auth.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **users.METHODS,
    **views.METHODS,
}
