"""What a paper makes of a sheet: each thing written becomes an answer, or stands beside the one that is there. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.dialogs.definition import ANSWERED_BY_CHOOSING, Step, Worksheet
from bot.dialogs.offers import Sources, line, mark, offered
from bot.dialogs.places import questions
from bot.dialogs.rules import Phrases
from bot.dialogs.safety import from_item, recognise
from bot.dialogs.screen import Line, Say
from bot.dialogs.sheet import Answer, Change, Item, Sheet
from bot.dialogs.shown import option_label
from bot.dialogs.turn import Asked, Rejected, Turn, new_item, with_items
from bot.dialogs.typed import LINE_LIMIT, TEXT_LIMIT
from bot.dialogs.walk import begin, put

Sayer = Callable[[Line], str]


@dataclass(frozen=True, slots=True)
class Written:
    """What stands on the paper at one question. Which field is filled follows from the step's kind.

    text, phone, date: one text. choice, frequency, confirm: the option's key. list, pick: a line for each entry.
    person: in `people`, each as (name, phone, relation).
    """

    text: str = ""
    people: tuple[tuple[str, str, str], ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The entries of a list, empty lines left out."""
        return tuple(stripped for one in self.text.splitlines() if (stripped := one.strip()))

    @property
    def empty(self) -> bool:
        """Whether nothing was written."""
        return not self.text.strip() and not any(part.strip() for row in self.people for part in row)


def problems_of(worksheet: Worksheet, written: Mapping[str, Written], now: datetime) -> dict[str, Say]:
    """What cannot be taken as it stands, tried on an empty sheet. Empty when all can."""
    problems: dict[str, Say] = {}
    sheet = begin(worksheet)
    for step_id, one in written.items():
        step = worksheet.step(step_id)
        if step is None:
            continue
        try:
            _short_enough(step, one)
            key = _key(worksheet, sheet, step_id, written)
            if key is None:
                raise Rejected(Say(id="desk.paper.needs_goal"))
            if step.kind != "pick" or step.own:
                sheet, _ = _put(worksheet, sheet, key, one, now)
        except Rejected as rejected:
            problems[step_id] = rejected.why
        except KeyError:  # a condition hides it on the empty sheet; that is no mistake of the writer's
            continue
    return problems


def tells_of_danger(worksheet: Worksheet, written: Mapping[str, Written], phrases: tuple[Phrases, ...]) -> bool:
    """Whether something on the paper would be met by a reply had the person written or chosen it here."""
    for step_id, one in written.items():
        step = worksheet.step(step_id)
        if step is None:
            continue
        if step.kind in ANSWERED_BY_CHOOSING:
            found = from_item(step, one.text)
        else:
            found = recognise("\n".join((one.text, *(part for row in one.people for part in row))), phrases)
        if found is not None:
            return True
    return False


class Typing:
    """One sheet while the paper is typed in: what became answers, and what stands beside them."""

    def __init__(self, worksheet: Worksheet, sheet: Sheet, now: datetime, say: Sayer) -> None:
        """Begin from the sheet as it is. `say` renders our words in the person's language."""
        self.sheet = sheet
        self.changes: list[Change] = []
        self.beside: list[tuple[str, str]] = []
        self._before = dict(sheet.answers)
        self._worksheet, self._now, self._say = worksheet, now, say
        self._written: dict[str, Written] = {}

    def take(self, step_id: str, written: Written) -> None:
        """Put it where nothing is answered, else beside. What no question takes any more stands beside the sheet."""
        self._written[step_id] = written
        if self._worksheet.step(step_id) is None:
            self.beside.append(("", written.text))
            return
        key = _key(self._worksheet, self.sheet, step_id, self._written)
        if key is not None and not _answered(self._before.get(key)):
            try:
                self._put(key, written)
            except (KeyError, Rejected):  # hidden by a condition, or not one of the things to pick
                self.beside.append((key, self._words(step_id, written)))
            return
        section = self._worksheet.section_of(step_id)
        if key is None:
            # Its goal is not among the person's: the words stand beside their goals, with what they answer.
            name = self._say(Say(id=f"{self._worksheet.id}.steps.{step_id}.short"))
            self.beside.append((section.repeat or "", f"{name}: {self._words(step_id, written)}"))
            return
        self.beside.append((key, self._words(step_id, written)))

    def _put(self, key: str, written: Written) -> None:
        step = self._step(key)
        if step.kind == "pick" and not step.own:
            turn = self._picked(key, written)
            self.sheet, changes = turn.sheet, turn.changes
        else:
            self.sheet, changes = _put(self._worksheet, self.sheet, key, written, self._now)
        self.changes.extend(changes)

    def _picked(self, key: str, written: Written) -> Turn:
        """Those of the offer that have these words."""
        asked = Asked(self._worksheet, self.sheet, key, Sources(), self._now, "paper")
        offer = offered(self._worksheet, self.sheet, key, Sources())
        by_words = {self._say(line(item)).strip().casefold(): item for item in offer}
        items: list[Item] = []
        for one in written.lines:
            if one.casefold() not in by_words:
                raise Rejected(Say(id="walk.notice.choose"))
            item = by_words[one.casefold()]
            items.append(new_item(asked, item.text, mark(item), beside=tuple(items)))
        return with_items(asked, tuple(items))

    def _step(self, key: str) -> Step:
        step = self._worksheet.step(key.rpartition("/")[2])
        if step is None:
            raise KeyError(key)
        return step

    def _words(self, step_id: str, written: Written) -> str:
        step = self._step(step_id)
        if step.kind in ANSWERED_BY_CHOOSING:
            return self._say(option_label(self._worksheet, step, written.text))
        rows = (", ".join(part.strip() for part in row if part.strip()) for row in written.people)
        return "\n".join(row for row in rows if row) or written.text.strip()


def _answered(answer: Answer | None) -> bool:
    """Whether the person's own words stand there. A skipped question holds none."""
    return answer is not None and answer.status == "answered"


def _key(worksheet: Worksheet, sheet: Sheet, step_id: str, written: Mapping[str, Written]) -> str | None:
    """The key of this question on the sheet. Of a repeated one: at the goal that is written on the paper; None when
    that goal is not on the sheet."""
    repeat = worksheet.section_of(step_id).repeat
    if repeat is None:
        return step_id
    goals = sheet.answers[repeat].items if repeat in sheet.answers else ()
    lines = written[repeat].lines if repeat in written else ()
    wanted = lines[0].casefold() if lines else ""
    return next((f"{one.id}/{step_id}" for one in goals if one.text.strip().casefold() == wanted), None)


def _short_enough(step: Step, written: Written) -> None:
    limit = TEXT_LIMIT if step.kind in {"text", "list", "pick"} else LINE_LIMIT
    texts = [written.text, *(part for row in written.people for part in row)]
    if any(len(text.encode("utf-16-le", "surrogatepass")) // 2 > limit for text in texts):
        raise Rejected(Say(id="walk.notice.too_long", values={"limit": limit}))


def _put(
    worksheet: Worksheet, sheet: Sheet, key: str, written: Written, now: datetime
) -> tuple[Sheet, tuple[Change, ...]]:
    """Every entry in its turn, as if each had been typed.

    Raises:
        KeyError: the question is not asked.
        Rejected: an entry does not fit it.
    """
    step = worksheet.step(key.rpartition("/")[2])
    if step is None or key not in questions(worksheet, sheet.answers):
        raise KeyError(key)
    changes: list[Change] = []
    for entry in _entries(step, written):
        if isinstance(entry, str):
            turn = put(worksheet, sheet, key, entry, now, "paper")
        else:
            turn = _put_person(worksheet, sheet, key, entry, now)
        sheet = turn.sheet
        changes.extend(turn.changes)
    return sheet, tuple(changes)


def _entries(step: Step, written: Written) -> Iterator[str | tuple[str, str, str]]:
    if step.kind == "person":
        yield from (row for row in written.people if any(part.strip() for part in row))
    elif step.kind in {"list", "pick"}:
        yield from written.lines
    else:
        yield written.text.strip()


def _put_person(worksheet: Worksheet, sheet: Sheet, key: str, row: tuple[str, str, str], now: datetime) -> Turn:
    """The walk asks for a person in three parts. Here all are known: two are laid ready and the last is put."""
    name, phone, relation = (part.strip() for part in row)
    if not name:
        raise Rejected(Say(id="desk.paper.needs_name"))
    at_phone = sheet.model_copy(update={"part": "phone", "pending": {"name": name}})
    put(worksheet, at_phone, key, phone, now, "paper")  # refuses what is no number
    at_relation = sheet.model_copy(update={"part": "relation", "pending": {"name": name, "phone": phone}})
    turn = put(worksheet, at_relation, key, relation, now, "paper")
    asked_before = {"part": sheet.part, "pending": sheet.pending}
    return replace(turn, sheet=turn.sheet.model_copy(update=asked_before))
