"""The drawn road of worksheet 5: where each stone lies and where its words stand. One geometry for phone and paper.

The road begins with today at the lower left and ends with the long-term goal at the upper right. Its lower half keeps
to the left, with the words to the right and below; its upper half keeps to the right, with the words to the left and
above: so the words never lie on the road, however many stones there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from bot.dialogs.screen import Road, Say
from bot.documents.paper import Sayer
from bot.documents.wrapping import wrapped
from bot.documents.written import clean

MOST_LINES = 3
RADIUS = 0.9  # of a stone, in sizes of type; so are all lengths below
LINE = 1.25
GAP = 1.4
CROSSING = 2.4  # where the road goes over from left to right
SWING = 2.6


@dataclass(frozen=True, slots=True)
class Place:
    """One place on the road. Lengths in the unit of the drawing, y downwards.

    `mark` stands in the stone ("" for the two ends), `label` above the words in bold; `words` are cut to fit.
    `side`: on which side of the stone the words stand; `text_x` is where their lines begin or end, `text_y` the
    baseline of the first. `cut`: the person wrote more than stands there.
    """

    x: float
    y: float
    mark: str
    label: str
    words: tuple[str, ...]
    side: Literal["right", "left"]
    text_x: float
    text_y: float
    nearest: bool = False
    cut: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        """All lines, the label first."""
        return (self.label, *self.words) if self.label else self.words


Curve = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A road ready to be drawn: its size, its places from today to the goal, and a cubic curve between each two."""

    width: float
    height: float
    size: float
    radius: float
    places: tuple[Place, ...]
    curves: tuple[Curve, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """What a place is called before it has one."""

    mark: str
    label: str
    words: tuple[str, ...]
    nearest: bool = False
    cut: bool = False

    @property
    def height(self) -> float:
        """The room its words need, in sizes of type; a stone needs room too."""
        return max(len(self.words) + bool(self.label), 1) * LINE + GAP


def road_drawing(road: Road, say: Sayer, *, width: float, size: float) -> Drawing:
    """Lay out a road.

    Args:
        road: own words throughout; line breaks in them become spaces.
        say: renders our few words in the reader's language.
        width: of the drawing; the height follows from the words.
        size: of the type, in the same unit.
    """
    stops = road_stops(road, say, width / size - 2 * RADIUS - SWING - 1.2)
    last = len(stops) - 1
    low = [index * 2 <= last and index < last for index in range(last + 1)]
    ys = levels([stop.height for stop in stops], low)
    top = ys[-1] - max(stops[-1].height - GAP, RADIUS) - 0.3
    bottom = ys[0] + max(stops[0].height - GAP, RADIUS) + 0.3

    places = []
    for index, stop in enumerate(stops):
        along = index / last
        reach = RADIUS + 0.2 + SWING * 2 * (along if low[index] else 1 - along)
        x = reach if low[index] else width / size - reach
        lines = len(stop.words) + bool(stop.label)
        first = 0.35 if low[index] else 0.35 - (lines - 1) * LINE
        places.append(
            Place(
                x=round(x * size, 1),
                y=round((ys[index] - top) * size, 1),
                mark=stop.mark,
                label=stop.label,
                words=stop.words,
                side="right" if low[index] else "left",
                text_x=round((x + (RADIUS + 0.5) * (1 if low[index] else -1)) * size, 1),
                text_y=round((ys[index] - top + first) * size, 1),
                nearest=stop.nearest,
                cut=stop.cut,
            )
        )
    radius = round(RADIUS * size, 1)
    return Drawing(
        width=width,
        height=round((bottom - top) * size, 1),
        size=size,
        radius=radius,
        places=tuple(places),
        curves=tuple(curve(here, there, radius) for here, there in pairwise(places)),
    )


def levels(heights: list[float], low: list[bool]) -> list[float]:
    """How high each stone lies, from the bottom up, in sizes of type, y downwards.

    A low stone's words hang below it, so it needs its room towards the one before; a high stone's words stand above it.
    """
    ys = [0.0]
    for index, (here, there) in enumerate(pairwise(low)):
        crosses = here and not there
        ys.append(ys[-1] - (2 * RADIUS + CROSSING if crosses else heights[index + 1] if there else heights[index]))
    return ys


def curve(here: Place, there: Place, radius: float) -> Curve:
    """From the top of one stone to the foot of the next, upright at both ends."""
    start, end = here.y - radius, there.y + radius
    middle = round((start + end) / 2, 1)
    return ((here.x, round(start, 1)), (here.x, middle), (there.x, middle), (there.x, round(end, 1)))


def road_stops(road: Road, say: Sayer, room: float) -> list[Stop]:
    """Today, the milestones and the goal, with their words cut into lines of at most `room` sizes of type."""

    def stop(mark: str, name: str, text: str, *, nearest: bool = False) -> Stop:
        words = wrapped(text, room, MOST_LINES)
        label = say(Say(id=f"documents.road.{name}")) if name else ""
        return Stop(mark, label, words, nearest, cut="".join("".join(words).split()) != "".join(clean(text).split()))

    stones = (
        stop(str(number), "nearest" if stone.nearest else "", stone.text, nearest=stone.nearest)
        for number, stone in enumerate(road.milestones, start=1)
    )
    return [stop("", "today", road.today), *stones, stop("", "goal", road.goal)]


def road_in_words(road: Road, say: Sayer) -> tuple[str, ...]:
    """The road for those who do not see it: today, each milestone with its number, the goal; whole texts."""

    def line(name: str, text: str, **values: int) -> str:
        return say(Say(id=f"documents.road.words.{name}", values={"text": " ".join(clean(text).split()), **values}))

    return (
        line("today", road.today) if road.today.strip() else say(Say(id="documents.road.today")),
        *(
            line("nearest" if stone.nearest else "stone", stone.text, number=number)
            for number, stone in enumerate(road.milestones, start=1)
        ),
        line("goal", road.goal),
    )
