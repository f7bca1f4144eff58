"""The drawn road: the words fit, nothing lies on anything else, and it can be heard."""

from __future__ import annotations

from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest

from bot.dialogs.screen import Road, Stone
from bot.documents import road_svg
from bot.documents.road import LINE, Drawing, Place, road_drawing
from bot.documents.wrapping import estimated, wrapped
from tests.documents.conftest import SayIn

LONG = "Et ganske langt delmål som må skrives på flere linjer, og som likevel ikke får plass " * 3
SVG = "{http://www.w3.org/2000/svg}"


def road_of(stones: int, text: str = LONG) -> Road:
    milestones = tuple(Stone(text=text, nearest=index == 0) for index in range(stones))
    return Road(today=text, milestones=milestones, goal=text)


def box(place: Place, drawing: Drawing) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the words of a place, as wide as estimated."""
    width = max((estimated(line) for line in place.words), default=0) * drawing.size
    left = place.text_x if place.side == "right" else place.text_x - width
    below = (len(place.lines) - 1) * LINE * drawing.size
    return left, place.text_y - 0.75 * drawing.size, left + width, place.text_y + below + 0.2 * drawing.size


def on_road(drawing: Drawing) -> list[tuple[float, float]]:
    """Points along the whole road: each cubic curve (Bernstein form) at 41 places."""
    points = []
    for curve in drawing.curves:
        for t in (step / 40 for step in range(41)):
            weights = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
            x, y = (sum(weight * point[axis] for weight, point in zip(weights, curve, strict=True)) for axis in (0, 1))
            points.append((x, y))
    return points


@pytest.mark.parametrize("stones", range(8))
@pytest.mark.parametrize(("width", "size"), [(320, 16), (498, 12), (498, 16)])
def test_the_words_keep_off_the_road_the_stones_each_other_and_the_edge(
    say_in: SayIn, stones: int, width: float, size: float
) -> None:
    drawing = road_drawing(road_of(stones), say_in("nb"), width=width, size=size)
    boxes = [box(place, drawing) for place in drawing.places]
    for left, top, right, bottom in boxes:
        assert 0 <= left < right <= width
        assert 0 <= top < bottom <= drawing.height
        assert not [x for x, y in on_road(drawing) if left < x < right and top < y < bottom]
    for (left, top, right, bottom), (left2, top2, right2, bottom2) in combinations(boxes, 2):
        assert right <= left2 or right2 <= left or bottom <= top2 or bottom2 <= top
    for here, there in pairwise(drawing.places):
        assert here.y - there.y > 2 * drawing.radius


def test_the_road_goes_from_the_lower_left_to_the_upper_right(say_in: SayIn) -> None:
    first, *_, last = road_drawing(road_of(3), say_in("nb"), width=320, size=16).places
    assert first.x < 160 < last.x
    assert first.y > last.y
    assert (first.label, last.label) == ("I dag", "Målet")


def test_the_svg_is_well_formed_named_and_said_in_words(say_in: SayIn) -> None:
    road = Road(today="<b>hjemme</b> & trøtt", milestones=(Stone(text='"ut"', nearest=True),), goal="jobb\x00\ud800")
    svg = ET.fromstring(road_svg(road, say_in("nb"), name="r2"))  # noqa: S314 - our own
    assert svg.get("role") == "img"
    assert svg.get("viewBox", "").startswith("0 0 320 ")
    title, desc = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert (title.get("id"), desc.get("id")) == (svg.get("aria-labelledby"), svg.get("aria-describedby"))
    assert (desc.text or "").splitlines() == ["I dag: <b>hjemme</b> & trøtt", '1. Nærmest: "ut"', "Målet: jobb"]


def test_colours_come_from_the_page(say_in: SayIn) -> None:
    svg = ET.fromstring(road_svg(road_of(4), say_in("nn")))  # noqa: S314 - our own
    colours = {part.get(name) for part in svg.iter() for name in ("fill", "stroke")}
    assert colours == {None, "none", "currentColor"}
    assert [part.tag for part in svg.iter() if part.get("style")] == []
    assert [part.get("class") for part in svg.iter(f"{SVG}circle")].count("road-nearest") == 1


def test_words_are_cut_visibly_and_only_when_they_must_be() -> None:
    assert wrapped("Ringe NAV", 14, 3) == ("Ringe NAV",)
    assert wrapped("", 14, 3) == ()
    cut = wrapped(LONG, 14, 3)
    assert len(cut) == 3
    assert cut[-1].endswith("…")
    assert all(estimated(line) <= 14 for line in cut)
    assert all(estimated(line) <= 14 for line in wrapped("x" * 5000, 14, 3))
