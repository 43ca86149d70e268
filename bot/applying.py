"""From the desk file to the ledger: read, look up in Slack, plan, apply."""

from dataclasses import replace

from slack_sdk.web.async_client import AsyncWebClient

from domain.applying import Change
from domain.outcomes import Outcome
from domain.setup import Plan
from handlers.desk.file import DeskFile, read, references
from handlers.desk.lookup import look_up
from handlers.desk.planning import plan
from handlers.ledger import Ledger
from handlers.people.profiles import Home
from services import desk


async def planned(client: AsyncWebClient, text: str) -> Plan:
    """Raises FileFaults with everything that is wrong in the file or unknown to Slack."""
    return await looked_up(client, read(text))


async def looked_up(client: AsyncWebClient, file: DeskFile) -> Plan:
    """Raises FileFaults with everything that is unknown to Slack."""
    who = await client.auth_test()
    home = Home(who["team_id"], who.get("enterprise_id"), file.form.desk.language, file.form.desk.zone)
    found = await look_up(client, references(file), home)
    workspace, enterprise = home.workspace, home.enterprise
    made = plan(
        file, found.people, found.channels, workspace, enterprise, found.reasons, found.groups, found.fields
    )
    return replace(made, url=str(who.get("url") or ""))


async def apply(ledger: Ledger, asked: Plan) -> Outcome:
    return await ledger.write(desk.apply, asked)


async def difference(ledger: Ledger, asked: Plan) -> list[Change]:
    return await ledger.read(desk.difference, asked)
