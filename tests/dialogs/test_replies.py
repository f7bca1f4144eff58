"""The replies as they are read, in both languages: what each must say, and what none may."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest

from bot.dialogs import disclosure
from bot.dialogs.context import Language
from bot.dialogs.disclosure import lines_for_error
from bot.dialogs.replies import REPLIES
from bot.dialogs.safety import Finding
from bot.dialogs.services import Services
from tests.dialogs.disclosing import (
    ALL,
    FINDINGS,
    KNOWN,
    LANGUAGES,
    NUMBER_LINE,
    everything,
    opened,
    say,
    shown,
    tapped,
)
from tests.dialogs.known import PLAN, Known, here
from tests.houses import content


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
    reached |= {opened(Known(), finding, again=2).talk.here.spot for finding in FINDINGS.values()}
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
        assert not reached & {"near", "alone", "still", "rung.no"}


def test_whoever_does_not_know_still_sees_whom_to_call_when_it_gets_worse() -> None:
    """Somebody may read this screen and go: the number for danger is on it, whatever was disclosed."""
    for kind, urgent in (("own_life", "113"), ("third_party", "113"), ("harm_others", "112")):
        move = tapped(Known(), opened(Known(), FINDINGS[kind]).talk, "7.choose.do_not_know")
        assert move is not None
        assert urgent in " ".join(shown(Known(), move).text("nb"))


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
    said = [shown(known, opened(known, FINDINGS[kind], again=times)).text(code) for times in range(6)]
    first, again, more, *_ = said
    assert len({text[0] for text in (first, again, more)}) == 3
    assert all(one[0] != other[0] and one[-1] != other[-1] for one, other in pairwise(said))
    assert max(len(" ".join(text)) for text in (again, more)) < len(" ".join(first))


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


@pytest.mark.parametrize("code", LANGUAGES)
def test_where_legevakt_closes_at_night_only_the_ambulance_is_said_to_be_open(code: Language) -> None:
    data: dict[str, Any] = content().services.model_dump()
    data["services"] = [
        {**one, **({"always": False, "hours": "services.soschat.hours"} if one["id"] == "legevakt" else {})}
        for one in data["services"]
    ]
    known = Known(services=Services.model_validate(data))
    text = shown(known, opened(known, FINDINGS["own_life"])).text(code)
    assert {"nb": "113 har åpent hele døgnet.", "nn": "113 har ope heile døgnet."}[code] in text


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", ["acted", "acted_other"])
def test_while_112_is_down_there_is_another_way_to_help(code: Language, kind: str) -> None:
    lines = shown(KNOWN["all"], opened(KNOWN["all"], FINDINGS[kind])).text(code)
    assert [line.split(" – ")[0] for line in lines if NUMBER_LINE.match(line)] == ["113", "116 117"]


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
