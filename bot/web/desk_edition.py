"""Reading what a person shared, and writing beside it. Whatever is typed and not taken stands in its field again."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from bot.actions.review import EditionPage, agree, ask_back, edition_paper, not_yet, read_edition, write_comment
from bot.actions.staff import Worker
from bot.dialogs.turn import Rejected
from bot.web.desk_edition_view import Refusal, beside, parts
from bot.web.desk_guard import actor_of, desk_page, form_of, words_of
from bot.web.just_done import done, just_done
from bot.web.visits import house_of, now_of


async def edition(request: Request, worker: Worker) -> Response:
    """GET /desk/utgave/{edition}."""
    return await _draw(request, worker)


async def write(request: Request, worker: Worker) -> Response:
    """POST /desk/utgave/{edition}: `do` is comment, ask, agree or not_yet; `key` the question, `text` the words."""
    form, edition_id = form_of(request), request.path_params["edition"]
    act, key, text = form.get("do"), form.get("key"), form.get("text")
    words = words_of(request, worker)
    if not form.ours:
        return await _draw(request, worker, refusal=Refusal(key, act, text, words.t("refused.stale")))
    house, actor, now = house_of(request), actor_of(worker), now_of(request)
    try:
        if act == "ask":
            await run_in_threadpool(ask_back, house, actor, edition_id, key, text, now)
        elif act == "agree":
            await run_in_threadpool(agree, house, actor, edition_id, now)
        elif act == "not_yet":
            await run_in_threadpool(not_yet, house, actor, edition_id, text, now)
        else:
            await run_in_threadpool(write_comment, house, actor, edition_id, key, text, now)
    except Rejected as rejected:
        return await _draw(request, worker, refusal=Refusal(key, act, text, words.say(rejected.why)))
    place = form.number("place")
    return done(request, f"/desk/utgave/{edition_id}#s{place}", str(place))


async def pdf(request: Request, worker: Worker) -> Response:
    """GET /desk/utgave/{edition}.pdf: the crisis plan as it looks to its readers."""
    paper = await run_in_threadpool(
        edition_paper,
        house_of(request),
        actor_of(worker),
        request.path_params["edition"],
        worker.language,
        now_of(request),
    )
    return pdf_response(paper, "kriseplan.pdf")


def pdf_response(content: bytes, name: str) -> Response:
    """A paper under a neutral name, kept nowhere on the way."""
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type="application/pdf", headers=headers)


async def _draw(request: Request, worker: Worker, *, refusal: Refusal | None = None) -> Response:
    house, actor = house_of(request), actor_of(worker)
    found = await run_in_threadpool(read_edition, house, actor, request.path_params["edition"], now_of(request))
    words = words_of(request, worker)
    shown = parts(found, words, refusal)
    places = ("0", *(str(one.number) for part in shown for one in part.answers))
    return await desk_page(
        request,
        worker,
        "desk/edition.html",
        status=422 if refusal is not None else 200,
        found=found,
        title=words.title(found.worksheet.id),
        parts=shown,
        whole=tuple(beside(found, words, "")),
        refusal=refusal,
        saved=just_done(request, places),
        **_agreement(found),
    )


def _agreement(found: EditionPage) -> dict[str, Any]:
    """What can be said to this edition as a whole: yes and «not yet» once, to the newest, until it is agreed."""
    edition = found.edition
    open_still = found.newest and edition.state != "agreed"
    return {
        "may_agree": open_still and edition.coordinator_agreed_at is None,
        "may_not_yet": open_still,
        "may_ask": edition.state != "agreed",
        "both": found.worksheet.agreement,
        "is_crisis_plan": found.worksheet.id == "crisis_plan",
    }
