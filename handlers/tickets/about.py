"""Who asked, for those who work on it. Pure."""

from handlers.blocks import Block, context
from services.requesters import About
from texts import Texts


def about(told: About, texts: Texts) -> Block:
    """The manager by name: a mention would call them to each ticket of their people."""
    return context(
        *([texts.mrkdwn("Department: {department}", department=told.department)] if told.department else []),
        *([texts.mrkdwn("Region: {region}", region=told.region)] if told.region else []),
        *([texts.mrkdwn("Manager: {manager}", manager=told.manager.called)] if told.manager else []),
        *([texts.mrkdwn("Time zone: {zone}", zone=texts.place(told.zone, told.at))] if told.zone else []),
    )
