"""From a Typst template and data to the bytes of a paper. The only place that knows the typesetter.

Text is handed over as data (JSON in `sys.inputs`), never as markup. Fonts are ours alone, so that a paper looks the
same on every machine. A paper is tagged (PDF/UA-1); one with a date is besides fit for an archive (PDF/A-2a, which asks
for one).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

import typst

from bot.documents.glyphs import FAMILIES, FONT_FOLDER
from bot.documents.written import fit, plain

TEMPLATES = Path(__file__).parent / "typst"
Fit = Callable[[str], str]


def press(
    template: str,
    words: Mapping[str, object],
    *,
    dated: date | None = None,
    as_is: Mapping[str, str] | None = None,
    fits: tuple[Fit, ...] = (fit, plain),
) -> bytes:
    """Set one paper.

    Args:
        template: a file of `bot/documents/typst`, without its ending.
        words: JSON-like data; each string in it is made fit for paper before it is set.
        dated: the date of the paper; without one the paper carries none.
        as_is: name -> text of our own making that is handed over untouched: the SVG of a code, an address.
        fits: ways of making text fit, each more careful than the one before; the next is used when Typst refuses.

    Raises:
        typst.TypstError: Typst refused every way; with the shipped templates and `fits` this is a fault of ours.
    """
    refused: typst.TypstError | None = None
    for way in fits:
        try:
            return compiled(template, fitted(words, way), dated, as_is or {})
        except typst.TypstError as error:
            refused = error
    raise refused if refused else ValueError("no way of fitting text was given")


def compiled(template: str, words: object, dated: date | None, as_is: Mapping[str, str]) -> bytes:
    """One attempt. A compiler of its own for each paper: they are cheap, and nothing is shared between threads."""
    compiler = typst.Compiler(
        str(TEMPLATES / f"{template}.typ"), root=str(TEMPLATES), font_paths=fonts(), ignore_system_fonts=True
    )
    given = {"families": FAMILIES, "dated": dated and [dated.year, dated.month, dated.day]}
    made = compiler.compile(
        format="pdf",
        pdf_standards=["ua-1", "a-2a"] if dated else ["ua-1"],
        sys_inputs={"words": json.dumps(words), "given": json.dumps(given), **as_is},
    )
    if not isinstance(made, bytes):
        raise TypeError(f"a PDF is one piece of bytes, not {type(made).__name__}")
    return made


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """The shipped fonts, read once."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_FOLDER)])


def fitted(value: object, way: Fit) -> object:
    """JSON-like data with each string made fit; keys are ours and stay."""
    if isinstance(value, str):
        return way(value)
    if isinstance(value, Mapping):
        return {key: fitted(part, way) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [fitted(part, way) for part in value]
    return value
