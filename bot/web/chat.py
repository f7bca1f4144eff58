"""The phone page: one screen of the conversation, and what was pressed or typed on it.

A POST changes, answers 303 and draws nothing; the page is drawn by the GET that follows, from the stored last turn,
whatever channel made it. So a reload, a second tab and the browser's Back never send anything twice.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.actions.actors import NotThere
from bot.actions.converse import Shown, anything_new, converse, last_turn
from bot.actions.entering import actor_of
from bot.dialogs import disclosure, help_now
from bot.dialogs.event import Event, Press, Typed, decode
from bot.dialogs.greetings import COMMANDS, bare
from bot.storage.sessions import Session
from bot.web.draw import picture, place_of
from bot.web.errors import broken, where
from bot.web.forms import TYPED, Form, read_form
from bot.web.pages import page, set_language
from bot.web.replying import reply_to
from bot.web.security import drop_cookie, new_token, renew_browser
from bot.web.visits import base_url_of, house_of, keep_remembered, now_of, owner_mark, visitor

log = logging.getLogger(__name__)
PATIENCE_S = 5.0
LITTLE_PATIENCE_S = 2.0  # of somebody who writes that a life is in danger, or asks for help
_under_way: set[asyncio.Task[Response]] = set()  # the loop itself keeps no task alive


@dataclass(frozen=True, slots=True)
class PutBack:
    """What was typed on a page that could not be used: it stands in the field again, with the question and the revision
    it was written at. `here`: that question is the one shown; otherwise the text gets a field of its own."""

    text: str
    key: str
    revision: int
    here: bool


async def show(request: Request) -> Response:
    """GET /: the last turn, or for a visitor what Planprat is."""
    session = await visitor(request)
    if session is None:
        return page(request, "landing.html")
    response = await _screen(request, session)
    keep_remembered(request, response, session)
    return response


async def answer(request: Request) -> Response:
    """POST /svar: a button, or what was typed. Never loses what was typed: what cannot be taken is shown again.

    Nobody waits long for a database that is held or away: the page says that it may not be stored, with numbers to
    ring, or gives the reply to what was written. It is taken all the same as soon as it can be.
    """
    form = await read_form(request)
    if form.foreign:
        return page(request, "refused.html", status=403)
    taking = asyncio.create_task(_answered(request, form))
    _under_way.add(taking)
    taking.add_done_callback(_under_way.discard)
    urgent = bool(reply_to(request, form.get("text"))) or _asks_for_help(form)
    try:
        await asyncio.wait({taking}, timeout=LITTLE_PATIENCE_S if urgent else PATIENCE_S)
    finally:
        if not taking.done():
            taking.add_done_callback(_ended_alone)
    return taking.result() if taking.done() else broken(request)


def _asks_for_help(form: Form) -> bool:
    return not form.get("press") and COMMANDS.get(bare(form.get("text"))) == help_now.SCENE


def _ended_alone(taking: asyncio.Task[Response]) -> None:
    """Nobody waits for it any more, and asyncio would write its error in the log, words and all."""
    if not taking.cancelled() and (error := taking.exception()) is not None:
        log.error("what was done on a page could not be taken: %s", where(error))


async def _answered(request: Request, form: Form) -> Response:
    session = await visitor(request)
    if form.too_large:
        said = reply_to(request, form.get("text"))
        return page(request, "too_large.html", status=413, text=form.get("text"), said=said)
    if session is None:
        said = reply_to(request, form.get("text"))
        return page(request, "logged_out.html", status=403, text=form.get("text"), said=said)
    if not form.ours:
        return await _screen(request, session, notice="pages.chat.stale", form=form)
    event = _event(form)
    if event is None:
        return RedirectResponse("/", 303)
    shown = await run_in_threadpool(
        converse,
        house_of(request),
        actor_of(session),
        event,
        channel="web",
        key=_key(form),
        now=now_of(request),
        draft=_draft(form, event),
        base_url=base_url_of(request),
    )
    if shown.gone:
        return _gone(request, shown)
    place = place_of(shown.screen, event) if isinstance(event, Press) else ""
    return RedirectResponse(f"/?n={shown.screen.number}{place and f'#{place}'}", 303)


async def back_to_screen(request: Request) -> Response:
    """GET /svar: somebody reloads or types the address of the form."""
    return RedirectResponse("/", 303)


async def news(request: Request) -> Response:
    """GET /nytt?n=17: whether the screen has moved on elsewhere, or news wait. Asked once a minute by the script."""
    session = await visitor(request)
    if session is None:
        return JSONResponse({"new": False})
    number = request.query_params.get("n", "")
    shown = int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0
    new = await run_in_threadpool(anything_new, house_of(request), actor_of(session), shown)
    return JSONResponse({"new": new})


async def _last(request: Request, session: Session) -> Shown:
    return await run_in_threadpool(
        last_turn,
        house_of(request),
        actor_of(session),
        channel="web",
        now=now_of(request),
        base_url=base_url_of(request),
    )


async def _screen(request: Request, session: Session, *, notice: str = "", form: Form | None = None) -> Response:
    try:
        shown = await _last(request, session)
    except NotThere:  # erased elsewhere a moment ago
        return page(request, "landing.html")
    set_language(request, shown.language)
    if shown.screen.id.startswith(disclosure.SCENE):
        request.state.reply = shown.screen.body  # should the page fail to be drawn, these lines still are
    return page(
        request,
        "chat.html",
        status=409 if form is not None else 200,
        picture=picture(shown.screen, house_of(request).language, shown.language),
        news=shown.news,
        notice=notice,
        said=reply_to(request, form.get("text")) if form is not None else (),
        put_back=_put_back(form, shown),
        nonce=new_token(),
        owner=owner_mark(session),
    )


def _put_back(form: Form | None, shown: Shown) -> PutBack | None:
    if form is None or not form.get("text").strip():
        return None
    field = shown.screen.field
    here = field is not None and field.key == form.get("key")
    return PutBack(form.get("text"), form.get("key"), form.number("revision"), here)


def _gone(request: Request, shown: Shown) -> Response:
    renew_browser(request)
    response = page(request, "gone.html", language=shown.language, screen=shown.screen)
    drop_cookie(request, response, "user")
    return response


def _event(form: Form) -> Event | None:
    """A press when a button was pressed; the field's own button has no press, and neither has Enter."""
    if wire := form.get("press"):
        return decode(wire)
    return Typed(form.get("text"), form.get("key"), form.number("revision"))


def _draft(form: Form, event: Event) -> Typed | None:
    """What stood in the field when another button was pressed. Also nothing: an emptied field is no draft any more."""
    if not isinstance(event, Press) or TYPED not in form.fields:
        return None
    return Typed(form.get("text"), form.get("key"), form.number("revision"))


def _key(form: Form) -> str:
    """Names this event: the same page, button and text sent twice is one. The page's random part hides the rest."""
    parts = (form.get("nonce"), form.get("press"), form.get("text"))
    return "web/" + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:40]
