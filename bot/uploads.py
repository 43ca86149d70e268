"""Files on their way to Slack, by its external flow: ask for an address, send the bytes there, complete.

A file brought twice does no harm, for nobody sees one that stands in no message; so nothing is looked up here, and
what fails is done again from the start. The message itself is said afterwards, once, as every message is.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError
from yarl import URL

from bot.slack_errors import Fate, NotUploaded, verdict
from handlers.blocks import View
from handlers.files import PICTURE, AtSlack, File, Held, files_in, filled
from handlers.ledger import Ledger
from services import uploads
from services.uploads import Upload

log = structlog.get_logger("courier")

FIRST_LOOK, LATEST_LOOK = 0.2, 3.0  # seconds between two questions whether Slack has looked a file through
SLACKS_OWN = "slack.com"


class Uploads:
    """Drawings are made one after another in a thread of their own: the artist's library is not made for more."""

    def __init__(self, ledger: Ledger, client: AsyncWebClient) -> None:
        self._ledger = ledger
        self._client = client
        self._easel = ThreadPoolExecutor(1, "draw")

    async def carried(self, view: View, until: float, *, patient: bool) -> tuple[View, bool]:
        """The view as Slack takes it, its files brought there in half the time to the loop's `until`; whether it is
        whole. The other half is the message's own.

        What Slack does not want is left out, and where we are not `patient` whatever fails or is not ready: words
        do not wait for a picture for ever. Raises NotUploaded for what passes.
        """
        files = files_in(view)
        if not files:
            return view, True
        now = asyncio.get_running_loop().time()
        by = now + (until - now) / 2
        pictured = {block["slack_file"]["id"] for block in view["blocks"] if block["type"] == PICTURE}
        places = {}
        for file in files:
            try:
                async with asyncio.timeout_at(by):
                    brought = await self._brought(file, is_picture=file.mark in pictured, patient=patient)
            except SQLAlchemyError:
                raise
            except Exception as error:  # noqa: BLE001 - every error of Slack, the wire and the artist has a fate
                self._weigh(file, error, patient=patient)
                continue
            places[file.mark] = AtSlack(brought.file_id, brought.permalink)
        return filled(view, places), len(places) == len({file.mark for file in files})

    @staticmethod
    def _weigh(file: File, error: Exception, *, patient: bool) -> None:
        found = verdict(error)
        if patient and found.fate in {Fate.RATE, Fate.NOT_SENT, Fate.UNKNOWN, Fate.ACCOUNT}:
            raise NotUploaded(error) from error
        ours = error if found.fate is Fate.OURS and not isinstance(error, SlackApiError) else None
        log.error("said without its file", name=file.name, error=found.error, exc_info=ours)

    async def forget(self, view: View) -> None:
        """Slack takes a message of ours no more with the files it has: the next try brings them anew."""
        for file in files_in(view):
            await self._ledger.write(uploads.forget, file.mark)

    async def _brought(self, file: File, *, is_picture: bool, patient: bool) -> Upload:
        kept = await self._ledger.read(uploads.find, file.mark) or await self._bring(file)
        if is_picture and not kept.is_ready:
            await self._looked_through(kept, patient=patient)
        return kept

    async def _bring(self, file: File) -> Upload:
        content = await self._bytes(file)
        address = await self._client.files_getUploadURLExternal(filename=file.name, length=len(content))
        await self._send(str(address["upload_url"]), content)
        file_id = str(address["file_id"])
        await self._client.files_completeUploadExternal(files=[{"id": file_id, "title": file.name}])
        about = (await self._client.files_info(file=file_id))["file"]
        return await self._ledger.write(uploads.keep, file.mark, file_id, str(about["permalink"]))

    async def _bytes(self, file: File) -> bytes:
        match file.content:
            case bytes():
                return file.content
            case Held(url):
                return await self._fetched(url)
            case draw:
                return await asyncio.get_running_loop().run_in_executor(self._easel, draw)

    async def _looked_through(self, upload: Upload, *, patient: bool) -> None:
        """Until then Slack knows no mimetype, and calls a block that shows it invalid."""
        pause = FIRST_LOOK
        while not (await self._client.files_info(file=upload.file_id))["file"].get("mimetype"):
            if not patient:
                raise TimeoutError("Slack has not looked it through")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LATEST_LOOK)
        await self._ledger.write(uploads.seen_through, upload.mark)

    async def _send(self, address: str, content: bytes) -> None:
        async with (
            self._session() as session,
            session.post(
                address,
                data=content,
                headers={"Content-Type": "application/octet-stream"},
                proxy=self._client.proxy,
            ) as answer,
        ):
            answer.raise_for_status()

    async def _fetched(self, url: str) -> bytes:
        """With our token, so from nowhere but Slack."""
        if not self._is_slacks(URL(url)):
            raise ValueError(f"no file of Slack's: {URL(url).host}")
        bearer = {"Authorization": f"Bearer {self._client.token}"}
        async with (
            self._session() as session,
            session.get(url, headers=bearer, allow_redirects=False, proxy=self._client.proxy) as answer,
        ):
            answer.raise_for_status()
            if answer.content_type == "text/html":  # the page on which one signs in: we may not see the file
                raise PermissionError("Slack does not give us this file")
            return await answer.read()

    def _is_slacks(self, url: URL) -> bool:
        host = url.host or ""
        public = url.scheme == "https" and (host == SLACKS_OWN or host.endswith(f".{SLACKS_OWN}"))
        return public or url.origin() == URL(self._client.base_url).origin()

    def _session(self) -> "Borrowed":
        return Borrowed(self._client.session)


class Borrowed:
    """The client's session, left open; one of our own where it has none."""

    def __init__(self, session: aiohttp.ClientSession | None) -> None:
        self._lent = session
        self._own: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> aiohttp.ClientSession:
        if self._lent is not None:
            return self._lent
        self._own = aiohttp.ClientSession()
        return self._own

    async def __aexit__(self, *_: object) -> None:
        if self._own is not None:
            await self._own.close()
