"""Files the bot has sent or a person has: kept by `file_id`, and looked into as far as the Bot API looks."""

from __future__ import annotations

from dataclasses import dataclass, field

from telegram.constants import FileSizeLimit

from bot.testing.telegram import refusals
from bot.testing.telegram.parameters import Upload
from bot.testing.telegram.refusals import Refused, bad

PHOTO_SIDES = 10_000  # width and height together
PHOTO_RATIO = 20
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_JPEG_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})


@dataclass(slots=True)
class Files:
    """Every file by its id. Ids say what they are, which helps in a failing test."""

    kept: dict[str, Upload] = field(default_factory=dict)

    def keep(self, kind: str, upload: Upload) -> str:
        """Keep a file; its id."""
        file_id = f"{kind}-{len(self.kept) + 1}"
        self.kept[file_id] = upload
        return file_id

    def path(self, file_id: str) -> str:
        """Where it can be fetched, below `/file/bot<token>/`."""
        return f"{file_id.partition('-')[0]}s/{file_id}"

    def at(self, path: str) -> Upload | None:
        """The file that can be fetched there."""
        return self.kept.get(path.rpartition("/")[2])


def check_document(upload: Upload) -> None:
    """Whether a bot may send it.

    Raises:
        Refused: it is empty or too large.
    """
    if not upload.content:
        raise bad(refusals.FILE_EMPTY)
    if len(upload.content) > FileSizeLimit.FILESIZE_UPLOAD:
        raise Refused(413, "Request Entity Too Large")


def check_photo(upload: Upload) -> tuple[int, int]:
    """Width and height of a picture that a bot may send as a photo.

    Raises:
        Refused: it is empty, too large, not a picture, or too long for its width.
    """
    check_document(upload)
    if len(upload.content) > FileSizeLimit.PHOTOSIZE_UPLOAD:
        raise bad(f"file of size {len(upload.content)} bytes is too big for a photo")
    width, height = _sides(upload.content)
    if not width or not height:
        raise bad(refusals.PHOTO_UNREADABLE)
    if width + height > PHOTO_SIDES or max(width, height) > PHOTO_RATIO * min(width, height):
        raise bad(refusals.PHOTO_DIMENSIONS)
    return width, height


def _sides(content: bytes) -> tuple[int, int]:
    if content.startswith(_PNG) and len(content) >= 24:
        return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    at = 2 if content.startswith(_JPEG) else len(content)
    while at + 9 <= len(content) and content[at] == 0xFF:
        if content[at + 1] in _JPEG_FRAMES:
            return int.from_bytes(content[at + 7 : at + 9], "big"), int.from_bytes(content[at + 5 : at + 7], "big")
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return 0, 0
