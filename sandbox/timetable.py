import asyncio

from sandbox.methods.chat import authored
from sandbox.workspace import Workspace, acts

TICK = 0.5


async def keep_timetable(workspace: Workspace, tick: float = TICK) -> None:
    """Posts scheduled messages when their time has come, for as long as it runs."""
    while True:
        await asyncio.sleep(tick)
        post_due(workspace)


def post_due(workspace: Workspace) -> None:
    due = [one for one in workspace.scheduled.values() if one.at <= workspace.now()]
    for one in due:
        del workspace.scheduled[one.id]
        channel = workspace.channels[one.channel]
        if one.never or channel.archived or not workspace.bot_sees(channel):
            continue
        message = authored(workspace, one.said)
        message.thread_ts = one.thread_ts
        acts.post(workspace, channel, message)
