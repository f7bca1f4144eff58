"""What holds for every worksheet and every order of events: nothing lost, nothing unasked, always something to show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.dialogs.ask import Asking, screen
from bot.dialogs.definition import Worksheet
from bot.dialogs.event import Event, Press, Typed, decode, encode
from bot.dialogs.offers import Sources
from bot.dialogs.places import is_question, questions
from bot.dialogs.screen import Screen
from bot.dialogs.sheet import Change, Item, Sheet, replay
from bot.dialogs.turn import Rejected
from bot.dialogs.walk import begin, step
from tests.dialogs.worksheets import every_worksheet

START = datetime(2026, 11, 14, 12, 0, tzinfo=UTC)
TEXTS = st.one_of(
    st.sampled_from(["Vet ikke", "mars 2027", "99 88 77 66", "<script>", "مرحبا", "🙂🙂", "x" * 5_000, " ", "hei"]),
    st.text(alphabet=st.characters(codec="utf-8"), max_size=30),
)
SOURCES = Sources(
    {
        "warning_signs.picked": (Item(id="i1", ref="warning_signs:item.25"), Item(id="i2", text="Eg søv ikkje")),
        "long_term_goals.goals": (Item(id="i1", text="egen leilighet"), Item(id="i4", text="jobb")),
    },
    {"legevakt": "116 117"},
)
VERBS = ("choose", "pick", "drop", "add", "remove", "use", "done", "skip", "back", "jump", "reword", "x")
ARGUMENTS = (
    "",
    "often",
    "before_crisis",
    "warning_signs:item.25",
    "long_term_goals:i4",
    "i1",
    "item.3",
    "i1/today",
    "x.y",
)


class Walking(RuleBasedStateMachine):
    """One sheet, any events. The sheet is serialised and read back before each."""

    definition: Worksheet
    sheet: Sheet
    history: list[Change]
    old_fields: list[tuple[str, int]]

    @initialize(index=st.integers(0, 4))
    def begins(self, index: int) -> None:
        self.definition = every_worksheet()[index]
        self.sheet = begin(self.definition)
        self.history = []
        self.old_fields = []
        self.now = START

    def shown(self) -> Screen:
        return screen(Asking(self.definition, self.sheet, SOURCES, 1))

    def does(self, event: Press | Typed) -> None:
        before = self.sheet
        given = Sheet.model_validate_json(before.model_dump_json())
        assert given == before
        self.now += timedelta(seconds=30)
        try:
            turn = step(self.definition, given, event, self.now, SOURCES)
        except Rejected:
            assert given == before, "a refused event changes nothing"
            return
        assert given == before, "the sheet that was given is unchanged"
        self.only_what_was_asked(event, turn.changes)
        self.history.extend(turn.changes)
        self.sheet = turn.sheet
        if isinstance(event, Press) and event.verb in {"back", "jump"}:
            assert turn.sheet.answers == before.answers, "moving about changes no answer"

    def only_what_was_asked(self, event: Event, changes: tuple[Change, ...]) -> None:
        for change in changes:
            asked = event.key.partition("#")[0] if isinstance(event, Typed) and event.key else self.sheet.at
            assert change.key == asked
            assert change.key in questions(self.definition, self.sheet.answers)

    @rule(text=TEXTS)
    def types(self, text: str) -> None:
        held = len(self.history)
        self.does(Typed(text))
        if len(self.history) > held and is_question(self.history[-1].key):
            answer = self.history[-1].answer
            words = [answer.text, *(item.text for item in answer.items), *(p.name for p in answer.people)]
            words += [part for person in answer.people for part in (person.phone, person.relation)]
            assert text.strip() in words, "what was typed is stored to the letter"

    @rule(text=TEXTS, pick=st.randoms(use_true_random=False))
    @precondition(lambda self: self.old_fields)
    def types_into_an_old_field(self, text: str, pick: object) -> None:
        key, revision = self.old_fields[len(text) % len(self.old_fields)]
        self.does(Typed(text, key, revision))

    @rule(index=st.integers(0, 200))
    def taps_what_is_shown(self, index: int) -> None:
        shown = self.shown()
        if shown.field is not None:
            self.old_fields = [*self.old_fields, (shown.field.key, shown.field.revision)][-6:]
        buttons = [press for one in shown.buttons() if (press := decode(one.wire)) is not None]
        buttons = [one for one in buttons if one.verb not in {"explain", "example", "pause"}]
        if buttons:
            self.does(buttons[index % len(buttons)])

    @rule(verb=st.sampled_from(VERBS), argument=st.sampled_from(ARGUMENTS))
    def taps_anything(self, verb: str, argument: str) -> None:
        self.does(Press(1, verb, argument))

    @invariant()
    def the_sheet_is_the_replay_of_its_history(self) -> None:
        assert replay(self.history) == self.sheet.answers

    @invariant()
    def there_is_always_a_screen_with_a_way_on(self) -> None:
        shown = self.shown()
        assert shown.ask is not None or shown.body
        assert shown.field is not None or shown.buttons()
        for button in shown.buttons():
            press = decode(button.wire)
            assert press is not None
            assert len(encode(Press(999_999, press.verb, press.argument)).encode()) <= 64

    @invariant()
    def ids_are_never_used_twice(self) -> None:
        for answer in self.sheet.answers.values():
            ids = [item.id for item in answer.items] + [person.id for person in answer.people]
            assert len(ids) == len(set(ids))


TestWalking = Walking.TestCase
TestWalking.settings = settings(max_examples=120, stateful_step_count=40, deadline=None)
