"""A worksheet walked through in a terminal, for those who write it: every screen as it is drawn, nothing stored.

The same pure walk as on the phone. What other sheets would offer is taken from their own examples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.content import Content
from bot.dialogs.ask import Asking, screen
from bot.dialogs.context import Language as Code
from bot.dialogs.definition import Worksheet
from bot.dialogs.event import LOOKING, Press, Typed, decode
from bot.dialogs.offers import Sources, needed
from bot.dialogs.places import is_question
from bot.dialogs.screen import Button, Line, Row, Say, Screen
from bot.dialogs.sheet import Item, Sheet
from bot.dialogs.turn import Rejected
from bot.dialogs.walk import begin, step
from bot.dialogs.words import explained, words_on
from bot.language import Language

END = frozenset({"slutt", "avslutt", "end", "quit"})
EXAMPLES_OFFERED = 3
WIDTH = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where the rehearsal is: the sheet as it would be stored, and what is shown beside the question."""

    sheet: Sheet
    number: int = 1
    looking: str = ""
    kept: str = ""
    notices: tuple[Line, ...] = ()


def rehearse(
    content: Content,
    worksheet_id: str,
    code: Code,
    typed: Iterable[str],
    show: Callable[[str], None],
    clock: Callable[[], datetime],
) -> Sheet:
    """Walk through the newest version of a worksheet.

    Args:
        content: holds it.
        worksheet_id: its id.
        code: the language it is shown in.
        typed: lines as somebody types them: a button's number, or an answer. Ends at «slutt», or with its last line.
        show: takes what is shown, some lines at a time.
        clock: tells the time, with zone.

    Returns:
        The sheet as it would be stored now.
    """
    worksheet, language = content.worksheet(worksheet_id), Language(content)
    drawn_from = examples(content, worksheet, code)
    place = Place(begin(worksheet))

    def say(line: Line) -> str:
        return language.say(line, code)

    show(say(Say(id="rehearse.begin")))
    shown = _drawn(content, worksheet, place, drawn_from)
    show(written(shown, say))
    for line in typed:
        text = line.strip()
        if text.casefold() in END:
            break
        if text:
            place = _next(worksheet, place, shown, text, drawn_from, clock())
            shown = _drawn(content, worksheet, place, drawn_from)
            show(written(shown, say))
    show(say(Say(id="rehearse.ended")))
    return place.sheet


def examples(content: Content, worksheet: Worksheet, code: Code) -> Sources:
    """What other sheets offer to this one when their owner has answered as their examples do."""
    items = {}
    for name in needed(worksheet):
        other_id, _, key = name.partition(".")
        items[name] = _examples_of(content, content.worksheet(other_id), key, code)
    prefilled = (one.prefill.service for one in worksheet.steps() if one.prefill and one.prefill.service)
    return Sources(items, {service: content.services.get(service).number for service in prefilled})


def _examples_of(content: Content, other: Worksheet, key: str, code: Code) -> tuple[Item, ...]:
    asked = other.step(key)
    if asked is not None and asked.offer is not None and asked.offer.answers:
        signs = [one for one in other.steps() if one.kind == "frequency"][:EXAMPLES_OFFERED]
        return tuple(Item(id=f"i{n}", ref=f"{other.id}:{sign.id}") for n, sign in enumerate(signs, start=1))
    example = content.texts[code].get(f"{other.id}.steps.{key}.example", "")
    return (Item(id="i1", text=example),) if example else ()


def _drawn(content: Content, worksheet: Worksheet, place: Place, sources: Sources) -> Screen:
    asking = Asking(worksheet, place.sheet, sources, place.number, place.looking, place.kept)
    drawn = screen(asking)
    if place.looking == "explain":
        drawn = explained(drawn, words_on(drawn, ("answering", ""), content.words_in), urgent=False)
    return drawn.model_copy(
        update={"notices": (*place.notices, *drawn.notices), "nav": (*drawn.nav, asking.button("back"))}
    )


def _next(worksheet: Worksheet, place: Place, shown: Screen, text: str, sources: Sources, now: datetime) -> Place:
    """The place after one typed line."""
    fresh = Place(place.sheet, place.number + 1)
    event: Press | Typed
    if text.isascii() and text.isdecimal() and (shown.field is None or int(text) <= len(shown.buttons())):
        button = dict(enumerate(shown.buttons(), start=1)).get(int(text))
        press = decode(button.wire) if button is not None else None
        if press is None:
            return replace(fresh, notices=(Say(id="rehearse.no_button", values={"number": text}),))
        if press.verb in LOOKING:
            return replace(fresh, looking="" if place.looking == press.verb else press.verb)
        if press.verb == "pause":
            return replace(fresh, notices=(Say(id="rehearse.pause"),))
        event = press
    elif shown.field is not None:
        event = Typed(text, key=shown.field.key, revision=shown.field.revision)
    else:
        event = Typed(text)
    try:
        turn = step(worksheet, place.sheet, event, now, sources)
    except Rejected as rejected:
        kept = text if isinstance(event, Typed) and rejected.keep else ""
        return replace(fresh, kept=kept, notices=(rejected.why,))
    left = (Say(id="rehearse.first"),) if turn.left and is_question(turn.sheet.at) else ()
    return replace(fresh, sheet=turn.sheet, kept=turn.kept, notices=(*turn.notices, *left))


def written(shown: Screen, say: Callable[[Line], str]) -> str:
    """A screen as lines of a terminal. Each button has its number; what was chosen is marked by a star."""
    numbers = {id(button): n for n, button in enumerate(shown.buttons(), start=1)}
    lines = ["-" * WIDTH]

    def label(button: Button) -> str:
        return f"[{numbers[id(button)]}] {say(button.label)}{' *' if button.marked else ''}"

    def row(one: Row) -> str:
        return "   ".join([*(say(line) for line in one.lines), *(label(button) for button in one.buttons)])

    lines += [f"! {say(notice)}" for notice in shown.notices]
    if shown.previous is not None:
        lines.append(row(shown.previous))
    if shown.heading is not None:
        n, of = shown.progress or (0, 0)
        lines.append(say(shown.heading) + (f"   {n}/{of}" if of else ""))
    lines += [say(line) for line in shown.body]
    lines += [f"  {row(one)}" for one in shown.rows]
    if shown.drawing is not None:
        road = (shown.drawing.today, *(stone.text for stone in shown.drawing.milestones), shown.drawing.goal)
        lines.append("  " + " -> ".join(part for part in road if part))
    if shown.ask is not None:
        lines += ["", say(shown.ask)]
    if shown.field is not None and shown.field.value:
        lines.append(f"  «{shown.field.value}»")
    lines += ["", *(f"  {label(button)}" for button in shown.options)]
    lines.append("  " + "   ".join(label(button) for button in shown.nav))
    lines.append(say(Say(id="rehearse.press_or_type" if shown.field is not None else "rehearse.press")))
    return "\n".join(lines)
