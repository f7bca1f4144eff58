"""The first page of the desk: what is new, and who waits. Adding a person, and how the coordinator is reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.actions.desk import Notice, list_users, see_notice
from bot.actions.invite import add_user
from bot.actions.staff import Worker, change_own_contact
from bot.actions.standing_in import ForColleague, colleagues, name_stand_in, read_for_colleague, saw_for_colleague
from bot.dialogs.context import Language
from bot.dialogs.screen import Say
from bot.dialogs.turn import Rejected
from bot.web.desk_guard import actor_of, desk_page, form_of, words_of
from bot.web.desk_words import Words, sidebar
from bot.web.just_done import done, just_done
from bot.web.pages import page, set_language
from bot.web.visits import house_of, now_of

NOTHING: Mapping[str, str] = MappingProxyType({})
# What a notice may be called. A kind that a later version writes is left out rather than shown as a key.
OF_A_SHEET = frozenset({"shared", "agreed", "not_yet", "answered", "took_back"})  # which one is said where it is known
KINDS = OF_A_SHEET | frozenset(
    {
        *("plan_yes", "plan_no"),
        *("withdrew_plan", "withdrew_sharing", "link_opened", "link_bound", "telegram_closed"),
    }
)
CLASSES = frozenset({"own_life", "harm_others", "third_party"})


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One notice in words. `words` are the person's own, of a disclosure they agreed to pass on; else empty. `seen`:
    which human has seen it and when; empty while nobody has."""

    user_id: str
    user: str
    text: str
    at: str
    disclosure: bool
    words: str
    seen: str


@dataclass(frozen=True, slots=True)
class ColleagueView:
    """A notice to a colleague that is read in their stead. There is no page of the person's to go to."""

    text: str
    at: str
    words: str
    user: str
    coordinator: str


async def overview(request: Request, worker: Worker) -> Response:
    """GET /desk: what is new stands on top, and counts as seen once the page is drawn."""
    house, now, actor = house_of(request), now_of(request), actor_of(worker)
    desk = await run_in_threadpool(list_users, house, actor, now)
    words = words_of(request, worker)
    names = {user.id: user.name for user in desk.users}
    views = [view for one in desk.news if (view := notice_view(one, names.get(one.user_id, ""), words, desk.staff))]
    instead = await run_in_threadpool(read_for_colleague, house, actor, now)
    response = page(
        request,
        "desk/overview.html",
        worker=worker,
        desk=desk,
        side=sidebar(desk, words),
        words=words,
        notice="",
        disclosures=[view for view in views if view.disclosure],
        news=[view for view in reversed(views) if not view.disclosure],
        instead=[colleague_view(one, words) for one in instead],
    )
    await run_in_threadpool(see_notice, house, actor, [one.id for one in desk.news], now)
    await run_in_threadpool(saw_for_colleague, house, actor, [one.notice.id for one in instead], now)
    return response


def colleague_view(one: ForColleague, words: Words) -> ColleagueView:
    """What a stand-in reads."""
    text = words.t(f"notice.disclosure.{_class(one.notice)}", user=one.user)
    return ColleagueView(text, words.moment(one.notice.at), one.notice.words, one.user, one.coordinator)


def _class(notice: Notice) -> str:
    return notice.safety if notice.safety in CLASSES else "unclear"


def notice_view(notice: Notice, user: str, words: Words, staff: Mapping[str, str]) -> NoticeView | None:
    """The notice in words; None for a kind that has none."""
    if notice.kind == "disclosure":
        text = words.t(f"notice.disclosure.{_class(notice)}", user=user)
    elif notice.kind in OF_A_SHEET and (title := words.title_of(notice.worksheet)):
        text = words.t(f"notice.about.{notice.kind}", user=user, worksheet=title)
    elif notice.kind in KINDS:
        text = words.t(f"notice.{notice.kind}", user=user)
    else:
        return None
    told, seen = words.moment(notice.at), _seen(notice, words, staff)
    return NoticeView(notice.user_id, user, text, told, notice.kind == "disclosure", notice.words, seen)


def _seen(notice: Notice, words: Words, staff: Mapping[str, str]) -> str:
    """Which human saw it, and when: the stand-in, the coordinator, or one after the other."""
    saw = ((notice.stood_in_by, notice.stood_in_at), (notice.coordinator_id, notice.seen_at))
    return " ".join(
        words.t("notice.seen", name=staff.get(who or "", ""), day=words.moment(at)) for who, at in saw if at is not None
    )


async def add(request: Request, worker: Worker) -> Response:
    """GET and POST /desk/ny."""
    form = form_of(request)
    problem = ""
    if request.method == "POST" and form.ours:
        try:
            added = await run_in_threadpool(
                add_user,
                house_of(request),
                actor_of(worker),
                form.get("name"),
                written(form.get("language")),
                now_of(request),
            )
        except Rejected as rejected:
            problem = words_of(request, worker).say(rejected.why)
        else:
            return RedirectResponse(f"/desk/b/{added.user_id}", 303)
    elif request.method == "POST":
        problem = words_of(request, worker).t("refused.stale")
    chosen = written(form.get("language")) if form.fields else worker.language
    status = 422 if problem else 200
    return await desk_page(
        request, worker, "desk/add.html", status=status, problem=problem, name=form.get("name"), chosen=chosen
    )


async def contact(request: Request, worker: Worker) -> Response:
    """GET and POST /desk/meg: number, hours, who stands in, and the language of these pages."""
    form = form_of(request)
    values = {
        "phone": worker.phone,
        "hours": worker.hours,
        "language": worker.language,
        "stand_in": worker.stand_in_id or "",
    }
    problem = notice = ""
    words = words_of(request, worker)
    if request.method == "POST":
        values = {name: form.get(name) for name in ("phone", "hours", "stand_in")}
        values["language"] = written(form.get("language"))
        if not form.ours:
            problem = words.t("refused.stale")
        elif why := await _change(request, worker, values):
            problem = words.say(why)
        else:
            if "stand_in" in form.fields:
                await _stand_in(request, worker, values["stand_in"])
            return done(request, "/desk/meg")
    elif just_done(request):
        notice = words.t("contact.saved")
    status = 422 if problem else 200
    return await desk_page(
        request,
        worker,
        "desk/contact.html",
        status=status,
        notice=notice,
        problem=problem,
        values=values,
        colleagues=await run_in_threadpool(colleagues, house_of(request), actor_of(worker)),
        waits=house_of(request).settings.notice_reminder_hours,
    )


async def _stand_in(request: Request, worker: Worker, stand_in: str) -> None:
    house, actor = house_of(request), actor_of(worker)
    await run_in_threadpool(name_stand_in, house, actor, worker.id, stand_in, now_of(request))


async def language(request: Request, worker: Worker) -> Response:
    """POST /desk/spraak: the other written standard, from the foot of every page."""
    form = form_of(request)
    if form.ours:
        chosen = written(form.get("language"))
        await _change(request, worker, {"phone": worker.phone, "hours": worker.hours, "language": chosen})
        set_language(request, chosen)
    return RedirectResponse("/desk", 303)


async def _change(request: Request, worker: Worker, values: Mapping[str, str]) -> Say | None:
    try:
        await run_in_threadpool(
            change_own_contact,
            house_of(request),
            actor_of(worker),
            values["phone"],
            values["hours"],
            written(values["language"]),
            now_of(request),
        )
    except Rejected as rejected:
        return rejected.why
    return None


def written(code: str) -> Language:
    """The written standard with this code; Bokmål for anything else."""
    return "nn" if code == "nn" else "nb"
