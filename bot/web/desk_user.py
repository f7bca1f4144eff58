"""One person's page: their sheets with state and date, what they have shared of goals, the link, one next action."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.actions.desk import SheetInfo, UserInfo, UserPage, see_user
from bot.actions.own_user import SAID_NO
from bot.actions.staff import Worker
from bot.actions.worksheets import close_worksheet, open_worksheet
from bot.web.desk_guard import actor_of, desk_page, form_of, words_of
from bot.web.desk_overview import notice_view
from bot.web.desk_words import Words
from bot.web.visits import house_of, now_of


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One worksheet on the person's page. `edition` is the id of what can be read, empty when nothing can."""

    worksheet: str
    title: str
    state: str
    number: str
    edition: str
    open: bool
    waits: bool


@dataclass(frozen=True, slots=True)
class Next:
    """The one next thing to do. Without an address it is only said."""

    text: str
    address: str = ""


async def user(request: Request, worker: Worker) -> Response:
    """GET /desk/b/{user}."""
    return await draw(request, worker)


async def worksheet(request: Request, worker: Worker) -> Response:
    """POST /desk/b/{user}/ark/{worksheet}: open it or close it."""
    form, user_id, sheet = form_of(request), request.path_params["user"], request.path_params["worksheet"]
    if not form.ours:
        return await draw(request, worker, status=409, notice=words_of(request, worker).t("refused.stale"))
    act = open_worksheet if form.get("do") == "open" else close_worksheet
    await run_in_threadpool(act, house_of(request), actor_of(worker), user_id, sheet, now_of(request))
    return RedirectResponse(f"/desk/b/{user_id}#{sheet}", 303)


async def draw(request: Request, worker: Worker, *, status: int = 200, notice: str = "") -> Response:
    """Draw the person's page.

    Raises:
        NotThere: no such person, or not the coordinator's own.
    """
    house, actor = house_of(request), actor_of(worker)
    found = await run_in_threadpool(see_user, house, actor, request.path_params["user"], now_of(request))
    words = words_of(request, worker)
    return await desk_page(
        request,
        worker,
        "desk/user.html",
        status=status,
        notice=notice,
        user=found.user,
        next=next_action(found.user, words),
        sheets=tuple(sheet_line(one, found.user, words) for one in found.user.sheets),
        link=words.link(found.user.link),
        may_open=found.user.standing not in SAID_NO,
        goals=found.goals,
        crisis_plan=found.crisis_plan,
        past=past(found, words),
    )


def past(found: UserPage, words: Words) -> list[str]:
    """What the coordinator was told before, newest first, and who saw it when."""
    views = (notice_view(one, found.user.name, words, found.staff) for one in found.past)
    return [f"{view.at}: {view.text} {view.seen}".strip() for view in views if view]


def sheet_line(sheet: SheetInfo, user: UserInfo, words: Words) -> SheetLine:
    """One line of the list of sheets."""
    readable = sheet.edition is not None and sheet.edition.state != "taken_back"
    return SheetLine(
        worksheet=sheet.worksheet,
        title=words.title(sheet.worksheet),
        state=words.sheet(sheet, user.name),
        number=words.t("state.edition", edition=sheet.edition.number) if sheet.edition and readable else "",
        edition=sheet.edition.id if sheet.edition and readable else "",
        open=sheet.open,
        waits=sheet.waits is not None and sheet.waits.turn == "coordinator",
    )


def next_action(user: UserInfo, words: Words) -> Next:
    """The one thing that helps now. Where a person has said no there is nothing to press for."""
    if user.standing in {"no", "withdrawn", "over"}:
        said = "refused" if user.standing == "no" else user.standing
        return Next(words.t(f"user.{said}", user=user.name))
    if user.waits_for_me:
        first = user.waits_for_me[0]
        edition = first.edition.id if first.edition else ""
        return Next(words.t("user.next_read", worksheet=words.title(first.worksheet)), f"/desk/utgave/{edition}")
    if user.link.state in {"none", "expired", "revoked"}:
        return Next(words.t("user.next_link"), f"/desk/b/{user.id}/lenke")
    if not any(sheet.open for sheet in user.sheets):
        return Next(words.t("user.next_open"))
    return Next(words.t("user.next_nothing"))
