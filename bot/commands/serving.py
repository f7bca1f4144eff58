"""Starting the pages."""

from __future__ import annotations

import errno
import logging
from typing import Annotated, Any

import typer

from bot.commands.answers import AsJson, answer
from bot.commands.installation import language_of, now, opened
from bot.serve import Listening, PlaceTaken, Proxy, announce, found, listen, run, telegram_of, until_told_to_stop
from bot.settings import Settings


def serve(
    practice: Annotated[bool, typer.Option("--practice", help="With made-up persons, for trying things out.")] = False,
    host: Annotated[str | None, typer.Option(help="Where to listen; 0.0.0.0 is everywhere.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="0 takes a free one.")] = None,
    proxy: Annotated[
        str, typer.Option(envvar="PLANPRAT_PROXY", help="Address of a proxy whose X-Forwarded headers are believed.")
    ] = "",
    qr: Annotated[bool, typer.Option("--qr", help="In practice: show the addresses for a phone as QR codes.")] = False,
    as_json: AsJson = False,
) -> None:
    """Serve the pages until told to stop (Ctrl-C, SIGTERM)."""
    settings = _settings(practice=practice, host=host, port=port)
    logging.getLogger().setLevel(settings.log_level.upper())
    with until_told_to_stop(), listen(settings.host, settings.port) as listening, opened(settings) as house:
        channel = telegram_of(house, listening)
        announced = announce(house, listening, now(), qr=qr, bot=found(house))
        answer(as_json, announced.told, *announced.lines)
        run(house, listening, Proxy(proxy), channel)
    if not as_json:
        print("Stopped. Everything is saved.")


def fake_telegram(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8081,
    talk: Annotated[bool, typer.Option("--talk", help="Be a person with the app, here at the terminal.")] = False,
    language: Annotated[str, typer.Option(help="Of that person's app: nb or nn.")] = "nb",
) -> None:
    """Run a stand-in for Telegram on this machine, for trying the channel out and for tests."""
    reads = language_of(language)
    from bot.testing.telegram import http  # every other command would wait for it

    try:
        http.serve(port, talking=reads if talk else "")
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        do = "stop what runs there, or choose another with --port"
        raise PlaceTaken("The port is in use", f"127.0.0.1:{port}", do) from error


def _settings(*, practice: bool, host: str | None, port: int | None) -> Settings:
    """The settings with what the command line says besides. Practice is reached from the whole local network, so that
    a phone can try it, unless a place to listen is set."""
    settings = Settings()
    said: dict[str, Any] = {}
    if practice:
        said["practice"] = True
    if port is not None:
        said["port"] = port
    if host is not None:
        said["host"] = host
    elif (practice or settings.practice) and "host" not in settings.model_fields_set:
        said["host"] = Listening.EVERYWHERE
    return settings.model_copy(update=said)
