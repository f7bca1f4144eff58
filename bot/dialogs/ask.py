"""The screen for a place of a worksheet: a question, a stop, the drawn road, or the summary."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogs.definition import ANSWERED_BY_CHOOSING, Step, Worksheet
from bot.dialogs.event import Press, encode
from bot.dialogs.offers import Sources, line, mark, offered, proposal, taken
from bot.dialogs.places import DRAWING, REST, before, is_question, position, questions, step_at
from bot.dialogs.road import road
from bot.dialogs.screen import Button, Field, Line, Link, Quote, Row, Say, Screen
from bot.dialogs.sheet import SUMMARY, Answer, Item, Sheet
from bot.dialogs.shown import answer_lines, option_label, person_line, repeated_for, short_name

EXAMPLES = frozenset({"text", "list"})


@dataclass(frozen=True, slots=True)
class Asking:
    """A place with all that its screen is drawn from. `kept` is typed text that stands in the field again."""

    worksheet: Worksheet
    sheet: Sheet
    sources: Sources
    number: int
    looking: str = ""
    kept: str = ""

    @property
    def key(self) -> str:
        """Where the person is."""
        return self.sheet.at

    @property
    def step(self) -> Step:
        """The step being asked."""
        return step_at(self.worksheet, self.key)

    @property
    def answer(self) -> Answer | None:
        """Its answer so far."""
        return self.sheet.answer(self.key)

    def wire(self, verb: str, argument: str = "") -> str:
        """A button's value on this screen."""
        return encode(Press(self.number, verb, argument))

    def button(self, verb: str, argument: str = "", label: Line | None = None, *, marked: bool = False) -> Button:
        """A button; its label is the verb's common word unless another is given."""
        return Button(wire=self.wire(verb, argument), label=label or Say(id=f"walk.{verb}"), marked=marked)

    def text(self, name: str) -> Say:
        """One of this step's texts, with the goal or name it may speak of."""
        values: dict[str, str | int] = {}
        if goal := repeated_for(self.worksheet, self.key, self.sheet.answers):
            values["goal"] = goal
        if "name" in self.sheet.pending:
            values["name"] = self.sheet.pending["name"]
        return Say(id=f"{self.worksheet.id}.steps.{self.step.id}.{name}", values=values)


def screen(asking: Asking) -> Screen:
    """Draw where the person is. The buttons below the question are added by the conversation."""
    place = asking.key
    if place == SUMMARY:
        drawn = _summary(asking)
    elif place.startswith(REST):
        drawn = _rest(asking)
    elif place.startswith(DRAWING):
        drawn = _drawing(asking)
    else:
        drawn = _question(asking)
    name = place.removeprefix("=").replace("/", ".") if place.startswith("=") else asking.step.id
    return drawn.model_copy(update={"id": f"{asking.worksheet.id}.{name}"})


def _base(asking: Asking) -> Screen:
    return Screen(id="", number=asking.number, heading=Say(id=f"{asking.worksheet.id}.title"))


def _question(asking: Asking) -> Screen:
    draw = {"list": _list, "pick": _pick, "person": _person}.get(asking.step.kind, _single)
    body: list[Line] = []
    if not asking.sheet.answers:
        body.append(Say(id=f"{asking.worksheet.id}.intro"))
    if goal := repeated_for(asking.worksheet, asking.key, asking.sheet.answers):
        body.extend((Say(id="walk.about_goal", values={"goal": goal}), *_narrowed(asking)))
    if asking.looking == "explain":
        body.append(asking.text("help"))
    if asking.looking == "example" and asking.step.kind in EXAMPLES:
        body.append(Say(id="walk.example_line", lines={"example": asking.text("example")}))
    drawn = draw(asking)
    # «Ferdig» takes its place once something is written or picked: nobody has to wonder what skipping would do to it.
    nav = [] if any(one.wire == asking.wire("done") for one in drawn.options) else [asking.button("skip")]
    nav.append(asking.button("explain"))
    if asking.step.kind in EXAMPLES:
        nav.append(asking.button("example"))
    return drawn.model_copy(
        update={
            "body": (*body, *drawn.body),
            "progress": position(asking.worksheet, asking.sheet.answers, asking.key),
            "previous": _previous(asking),
            "nav": tuple(nav),
        }
    )


def _narrowed(asking: Asking) -> tuple[Line, ...]:
    """What a repeated section was narrowed to, one entry of a list of its own: the first step of a road. Whoever comes
    back after days to «the first step» is told which that was, unless it is the last answer: that stands above."""
    worksheet, answers = asking.worksheet, asking.sheet.answers
    item_id, _, step_id = asking.key.rpartition("/")
    steps = worksheet.section_of(step_id).steps
    earlier = steps[: [step.id for step in steps].index(step_id)]
    keys = [f"{item_id}/{step.id}" for step in earlier if step.prefill and step.prefill.from_]
    shown = before(worksheet, answers, asking.key) if _previous(asking) is not None else None
    return tuple(
        Say(id="walk.about_answer", lines={"question": short_name(worksheet, key)}, values={"text": answer.text})
        for key in keys
        if key != shown and (answer := answers.get(key)) is not None and answer.text
    )


def _previous(asking: Asking) -> Row | None:
    """The last answer, with a way to change it."""
    last = before(asking.worksheet, asking.sheet.answers, asking.key)
    if last is None or last not in asking.sheet.answers or asking.sheet.part or asking.sheet.editing:
        return None
    name, answer = short_name(asking.worksheet, last), asking.sheet.answers[last]
    change = Button(wire=asking.wire("back"), label=Say(id="walk.change"), extra=name)
    if answer.empty:
        return Row(lines=(Say(id="walk.you_skipped", lines={"question": name}),), buttons=(change,))
    return Row(lines=(Say(id="walk.your_answer"), *answer_lines(asking.worksheet, last, answer)), buttons=(change,))


def _single(asking: Asking) -> Screen:
    """Text, phone, date, and all that is answered with one tap."""
    step, answer = asking.step, asking.answer
    if step.kind in ANSWERED_BY_CHOOSING:
        chosen = answer.option if answer else ""
        options = tuple(
            asking.button("choose", key, option_label(asking.worksheet, step, key), marked=key == chosen)
            for key in step.option_keys()
        )
        if step.kind == "frequency":
            heading = Say(id=f"{asking.worksheet.id}.frequency.heading")
            return _base(asking).model_copy(update={"body": (asking.text("ask"),), "ask": heading, "options": options})
        return _base(asking).model_copy(update={"ask": asking.text("ask"), "options": options})
    standing = answer.text if answer else ""
    suggested = proposal(asking.worksheet, asking.sheet, asking.key, asking.sources)
    options_list: list[Button] = []
    body: tuple[Line, ...] = ()
    if suggested:
        body = (Say(id="walk.proposal", values={"text": suggested}),)
        options_list.append(asking.button("use", label=Say(id="walk.use_this")))
    if asking.kept and standing:
        body = (Say(id="walk.stands_now"), Quote(text=standing))
        options_list.append(asking.button("done", label=Say(id="walk.keep")))
    elif standing:
        options_list.append(asking.button("remove", label=Say(id="walk.remove_answer")))
    return _base(asking).model_copy(
        update={
            "ask": asking.text("ask"),
            "body": body,
            "options": tuple(options_list),
            "field": _field(asking, standing, "walk.save"),
        }
    )


def _field(asking: Asking, value: str, submit: str) -> Field:
    kind = asking.step.kind
    part = asking.sheet.part.partition(":")[0]
    return Field(
        kind="phone"
        if kind == "phone" or part == "phone"
        else "date"
        if kind == "date"
        else "line"
        if kind == "person"
        else "text",
        key=f"{asking.key}#{part}" if part else asking.key,
        revision=asking.answer.revision if asking.answer else 0,
        value=asking.kept or value,
        submit=Say(id=submit),
    )


def _list(asking: Asking) -> Screen:
    items = asking.answer.items if asking.answer else ()
    rows = tuple(_row(asking, item.id, line(item)) for item in items)
    full = asking.step.most is not None and len(items) >= asking.step.most
    again = asking.step.again and asking.sheet.part == "again"
    question = asking.text("again" if again else "more" if items else "ask")
    return _base(asking).model_copy(
        update={
            "ask": Say(id="walk.list_full") if full else question,
            "body": (Say(id="walk.list_so_far"),) if rows else (),
            "rows": rows,
            "field": None if full else _field(asking, "", "walk.add"),
            "options": (asking.button("done"),) if items else (),
        }
    )


def _row(asking: Asking, item_id: str, shown: Line) -> Row:
    remove = Button(wire=asking.wire("remove", item_id), label=Say(id="walk.remove"), extra=shown)
    return Row(lines=(shown,), buttons=(remove,))


def _pick(asking: Asking) -> Screen:
    """Things to tap, marked or not. Own words come in a field of their own, opened by a button."""
    step = asking.step
    offer = offered(asking.worksheet, asking.sheet, asking.key, asking.sources)
    picked = taken(step, asking.answer, offer)
    if asking.sheet.part:
        target = asking.sheet.part.partition(":")[2]
        words = next((item.text for item in picked if target and mark(item) == target), "")
        return _base(asking).model_copy(update={"ask": asking.text("own"), "field": _field(asking, words, "walk.save")})
    marks = {mark(item): item for item in picked}
    shown = {mark(item): item for item in offer} | marks
    options = tuple(_picking(asking, item, picked=key in marks) for key, item in shown.items())
    more: list[Button] = []
    if step.own and (step.most is None or len(picked) < step.most):
        more.append(asking.button("add", label=Say(id="walk.own_words")))
    if picked:
        more.append(asking.button("done"))
    most = step.most or len(shown)
    most = most if step.own else min(most, len(shown))
    counted = Say(id="walk.picked_so_far", values={"n": len(picked), "most": most})
    field = _field(asking, "", "walk.add") if step.own and not shown else None
    return _base(asking).model_copy(
        update={
            "ask": asking.text("ask"),
            "body": (counted,) if picked and most > 1 else (),
            "options": (*options, *(() if field else more)),
            "field": field,
        }
    )


def _picking(asking: Asking, item: Item, *, picked: bool) -> Button:
    return asking.button("drop" if picked else "pick", mark(item), line(item), marked=picked)


def _person(asking: Asking) -> Screen:
    people = asking.answer.people if asking.answer else ()
    if asking.sheet.part:
        return _base(asking).model_copy(
            update={"ask": asking.text(asking.sheet.part), "field": _field(asking, "", "walk.save")}
        )
    full = asking.step.most is not None and len(people) >= asking.step.most
    rows = tuple(_row(asking, person.id, person_line(person)) for person in people)
    return _base(asking).model_copy(
        update={
            "ask": Say(id="walk.list_full") if full else asking.text("more" if people else "ask"),
            "body": (Say(id="walk.list_so_far"),) if rows else (),
            "rows": rows,
            "field": None if full else _field(asking, "", "walk.save"),
            "options": (asking.button("done"),) if people else (),
        }
    )


def _rest(asking: Asking) -> Screen:
    section = asking.key.removeprefix(REST)
    go_on, pause = (
        asking.button("done", label=Say(id="walk.rest.go_on")),
        asking.button("pause", label=Say(id="walk.rest.pause")),
    )
    return _base(asking).model_copy(
        update={"ask": Say(id=f"{asking.worksheet.id}.rest.{section}"), "options": (go_on, pause)}
    )


def _drawing(asking: Asking) -> Screen:
    item_id = asking.key.removeprefix(DRAWING)
    section = next(section for section in asking.worksheet.sections if section.drawing)
    answer = asking.sheet.answer(section.repeat or "")
    goal = next(item for item in (answer.items if answer else ()) if item.id == item_id)
    return _base(asking).model_copy(
        update={
            "ask": Say(id="walk.road.ask"),
            "drawing": road(goal, asking.sheet.answers),
            "options": (asking.button("done", label=Say(id="walk.go_on")),),
        }
    )


def _summary(asking: Asking) -> Screen:
    """Every question with its answer and a way to it. Goals of a repeated section stand above theirs."""
    rows: list[Row] = []
    about = ""
    for key in questions(asking.worksheet, asking.sheet.answers):
        goal = repeated_for(asking.worksheet, key, asking.sheet.answers)
        if goal and goal != about:
            rows.append(Row(lines=(Say(id="walk.about_goal", values={"goal": goal}),)))
        about = goal
        answer = asking.sheet.answer(key)
        name = short_name(asking.worksheet, key)
        label = Say(id="walk.change" if answer and answer.status == "answered" else "walk.answer_now")
        button = Button(wire=asking.wire("jump", key), label=label, extra=name)
        rows.append(Row(lines=(name, *answer_lines(asking.worksheet, key, answer)), buttons=(button,)))
    links = tuple(Link(target=target, label=Say(id=f"menu.link.{target}")) for target in _seen_as(asking.worksheet))
    return _base(asking).model_copy(update={"body": (Say(id="walk.summary"),), "rows": tuple(rows), "links": links})


def _seen_as(worksheet: Worksheet) -> tuple[str, ...]:
    """The pages that show what this sheet becomes: the crisis plan as its readers see it, the roads."""
    if worksheet.agreement:
        return ("crisis_plan",)
    return ("own_plan",) if any(section.drawing for section in worksheet.sections) else ()


def stands_still(place: str) -> bool:
    """Whether this is a natural stop, where something else may be offered."""
    return not is_question(place)
