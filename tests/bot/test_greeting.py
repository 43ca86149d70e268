"""How to speak to somebody is remembered for a moment; what they may do never is."""

from handlers.people.greeting import Greeter
from services import people
from tests.bot.office import Office, in_office


def test_a_language_is_remembered_until_slack_tells_otherwise(database_url: str) -> None:
    async def story(office: Office) -> None:
        greeter = Greeter(office.ledger, office.client, keeps=30.0)
        assert (await greeter.meet("U0HAN")).language == "zh_CN"
        asked = len(office.calls("users.info"))
        await office.ledger.write(people.doubt, "U0HAN")
        assert (await greeter.meet("U0HAN")).language == "zh_CN"
        assert len(office.calls("users.info")) == asked, "remembered"
        office.sandbox.workspace.people["U0HAN"].locale = "en-US"
        assert await greeter.refresh("U0HAN")
        assert (await greeter.meet("U0HAN")).language == "en"

    in_office(database_url, story)


def test_nothing_is_remembered_where_desk_time_may_be_moved(database_url: str) -> None:
    async def story(office: Office) -> None:
        greeter = Greeter(office.ledger, office.client)
        await greeter.meet("U0HAN")
        asked = len(office.calls("users.info"))
        await office.ledger.write(people.doubt, "U0HAN")
        await greeter.meet("U0HAN")
        assert len(office.calls("users.info")) == asked + 1

    in_office(database_url, story)
