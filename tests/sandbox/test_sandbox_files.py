"""Files by the external flow, as strictly as Slack takes them."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.sandbox.workshop import Workshop, bare_workshop

PNG = b"\x89PNG made up"


async def sent(shop: Workshop, name: str = "chart.png", content: bytes = PNG, length: int | None = None) -> str:
    """Not completed yet."""
    told = len(content) if length is None else length
    address = await shop.client.files_getUploadURLExternal(filename=name, length=told)
    async with shop.session.post(address["upload_url"], data=content) as answer:
        assert answer.status == (200 if told == len(content) else 400)
    return str(address["file_id"])


async def refusal(work: Any) -> dict[str, Any]:
    with pytest.raises(SlackApiError) as refused:
        await work
    return dict(refused.value.response.data)


def shown(file_id: str) -> list[dict[str, Any]]:
    return [{"type": "image", "alt_text": "a chart", "slack_file": {"id": file_id}}]


async def test_a_picture_stands_in_a_message_once_slack_has_looked_it_through() -> None:
    async with bare_workshop(budgets=0) as shop:
        file = await sent(shop)
        assert (await refusal(shop.client.files_info(file=file)))["error"] == "file_not_found"
        await shop.client.files_completeUploadExternal(files=[{"id": file}])
        early = await refusal(shop.client.chat_postMessage(channel="C0IT", text="see", blocks=shown(file)))
        assert early["errors"] == ["invalid slack file [json-pointer:/blocks/0/slack_file]"]
        assert (await shop.client.files_info(file=file))["file"]["mimetype"] == ""
        shop.sandbox.workspace.files.find(file).ready_at = 0  # type: ignore[union-attr] # it is there
        assert (await shop.client.files_info(file=file))["file"]["mimetype"] == "image/png"
        posted = await shop.client.chat_postMessage(channel="C0IT", text="see", blocks=shown(file))
        again = await shop.client.chat_update(channel="C0IT", ts=posted["ts"], text="look", blocks=shown(file))
        assert again["ok"]
        async with shop.session.get(f"{shop.sandbox.url}/control/files/{file}") as answer:
            assert (answer.content_type, await answer.read()) == ("image/png", PNG)


async def test_an_upload_is_completed_once() -> None:
    async with bare_workshop(budgets=0) as shop:
        file = await sent(shop)
        await shop.client.files_completeUploadExternal(files=[{"id": file}])
        twice = await refusal(shop.client.files_completeUploadExternal(files=[{"id": file}]))
        assert twice["error"] == "file_not_found"


async def test_as_many_bytes_come_as_were_announced() -> None:
    async with bare_workshop(budgets=0) as shop:
        file = await sent(shop, length=3)
        missing = await refusal(shop.client.files_completeUploadExternal(files=[{"id": file}]))
        assert missing["error"] == "file_not_found"


@pytest.mark.parametrize("file_id", ["F0NOWHERE00", "f0lower0000", "F1", "U0NOTAFILE"])
async def test_what_is_no_file_stands_nowhere(file_id: str) -> None:
    async with bare_workshop(budgets=0) as shop:
        said = await refusal(shop.client.chat_postMessage(channel="C0IT", text="see", blocks=shown(file_id)))
        assert said["error"] == "invalid_blocks"


async def test_what_is_no_picture_and_what_was_deleted_stand_nowhere() -> None:
    async with bare_workshop(budgets=0) as shop:
        shop.sandbox.workspace.scale.time = 0
        text, picture = await sent(shop, "a.txt"), await sent(shop)
        await shop.client.files_completeUploadExternal(files=[{"id": text}, {"id": picture}])
        await shop.client.files_delete(file=picture)
        for file in (text, picture):
            said = await refusal(shop.client.chat_postMessage(channel="C0IT", text="see", blocks=shown(file)))
            assert said["error"] == "invalid_blocks"
