"""The person's own pages: the crisis plan, the whole plan, who can see what; and each of them as a paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.actions.actors import NotThere
from bot.actions.entering import actor_of
from bot.actions.own_plan import (
    OwnPlanRead,
    doctor_paper,
    own_crisis_paper,
    own_plan_paper,
    read_own_crisis_plan,
    read_own_plan,
    standing_lines,
)
from bot.actions.papers import ShownCrisisPlan
from bot.actions.who_saw import consent_line, copy_line, read_who_saw, seen_lines
from bot.dialogs.context import Language
from bot.dialogs.help_now import numbers_short
from bot.dialogs.screen import Day, Road, Say
from bot.documents import road_svg
from bot.documents.road import road_in_words
from bot.storage.sessions import Session
from bot.web.ladder import coordinator, ladder, numbers
from bot.web.pages import page
from bot.web.visits import house_of, keep_remembered, now_of, visitor

LARGE_PRINT = "stor"  # ?stor=1
DRAFT = ("vis", "utkast")  # ?vis=utkast

T = TypeVar("T")


def pdf(made: bytes, name: str) -> Response:
    """A paper to keep. Its name tells nothing of a person; nothing on the way may store it."""
    return Response(
        made,
        media_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


@dataclass(frozen=True, slots=True)
class Drawn:
    """A road for the page: the drawing, and the whole words that may be cut in it."""

    goal: str
    svg: Markup
    words: tuple[str, ...]


async def crisis_plan(request: Request) -> Response:
    """GET /kriseplan: as it looks to its readers. `?vis=utkast`: what the person has written, where that differs."""
    session = await visitor(request)
    if session is None:
        return RedirectResponse("/", 303)
    read = await _do(request, session, read_own_crisis_plan)
    shown = read.chosen(draft=_wants_draft(request))
    return _page(
        request,
        session,
        "papers/crisis_plan.html",
        read.owner.language,
        read=read,
        shown=shown,
        ladder=ladder(shown, own=True) if shown else None,
        stands=_stands(shown) if shown else None,
        numbers=numbers(house_of(request).content.services),
        coordinator=coordinator(read.owner),
    )


async def crisis_plan_paper(request: Request) -> Response:
    """GET /kriseplan.pdf. `?stor=1`: large print; `?vis=utkast`: the draft."""
    return await _paper(request, own_crisis_paper, "kriseplan.pdf", "crisis_plan", draft=_wants_draft(request))


async def for_doctor(request: Request) -> Response:
    """GET /lege.pdf: the crisis plan that counts, for the regular doctor. `?stor=1`: large print."""
    return await _paper(request, doctor_paper, "kriseplan.pdf", "doctor")


async def own_plan(request: Request) -> Response:
    """GET /min-plan: everything the person has answered."""
    session = await visitor(request)
    if session is None:
        return RedirectResponse("/", 303)
    read = await _do(request, session, read_own_plan)
    return _page(
        request,
        session,
        "papers/own_plan.html",
        read.owner.language,
        read=read,
        roads=[_drawn(request, read, number, road) for number, road in enumerate(read.plan.roads, 1)],
        standing=lambda one: standing_lines(one, read.owner.coordinator.name),
        numbers=numbers(house_of(request).content.services),
        coordinator=coordinator(read.owner),
    )


async def plan_paper(request: Request) -> Response:
    """GET /min-plan.pdf. `?stor=1`: large print."""
    return await _paper(request, own_plan_paper, "plan.pdf", "crisis_plan")


async def who_sees(request: Request) -> Response:
    """GET /hvem-ser: who can see what, and the access log in plain words."""
    session = await visitor(request)
    if session is None:
        return RedirectResponse("/", 303)
    read = await _do(request, session, read_who_saw)
    return _page(
        request,
        session,
        "papers/who_sees.html",
        read.owner.language,
        read=read,
        seen=lambda one: seen_lines(one, read),
        consent=consent_line,
        copy=lambda one: copy_line(one, read),
        when=lambda at: house_of(request).language.day(Day(iso=at.isoformat(), clock=True), read.owner.language),
        numbers=numbers_short(house_of(request).content.services),
    )


def _stands(shown: ShownCrisisPlan) -> Say:
    """Whether this is the plan that counts."""
    if shown.edition is None or shown.agreed_on is None:
        return Say(id="papers.crisis_plan.draft")
    return Say(
        id="papers.crisis_plan.current",
        values={"edition": shown.edition},
        days={"day": Day(iso=shown.agreed_on.isoformat())},
    )


def _drawn(request: Request, read: OwnPlanRead, number: int, road: Road) -> Drawn:
    language: Language = read.owner.language

    def say(line: Say) -> str:
        return house_of(request).language.say(line, language)

    # The drawing is made by us and escaped there.
    svg = Markup(road_svg(road, say, name=f"road-{number}"))  # noqa: S704
    return Drawn(road.goal, svg, road_in_words(road, say))


def _wants_draft(request: Request) -> bool:
    name, value = DRAFT
    return request.query_params.get(name) == value


async def _do(request: Request, session: Session, action: Callable[..., T], **named: Any) -> T:
    """Do an action of the person's in a thread, at this request's time."""
    return await run_in_threadpool(action, house_of(request), actor_of(session), **named, now=now_of(request))


def _page(request: Request, session: Session, template: str, language: Language, **values: Any) -> Response:
    response = page(request, template, language=language, **values)
    keep_remembered(request, response, session)
    return response


async def _paper(request: Request, action: Callable[..., bytes], name: str, kind: str, **named: Any) -> Response:
    """The paper; or, while there is nothing to put on it, a page that says when there will be."""
    session = await visitor(request)
    if session is None:
        return RedirectResponse("/", 303)
    try:
        return pdf(await _do(request, session, action, large=LARGE_PRINT in request.query_params, **named), name)
    except NotThere:
        read = await _do(request, session, read_own_crisis_plan)
        short = numbers_short(house_of(request).content.services)
        response = page(
            request,
            "papers/not_yet.html",
            status=404,
            language=read.owner.language,
            text=Say(id=f"papers.not_yet.{kind}", values={"coordinator": read.owner.coordinator.name}),
            numbers=short,
        )
        keep_remembered(request, response, session)
        return response


ROUTES: tuple[BaseRoute, ...] = (
    Route("/kriseplan", crisis_plan, methods=["GET"]),
    Route("/kriseplan.pdf", crisis_plan_paper, methods=["GET"]),
    Route("/lege.pdf", for_doctor, methods=["GET"]),
    Route("/min-plan", own_plan, methods=["GET"]),
    Route("/min-plan.pdf", plan_paper, methods=["GET"]),
    Route("/hvem-ser", who_sees, methods=["GET"]),
)
