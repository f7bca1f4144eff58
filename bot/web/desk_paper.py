"""Paper at the desk: blank sheets to print, and a form to type in what a person wrote on one.

The form is the same whatever the person has answered, and so is what comes back: it tells of the paper alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from bot.actions.actors import NotThere
from bot.actions.desk import see_user
from bot.actions.paper import NotTaken, type_from_paper
from bot.actions.paper_sheet import Written
from bot.actions.staff import Worker
from bot.actions.worksheets import worksheet_ids
from bot.dialogs.definition import ANSWERED_BY_CHOOSING, Kind, Step, Worksheet
from bot.dialogs.screen import Say
from bot.dialogs.shown import option_label
from bot.documents import blank_sheet_pdf
from bot.web.desk_edition import pdf_response
from bot.web.desk_guard import actor_of, desk_page, form_of, words_of
from bot.web.desk_words import Words
from bot.web.forms import Form
from bot.web.just_done import done, just_done
from bot.web.visits import house_of, now_of

SAVED, GRAVE = "saved", "grave"  # what was done; `grave`: what was typed in tells of danger to a life


@dataclass(frozen=True, slots=True)
class PaperField:
    """One question on the form. `rows` are the persons typed so far, filled up with empty ones to the most there can
    be; `value` is the text or the option; `goal`: the questions below are about this one."""

    step: str
    kind: Kind
    question: str
    options: tuple[tuple[str, str], ...]
    value: str
    rows: tuple[tuple[str, str, str], ...]
    goal: bool
    problem: str


@dataclass(frozen=True, slots=True)
class PaperPart:
    """The questions of one section."""

    heading: str
    fields: tuple[PaperField, ...]


async def form(request: Request, worker: Worker) -> Response:
    """GET /desk/b/{user}/papir/{worksheet}."""
    return await _draw(request, worker, {}, {}, saved=just_done(request, (SAVED, GRAVE)))


async def typed(request: Request, worker: Worker) -> Response:
    """POST /desk/b/{user}/papir/{worksheet}."""
    sent, user, worksheet_id = form_of(request), request.path_params["user"], request.path_params["worksheet"]
    worksheet = worksheet_of(request, worksheet_id)
    written = {step.id: _written(step, sent) for step in worksheet.steps()}
    words = words_of(request, worker)
    if not sent.ours:
        return await _draw(request, worker, written, {}, notice=words.t("refused.stale"))
    try:
        danger = await run_in_threadpool(
            type_from_paper, house_of(request), actor_of(worker), user, worksheet_id, written, now_of(request)
        )
    except NotTaken as refused:
        problems = {step: words.say(why) for step, why in refused.why.items()}
        return await _draw(request, worker, written, problems, notice=words.t("paper.problems"))
    return done(request, f"/desk/b/{user}/papir/{worksheet_id}", GRAVE if danger else SAVED)


async def blank_sheets(request: Request, worker: Worker) -> Response:
    """GET /desk/ark: the sheets that can be printed."""
    words = words_of(request, worker)
    titles = [(id_, words.title(id_)) for id_ in worksheet_ids(house_of(request))]
    return await desk_page(request, worker, "desk/blank.html", sheets=titles)


async def blank_sheet(request: Request, worker: Worker) -> Response:
    """GET /desk/ark/{worksheet}.pdf, with `stor=1` in large print, `maal=nn` in the other written standard."""
    house, worksheet = house_of(request), worksheet_of(request, request.path_params["worksheet"])
    asked_for = request.query_params.get("maal")
    language = "nn" if asked_for == "nn" else "nb" if asked_for == "nb" else worker.language
    words = Words(house.language, language, now_of(request))
    sections = tuple(
        (
            words.say(Say(id=f"{worksheet.id}.sections.{section.id}")),
            tuple(
                (_question(worksheet, step, words), step.kind, _labels(worksheet, step, words))
                for step in section.steps
            ),
        )
        for section in worksheet.sections
    )

    def say(line: Say) -> str:
        return words.say(line)

    paper = await run_in_threadpool(
        blank_sheet_pdf,
        words.title(worksheet.id),
        worksheet.number,
        sections,
        language,
        say,
        large="stor" in request.query_params,
    )
    return pdf_response(paper, "ark.pdf")


def worksheet_of(request: Request, worksheet: str) -> Worksheet:
    """The newest version of a worksheet.

    Raises:
        NotThere: there is none with this id.
    """
    try:
        return house_of(request).content.worksheet(worksheet)
    except KeyError:
        raise NotThere(worksheet) from None


async def _draw(
    request: Request,
    worker: Worker,
    written: Mapping[str, Written],
    problems: Mapping[str, str],
    *,
    notice: str = "",
    saved: str = "",
) -> Response:
    house, worksheet = house_of(request), worksheet_of(request, request.path_params["worksheet"])
    found = await run_in_threadpool(see_user, house, actor_of(worker), request.path_params["user"], now_of(request))
    if found.user.standing != "yes" or not any(one.open and one.worksheet == worksheet.id for one in found.user.sheets):
        raise NotThere(worksheet.id)
    words = words_of(request, worker)
    return await desk_page(
        request,
        worker,
        "desk/paper.html",
        status=422 if notice else 200,
        notice=notice,
        user=found.user,
        worksheet=worksheet.id,
        title=words.title(worksheet.id),
        parts=_parts(worksheet, words, written, problems),
        saved=bool(saved),
        grave=saved == GRAVE,
    )


def _parts(
    worksheet: Worksheet, words: Words, written: Mapping[str, Written], problems: Mapping[str, str]
) -> tuple[PaperPart, ...]:
    goals = {section.repeat for section in worksheet.sections if section.repeat}

    def field(step: Step) -> PaperField:
        one = written.get(step.id, Written())
        empty = (("", "", ""),) * ((step.most or 1) - len(one.people) if step.kind == "person" else 0)
        return PaperField(
            step=step.id,
            kind=step.kind,
            question=_question(worksheet, step, words),
            options=tuple(zip(step.option_keys(), _labels(worksheet, step, words), strict=True)),
            value=one.text,
            rows=one.people + empty,
            goal=step.id in goals,
            problem=problems.get(step.id, ""),
        )

    return tuple(
        PaperPart(
            words.say(Say(id=f"{worksheet.id}.sections.{section.id}")), tuple(field(step) for step in section.steps)
        )
        for section in worksheet.sections
    )


def _question(worksheet: Worksheet, step: Step, words: Words) -> str:
    repeated = worksheet.section_of(step.id).repeat is not None
    values: dict[str, str | int] = {"goal": words.t("paper.the_goal")} if repeated else {}
    return words.say(Say(id=f"{worksheet.id}.steps.{step.id}.ask", values=values))


def _labels(worksheet: Worksheet, step: Step, words: Words) -> tuple[str, ...]:
    if step.kind not in ANSWERED_BY_CHOOSING:
        return ()
    return tuple(words.say(option_label(worksheet, step, key)) for key in step.option_keys())


def _written(step: Step, sent: Form) -> Written:
    """The fields of one question: `a:<step>`, or for persons `a:<step>:<row>:<part>`."""
    if step.kind != "person":
        return Written(text=sent.get(f"a:{step.id}"))
    rows = (
        (
            sent.get(f"a:{step.id}:{row}:name"),
            sent.get(f"a:{step.id}:{row}:phone"),
            sent.get(f"a:{step.id}:{row}:relation"),
        )
        for row in range(step.most or 1)
    )
    return Written(people=tuple(row for row in rows if any(part.strip() for part in row)))
