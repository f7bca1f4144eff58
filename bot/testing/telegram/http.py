"""The fake over HTTP, for the real program: `PLANPRAT_TELEGRAM_API_URL=http://127.0.0.1:PORT/bot`."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.testing.telegram.control import routes
from bot.testing.telegram.delivery import Post, delivering, over_http
from bot.testing.telegram.faults import Lost
from bot.testing.telegram.multipart import read_multipart
from bot.testing.telegram.parameters import Given, given_json
from bot.testing.telegram.refusals import Refused, bad, not_found
from bot.testing.telegram.server import Answer, FakeTelegram, refusal
from bot.testing.telegram.terminal import HOW, talk, typed_lines

HOST = "127.0.0.1"
BACKLOG = 128


class CutOff(Response):
    """Begins an answer and closes the connection before its end."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI says, except that it stops in the middle."""
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1")]})


def make_app(telegram: FakeTelegram) -> Starlette:
    """The Bot API at `/bot<token>/<method>`, files at `/file/bot<token>/<path>`, what tests need below `/_fake/`."""

    async def method(request: Request) -> Response:
        token, name = request.path_params["token"], request.path_params["method"]
        try:
            given = await _given(request)
            return _response(await telegram.call(token, name, given))
        except Refused as refused:
            return _response(refusal(refused))
        except Lost:
            return CutOff()

    async def file(request: Request) -> Response:
        upload = telegram.file(request.path_params["token"], request.path_params["path"])
        return _response(refusal(not_found())) if upload is None else Response(upload.content)

    async def nothing(_request: Request, _error: Exception) -> Response:
        return _response(refusal(not_found()))

    return Starlette(
        routes=[
            Route("/bot{token}/{method}", method, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", file),
            *routes(telegram),
        ],
        exception_handlers={404: nothing, 405: nothing},
    )


async def _given(request: Request) -> Given:
    """The parameters, in any of the ways the Bot API takes them; those of the address are always there."""
    values = dict(request.query_params)
    body = await request.body()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        given = read_multipart(request.headers["content-type"], body)
        return Given(values | dict(given.values), given.files)
    if kind == "application/json" and body:
        try:
            return Given(values | given_json(json.loads(body)))
        except ValueError as error:
            raise bad("can't parse JSON object") from error
    if kind == "application/x-www-form-urlencoded":
        return Given(values | dict(parse_qsl(body.decode(), keep_blank_values=True)))
    return Given(values)


def _response(answer: Answer) -> Response:
    return Response(answer.body, answer.status, media_type="application/json" if answer.json else "text/html")


class _Server(uvicorn.Server):
    """Leaves signals to whoever started it: in a test that is pytest."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    @asynccontextmanager
    async def within(self, listening: socket.socket) -> AsyncIterator[None]:
        serving = asyncio.create_task(self.serve([listening]))
        try:
            yield
        finally:
            self.should_exit = True
            await serving


def _config(telegram: FakeTelegram) -> uvicorn.Config:
    return uvicorn.Config(
        make_app(telegram), access_log=False, log_config=None, log_level="critical", timeout_graceful_shutdown=1
    )


def _listening(port: int) -> socket.socket:
    """A socket on this machine. asyncio sends small answers at once only where the protocol is named."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen(BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


@asynccontextmanager
async def running(telegram: FakeTelegram, port: int = 0, post: Post = over_http) -> AsyncIterator[str]:
    """The fake over HTTP on this machine, within the block and in this event loop; webhooks are served too.

    Args:
        telegram: the fake; a person who types in this process is seen by the program that polls over HTTP.
        port: 0 for any that is free.
        post: how updates are brought to a webhook.

    Yields:
        The address without a slash at the end, `PLANPRAT_TELEGRAM_API_URL` of the program. The library itself wants it
        with `/bot`.
    """
    with _listening(port) as listening:
        address = f"http://{HOST}:{listening.getsockname()[1]}"
        async with delivering(telegram, post), _Server(_config(telegram)).within(listening):
            try:
                yield address
            finally:
                telegram.stop()


def serve(port: int, *, talking: str = "") -> None:
    """Run the fake until SIGTERM or SIGINT (`planprat fake-telegram --port`), on this machine only, at the true pace.

    What the real program must be told is written to standard output, as lines of `NAME=value`.

    Args:
        port: 0 for any that is free.
        talking: nb or nn: whoever sits at the terminal is a person whose app speaks this.

    Raises:
        OSError: the port is taken.
    """
    asyncio.run(_until_told_to_stop(FakeTelegram(strict_pace=True), port, talking))


async def _until_told_to_stop(telegram: FakeTelegram, port: int, talking: str) -> None:
    told, loop = asyncio.Event(), asyncio.get_running_loop()
    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, told.set)
    async with running(telegram, port) as address:
        _show(f"PLANPRAT_TELEGRAM_API_URL={address}\nPLANPRAT_TELEGRAM_TOKEN={telegram.token}")
        if not talking:
            await told.wait()
            return
        _show(HOW)
        end = asyncio.create_task(told.wait())
        talked = asyncio.create_task(talk(telegram, typed_lines(), _show, talking))
        await asyncio.wait({end, talked}, return_when=asyncio.FIRST_COMPLETED)
        end.cancel()
        talked.cancel()


def _show(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
