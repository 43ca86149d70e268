"""What Slack tells of people by itself."""

from handlers.payloads import Body, Unreadable
from handlers.surface import Desk
from services import people


async def changed(desk: Desk, body: Body) -> None:
    """`user_change`: who left, became a guest or speaks another language is so from now on, not from tomorrow.

    Events come late, twice and in any order, so this one is not believed: Slack is asked how it is now. A whole
    company's profiles are none of our business, so it is asked of people whom we know already.
    """
    user = body["event"].get("user")
    if not isinstance(user, dict) or not isinstance(user.get("id"), str):
        raise Unreadable("no user")
    who = user["id"]
    if await desk.ledger.read(people.is_kept, who) and not await desk.greeter.refresh(who):
        await desk.ledger.write(people.doubt, who)
