"""The drawn road as SVG for the phone page. Colours come from the page: `currentColor`, and a class on each part.

No style attributes and no script, so that it may stand in a page with a strict content security policy.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from bot.dialogs.screen import Road, Say
from bot.documents.paper import Sayer
from bot.documents.road import Curve, Drawing, Place, road_drawing, road_in_words

WIDTH = 320
SIZE = 16


def road_svg(road: Road, say: Sayer, *, name: str = "road") -> str:
    """Draw a road for a page: one `<svg>` element, 320 units wide, 16 units the type.

    Args:
        road: own words throughout; cut with … where they do not fit. The whole words stand in the description.
        say: renders our few words in the reader's language.
        name: begins the ids inside; each drawing on a page needs its own. ASCII letters, digits, `-` and `_`.
    """
    drawing = road_drawing(road, say, width=WIDTH, size=SIZE)
    title, description = quoteattr(f"{name}-title"), quoteattr(f"{name}-words")
    return "".join(
        (
            f'<svg class="road" xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {drawing.height:g}"',
            f' aria-labelledby={title} aria-describedby={description} font-size="{SIZE}" fill="currentColor">',
            f"<title id={title}>{escape(say(Say(id='documents.road.title')))}</title>",
            f"<desc id={description}>{escape(chr(10).join(road_in_words(road, say)))}</desc>",
            *(path(curve) for curve in drawing.curves),
            *(stone(place, drawing) for place in drawing.places),
            *(words(place) for place in drawing.places),
            "</svg>",
        )
    )


def path(curve: Curve) -> str:
    """A stretch of road."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = curve
    return (
        f'<path class="road-way" d="M{x0:g} {y0:g}C{x1:g} {y1:g} {x2:g} {y2:g} {x3:g} {y3:g}" fill="none" '
        'stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-dasharray="1 7"/>'
    )


def stone(place: Place, drawing: Drawing) -> str:
    """A milestone with its number; the nearest has a heavier ring. The two ends are filled."""
    kind = "road-end" if not place.mark else "road-nearest" if place.nearest else "road-stone"
    ring = "4" if place.nearest else "2"
    inner = drawing.radius - float(ring) / 2
    circle = f'<circle class="{kind}" cx="{place.x:g}" cy="{place.y:g}" r="{inner:g}" stroke="currentColor"'
    if not place.mark:
        return f"{circle}/>"
    return (
        f'{circle} stroke-width="{ring}" fill="none"/>'
        f'<text class="road-number" x="{place.x:g}" y="{place.y + 0.35 * drawing.size:g}" text-anchor="middle" '
        f'font-weight="bold">{escape(place.mark)}</text>'
    )


def words(place: Place) -> str:
    """The label and the person's words beside a stone, one line each."""
    anchor = "start" if place.side == "right" else "end"
    step = 1.25 * SIZE
    lines = "".join(
        f'<tspan x="{place.text_x:g}" y="{place.text_y + index * step:g}"{bold(index, place)}>{escape(line)}</tspan>'
        for index, line in enumerate(place.lines)
    )
    return f'<text class="road-words" text-anchor="{anchor}">{lines}</text>' if lines else ""


def bold(index: int, place: Place) -> str:
    """Our label is set apart from the person's words."""
    return ' class="road-label" font-weight="bold"' if place.label and index == 0 else ""
