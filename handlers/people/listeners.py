"""What Slack tells of people by itself."""

from handlers.payloads import Body, Unreadable
from handlers.people.profiles import Home, profile_of
from handlers.surface import Desk
from services import people


async def changed(desk: Desk, body: Body) -> None:
    """`user_change`: who left, became a guest or speaks another language is so from now on, not from tomorrow."""
    home = Home(*await desk.ledger.read(people.home))
    user = body["event"].get("user")
    if not isinstance(user, dict) or not isinstance(user.get("id"), str):
        raise Unreadable("no user")
    await desk.ledger.write(people.learn_again, profile_of(user, home), tells_language=bool(user.get("locale")))
