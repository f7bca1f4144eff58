"""The conversation after a disclosure: every reply in both languages, every branch to its end, nobody left untold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.dialogs import disclosure
from bot.dialogs.context import Consent, Language
from bot.dialogs.definition import ConsentKind
from bot.dialogs.disclosure import in_words, lines_for_error, opening
from bot.dialogs.effects import Disclosed
from bot.dialogs.event import Press, Typed, decode
from bot.dialogs.replies import REPLIES
from bot.dialogs.safety import Finding
from bot.dialogs.screen import Line, Screen
from bot.dialogs.services import Services
from bot.dialogs.talk import Move, Talk
from tests.dialogs.known import ASKED, NOW, PLAN, Known, agreed, here
from tests.houses import content, language

LANGUAGES: tuple[Language, ...] = ("nb", "nn")
FINDINGS = {
    "own_life": Finding(kind="own_life", rule="own.intent", words="Jeg vil dø"),
    "acted": Finding(kind="own_life", rule="acted.pills", words="Har tatt alle pillene", acted=True),
    "harm_others": Finding(kind="harm_others", rule="harm.intent", words="Jeg kommer til å drepe ham"),
    "children": Finding(kind="harm_others", rule="harm.intent", words="Redd jeg skal skade barna", children=True),
    "third_party": Finding(kind="third_party", rule="third.wants", words="Broren min vil dø"),
    "acted_other": Finding(kind="third_party", rule="acted.other_pills", words="Han har tatt alle pillene", acted=True),
    "item_25_before": Finding(kind="own_life", rule="item.25", answer="before_crisis"),
    "item_25_often": Finding(kind="own_life", rule="item.25", answer="often"),
    "item_28_before": Finding(kind="harm_others", rule="item.28", answer="before_crisis"),
    "item_28_often": Finding(kind="harm_others", rule="item.28", answer="often"),
}
NUMBER_LINE = re.compile(r"^\d[\d ]* – ")
DOWN = Services.model_validate({**content().services.model_dump(), "raised": ["police_line_down"]})
KNOWN = {
    "alone": Known(),
    "agreed": Known(consents=agreed()),
    "plan": Known(ladder=PLAN),
    "all": Known(consents=agreed(), ladder=PLAN, services=DOWN),
}


def say(lines: tuple[Line, ...], code: Language = "nb") -> list[str]:
    return [language().say(line, code).replace("\u00a0", " ") for line in lines]


@dataclass(frozen=True)
class Shown:
    """One screen of a conversation, with how it was reached."""

    path: tuple[str, ...]
    move: Move
    screen: Screen

    def text(self, code: Language) -> list[str]:
        assert self.screen.ask is not None
        return say((*self.screen.body, self.screen.ask), code)


def opened(known: Known, finding: Finding, *, again: bool = False) -> Move:
    talk = Talk(number=7, here=ASKED, disclosed_at=NOW - timedelta(hours=1) if again else None)
    return restarted(opening(here(known, talk), finding))


def restarted(move: Move) -> Move:
    """The same after the program was stopped and started: what is stored is all there is."""
    return Move(Talk.model_validate_json(move.talk.model_dump_json()), move.effects, move.notices)


def shown(known: Known, move: Move, *path: str) -> Shown:
    return Shown(path, move, disclosure.show(here(known, move.talk)))


def tapped(known: Known, talk: Talk, wire: str) -> Move | None:
    press = decode(wire)
    assert press is not None
    move = disclosure.press(here(known, talk), press)
    return restarted(move) if move else None


def everything(known: Known, finding: Finding, *, again: bool = False) -> Iterator[Shown]:
    """Every screen that taps can reach, each once."""
    waiting = [shown(known, opened(known, finding, again=again), "again" if again else "first")]
    seen: set[str] = set()
    while waiting:
        now = waiting.pop()
        if now.move.talk.here.model_dump_json() in seen:
            continue
        seen.add(now.move.talk.here.model_dump_json())
        yield now
        for button in now.screen.options:
            move = tapped(known, now.move.talk, button.wire)
            if move is not None and move.talk.here.scene == disclosure.SCENE:
                waiting.append(shown(known, move, *now.path, button.wire))


ALL = [
    pytest.param(known, finding, again, id=f"{name}-{kind}-{'again' if again else 'first'}")
    for name, known in KNOWN.items()
    for kind, finding in FINDINGS.items()
    for again in (False, True)
]


@pytest.mark.parametrize(("known", "finding", "again"), ALL)
def test_each_screen_asks_one_question_last_and_has_a_way_on(known: Known, finding: Finding, again: bool) -> None:
    for now in everything(known, finding, again=again):
        for code in LANGUAGES:
            text = now.text(code)
            assert "".join(text).count("?") == 1, now.path
            assert text[-1].endswith("?"), now.path
        verbs = {button.wire.split(".", 1)[1] for button in (*now.screen.options, *now.screen.nav)}
        assert {"choose.go_on", "pause"} <= verbs, now.path
        assert len(now.screen.options) >= 2, now.path


@pytest.mark.parametrize(("known", "finding", "again"), ALL)
def test_go_on_leads_back_from_everywhere(known: Known, finding: Finding, again: bool) -> None:
    for now in everything(known, finding, again=again):
        move = tapped(known, now.move.talk, f"{now.move.talk.number}.choose.go_on")
        assert move is not None
        assert move.talk.here == ASKED
        assert move.talk.stack == ()


@pytest.mark.parametrize(("known", "finding", "again"), ALL)
def test_a_number_begins_its_line_and_comes_from_the_services(known: Known, finding: Finding, again: bool) -> None:
    numbers = {service.number for service in known.services.shown} | {person.phone for person in PLAN}
    for now in everything(known, finding, again=again):
        for code in LANGUAGES:
            for line in now.text(code):
                found = {number.strip() for number in re.findall(r"\d[\d ]*", line)}
                assert found <= numbers | {"112"}, now.path
                if " – " in line and line[0].isdigit():
                    assert line.split(" – ")[0] in numbers


def test_every_reply_can_be_reached_and_leads_to_one() -> None:
    reached = {
        now.move.talk.here.spot
        for known in KNOWN.values()
        for finding in FINDINGS.values()
        for again in (False, True)
        for now in everything(known, finding, again=again)
    }
    assert reached == set(REPLIES)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_first_reply_says_that_a_program_answers_and_nobody_reads(code: Language) -> None:
    machine = {"nb": "dataprogram", "nn": "dataprogram"}[code]
    for finding in FINDINGS.values():
        assert machine in " ".join(shown(Known(), opened(Known(), finding)).text(code))


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", ["acted", "acted_other"])
@pytest.mark.parametrize("again", [False, True])
def test_one_who_has_acted_is_told_to_ring_before_anything_else(code: Language, kind: str, again: bool) -> None:
    text = shown(KNOWN["all"], opened(KNOWN["all"], FINDINGS[kind], again=again)).text(code)
    assert text[0].startswith("Ring 113")


@pytest.mark.parametrize("kind", ["harm_others", "item_28_before", "item_28_often"])
def test_harm_to_others_has_the_police_first(kind: str) -> None:
    lines = [line for line in shown(Known(), opened(Known(), FINDINGS[kind])).text("nb") if NUMBER_LINE.match(line)]
    assert [line.split(" –")[0] for line in lines] == ["112", "113", "116 117", "116 123"]


def test_whoever_fears_harming_others_is_not_sent_to_those_nearby() -> None:
    for known in KNOWN.values():
        reached = {now.move.talk.here.spot for now in everything(known, FINDINGS["harm_others"])}
        assert not reached & {"near", "alone", "rung.no"}


def test_children_bring_a_line_with_those_who_know_children() -> None:
    text = shown(Known(), opened(Known(), FINDINGS["children"])).text("nb")
    assert any(line.startswith("116 111 – ") for line in text)
    assert not any(
        line.startswith("116 111") for line in shown(Known(), opened(Known(), FINDINGS["harm_others"])).text("nb")
    )


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", FINDINGS)
def test_said_again_the_same_day_it_is_not_word_for_word(code: Language, kind: str) -> None:
    known = KNOWN["agreed"]
    first = shown(known, opened(known, FINDINGS[kind])).text(code)
    again = shown(known, opened(known, FINDINGS[kind], again=True)).text(code)
    assert first != again
    assert first[0] != again[0]
    assert first[-1] != again[-1]
    assert len(" ".join(again)) < len(" ".join(first))


@pytest.mark.parametrize(
    ("earlier", "spot"),
    [
        (datetime(2026, 11, 14, 22, 30, tzinfo=UTC), "own_life.again"),  # 23.30 in Oslo
        (datetime(2026, 11, 13, 23, 30, tzinfo=UTC), "own_life.again"),  # 00.30 in Oslo the same day
        (datetime(2026, 11, 13, 22, 30, tzinfo=UTC), "own_life.first"),
    ],
)
def test_the_same_day_is_that_of_oslo(earlier: datetime, spot: str) -> None:
    now = datetime(2026, 11, 14, 22, 45, tzinfo=UTC)
    move = opening(here(Known(), Talk(here=ASKED, disclosed_at=earlier), now), FINDINGS["own_life"])
    assert move.talk.here.spot == spot
    assert move.talk.disclosed_at == now


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("own_life", True),
        ("acted", True),
        ("harm_others", True),
        ("item_25_often", True),
        ("item_28_often", True),
        ("item_25_before", False),  # of another time: the answer to the question decides
        ("third_party", False),  # the agreement is about the person's own words about themselves
        ("acted_other", False),
    ],
)
@pytest.mark.parametrize("code", LANGUAGES)
def test_under_the_agreement_the_coordinator_is_told_at_once(kind: str, told: bool, code: Language) -> None:
    finding = FINDINGS[kind]
    move = opened(KNOWN["agreed"], finding)
    assert move.effects == (Disclosed(finding.kind, tell=told, words=finding.words if told else ""),)
    text = " ".join(shown(KNOWN["agreed"], move).text(code))
    assert ("Som avtalt" in text and "Anne" in text) == told


@pytest.mark.parametrize("kind", FINDINGS)
def test_without_the_agreement_nothing_is_told_before_a_yes(kind: str) -> None:
    for now in everything(Known(), FINDINGS[kind]):
        told = any(isinstance(effect, Disclosed) and effect.tell for effect in now.move.effects)
        assert told == (now.move.talk.here.spot == "told"), now.path
        if told:
            assert now.move.effects == (Disclosed(FINDINGS[kind].kind, tell=True, words=FINDINGS[kind].words),)


@pytest.mark.parametrize("known", [Known(), KNOWN["agreed"]], ids=["no agreement", "agreement"])
@pytest.mark.parametrize("kind", FINDINGS)
def test_told_at_most_once_in_one_conversation(known: Known, kind: str) -> None:
    def walk(move: Move, told: int, depth: int) -> None:
        told += sum(isinstance(effect, Disclosed) and effect.tell for effect in move.effects)
        assert told <= 1
        if depth and move.talk.here.scene == disclosure.SCENE:
            for button in disclosure.show(here(known, move.talk)).options:
                after = tapped(known, move.talk, button.wire)
                if after is not None:
                    walk(after, told, depth - 1)

    walk(opened(known, FINDINGS[kind]), 0, 6)


def test_an_agreement_that_has_ended_tells_nobody() -> None:
    ended: dict[ConsentKind, Consent] = {"notice": agreed()["notice"].model_copy(update={"withdrawn_at": NOW})}
    assert opened(Known(consents=ended), FINDINGS["own_life"]).effects == (Disclosed("own_life", tell=False),)


@pytest.mark.parametrize("answer", ["no", "do_not_know"])
def test_an_item_of_another_time_is_told_as_agreed_when_the_answer_is_about_now(answer: str) -> None:
    known = KNOWN["agreed"]
    move = tapped(known, opened(known, FINDINGS["item_25_before"]).talk, f"7.choose.{answer}")
    assert move is not None
    assert move.effects == (Disclosed("own_life", tell=True),)
    assert any("Som avtalt" in line for line in shown(known, move).text("nb"))


def test_safe_without_the_agreement_is_asked_whether_to_tell() -> None:
    known = Known()
    safe = tapped(known, opened(known, FINDINGS["own_life"]).talk, "7.choose.yes")
    assert safe is not None
    assert shown(known, safe).text("nb")[-1] == "Vil du at jeg sier fra til Anne?"
    no = tapped(known, safe.talk, "7.choose.no")
    assert no is not None
    assert (no.talk.here.spot, no.effects) == ("not_told", ())


def test_safe_under_the_agreement_is_not_asked_again() -> None:
    known = KNOWN["agreed"]
    safe = tapped(known, opened(known, FINDINGS["own_life"]).talk, "7.choose.yes")
    assert safe is not None
    text = shown(known, safe).text("nb")
    assert text[-1] == "Vil du gå videre, eller ta en pause?"
    assert not any("Som avtalt" in line for line in text)


@pytest.mark.parametrize(
    ("text", "spot"),
    [
        ("Ja", "own_life.safe"),
        ("ja det er jeg", "own_life.safe"),
        ("Jeg er trygg", "own_life.safe"),
        ("NEI!", "own_life.danger"),
        ("Nei, jeg er ikke trygg", "own_life.danger"),
        ("eg er ikkje trygg", "own_life.danger"),
        ("Nei, jeg er trygg", "own_life.unsure"),
        ("ja, men jeg vet ikke", "own_life.unsure"),
        ("hva mener du", "own_life.unsure"),
        ("🙂", "own_life.unsure"),
        ("Jeg vil ikke leve", "own_life.danger"),
        ("Ja jeg vil dø", "own_life.danger"),
        ("jeg har tatt alle pillene", "acted.again"),
        ("Jeg kommer til å drepe ham", "harm_others.again"),
    ],
)
def test_free_text_under_the_question_is_answered_by_what_it_says(text: str, spot: str) -> None:
    known = Known()
    move = disclosure.typed(here(known, opened(known, FINDINGS["own_life"]).talk), Typed(text))
    assert move is not None
    assert move.talk.here.spot == spot
    assert len(move.talk.stack) == 1


def test_unclear_words_under_have_you_rung_count_as_no() -> None:
    known = Known()
    move = disclosure.typed(here(known, opened(known, FINDINGS["acted"]).talk), Typed("hm"))
    assert move is not None
    assert move.talk.here.spot == "rung.no"


def test_unclear_words_under_shall_i_tell_are_never_a_yes() -> None:
    known = Known()
    safe = tapped(known, opened(known, FINDINGS["own_life"]).talk, "7.choose.yes")
    assert safe is not None
    unclear = disclosure.typed(here(known, safe.talk), Typed("tja"))
    yes = disclosure.typed(here(known, safe.talk), Typed("ja"))
    assert unclear is not None
    assert yes is not None
    assert (unclear.talk, unclear.effects) == (safe.talk, ())
    assert say(unclear.notices) == ["Jeg forstod ikke helt. Trykk på et av svarene."]
    assert yes.effects == (Disclosed("own_life", tell=True, words="Jeg vil dø"),)


def test_at_the_end_nothing_is_asked_in_words_but_a_new_disclosure_is_heard() -> None:
    known = Known()
    talk = opened(known, FINDINGS["own_life"]).talk
    for wire in ("7.choose.yes", "7.choose.no"):
        move = tapped(known, talk, wire)
        assert move is not None
        talk = move.talk
    assert disclosure.show(here(known, talk)).field is None
    assert disclosure.typed(here(known, talk), Typed("takk")) is None
    again = disclosure.typed(here(known, talk), Typed("jeg vil dø likevel"))
    assert again is not None
    assert again.talk.here.spot == "own_life.again"


def test_a_button_that_was_never_there_is_none() -> None:
    talk = opened(Known(), FINDINGS["acted"]).talk
    assert disclosure.press(here(Known(), talk), Press(7, "choose", "do_not_know")) is None
    assert disclosure.press(here(Known(), talk), Press(7, "skip")) is None


def test_a_reply_that_no_longer_exists_leads_to_the_question_whether_one_is_safe() -> None:
    talk = opened(Known(), FINDINGS["own_life"]).talk.at(disclosure.SCENE, "gone.long_ago")
    assert shown(Known(), Move(talk)).text("nb")[-1] == "Er du trygg der du er nå?"


@pytest.mark.parametrize(
    ("text", "answer"),
    [("Ja", "yes"), ("jaaa", "yes"), ("👍", "yes"), ("nei.", "no"), ("Ikke trygg", "no"), ("jeg er utrygg", "no"),
     ("alle er trygge", "yes"), ("", None), ("ja nei", None), ("vet ikke", None), ("kanskje", None),
     ("ja " + "det går " * 10, None)],
)  # fmt: skip
def test_yes_and_no_in_words(text: str, answer: str | None) -> None:
    assert in_words(text) == answer


def test_the_own_plan_stands_above_those_one_rings_to_talk() -> None:
    known = KNOWN["plan"]
    lines = [line for line in shown(known, opened(known, FINDINGS["own_life"])).text("nb") if NUMBER_LINE.match(line)]
    starts = [line.split(" –")[0] for line in lines]
    assert starts == ["113", "116 117", "900 00 001", "900 00 002", "116 123", "22 40 00 40"]
    assert "900 00 001" not in " ".join(shown(known, opened(known, FINDINGS["third_party"])).text("nb"))


def local(always: bool) -> Known:
    data: dict[str, Any] = content().services.model_dump()
    team = {
        **next(one for one in data["services"] if one["id"] == "legevakt"),
        "id": "relatives_team",
        "use": ["talk"],
        "local": True,
        "always": always,
        "hours": None if always else "services.soschat.hours",
    }
    return Known(services=Services.model_validate({**data, "services": [*data["services"], team]}))


@pytest.mark.parametrize("code", LANGUAGES)
def test_open_round_the_clock_is_said_only_where_it_is_true(code: Language) -> None:
    def ids(known: Known) -> list[str]:
        return [
            line.id for line in shown(known, opened(known, FINDINGS["own_life"])).screen.body if hasattr(line, "id")
        ]

    assert "replies.open.all" in ids(Known())
    assert "replies.open.services" in ids(KNOWN["plan"])
    assert "replies.open.all" in ids(local(always=True))
    assert "replies.open.some" in ids(local(always=False))
    order = ids(local(always=False))
    assert order.index("services.relatives_team.line") < order.index("services.mental_helse.line")


def test_while_112_is_down_nobody_is_sent_there() -> None:
    known = KNOWN["all"]
    for finding in FINDINGS.values():
        for now in everything(known, finding):
            starts = {line.split(" –")[0] for line in now.text("nb")}
            assert "112" not in starts
    assert "02800" in {line.split(" –")[0] for line in shown(known, opened(known, FINDINGS["harm_others"])).text("nb")}


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", [None, *FINDINGS])
def test_on_the_error_path_the_numbers_are_there_and_nothing_is_promised(code: Language, kind: str | None) -> None:
    text = say(lines_for_error(content().services, FINDINGS[kind] if kind else None), code)
    assert sum(bool(NUMBER_LINE.match(line)) for line in text) >= 2
    assert "113" in {line.split(" –")[0] for line in text}
    assert "?" not in "".join(text)
    assert "Som avtalt" not in " ".join(text)


FORBIDDEN = {
    # No means are named, nothing is promised that cannot be known, nobody is turned away or judged.
    "nb": ("pille", "tablett", "kniv", "tau", "bru", "toget", "hemmelig", "bare mellom", "ingen får vite", "lover",
           "garanter", "kan ikke snakke om", "de svarer", "burde", "bør", "skyld", "!"),
    "nn": ("pille", "tablett", "kniv", "tau", "bru", "toget", "hemmeleg", "berre mellom", "ingen får vite", "lovar",
           "garanter", "kan ikkje snakke om", "dei svarar", "burde", "bør", "skuld", "!"),
}  # fmt: skip


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_no_text_may_say(code: Language) -> None:
    for id_, text in content().texts[code].items():
        if id_.split(".")[0] in {"replies", "help_now", "services"}:
            words = text.lower().replace("«hjelp nå»", "").replace("skulder", "")
            for forbidden in FORBIDDEN[code]:
                assert not re.search(rf"(?<!\w){re.escape(forbidden)}(?!\w)", words), (id_, forbidden)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("spot", REPLIES)
def test_a_tired_person_can_read_it(code: Language, spot: str) -> None:
    """LIKS at most 30 for 25 words or more, no sentence of more than 12 words (the voice)."""
    for known in KNOWN.values():
        for finding in FINDINGS.values():
            talk = opened(known, finding).talk
            screen = disclosure.show(here(known, talk.at(disclosure.SCENE, spot, memory=talk.here.memory)))
            assert screen.ask is not None
            sentences = [
                sentence.split()
                for line in say((*screen.body, screen.ask), code)
                for sentence in re.split(r"(?<=[.?:])\s+", line)
                if not NUMBER_LINE.match(line)
            ]
            words = [word.strip(".,?:«»") for sentence in sentences for word in sentence]
            assert max(map(len, sentences)) <= 12, max(sentences, key=len)
            if len(words) >= 25:
                assert len(words) / len(sentences) + 100 * sum(len(word) >= 7 for word in words) / len(words) <= 30
