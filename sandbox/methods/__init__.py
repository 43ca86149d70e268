"""Slack's Web API: one file for each family of methods."""

from collections.abc import Mapping

from sandbox.methods import (
    apps,
    auth,
    channel_changes,
    chat,
    conversations,
    files,
    keepsakes,
    reactions,
    schedule,
    usergroups,
    users,
    views,
)
from sandbox.methods.call import Method

METHODS: Mapping[str, Method] = {
    **apps.METHODS,
    **auth.METHODS,
    **channel_changes.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **keepsakes.METHODS,
    **reactions.METHODS,
    **schedule.METHODS,
    **usergroups.METHODS,
    **users.METHODS,
    **views.METHODS,
}
