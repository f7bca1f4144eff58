"""Any order of events over the real store, closed and opened between them: always a screen with a way on,
help within one tap, every text either stored, shown back, or standing in the field."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.dialogs.event import decode
from bot.dialogs.greetings import COMMANDS, GREETINGS, bare
from bot.dialogs.screen import Line, Quote, Screen
from bot.dialogs.sheet import replay
from bot.storage import comments, consents, copies, sheets, talks
from bot.testing.person import Person
from tests.houses import START, a_coordinator, a_house, a_user, language
from tests.postgres import Server

WORKSHEETS = ("short_term_goals", "long_term_goals", "sub_goals", "warning_signs", "crisis_plan")
TEXTS = ["Går tur", "hei", "Vet ikke", "meny", "99 88 77 66", "jeg vil ikke leve lenger", "<b>", "🙂", "mars 2027", " "]
PERSON = "ola"


def words_on(screen: Screen) -> set[str]:
    """Every word of a person's on a screen, the field's included."""
    lines: list[Line] = [*screen.notices, *screen.body, *(line for row in screen.rows for line in row.lines)]
    lines += list(screen.previous.lines) if screen.previous else []
    return {line.text for line in lines if isinstance(line, Quote)} | ({screen.field.value} if screen.field else set())


class Conversing(RuleBasedStateMachine):
    """One person, five worksheets, any events. With a `server` on PostgreSQL, a new database for each example."""

    server: ClassVar[Server | None] = None

    @initialize(code=st.sampled_from(["nb", "nn"]))
    def begins(self, code: str) -> None:
        self.held = ExitStack()
        self.folder = Path(self.held.enter_context(tempfile.TemporaryDirectory()))
        self.url = self.server.url(self.held.enter_context(self.server.database())) if self.server else ""
        self.house = a_house(self.folder, database_url=self.url)
        a_coordinator(self.house)
        a_user(self.house, PERSON, code="nn" if code == "nn" else "nb")
        with self.house.writing() as tx:
            for worksheet in WORKSHEETS:
                sheets.open_worksheet(tx, PERSON, worksheet, "anne", START)
        self.person = Person(self.house, PERSON, START)
        self.person.opens()
        self.seen: list[Screen] = []

    def teardown(self) -> None:
        self.house.close()
        self.held.close()

    @rule(index=st.integers(0, 60))
    def taps(self, index: int) -> None:
        screen = self.person.screen
        self.seen = [*self.seen[-3:], screen]
        wires = [
            button.wire for button in screen.buttons() if ".choose.yes" not in button.wire or "erase" not in screen.id
        ]
        press = decode(wires[index % len(wires)])
        assert press is not None
        self.person.does(press)

    @rule(text=st.sampled_from(TEXTS))
    def types(self, text: str) -> None:
        # In the safety reply the words are the answer to its question, and are acted on rather than kept.
        asked_if_safe = self.person.screen.id.startswith("disclosure.")
        self.person.types(text)
        if not asked_if_safe and text.strip() and bare(text) not in COMMANDS and bare(text) not in GREETINGS:
            assert text in self.stored() | words_on(self.person.screen), f"«{text}» is neither stored nor shown"

    @rule(index=st.integers(0, 60))
    def taps_an_old_screen(self, index: int) -> None:
        old = self.seen[0] if self.seen else self.person.screen
        if old.number == self.person.screen.number or not old.options:
            return
        before = self.answers()
        press = decode(old.options[index % len(old.options)].wire)
        assert press is not None
        self.person.does(press)
        assert self.answers() == before

    @rule(days=st.sampled_from([0.001, 1, 400]))
    def time_passes(self, days: float) -> None:
        self.person.waits(days=days)

    @rule()
    def the_house_is_restarted(self) -> None:
        self.house.close()
        self.house = a_house(self.folder, database_url=self.url)
        self.person.house = self.house

    @invariant()
    def there_is_a_screen_and_help_is_one_tap_away(self) -> None:
        screen = self.person.screen
        verbs = {press.verb for button in screen.buttons() if (press := decode(button.wire)) is not None}
        assert screen.id == "help_now" or "help_now" in verbs
        assert len(verbs) > 1 or screen.field is not None
        for line in (*screen.notices, *screen.body, *(button.label for button in screen.buttons())):
            assert language().say(line, "nb") is not None
            assert language().say(line, "nn") is not None

    @invariant()
    def every_sheet_is_the_replay_of_its_history(self) -> None:
        with self.house.reading() as tx:
            for worksheet in WORKSHEETS:
                sheet = sheets.load(tx, PERSON, worksheet)
                assert (sheet.answers if sheet else {}) == replay(sheets.history(tx, PERSON, worksheet))

    def answers(self) -> str:
        with self.house.reading() as tx:
            held = [sheets.load(tx, PERSON, worksheet) for worksheet in WORKSHEETS]
            return repr([sheet.answers if sheet else None for sheet in held])

    def stored(self) -> set[str]:
        """Every text that is kept anywhere about this person."""
        found: set[str] = set()
        with self.house.reading() as tx:
            for worksheet in WORKSHEETS:
                for change in sheets.history(tx, PERSON, worksheet):
                    found |= {change.answer.text, *(item.text for item in change.answer.items)}
                    found |= {part for one in change.answer.people for part in (one.name, one.phone, one.relation)}
                sheet = sheets.load(tx, PERSON, worksheet)
                found |= set(sheet.pending.values()) if sheet else set()
            for comment in comments.all_of(tx, PERSON):
                found |= {comment.text, comment.answer}
            found |= {copy.name for copy in copies.all_of(tx, PERSON)}
            for given in consents.all_of(tx, PERSON):
                found |= set(given.details.values())
            talk = talks.load(tx, PERSON)[0]
            if talk is not None:
                found |= {talk.kept, *talk.drafts.values(), *talk.here.memory.values()}
                found |= {text for place in talk.stack for text in place.memory.values()}
        return found


class OnPostgresql(Conversing):
    """The same on a server."""


# Not made smaller when it fails: each step is a transaction, and the steps are printed in any case.
HOW = settings(
    max_examples=12,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
)
TestConversing = Conversing.TestCase
TestConversing.settings = HOW


class TestConversingOnPostgresql(OnPostgresql.TestCase):  # type: ignore[misc, valid-type]
    """Fewer of them: what is particular to the server is met by the first."""

    settings = settings(HOW, max_examples=4)

    @pytest.fixture(autouse=True)
    def on_the_server(self, postgres: Server) -> None:
        """Use the server of this run."""
        OnPostgresql.server = postgres
