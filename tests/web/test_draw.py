"""A screen laid out: headings, marks, links, the drawing."""

from __future__ import annotations

import pytest

from bot.dialogs.event import Press
from bot.dialogs.screen import Button, Field, Link, Quote, Road, Row, Say, Screen, Stone
from bot.web.draw import Picture, picture, place_of
from tests.houses import language


def drawn(screen: Screen) -> Picture:
    return picture(screen, language(), "nb")


def button(wire: str) -> Button:
    return Button(wire=wire, label=Say(id="walk.done"))


def test_a_question_is_the_heading_and_the_place_stands_above() -> None:
    made = drawn(Screen(id="x", number=1, heading=Say(id="menu.title"), ask=Say(id="walk.list_full")))
    assert made.title == (Say(id="walk.list_full"),)
    assert made.place == Say(id="menu.title")


def test_without_a_question_the_place_is_the_heading() -> None:
    made = drawn(Screen(id="menu", number=1, heading=Say(id="menu.title"), body=(Say(id="menu.typed"),)))
    assert made.title == (Say(id="menu.title"),)
    assert made.place is None
    assert made.options_place == "first"


def test_a_sign_and_its_question_are_one_heading() -> None:
    intro, sign, ask = Say(id="a.intro"), Say(id="a.steps.item.1.ask"), Say(id="warning_signs.frequency.heading")
    made = drawn(Screen(id="x", number=1, body=(intro, sign), ask=ask))
    assert made.title == (sign, ask)
    assert made.body == (intro,)


def test_own_words_as_a_question_are_the_heading() -> None:
    assert drawn(Screen(id="x", number=1, ask=Quote(text="Kva meiner du?"))).title == (Quote(text="Kva meiner du?"),)


def test_a_field_that_is_only_another_way_of_answering_stands_below_the_buttons() -> None:
    send = Say(id="walk.save")
    other_way = Screen(id="x", number=1, field=Field(label=Say(id="walk.own_words"), submit=send))
    assert drawn(other_way).options_place == "before_field"
    assert drawn(Screen(id="x", number=1, field=Field(submit=send))).options_place == "last"


def test_marks() -> None:
    made = drawn(
        Screen(
            id="x",
            number=7,
            options=(button("7.choose.often"), button("7.done")),
            nav=(button("7.skip"), button("7.language.nn")),
            rows=(Row(lines=(Quote(text="Tur"),), buttons=(button("7.remove.i2"),)),),
        )
    )
    assert [tap.attributes for tap in made.options] == [(("data-option", "often"),), (("data-option", "done"),)]
    assert made.nav[0].attributes == (("data-nav", "skip"),)
    assert made.nav[1].attributes == (("data-nav", "language"), ("data-argument", "nn"))
    assert made.rows[0].taps[0].attributes == (("data-row-action", "remove"), ("data-argument", "i2"))


def test_a_button_that_says_nothing_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="says nothing"):
        drawn(Screen(id="x", number=1, options=(button("nonsense"),)))


def test_links() -> None:
    label = Say(id="menu.title")
    made = drawn(
        Screen(
            id="x",
            number=1,
            links=(
                Link(target="devices", label=label),
                Link(target="copy", label=label, address="https://planprat.example/k/x"),
            ),
        )
    )
    assert [(way.href, way.shown) for way in made.links] == [
        ("/enheter", False),
        ("https://planprat.example/k/x", True),
    ]


def test_the_road_is_drawn_with_the_words_escaped() -> None:
    road = Road(today="<b>I senga</b>", milestones=(Stone(text="Opp & ut", nearest=True),), goal="Jobb")
    made = drawn(Screen(id="x", number=1, drawing=road))
    assert made.road is not None
    assert made.road.startswith("<svg")
    assert "&lt;b&gt;I senga" in made.road
    assert "<b>" not in made.road


def test_after_a_tap_in_a_list_the_page_begins_where_that_line_is() -> None:
    screen = Screen(
        id="x",
        number=8,
        rows=(Row(lines=(Quote(text="a"),), buttons=(button("8.edit.k1"), button("8.include.k1"))),),
        options=(button("8.pick.k1x"), button("8.drop.k2"), button("8.done")),
    )
    assert place_of(screen, Press(7, "hold", "k1")) == "row-1"
    assert place_of(screen, Press(7, "pick", "k2")) == "option-2"
    assert place_of(screen, Press(7, "drop", "k3")) == "", "the line is gone"
    assert place_of(screen, Press(7, "edit", "k1")) == "", "another kind of tap"
    said = screen.model_copy(update={"notices": (Say(id="walk.notice.old"),)})
    assert place_of(said, Press(7, "hold", "k1")) == "", "there is something to read above"
