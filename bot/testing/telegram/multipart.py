"""Reading `multipart/form-data` (RFC 7578), the form in which files come to the Bot API."""

from __future__ import annotations

from email.message import Message

from bot.testing.telegram.parameters import Given, Upload
from bot.testing.telegram.refusals import bad


def read_multipart(content_type: str, body: bytes) -> Given:
    """The fields and files of a request.

    Raises:
        Refused: the body is not what its type says.
    """
    header = Message()
    header["Content-Type"] = content_type
    boundary = header.get_param("boundary")
    if not isinstance(boundary, str) or not boundary:
        raise bad("boundary not found in multipart/form-data")
    values: dict[str, str] = {}
    files: dict[str, Upload] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary.encode())[1:]:
        if part.startswith(b"--"):
            return Given(values, files)
        head, gap, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        about = _headers(head)
        name = about.get_param("name", header="content-disposition")
        if not gap or not isinstance(name, str):
            raise bad("can't parse multipart/form-data")
        filename = about.get_filename()
        if filename is None:
            values[name] = content.decode("utf-8", "replace")
        else:
            files[name] = Upload(filename, content, about.get_content_type())
    raise bad("multipart/form-data ends too early")


def _headers(head: bytes) -> Message:
    about = Message()
    for line in head.decode("utf-8", "replace").split("\r\n"):
        name, _, value = line.partition(":")
        if value:
            about[name.strip()] = value.strip()
    return about
