"""Where the person is logged in: a list, with a way to log out here, there, or everywhere else."""

from __future__ import annotations

from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.actions.devices import forget_device, forget_other_devices, list_devices
from bot.actions.entering import log_out
from bot.dialogs.screen import Day
from bot.web.forms import read_form
from bot.web.pages import language_of, page
from bot.web.security import cookie, drop_cookie, renew_browser
from bot.web.telegram import bot_name
from bot.web.visits import house_of, now_of, visitor

# The first that the browser's name for itself contains; Edge and Samsung also call themselves Chrome, all call
# themselves Safari.
BROWSERS = (
    ("Edg", "Edge"),
    ("SamsungBrowser", "Samsung Internett"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def device_name(user_agent: str) -> str:
    """What to recognise a device by, the same in both languages: «Chrome på Android». Empty when unknown."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return f"{browser} på {system}" if browser and system else browser or system


async def devices(request: Request) -> Response:
    """GET /enheter."""
    session = await visitor(request)
    if session is None:
        return page(request, "landing.html")
    house, now = house_of(request), now_of(request)
    listed = await run_in_threadpool(list_devices, house, session, now)

    def day(moment: datetime) -> str:
        return house.language.day(Day(iso=moment.isoformat()), language_of(request))

    return page(request, "devices.html", devices=listed, day=day, telegram=bool(bot_name(request)))


async def forget(request: Request) -> Response:
    """POST /enheter: `device` is a handle, or `others`."""
    form = await read_form(request)
    session = await visitor(request)
    if session is None or not form.ours:
        return RedirectResponse("/enheter", 303)
    house, now, which = house_of(request), now_of(request), form.get("device")
    if which == "others":
        await run_in_threadpool(forget_other_devices, house, session, now)
    elif which:
        await run_in_threadpool(forget_device, house, session, which, now)
    return RedirectResponse("/enheter", 303)


async def leave(request: Request) -> Response:
    """POST /ut: log out here."""
    form = await read_form(request)
    if not form.ours:
        return RedirectResponse("/enheter", 303)
    await run_in_threadpool(log_out, house_of(request), cookie(request, "user"), now_of(request))
    renew_browser(request)
    response = page(request, "left.html")
    drop_cookie(request, response, "user")
    drop_cookie(request, response, "link")
    return response
