"""The fake within the process: python-telegram-bot's own `Bot` talks to it without any socket."""

from __future__ import annotations

from urllib.parse import unquote

from telegram import Bot
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.testing.telegram.faults import Lost
from bot.testing.telegram.parameters import Given, Upload
from bot.testing.telegram.server import FakeTelegram

READ_TIMEOUT_S = 5.0  # as HTTPXRequest
_NOT_FOUND = b'{"ok":false,"error_code":404,"description":"Not Found"}'


class InProcess(BaseRequest):
    """What a `Bot` sends through, in place of HTTPXRequest. Parameters are turned into texts and back, as on the wire.

    A lost answer is the exception that HTTPXRequest would raise.
    """

    def __init__(self, telegram: FakeTelegram) -> None:
        self._telegram = telegram

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer when a call says nothing else."""
        return READ_TIMEOUT_S

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """As BaseRequest says: HTTP status and body.

        Raises:
            TimedOut: the answer would come too late.
            NetworkError: the connection was cut.
        """
        if method == "GET":
            return self._file(url)
        token, name = url.rsplit("/bot", 1)[1].split("/", 1)
        patience = read_timeout if isinstance(read_timeout, (int, float)) else None
        if read_timeout is BaseRequest.DEFAULT_NONE:
            patience = READ_TIMEOUT_S
        try:
            answer = await self._telegram.call(token, name, _given(request_data), patience=patience)
        except Lost as lost:
            raise (TimedOut() if lost.slow else NetworkError("httpx.ReadError: ")) from lost
        return answer.status, answer.body

    def _file(self, url: str) -> tuple[int, bytes]:
        token, path = unquote(url).rsplit("/file/bot", 1)[1].split("/", 1)
        upload = self._telegram.file(token, path)
        return (404, _NOT_FOUND) if upload is None else (200, upload.content)


def _given(data: RequestData | None) -> Given:
    if data is None:
        return Given({})
    files = {}
    for name, (filename, content, mime) in data.multipart_data.items() if data.contains_files else ():
        files[name] = Upload(filename, content if isinstance(content, bytes) else content.read(), mime)
    return Given(data.json_parameters, files)


def bot(telegram: FakeTelegram) -> Bot:
    """A `Bot` that talks to this fake; initialise it with `async with`."""
    return Bot(telegram.token, request=InProcess(telegram), get_updates_request=InProcess(telegram))
