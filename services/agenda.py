"""What each kind of timer does when it is due."""

from collections.abc import Mapping

from services import tickets
from services.timers import Act

ACTS: Mapping[str, Act] = {
    "ticket.quiet": tickets.close_quietly,
}
