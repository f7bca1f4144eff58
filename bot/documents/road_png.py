"""The drawn road as a picture to send: the same geometry as on the page and on paper, as wide as a phone."""

from __future__ import annotations

import json
from dataclasses import asdict

import typst

from bot.dialogs.screen import Road
from bot.documents.glyphs import FAMILIES
from bot.documents.paper import Sayer, Written
from bot.documents.press import TEMPLATES, fitted, fonts
from bot.documents.road import LINE, road_drawing, road_in_words
from bot.documents.written import fit, plain

WIDTH, SIZE = 360, 16  # points; a phone is about as wide
PPI = 144.0  # two dots for each point: sharp, and far below the 10 MB of a photo (Bot API, sendPhoto)


def road_png(road: Road, say: Sayer, language: Written = "nb") -> bytes:
    """The road as a PNG. Any text gives a picture; words that cannot be drawn are replaced.

    Raises:
        typst.TypstError: a fault of ours.
    """
    drawing = road_drawing(road, say, width=WIDTH, size=SIZE)
    words = {
        "language": language,
        "alt": "\n".join(road_in_words(road, say)),
        "width": drawing.width,
        "height": drawing.height,
        "size": drawing.size,
        "line": drawing.size * LINE,
        "radius": drawing.radius,
        "curves": drawing.curves,
        "places": [{**asdict(place), "lines": place.lines, "label": bool(place.label)} for place in drawing.places],
    }
    try:
        return _png(fitted(words, fit))
    except typst.TypstError:
        return _png(fitted(words, plain))


def _png(words: object) -> bytes:
    compiler = typst.Compiler(
        str(TEMPLATES / "road_picture.typ"), root=str(TEMPLATES), font_paths=fonts(), ignore_system_fonts=True
    )
    given = {"families": FAMILIES}
    made = compiler.compile(format="png", ppi=PPI, sys_inputs={"words": json.dumps(words), "given": json.dumps(given)})
    if not isinstance(made, bytes):
        raise TypeError(f"one page is one picture, not {type(made).__name__}")
    return made
