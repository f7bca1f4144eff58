"""Serving: a place to listen is taken, addresses are told, requests are answered until somebody says stop.

The place is taken before the data are opened, so a start that cannot succeed touches nothing.
"""

from __future__ import annotations

import asyncio
import errno
import io
import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import FrameType
from typing import TYPE_CHECKING, Any, ClassVar

import segno
import uvicorn
from starlette.applications import Starlette

from bot import practice
from bot.actions.actors import OPERATOR
from bot.actions.house import House
from bot.actions.staff import login_link
from bot.by_clock import ByClock
from bot.storage.errors import Unusable
from bot.web import copies, desk, papers, telegram
from bot.web.app import make_app, system_clock

if TYPE_CHECKING:
    from bot.telegram.channel import Channel
    from bot.telegram.found import Found

PATIENCE_S = 3  # how long requests that are being answered may take when told to stop
# A thread that waits for a locked database cannot be called off. What it was to store is not confirmed and comes again.
LONGEST_STOP_S = 4.0
BACKLOG = 128  # connections that wait for their turn
OUTSIDE = ("192.0.2.1", 9)  # RFC 5737: an address that is nobody's; asking the way to it sends nothing


class PlaceTaken(Unusable):
    """Somebody listens there already."""

    code = "port_busy"


class PlaceUnusable(Unusable):
    """There is no such place on this machine, or this account may not listen there."""

    code = "address_unusable"


class ChatNeedsAddress(Unusable):
    """In a chat there is no request that says where the pages are, and copies have their address there."""

    code = "address_missing"


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed; none when `address` is empty."""

    address: str = ""


@dataclass(frozen=True, slots=True)
class Listening:
    """A place that is taken. `port` is the real one, also where 0 was asked for."""

    EVERYWHERE: ClassVar[str] = "0.0.0.0"  # noqa: S104 - for practice on a phone, and where the operator says so

    socket: socket.socket
    host: str
    port: int

    @property
    def address(self) -> str:
        """Where this machine reaches it, without a slash at the end."""
        host = {self.EVERYWHERE: "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    def lan_address(self) -> str:
        """Where others on the same network reach it; empty when it is not open to them, or there is no network."""
        host = lan_host() if self.host == self.EVERYWHERE else ""
        return f"http://{host}:{self.port}" if host else ""


@dataclass(frozen=True, slots=True)
class Announced:
    """What is told at the start, to a program and to a reader."""

    told: dict[str, Any]
    lines: tuple[str, ...] = field(default=())


@contextmanager
def until_told_to_stop() -> Iterator[None]:
    """Make SIGTERM and SIGINT end the block, wherever it is, with everything in it closed as it should be."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {one: signal.signal(one, stop) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    except KeyboardInterrupt:
        pass
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


@contextmanager
def listen(host: str, port: int) -> Iterator[Listening]:
    """Take a place to listen.

    Raises:
        PlaceTaken: somebody listens there.
        PlaceUnusable: nobody can listen there from here.
    """
    where = f"{host}:{port}"
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        taken = socket.socket(family, kind, protocol)
    except OSError as error:
        do = "name one of this machine's own with --host"
        raise PlaceUnusable("There is no such address", where, do) from error
    with taken:
        try:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            taken.bind(address)
            taken.listen(BACKLOG)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                do = "stop what runs there, or choose another with --port"
                raise PlaceTaken("The port is in use", where, do) from error
            do = "choose another with --host and --port"
            raise PlaceUnusable(f"Nobody can listen here, {error.strerror}", where, do) from error
        yield Listening(taken, host, int(taken.getsockname()[1]))


def lan_host() -> str:
    """This machine's address on its network; empty when it is on none. Sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(OUTSIDE)
        except OSError:
            return ""
        host = str(probe.getsockname()[0])
    return "" if host.startswith("127.") else host


def found(house: House) -> Found | None:
    """What Telegram says when it is asked for the bot; None when no token is set."""
    token = _token(house)
    if not token:
        return None
    from bot.telegram.found import find  # as in `telegram_of`

    return find(token, house.settings.telegram_api_url)


def announce(
    house: House, listening: Listening, now: datetime, *, qr: bool = False, bot: Found | None = None
) -> Announced:
    """What is told at the start: where the pages, the bot and the data are. Personal links only in practice.

    Args:
        house: open. One for practice gets its persons here.
        listening: where.
        now: with time zone.
        qr: draw the addresses for a phone.
        bot: what Telegram said; None where there is no Telegram.
    """
    here, data = house.settings.base_url or listening.address, house.settings.data.resolve()
    told: dict[str, Any] = {
        "address": here,
        "listens": listening.address,
        "data": str(data),
        "practice": house.settings.practice,
    }
    if bot is not None:
        told["telegram"] = {"bot": bot.address()} if bot.name else None
    if not house.settings.practice:
        chat = () if bot is None else (f"Telegram: {bot.why or bot.address()}",)
        return Announced(told, (f"Planprat: {here}", *chat, f"Data:     {data}", "Stop with Ctrl-C."))
    municipality = practice.settle(house, practice.mark(house.settings.data), now)
    phone = "" if house.settings.base_url else listening.lan_address()
    desk = login_link(house, OPERATOR, municipality.coordinator, now, here).address
    told |= {
        "user_nb": municipality.address("nb", here),
        "user_nn": municipality.address("nn", here),
        "coordinator": desk,
        "phone": {name: municipality.address(name, phone) for name in practice.NAMES} if phone else None,
    }
    if bot is not None and bot.name:
        chats = {f"user_{name}": bot.address(municipality.token(name)) for name in practice.NAMES}
        told["telegram"] |= chats
    return Announced(told, _lines(told, bot, qr=qr))


def _lines(told: dict[str, Any], bot: Found | None, *, qr: bool) -> tuple[str, ...]:
    """The same to read. The links of the users are those of every start; the coordinator's is new each time."""
    phone = told["phone"]
    on_phone = (
        ("On a phone on the same network:", f"  nb  {phone['nb']}", f"  nn  {phone['nn']}", *_codes(phone, qr))
        if phone
        else ("On a phone: no local network was found, or --host keeps others out.",)
    )
    return (
        "Planprat, practice: everybody here is made up.",
        "",
        f"User, Bokmål:   {told['user_nb']}",
        f"User, Nynorsk:  {told['user_nn']}",
        f"Coordinator:    {told['coordinator']}",
        "  (works once, within an hour; a new one is made at each start)",
        "",
        *on_phone,
        "",
        *_in_chat(told, bot),
        "In use already? The same address asks for the six-digit code you chose.",
        f"Data: {told['data']}",
        "Stop with Ctrl-C. The next start goes on where this one ends.",
    )


def _in_chat(told: dict[str, Any], bot: Found | None) -> tuple[str, ...]:
    """The same links for the app. Whoever uses the page already makes one there."""
    if bot is None:
        return ()
    if not bot.name:
        return (f"On Telegram: {bot.why}.", "")
    chat = told["telegram"]
    return (
        "On Telegram:",
        f"  nb  {chat['user_nb']}",
        f"  nn  {chat['user_nn']}",
        "  (once a code is chosen on the page, make a link there: «Mine innlogginger», «Bruk Telegram»)",
        "",
    )


def _codes(phone: dict[str, str], qr: bool) -> tuple[str, ...]:
    drawn = []
    for language, address in phone.items() if qr else ():
        code = io.StringIO()
        segno.make(address, micro=False).terminal(code, compact=True)
        drawn += [f"  {language}:", code.getvalue().rstrip("\n")]
    return tuple(drawn)


def all_pages(house: House, channel: Channel | None = None) -> Starlette:
    """The application with every page there is: the phone page, the papers, the copies, the desk; with a bot, the page
    that binds a chat and the one that Telegram calls."""
    pages = (*papers.ROUTES, *copies.ROUTES, *desk.ROUTES)
    if channel is None:
        return make_app(house, routes=pages)
    app = make_app(house, routes=(*pages, *telegram.ROUTES, *channel.routes))
    app.state.telegram_name = channel.name
    return app


def _token(house: House) -> str:
    token = house.settings.telegram_token
    return token.get_secret_value() if token is not None else ""


def telegram_of(house: House, listening: Listening) -> Channel | None:
    """The bot of this installation; None when no token is set.

    Raises:
        ChatNeedsAddress: nobody has said where the pages are. In practice they are where we listen.
    """
    token, settings = _token(house), house.settings
    if not token:
        return None
    if not settings.base_url and not settings.practice:
        do = "set it to the address at which people reach the pages"
        raise ChatNeedsAddress("With Telegram the address of the pages must be known", "PLANPRAT_BASE_URL", do)
    from bot.telegram.channel import Channel, make_bot  # half a second, and most starts have no token

    base_url = settings.base_url or listening.lan_address() or listening.address
    there = replace(house, settings=settings.model_copy(update={"base_url": base_url}))
    return Channel(there, make_bot(token, settings.telegram_api_url), system_clock)


def run(house: House, listening: Listening, proxy: Proxy, channel: Channel | None) -> None:
    """Answer requests, with Telegram and what the clock brings beside them, until a signal ends it.

    There is no access log: addresses hold tokens.
    """
    asyncio.run(_both(house, listening, proxy, channel))


async def _both(house: House, listening: Listening, proxy: Proxy, channel: Channel | None) -> None:
    house.warm_up()
    beside = channel.running() if channel is not None else nullcontext()
    async with ByClock(house, system_clock).running(), beside:
        await _pages(all_pages(house, channel), listening, proxy)


async def _pages(app: Starlette, listening: Listening, proxy: Proxy) -> None:
    config = uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        log_level="warning",
        proxy_headers=bool(proxy.address),
        forwarded_allow_ips=proxy.address,
        server_header=False,
        timeout_graceful_shutdown=PATIENCE_S,
    )
    await _Server(config).serve(sockets=[listening.socket])


class _Server(uvicorn.Server):
    """Is gone five seconds after it was told to stop, whatever still waits for the database."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take the signal."""
        last = threading.Timer(LONGEST_STOP_S, os._exit, (0,))
        last.daemon = True
        last.start()
        super().handle_exit(sig, frame)
