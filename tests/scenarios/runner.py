"""Runs a conversation written down in YAML. Before every line the house is closed and opened again: nothing but what is
stored survives, so «restarted here» is tested between every two lines.

The words of a scenario file are explained in `tests/scenarios/README.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bot.actions import paper, review, worksheets
from bot.actions.actors import Actor
from bot.actions.paper_sheet import Written
from bot.dialogs.consent import FIRST
from bot.dialogs.context import Consent
from bot.dialogs.context import Language as LanguageCode
from bot.dialogs.screen import Field, Line, Quote, Say, Screen
from bot.dialogs.talk import Place, Talk
from bot.storage import consents, copies, editions, notices, sheets, talks
from bot.testing.person import Person, names
from tests.dialogs.explaining import check_explained
from tests.houses import START, a_coordinator, a_house, a_user


class Run:
    """One scenario being run."""

    def __init__(
        self, folder: Path, scenario: Mapping[str, Any], language: LanguageCode, database_url: str = ""
    ) -> None:
        self.folder = folder
        self.database_url = database_url
        self.house = a_house(folder, database_url=database_url)
        a_coordinator(self.house)
        a_user(self.house, code=language)
        self.person = Person(self.house, "ola", START)
        self.fields: dict[str, Field] = {}
        self.screens: dict[str, Screen] = {}
        with self.house.writing() as tx:
            for worksheet in scenario["open"]:
                sheets.open_worksheet(tx, "ola", worksheet, "anne", START)
            for kind in scenario.get("consented", ()):
                consents.add(tx, f"given-{kind}", "ola", Consent(kind=kind, answer="yes", at=START))
            if set(FIRST) <= set(scenario.get("consented", ())):
                begun = Talk(language=language, here=Place(scene="menu"))
                talks.save(tx, "ola", begun, Screen(id="menu", number=0), "web", START)

    @property
    def screen(self) -> Screen:
        """What is shown now."""
        return self.person.screen

    @property
    def coordinator(self) -> Actor:
        """The coordinator at the desk."""
        return Actor("coordinator", "anne")

    def restart(self) -> None:
        """Close everything and open it again."""
        self.house.close()
        self.house = a_house(self.folder, database_url=self.database_url)
        self.person.house = self.house

    def line(self, word: str, what: Any) -> None:
        """Run one line of the talk."""
        self.restart()
        WORDS[word](self, what)
        check_explained(self.screen)

    def newest(self, worksheet: str) -> str:
        """The id of the newest edition of this worksheet."""
        with self.house.reading() as tx:
            return editions.newest(tx, "ola")[worksheet].id

    def close(self) -> None:
        """The end."""
        self.house.close()


def ids(screen: Screen) -> set[str]:
    """The ids of everything we say on a screen, and of what those sayings hold."""
    lines: list[Line] = [*screen.notices, *screen.body]
    lines += [line for row in screen.rows for line in row.lines]
    lines += [button.label for button in screen.buttons()]
    lines += [line for line in (screen.ask, screen.heading) if line is not None]
    lines += list(screen.previous.lines) if screen.previous else []
    said = [line for line in lines if isinstance(line, Say)]
    return {say.id for say in said} | {inner.id for say in said for inner in say.lines.values()}


def quotes(screen: Screen) -> set[str]:
    """Every word of a person's that stands on a screen."""
    lines: list[Line] = [*screen.notices, *screen.body, *(line for row in screen.rows for line in row.lines)]
    lines += list(screen.previous.lines) if screen.previous else []
    lines += [button.label for button in screen.options]
    return {line.text for line in lines if isinstance(line, Quote)}


def _opens(run: Run, _: str) -> None:
    run.person.opens()


def _shows(run: Run, wanted: str) -> None:
    assert run.screen.id == wanted, f"{run.screen.id} is shown, not {wanted}"


def _taps(run: Run, name: str) -> None:
    run.person.taps(str(name))


def _taps_twice(run: Run, name: str) -> None:
    run.person.taps(str(name), times=2)


def _taps_on(run: Run, what: Mapping[str, str]) -> None:
    run.person.taps(what["button"], on=run.screens[what["screen"]])


def _remembers(run: Run, name: str) -> None:
    run.screens[name] = run.screen
    if run.screen.field is not None:
        run.fields[name] = run.screen.field


def _types(run: Run, text: Any) -> None:
    if isinstance(text, Mapping):
        run.person.types(_long(text), run.fields[text["into"]] if "into" in text else None)
    else:
        run.person.types(str(text))


def _long(what: Mapping[str, Any]) -> str:
    return str(what["text"]) * int(what.get("times", 1))


def _leaves_text(run: Run, what: Mapping[str, str]) -> None:
    run.person.taps(what["taps"], unsaved=what["text"])


def _says(run: Run, text: str) -> None:
    run.person.says(str(text))


def _asserts_said(run: Run, wanted: str) -> None:
    assert wanted in ids(run.screen), f"{wanted} is not said; {sorted(ids(run.screen))}"


def _asserts_not_said(run: Run, unwanted: str) -> None:
    assert unwanted not in ids(run.screen), f"{unwanted} is said"


def _quotes(run: Run, text: str) -> None:
    assert text in quotes(run.screen), f"«{text}» is not shown; {quotes(run.screen)}"


def _field(run: Run, text: Any) -> None:
    assert run.screen.field is not None, f"there is no field on {run.screen.id}"
    wanted = _long(text) if isinstance(text, Mapping) else text
    assert run.screen.field.value == wanted, f"«{run.screen.field.value}» stands in the field"


def _offers(run: Run, name: str) -> None:
    run.person.button(name)


def _lacks(run: Run, name: str) -> None:
    found = {one for button in run.screen.buttons() for one in names(button)}
    assert name not in found, f"«{name}» is on {run.screen.id}"


def _coordinator(run: Run, what: Mapping[str, Any]) -> None:
    (act, value), now = next(iter(what.items())), run.person.now
    if act in {"opens", "closes"}:
        do = worksheets.open_worksheet if act == "opens" else worksheets.close_worksheet
        do(run.house, run.coordinator, "ola", value, now)
    elif act == "types_from_paper":
        written = {key: Written(text=text) for key, text in value["written"].items()}
        paper.type_from_paper(run.house, run.coordinator, "ola", value["worksheet"], written, now)
    elif act == "agrees":
        review.agree(run.house, run.coordinator, run.newest(value), now)
    elif act == "not_yet":
        review.not_yet(run.house, run.coordinator, run.newest(value["worksheet"]), value["word"], now)
    else:
        do_write = {"comments": review.write_comment, "asks": review.ask_back}[act]
        do_write(run.house, run.coordinator, run.newest(value["worksheet"]), value["key"], value["text"], now)


def _desk_is_told(run: Run, kind: str) -> None:
    with run.house.reading() as tx:
        told = [notice.kind for notice in notices.all_of(tx, "ola")]
    assert kind in told, f"the desk knows of {told}"


def _desk_is_not_told(run: Run, kind: str) -> None:
    with run.house.reading() as tx:
        assert kind not in [notice.kind for notice in notices.all_of(tx, "ola")]


def _waits(unit: str) -> Callable[[Run, float], None]:
    def wait(run: Run, count: float) -> None:
        run.person.waits(**{unit: count})

    return wait


def _repeat(run: Run, what: Mapping[str, Any]) -> None:
    for _ in range(int(what["times"])):
        for line in what["lines"]:
            (word, value), *_ = line.items()
            WORDS[word](run, value)


WORDS: Mapping[str, Callable[[Run, Any], None]] = {
    "opens": _opens,
    "shows": _shows,
    "taps": _taps,
    "taps_twice": _taps_twice,
    "taps_old": _taps_on,
    "remembers": _remembers,
    "types": _types,
    "says": _says,
    "leaves_text": _leaves_text,
    "is_told": _asserts_said,
    "is_not_told": _asserts_not_said,
    "reads": _quotes,
    "field_holds": _field,
    "may_tap": _offers,
    "may_not_tap": _lacks,
    "coordinator": _coordinator,
    "desk_is_told": _desk_is_told,
    "desk_is_not_told": _desk_is_not_told,
    "days_pass": _waits("days"),
    "hours_pass": _waits("hours"),
    "seconds_pass": _waits("seconds"),
    "again": _repeat,
}


def check_end(run: Run, wanted: Mapping[str, Any]) -> None:
    """Hold what is stored against `then`."""
    with run.house.reading() as tx:
        for name, text in wanted.get("answers", {}).items():
            worksheet, _, key = name.partition(".")
            sheet = sheets.load(tx, "ola", worksheet)
            answer = sheet.answer(key) if sheet else None
            assert answer is not None, f"{name} has no answer"
            found: Any = answer.option or answer.text
            if answer.items:
                found = [item.text or item.ref for item in answer.items]
            elif answer.people:
                found = [[one.name, one.phone, one.relation] for one in answer.people]
            assert found == (_long(text) if isinstance(text, Mapping) else text), f"{name} holds {found!r}"
        for name in wanted.get("skipped", ()):
            worksheet, _, key = name.partition(".")
            sheet = sheets.load(tx, "ola", worksheet)
            answer = sheet.answer(key) if sheet else None
            assert answer is None or answer.status == "skipped", f"{name} has an answer"
        for name, texts in wanted.get("history", {}).items():
            worksheet, _, key = name.partition(".")
            history = [change.answer.text for change in sheets.history(tx, "ola", worksheet) if change.key == key]
            assert history == texts
        for worksheet, state in wanted.get("editions", {}).items():
            edition = editions.newest(tx, "ola").get(worksheet)
            assert (edition.state if edition else None) == state
        for worksheet, keys in wanted.get("not_in_edition", {}).items():
            held = set(editions.newest(tx, "ola")[worksheet].answers)
            assert not held & set(keys), f"the edition holds {held & set(keys)}"
        if "copies" in wanted:
            plan = editions.current_crisis_plan(tx, "ola") is not None
            assert {c.name: c.info(plan=plan).state for c in copies.all_of(tx, "ola")} == wanted["copies"]
        if "consents" in wanted:
            newest = consents.newest(tx, "ola")
            assert {kind: one.answer for kind, one in newest.items()} == wanted["consents"]


def run_scenario(folder: Path, scenario: Mapping[str, Any], language: LanguageCode, database_url: str = "") -> None:
    """Run a whole scenario, on SQLite in this folder unless told otherwise.

    Raises:
        AssertionError: something is not as written, with the line it failed at.
    """
    run = Run(folder, scenario, language, database_url)
    try:
        for number, line in enumerate(scenario["talk"], start=1):
            (word, what), *_ = line.items()
            try:
                run.line(word, what)
            except AssertionError as failed:
                raise AssertionError(f"line {number}, «{word}: {what}»: {failed}") from failed
        check_end(run, scenario.get("then", {}))
    finally:
        run.close()
