"""The form of a maintenance window. Pure."""

from datetime import timedelta

from handlers.alerts import actions as act
from handlers.blocks import View, modal
from handlers.inputs import datetimepicker, select, text_input
from services.alerts_maintenance import REASON, Choices
from texts import Texts

USUAL = timedelta(hours=2)


def maintenance(found: Choices, texts: Texts) -> View:
    services = texts.names(found.services)
    sources = {key: key for key in found.sources}
    what = texts.say("One label=value a line, such as site=berlin; * stands for anything.")
    service = [select("service", texts.say("Only this service"), services, optional=True)] if services else []
    source = [select("source", texts.say("Only this source"), sources, optional=True)] if sources else []
    return modal(
        texts.say("Maintenance"),
        act.MAINTAIN,
        [
            datetimepicker("start", texts.say("Starts at"), initial=found.now),
            datetimepicker("end", texts.say("Ends at"), initial=found.now + USUAL),
            *service,
            *source,
            text_input(
                "match", texts.say("Only these labels"), multiline=True, longest=500, hint=what, optional=True
            ),
            text_input("reason", texts.say("Why"), longest=REASON, optional=True),
        ],
        submit=texts.say("Begin"),
        close=texts.say("Cancel"),
    )
