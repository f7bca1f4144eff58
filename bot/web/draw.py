"""A screen as the template takes it: which text is the page's heading, what each button is called for those who find
it by a mark, and where each link leads. The marks are stable: `docs/web.md` lists them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from bot.dialogs.context import Language as Code
from bot.dialogs.event import Press, decode
from bot.dialogs.screen import Button, Line, Link, Row, Say, Screen
from bot.documents.road_svg import road_svg
from bot.language import Language

Part = Literal["option", "nav", "row"]
Place = Literal["first", "before_field", "last"]

# Where the links of a screen lead (`Link.target`).
ADDRESSES = {
    "own_plan": "/min-plan",
    "crisis_plan": "/kriseplan",
    "who_sees": "/hvem-ser",
    "devices": "/enheter",
    "doctor": "/lege.pdf",
}
MENU = "menu"
HELP_NOW = "help_now"  # stands above every page, in sight however far one has scrolled, in a low window below too
SUMMARY = ".summary"  # of a worksheet that has been gone through; the list below it can be long
WITHHELD = frozenset({"share.is_private", "copies.is_left_out"})  # the line that says that an answer is not passed on
# A tap of these changes one line of a list, and the next one to tap is near it (so in `planprat.js`).
STAYING = frozenset({"pick", "drop", "hold", "include"})
OF_TWO_LINES = ".frequency.heading"  # here the last line of the body is what is asked about: both make the heading


@dataclass(frozen=True, slots=True)
class Tap:
    """A button of the page. `attributes` are its marks (`data-option="often"`), ready for the template."""

    wire: str
    label: Line
    marked: bool
    extra: Line | None
    attributes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A line of a list with its buttons. `withheld`: it stays with the person, and is to look so."""

    lines: tuple[Line, ...]
    taps: tuple[Tap, ...]
    withheld: bool


@dataclass(frozen=True, slots=True)
class Way:
    """A link. `shown`: the address itself is to be read and passed on."""

    href: str
    label: Say
    shown: bool
    target: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A screen ready for `chat.html`. `title` is the page's one heading, empty where nothing is asked and no place is
    named; `place` is named above it. `road` is the drawing as SVG. The rest as in `Screen`.

    `options_place`: `first`, above the rows (the menu and a finished sheet begin with what can be done next, however
    long the list is); `before_field`, where the field is only another way of answering (it says so in a label of its
    own); else `last`.
    """

    screen: Screen
    title: tuple[Line, ...]
    place: Say | None
    body: tuple[Line, ...]
    previous: Shelf | None
    rows: tuple[Shelf, ...]
    options: tuple[Tap, ...]
    links: tuple[Way, ...]
    nav: tuple[Tap, ...]
    road: Markup | None
    options_place: Place


def picture(screen: Screen, language: Language, code: Code) -> Picture:
    """Lay a screen out. `language` and `code` are for the few words within the drawing."""
    title, place, body = _headings(screen)
    road = None
    if screen.drawing is not None:
        # Escaped by `road_svg` itself, word for word.
        road = Markup(road_svg(screen.drawing, lambda say: language.say(say, code)))  # noqa: S704
    nav = tuple(_tap(button, "nav") for button in screen.nav)
    return Picture(
        screen=screen,
        title=title,
        place=place,
        body=body,
        previous=_shelf(screen.previous) if screen.previous else None,
        rows=tuple(_shelf(row) for row in screen.rows),
        options=tuple(_tap(button, "option") for button in screen.options),
        links=tuple(_way(link) for link in screen.links),
        nav=tuple(tap for tap in nav if ("data-nav", HELP_NOW) not in tap.attributes),
        road=road,
        options_place=_place(screen),
    )


def place_of(screen: Screen, pressed: Press) -> str:
    """Where on the page that follows the line stands which was tapped: the id of an element, `row-3` or `option-3`. It
    tells how far down and not what stands there, since it is part of an address. Empty where the page begins at its
    top: the line is gone, it was a tap of another kind, or there is something to read above.
    """
    if pressed.verb not in STAYING or screen.notices:
        return ""
    places = (*_numbered("row", (row.buttons for row in screen.rows)), *_numbered("option", zip(screen.options)))
    for name, buttons in places:
        if any(_same_line(button, pressed) for button in buttons):
            return name
    return ""


def _numbered(name: str, lines: Iterable[tuple[Button, ...]]) -> Iterator[tuple[str, tuple[Button, ...]]]:
    return ((f"{name}-{number}", buttons) for number, buttons in enumerate(lines, 1))


def _same_line(button: Button, pressed: Press) -> bool:
    press = decode(button.wire)
    return press is not None and press.verb in STAYING and press.argument == pressed.argument


def _headings(screen: Screen) -> tuple[tuple[Line, ...], Say | None, tuple[Line, ...]]:
    if screen.ask is None:
        return ((screen.heading,) if screen.heading else ()), None, screen.body
    if isinstance(screen.ask, Say) and screen.ask.id.endswith(OF_TWO_LINES) and screen.body:
        return (screen.body[-1], screen.ask), screen.heading, screen.body[:-1]
    return (screen.ask,), screen.heading, screen.body


def _place(screen: Screen) -> Place:
    if screen.id == MENU or screen.id.endswith(SUMMARY):
        return "first"
    return "before_field" if screen.field is not None and screen.field.label is not None else "last"


def _shelf(row: Row) -> Shelf:
    withheld = any(isinstance(line, Say) and line.id in WITHHELD for line in row.lines)
    return Shelf(row.lines, tuple(_tap(button, "row") for button in row.buttons), withheld)


def _tap(button: Button, part: Part) -> Tap:
    press = decode(button.wire)
    if press is None:
        raise ValueError(f"a button that says nothing: {button.wire!r}")
    attributes: tuple[tuple[str, str], ...]
    if part == "option":
        attributes = (("data-option", press.argument or press.verb),)
    elif part == "nav":
        attributes = (("data-nav", press.verb), ("data-argument", press.argument))
    else:
        attributes = (("data-row-action", press.verb), ("data-argument", press.argument))
    return Tap(button.wire, button.label, button.marked, button.extra, tuple(one for one in attributes if one[1]))


def _way(link: Link) -> Way:
    if link.address:
        return Way(link.address, link.label, shown=True, target=link.target)
    return Way(ADDRESSES[link.target], link.label, shown=False, target=link.target)
