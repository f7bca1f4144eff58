"""The walk, one rule a test. After every event the sheet goes to JSON and back, as if restarted."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.dialogs.definition import Worksheet
from bot.dialogs.event import Event, Press, Typed
from bot.dialogs.offers import Sources
from bot.dialogs.places import places, progress, questions
from bot.dialogs.sheet import SUMMARY, Change, Item, Sheet, replay
from bot.dialogs.turn import Rejected, Turn, set_private
from bot.dialogs.typed import TEXT_LIMIT
from bot.dialogs.walk import begin, put, settle, step
from tests.dialogs.worksheets import defined, every_worksheet, worksheet

NOW = datetime(2026, 11, 14, 12, 0, tzinfo=UTC)


class Walker:
    """Walks one sheet and keeps its history. Screens are checked elsewhere; taps here carry any number."""

    def __init__(self, definition: Worksheet, sources: Sources | None = None) -> None:
        self.definition = definition
        self.sources = sources or Sources()
        self.sheet = begin(definition)
        self.history: list[Change] = []
        self.last: Turn = Turn(self.sheet)

    def does(self, event: Event) -> Walker:
        assert isinstance(event, Press | Typed)
        self.last = step(self.definition, self.sheet, event, NOW, self.sources)
        self.sheet = Sheet.model_validate_json(self.last.sheet.model_dump_json())
        self.history.extend(self.last.changes)
        return self

    def types(self, text: str, key: str = "", revision: int = 0) -> Walker:
        return self.does(Typed(text, key, revision))

    def taps(self, verb: str, argument: str = "") -> Walker:
        return self.does(Press(1, verb, argument))

    def to(self, key: str) -> Walker:
        self.sheet = self.sheet.model_copy(update={"at": key, "part": "", "pending": {}})
        return self

    def text(self, key: str) -> str:
        answer = self.sheet.answer(key)
        assert answer is not None
        return answer.text

    def items(self, key: str) -> list[str]:
        answer = self.sheet.answer(key)
        return [item.text or item.ref for item in answer.items] if answer else []


CONDITIONAL = """
id: branch
version: 1
number: 1
sections:
  - id: only
    steps:
      - {id: kind, kind: choice, options: [{key: a}, {key: b}]}
      - {id: if_a, kind: text, when: {step: kind, is: a}}
      - {id: if_answered, kind: text, when: {step: if_a}}
      - {id: not_a, kind: text, when: {step: kind, is_not: a}}
      - {id: last, kind: text}
"""


def test_text_is_kept_to_the_letter() -> None:
    walker = Walker(worksheet("short_term_goals")).types("SØV lenge!!  🙂 <b>x</b>\nog går  tur")
    assert walker.text("activities.usual") == "SØV lenge!!  🙂 <b>x</b>\nog går  tur"
    assert walker.sheet.at == "activities.wish"


def test_the_given_sheet_is_unchanged() -> None:
    definition = worksheet("short_term_goals")
    sheet = begin(definition)
    before = sheet.model_dump_json()
    step(definition, sheet, Typed("hei på deg"), NOW, Sources())
    assert sheet.model_dump_json() == before


def test_skip_is_always_allowed_to_the_end() -> None:
    for definition in every_worksheet():
        walker = Walker(definition)
        for _ in range(200):
            if walker.sheet.at == SUMMARY:
                break
            walker.taps("done" if walker.sheet.at.startswith("=") else "skip")
        assert walker.sheet.at == SUMMARY, definition.id
        done, of = progress(definition, walker.sheet.answers)
        assert done == of


def test_back_never_deletes() -> None:
    walker = Walker(worksheet("short_term_goals")).types("en").types("to").taps("back").taps("back")
    assert walker.sheet.at == "activities.usual"
    assert (walker.text("activities.usual"), walker.text("activities.wish")) == ("en", "to")
    assert not walker.last.left
    assert walker.taps("back").last.left


def test_skipping_an_answered_question_keeps_the_answer() -> None:
    walker = Walker(worksheet("short_term_goals")).types("en").taps("back").taps("skip")
    assert walker.text("activities.usual") == "en"
    assert walker.sheet.at == "activities.wish"


def test_a_changed_condition_hides_and_brings_back() -> None:
    walker = Walker(defined(CONDITIONAL)).taps("choose", "a").types("om a").types("mer")
    assert walker.sheet.at == "last"
    walker.to("kind").taps("choose", "b")
    assert questions(walker.definition, walker.sheet.answers) == ("kind", "not_a", "last")
    assert walker.sheet.at == "not_a"
    assert walker.text("if_a") == "om a"
    walker.to("kind").taps("choose", "a")
    assert questions(walker.definition, walker.sheet.answers) == ("kind", "if_a", "if_answered", "last")


def test_a_hidden_position_leads_to_the_nearest() -> None:
    definition = defined(CONDITIONAL)
    walker = Walker(definition).taps("choose", "a").to("if_a")
    walker.sheet = walker.sheet.model_copy(
        update={"answers": {"kind": walker.sheet.answers["kind"].model_copy(update={"option": "b"})}}
    )
    assert settle(definition, walker.sheet).at == "not_a"
    gone = walker.sheet.model_copy(update={"at": "no_such_step", "answers": {}})
    assert settle(definition, gone).at == "kind"


def test_typed_text_that_meets_a_changed_answer_is_shown_beside_it() -> None:
    walker = Walker(worksheet("short_term_goals")).types("fra telefonen", "activities.usual", 0).taps("back")
    walker.types("fra nettbrettet", "activities.usual", 0)
    assert walker.last.kept == "fra nettbrettet"
    assert [note.id for note in walker.last.notices] == ["walk.notice.changed_meanwhile"]
    assert walker.text("activities.usual") == "fra telefonen"
    walker.types("fra nettbrettet", "activities.usual", 1)
    assert walker.text("activities.usual") == "fra nettbrettet"


def test_text_from_an_older_field_goes_to_its_own_question() -> None:
    walker = Walker(worksheet("short_term_goals")).types("en").types("to").types("tre")
    walker.types("bedre to", "activities.wish", 1)
    assert walker.text("activities.wish") == "bedre to"
    assert walker.sheet.at == "activities.goal"
    assert walker.last.notices[0].id == "walk.notice.kept_elsewhere"
    walker.types("for sent", "activities.wish", 1)
    assert (walker.sheet.at, walker.last.kept) == ("activities.wish", "for sent")


def test_too_long_and_empty_are_rejected_and_nothing_changes() -> None:
    walker = Walker(worksheet("short_term_goals"))
    for text, why in (("x" * (TEXT_LIMIT + 1), "walk.notice.too_long"), ("  \n ", "walk.notice.empty")):
        with pytest.raises(Rejected) as raised:
            walker.types(text)
        assert raised.value.why.id == why
    assert walker.sheet == begin(walker.definition)
    assert walker.types("x" * TEXT_LIMIT).text("activities.usual") == "x" * TEXT_LIMIT


def test_do_not_know_is_an_answer() -> None:
    walker = Walker(worksheet("short_term_goals")).types("Vet ikke")
    assert walker.text("activities.usual") == "Vet ikke"
    assert walker.last.notices[0].id == "walk.notice.do_not_know"


def test_a_question_asked_a_second_way_when_nothing_comes() -> None:
    walker = Walker(worksheet("long_term_goals")).taps("skip")
    assert (walker.sheet.at, walker.sheet.part) == ("goals", "again")
    walker.types("Jeg ville bli snekker", "goals#again")
    assert walker.items("goals") == ["Jeg ville bli snekker"]
    nothing = Walker(worksheet("long_term_goals")).taps("skip").taps("skip")
    assert nothing.sheet.at == "progress"


def test_list_adds_removes_and_never_reuses_an_id() -> None:
    walker = Walker(worksheet("long_term_goals")).types("egen leilighet").types("hund").taps("remove", "i2")
    walker.types("jobb")
    answer = walker.sheet.answer("goals")
    assert answer is not None
    assert [(item.id, item.text) for item in answer.items] == [("i1", "egen leilighet"), ("i3", "jobb")]
    assert walker.taps("done").sheet.at == "progress"


def test_a_full_list_says_so() -> None:
    walker = Walker(worksheet("long_term_goals"))
    for number in range(10):
        walker.types(f"mål {number}")
    with pytest.raises(Rejected) as raised:
        walker.types("mål 11")
    assert raised.value.why.id == "walk.notice.full"


def test_signs_before_a_crisis_are_offered_first() -> None:
    walker = Walker(worksheet("warning_signs"))
    given = {3: "often", 10: "before_crisis", 25: "before_crisis", 32: "often"}
    for number in range(1, 41):
        walker.taps("choose", given.get(number, "rarely"))
        if walker.sheet.at.startswith("=rest"):
            walker.taps("done")
    walker.taps("skip")
    assert walker.sheet.at == "picked"
    for sign in ("item.25", "item.3"):
        walker.taps("pick", f"warning_signs:{sign}").taps("pick", f"warning_signs:{sign}")
    walker.taps("drop", "warning_signs:item.3").taps("drop", "warning_signs:item.3")
    walker.taps("add").types("Jeg slutter å svare på telefonen", "picked#own")
    assert walker.items("picked") == ["warning_signs:item.25", "Jeg slutter å svare på telefonen"]
    with pytest.raises(Rejected):
        walker.taps("pick", "warning_signs:item.1")
    assert walker.taps("done").sheet.at == SUMMARY


def test_natural_stops_after_ten_twenty_thirty() -> None:
    stops = [place for place in places(worksheet("warning_signs"), {}) if place.startswith("=rest")]
    before = [places(worksheet("warning_signs"), {})[:-1].index(stop) for stop in stops]
    assert before == [10, 21, 32]


def test_the_crisis_plan_takes_its_signs_from_the_list() -> None:
    picked = (Item(id="i1", ref="warning_signs:item.25"), Item(id="i2", text="Jeg slutter å svare"))
    walker = Walker(worksheet("crisis_plan"), Sources({"warning_signs.picked": picked}, {"legevakt": "116 117"}))
    walker.taps("done")
    assert walker.items("signs") == ["warning_signs:item.25", "Jeg slutter å svare"]
    walker.taps("skip").taps("pick", "warning_signs:i2").taps("done")
    assert walker.items("step1.sign") == ["Jeg slutter å svare"]
    walker.to("step3.emergency_clinic").taps("use")
    assert walker.text("step3.emergency_clinic") == "116 117"


def test_an_untouched_proposal_is_not_an_answer() -> None:
    walker = Walker(worksheet("crisis_plan"), Sources({}, {"legevakt": "116 117"})).to("step3.emergency_clinic")
    walker.taps("skip")
    answer = walker.sheet.answer("step3.emergency_clinic")
    assert answer is not None
    assert (answer.status, answer.text) == ("skipped", "")


def test_a_sign_can_be_worded_anew() -> None:
    picked = (Item(id="i1", ref="warning_signs:item.10"),)
    walker = Walker(worksheet("crisis_plan"), Sources({"warning_signs.picked": picked}))
    walker.taps("reword", "warning_signs:item.10").types("Jeg ligger våken til fire", "signs#reword")
    answer = walker.sheet.answer("signs")
    assert answer is not None
    assert [(item.ref, item.text) for item in answer.items] == [("warning_signs:item.10", "Jeg ligger våken til fire")]


def test_a_contact_is_asked_for_in_three_small_questions() -> None:
    walker = Walker(worksheet("crisis_plan")).to("step2.contacts")
    walker.types("Anne").types("99 88 77 66", "step2.contacts#phone").taps("skip").types("Per").taps("skip").types(
        "bror"
    )
    answer = walker.sheet.answer("step2.contacts")
    assert answer is not None
    assert [(one.name, one.phone, one.relation) for one in answer.people] == [
        ("Anne", "99 88 77 66", ""),
        ("Per", "", "bror"),
    ]
    with pytest.raises(Rejected) as raised:
        walker.types("Kari").types("ring henne")
    assert raised.value.why.id == "walk.notice.not_a_phone"
    assert walker.taps("back").sheet.part == "name"


def test_sub_goals_repeat_for_each_goal_and_a_removed_goal_hides_its_answers() -> None:
    goals = (Item(id="i1", text="egen leilighet"), Item(id="i2", text="jobb"))
    walker = Walker(worksheet("sub_goals"), Sources({"long_term_goals.goals": goals}))
    walker.taps("pick", "long_term_goals:i1").taps("pick", "long_term_goals:i2").taps("done")
    assert walker.sheet.at == "i1/today"
    walker.types("bor hos mor").types("søke kommunen").types("spare").taps("done")
    assert walker.sheet.at == "i1/first_goal"
    walker.taps("use")
    assert walker.text("i1/first_goal") == "søke kommunen"
    for _ in range(4):
        walker.taps("skip")
    assert walker.sheet.at == "=drawing/i1"
    assert walker.taps("done").sheet.at == "i2/today"
    walker.to("long_term_goal").taps("drop", "long_term_goals:i1").taps("done")
    assert walker.sheet.at == "i2/today"
    assert walker.text("i1/today") == "bor hos mor"


def test_a_date_keeps_the_words_and_what_they_mean() -> None:
    walker = Walker(worksheet("crisis_plan")).to("look_again").types("mars 2027")
    answer = walker.sheet.answer("look_again")
    assert answer is not None
    assert (answer.text, answer.option) == ("mars 2027", "2027-03")
    with pytest.raises(Rejected):
        walker.to("look_again").types("når det passer")


def test_from_the_summary_to_a_question_and_back() -> None:
    walker = Walker(worksheet("short_term_goals")).to(SUMMARY).taps("jump", "places.wish").types("sjøen")
    assert (walker.sheet.at, walker.text("places.wish")) == (SUMMARY, "sjøen")
    assert walker.taps("jump", "places.wish").taps("back").sheet.at == SUMMARY


def test_removing_an_answer_keeps_it_in_the_history() -> None:
    walker = Walker(worksheet("short_term_goals")).types("en").taps("back").taps("remove")
    answer = walker.sheet.answer("activities.usual")
    assert answer is not None
    assert (answer.status, answer.revision) == ("skipped", 2)
    assert [change.answer.text for change in walker.history] == ["en", ""]


def test_private_is_set_and_never_flipped() -> None:
    walker = Walker(worksheet("short_term_goals")).types("en")
    sheet, changes = set_private(walker.sheet, "activities.usual", private=True, now=NOW)
    assert sheet.answers["activities.usual"].private
    assert replay([*walker.history, *changes]) == sheet.answers
    assert set_private(sheet, "activities.usual", private=True, now=NOW) == (sheet, ())


def test_paper_is_marked_and_moves_nothing() -> None:
    definition = worksheet("short_term_goals")
    sheet = begin(definition)
    turn = put(definition, sheet, "places.wish", "fjellet", NOW, "paper")
    assert turn.sheet.answers["places.wish"].by == "paper"
    assert turn.sheet.at == sheet.at
    with pytest.raises(KeyError):
        put(definition, sheet, "no.such", "x", NOW, "paper")


@pytest.mark.parametrize(
    ("verb", "argument"),
    [("choose", "often"), ("pick", "x"), ("use", ""), ("remove", "i1"), ("nonsense", ""), ("add", "")],
)
def test_buttons_of_other_questions_are_refused(verb: str, argument: str) -> None:
    with pytest.raises(Rejected):
        Walker(worksheet("short_term_goals")).taps(verb, argument)
