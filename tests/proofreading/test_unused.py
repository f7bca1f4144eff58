"""What the program can say, read from source written by a test; and what it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.proofreading.references import References, references
from bot.proofreading.unused import unused
from tests.proofreading.written import places, text

SOURCE = '''
"""A scene."""
SPOTS = ("ask", "sure")

def show(here, who, what):
    title = f"scene.{here.spot}"
    say(Say(id="scene.title"))
    body = (Say(id=f"scene.{here.spot}.text"), t(f"state.{who}"))
    tried = (f"{who}.{what}", "other")
    log = [Say(id=f"log.{one}") for one in tried]
    options = choice(here, "scene.answer", "yes", "no")
    nav = (*common(here, "back"), button(here, "scene.more", "ask"), asking.button("skip"))
    link = Link(target="road", label=Say(id="scene.road"))
    return f"{who}.{what}"
'''
TEMPLATE = '{{ t("page.title") }}{% for n in range(3) %}{{ t("page.line_" ~ n) }}{% endfor %}'


@pytest.fixture
def program(tmp_path: Path) -> References:
    (tmp_path / "scene.py").write_text(SOURCE, "utf-8")
    (tmp_path / "page.html").write_text(TEMPLATE, "utf-8")
    (tmp_path / "storage").mkdir()
    (tmp_path / "storage" / "rows.py").write_text('NAME = "scene.rows"', "utf-8")
    return references(tmp_path, more=["legevakt"])


@pytest.mark.parametrize(
    "id_",
    [
        *("scene.title", "scene.ask", "scene.sure.text", "scene.answer.no", "scene.more"),
        *(
            "scene.road",
            "scene.legevakt",
            "log.other",
            "log.ask.sure",
            "walk.back",
            "walk.skip",
            "page.title",
            "page.line_2",
        ),
    ],
)
def test_what_can_be_said(program: References, id_: str) -> None:
    assert program.reach(id_)


@pytest.mark.parametrize(
    "id_",
    ["scene.gone", "scene.gone.text", "scene.ask.more", "scene.answer.maybe", "page.line_x", "log.gone", "scene.rows"],
)
def test_what_cannot(program: References, id_: str) -> None:
    assert not program.reach(id_)


def test_what_stands_on_a_button(program: References) -> None:
    ids = ("scene.answer.yes", "scene.more", "scene.road", "walk.back", "walk.skip", "scene.title", "page.title")
    assert [id_ for id_ in ids if program.on_button(id_)] == list(ids[:5])


def test_an_unused_text_is_remarked_in_both_languages(program: References) -> None:
    texts = [text("x", id_, code) for code in ("nb", "nn") for id_ in ("scene.title", "scene.gone", "day.title")]
    assert places(list(unused(texts, {"day"}, program))) == [
        ("unused", "nb/scene.yaml", "scene.gone"),
        ("unused", "nn/scene.yaml", "scene.gone"),
    ]
