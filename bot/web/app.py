"""The pages put together: addresses, headers, and what happens when something fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.actions.house import House
from bot.content import LANGUAGES
from bot.dialogs.context import Language
from bot.dialogs.disclosure import lines_for_error
from bot.dialogs.screen import Line
from bot.web import chat, copies, desk, devices, entering, helping, papers
from bot.web.assets import static
from bot.web.errors import HANDLERS, Net
from bot.web.headers import Headers
from bot.web.pages import templates
from bot.web.phones import Phones
from bot.web.visits import house_of

Clock = Callable[[], datetime]

ROUTES: tuple[BaseRoute, ...] = (
    Route("/", chat.show, methods=["GET"]),
    Route("/svar", chat.answer, methods=["POST"]),
    Route("/svar", chat.back_to_screen, methods=["GET"]),
    Route("/nytt", chat.news, methods=["GET"]),
    Route("/hjelp", helping.help_page, methods=["GET"]),
    Route("/visning", helping.display, methods=["GET"]),
    Route("/p/{token}", entering.link, methods=["GET"]),
    Route("/inn", entering.choose_language, methods=["GET"]),
    Route("/inn", entering.chose_language, methods=["POST"]),
    Route("/inn/kode", entering.ask_code, methods=["GET"]),
    Route("/inn/kode", entering.took_code, methods=["POST"]),
    Route("/enheter", devices.devices, methods=["GET"]),
    Route("/enheter", devices.forget, methods=["POST"]),
    Route("/ut", devices.leave, methods=["POST"]),
    Route("/static/{name}", static, methods=["GET"]),
    *papers.ROUTES,
    *copies.ROUTES,
    *desk.ROUTES,
)


def system_clock() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


def make_app(house: House, *, clock: Clock = system_clock, routes: Sequence[BaseRoute] = ()) -> Starlette:
    """The application for one house.

    Args:
        house: open; whoever opened it closes it.
        clock: tells the time, with zone.
        routes: further pages, looked through after those of the house.
    """
    app = Starlette(
        routes=[Route("/healthz", health, methods=["GET"]), *ROUTES, *routes],
        middleware=[Middleware(Headers), Middleware(Net, last_resort=last_resort(house))],
        exception_handlers=dict(HANDLERS),
    )
    app.state.house = house
    app.state.clock = clock
    app.state.templates = templates()
    app.state.phones = Phones(house.content.services)
    return app


async def health(request: Request) -> Response:
    """GET /healthz, for those who run the service: 200 when the database answers, else 503."""
    house = house_of(request)

    answers = await run_in_threadpool(house.database_answers)
    content = {"database": answers, "worksheets": len(house.content.worksheets)}
    return JSONResponse(content, 200 if answers else 503, headers={"Cache-Control": "no-store"})


def last_resort(house: House) -> dict[Language, str]:
    """A page for each language for the day when no template can be drawn: only words and numbers."""
    phones = Phones(house.content.services)
    drawn: dict[Language, str] = {}
    for language in LANGUAGES:
        lines: tuple[Line, ...] = lines_for_error(house.content.services)
        said = "\n".join(phones.paragraphs(house.language.say(line, language), line) for line in lines)
        drawn[language] = (
            f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Planprat</title>'
            f'<meta name="viewport" content="width=device-width, initial-scale=1"></head><body>{said}</body></html>'
        )
    return drawn
