"""«Hjelp nå»: complete, from the data alone, and with the own plan on top when there is one."""

from __future__ import annotations

import re

import pytest

from bot.dialogs import help_now
from bot.dialogs.context import Language
from bot.dialogs.event import Press, Typed, decode
from bot.dialogs.help_now import help_lines, numbers_short
from bot.dialogs.services import Services
from bot.dialogs.talk import Talk
from tests.dialogs.known import ASKED, PLAN, Known, here
from tests.houses import content, language

LANGUAGES: tuple[Language, ...] = ("nb", "nn")


def said(services: Services, code: Language, **more: object) -> list[str]:
    ladder = PLAN if more.get("plan") else ()
    return [language().say(line, code).replace("\u00a0", " ") for line in help_lines(services, ladder)]


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_service_that_may_be_shown_stands_there_first_on_its_line(code: Language) -> None:
    lines = said(content().services, code)
    for service in content().services.shown:
        assert any(line.startswith(f"{service.number} – ") for line in lines), service.id


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_own_plan_comes_before_all_services_and_only_those_who_can_be_rung(code: Language) -> None:
    lines = said(content().services, code, plan=True)
    first = next(index for index, line in enumerate(lines) if line.startswith("113"))
    assert [line for line in lines[:first] if "–" in line] == ["900 00 001 – Kari", "900 00 002 – Ola"]
    assert "Per" not in " ".join(lines)


def test_danger_comes_before_talk() -> None:
    lines = said(content().services, "nb")
    order = [next(index for index, line in enumerate(lines) if line.startswith(number)) for number in
             ("113", "112", "116 117", "116 123", "22 40 00 40", "116 006", "116 111")]  # fmt: skip
    assert order == sorted(order)


@pytest.mark.parametrize("code", LANGUAGES)
def test_while_112_is_down_nobody_is_sent_there(code: Language) -> None:
    down = Services.model_validate({**content().services.model_dump(), "raised": ["police_line_down"]})
    lines = said(down, code)
    assert any(line.startswith("02800") for line in lines)
    assert not any(line.startswith("112") for line in lines)
    assert not any(line.startswith("02800") for line in said(content().services, code))


@pytest.mark.parametrize("code", LANGUAGES)
def test_four_lines_for_other_pages(code: Language) -> None:
    lines = [language().say(line, code).replace("\u00a0", " ") for line in numbers_short(content().services)]
    assert len(lines) == 4
    assert [line.split(" –")[0] for line in lines[1:]] == ["113", "116 117", "116 123"]


def test_no_text_holds_a_number() -> None:
    for code in LANGUAGES:
        for id_, text in content().texts[code].items():
            if id_.split(".")[0] in {"replies", "help_now", "services"}:
                assert not re.search(r"\d", text), id_


def test_the_way_back_leads_to_where_the_person_was() -> None:
    talk = Talk(number=7, here=ASKED).enter("help_now")
    screen = help_now.show(here(Known(ladder=PLAN), talk))
    back = decode(screen.options[0].wire)
    assert back == Press(7, "back")
    move = help_now.press(here(talk=talk), Press(7, "back"))
    assert move is not None
    assert move.talk.here == ASKED
    assert help_now.press(here(talk=talk), Press(7, "choose", "yes")) is None
    assert help_now.typed(here(talk=talk), Typed("hei")) is None
