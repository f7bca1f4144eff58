"""The person's own plan on paper: every question with its answer, and the roads drawn."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from bot.dialogs.screen import Road
from bot.documents.paper import LARGE_SIZE, SIZE, Paper, code, frame, label
from bot.documents.press import press
from bot.documents.road import LINE, road_drawing, road_in_words

# The measure of an A4 page between the margins of `typst/page.typ`, in points.
MEASURE = 498


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """What the paper holds. `sections`: (title, ((question, answer), ...)); an answer "" is shown as not answered."""

    sections: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    roads: tuple[Road, ...] = ()


def own_plan_pdf(plan: OwnPlan, paper: Paper) -> bytes:
    """The person's plan as a tagged PDF, A4. Any text gives a paper; the same plan and paper give the same bytes."""
    return press("own_plan", own_plan_words(plan, paper), dated=paper.agreed_on, as_is=code(paper))


def own_plan_words(plan: OwnPlan, paper: Paper) -> dict[str, object]:
    """The words of the paper in order, as `typst/own_plan.typ` takes them."""
    voice = "own" if paper.reader == "user" else "about"
    return {
        **frame(paper),
        # The plan as a whole has no edition: some of it may be shared, some agreed, some neither.
        "standing": label(paper, "own_plan.standing"),
        "foot": label(paper, "own_plan.foot"),
        "heading": label(paper, f"own_plan.title.{voice}"),
        "empty": label(paper, "own_plan.not_answered"),
        "sections": [
            {"title": title, "asked": [{"question": question, "answer": answer} for question, answer in asked]}
            for title, asked in plan.sections
        ],
        "roads_heading": label(paper, "own_plan.roads"),
        "roads": [road_figure(road, paper) for road in plan.roads],
    }


def road_figure(road: Road, paper: Paper) -> dict[str, object]:
    """A road as `typst/road.typ` takes it, lengths in points, with the whole words beside the cut ones."""
    drawing = road_drawing(road, paper.say, width=MEASURE, size=LARGE_SIZE if paper.large else SIZE)
    whole = road_in_words(road, paper.say)
    return {
        "alt": "\n".join((label(paper, "road.title"), *whole)),
        "cut": any(place.cut for place in drawing.places),
        "whole": whole,
        "width": drawing.width,
        "height": drawing.height,
        "size": drawing.size,
        "line": drawing.size * LINE,
        "radius": drawing.radius,
        "curves": drawing.curves,
        "places": [{**asdict(place), "lines": place.lines, "label": bool(place.label)} for place in drawing.places],
    }
