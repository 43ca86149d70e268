import re
from dataclasses import dataclass, field

from sandbox.shapes import Json

PICTURES = {"image/png", "image/jpeg", "image/gif"}
"""What Slack shows in an image block: png, jpg, jpeg and gif."""


@dataclass
class File:
    id: str
    name: str
    owner: str
    size: int
    created: int
    title: str = ""
    content: bytes | None = None
    """None until the bytes were sent to the upload address."""
    mimetype: str = "application/octet-stream"
    shared: bool = False
    channels: list[str] = field(default_factory=list)
    completed: bool = False
    ready_at: float = 0.0
    """Until Slack has looked it through, it has no mimetype and stands in no image block."""

    def is_picture(self, now: float) -> bool:
        return self.completed and now >= self.ready_at and self.mimetype in PICTURES

    def shown(self, team_id: str, base_url: str) -> Json:
        private = f"{base_url}/files-pri/{team_id}-{self.id}/{re.sub(r'[^a-z0-9.-]', '_', self.name.lower())}"
        kind = self.name.rpartition(".")[2].lower() if "." in self.name else "binary"
        return {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": self.mimetype,
            "filetype": kind,
            "pretty_type": kind.upper(),
            "user": self.owner,
            "user_team": team_id,
            "editable": False,
            "size": self.size,
            "mode": "hosted",
            "is_external": False,
            "is_public": False,
            "public_url_shared": False,
            "url_private": private,
            "url_private_download": private + "?download=1",
            "permalink": private,
            "file_access": "visible",
        }


class Files:
    def __init__(self) -> None:
        self._by_id: dict[str, File] = {}
        self._uploads: dict[str, str] = {}
        """Upload token → file id."""

    def add(self, file: File, upload: str | None = None) -> File:
        self._by_id[file.id] = file
        if upload is not None:
            self._uploads[upload] = file.id
        return file

    def find(self, file_id: str) -> File | None:
        return self._by_id.get(file_id)

    def remove(self, file: File) -> None:
        self._by_id.pop(file.id, None)

    def take_upload(self, token: str) -> File | None:
        """The file for which this upload address was given; an address works once."""
        return self._by_id.get(self._uploads.pop(token, ""))
