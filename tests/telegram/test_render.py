"""A screen as a message: within every limit of Telegram's, whatever people write, and nothing out of reach."""

from __future__ import annotations

import re

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from telegram.constants import InlineKeyboardButtonLimit

from bot.dialogs.help_now import help_lines
from bot.dialogs.screen import Button, Field, Link, Quote, Row, Say, Screen
from bot.telegram.parameters import Key, Message
from bot.telegram.render import MOST_BUTTONS, MOST_UNITS, message
from bot.telegram.written import Piece, cut, shortened, together, units
from tests.houses import content, language

OWN = st.text(min_size=1, max_size=80).map(lambda text: text + "x")
# Words as people write them: letters of two units, letters made of several, from right to left, lines of their own.
WORDS = ("ord og 😀 ", "👩‍👩‍👧 familie ", "‮שלום وحده ", "én\n\n\nto ", "uten𝒢mellomrom")
LONG = st.builds(
    lambda long, words: (words * (long // len(words) + 1))[:long] + "x",
    st.sampled_from((1, 299, 301, 4_000, 9_000)),
    st.sampled_from(WORDS),
)


def drawn(screen: Screen, page: int = 1, address: str = "https://planprat.example") -> Message:
    """The message for this screen, in Bokmål."""
    return message(screen, language().say, "nb", page_address=address, page=page)


def pages(screen: Screen) -> list[Message]:
    """Every part of a screen, as somebody meets them who presses «Vis mer» to the end."""
    found = [drawn(screen)]
    while (number := next_page(found[-1])) is not None:
        found.append(drawn(screen, number))
    return found


def next_page(one: Message) -> int | None:
    """Where «Vis mer» leads."""
    label = language().say(Say(id="telegram.pages.next"), "nb")
    wires = [str(key.callback_data) for key in keys(one) if key.text == label]
    return int(wires[0].rpartition(".")[2]) if wires else None


def keys(one: Message) -> list[Key]:
    """Every button, in reading order."""
    return [key for row in one.keyboard for key in row]


def check_limits(one: Message) -> None:
    """Hold a message against what the Bot API takes."""
    assert 0 < units(one.text) <= MOST_UNITS
    assert one.text == one.text.strip()
    end = 0
    for entity in one.entities:
        assert entity.offset >= end
        assert entity.length > 0
        end = entity.offset + entity.length
    assert end <= units(one.text)
    assert len(keys(one)) <= MOST_BUTTONS
    for row in one.keyboard:
        assert 1 <= len(row) <= 8
        for key in row:
            assert key.text.strip()
            if key.callback_data is not None:
                assert 1 <= len(str(key.callback_data).encode()) <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA


@settings(max_examples=20, deadline=None, phases=(Phase.explicit, Phase.generate))  # a shrink takes minutes
@given(
    quotes=st.lists(LONG, max_size=3),
    notice=LONG,
    previous=LONG,
    value=LONG,
    rows=st.lists(st.tuples(OWN, LONG), max_size=12),
    options=st.integers(min_value=0, max_value=120),
)
def test_any_screen_keeps_the_limits_and_shows_everything(
    quotes: list[str], notice: str, previous: str, value: str, rows: list[tuple[str, str]], options: int
) -> None:
    screen = Screen(
        id="warning_signs.summary",
        number=999_999,
        notices=(Say(id="walk.notice.not_taken"), Quote(text=notice)),
        previous=Row(
            lines=(Say(id="walk.your_answer"), Quote(text=previous)),
            buttons=(Button(wire="999999.back", label=Say(id="walk.change")),),
        ),
        heading=Say(id="warning_signs.title"),
        progress=(7, 40),
        body=tuple(Quote(text=quote) for quote in quotes),
        rows=tuple(
            Row(
                lines=(Quote(text=name), Quote(text=text)),
                buttons=(Button(wire=f"999999.jump.{index}", label=Say(id="walk.change"), extra=Quote(text=name)),),
            )
            for index, (name, text) in enumerate(rows)
        ),
        ask=Say(id="walk.road.ask"),
        field=Field(key="a", value=value, submit=Say(id="walk.save")),
        options=tuple(Button(wire=f"999999.pick.i{n}", label=Quote(text=previous)) for n in range(options)),
        nav=(Button(wire="999999.menu", label=Say(id="walk.menu")),),
    )
    parts = pages(screen)
    for one in parts:
        check_limits(one)
        assert language().say(Say(id="walk.road.ask"), "nb") in one.text, "the question stands on every part"
        assert str(keys(one)[-1].callback_data) == "999999.menu"
    shown = squeezed("".join(one.text for one in parts))
    for text in (*quotes, value, *(text for _, text in rows)):
        for piece in {*text.split()}:
            if units(piece) <= 1_000:
                assert piece in shown
            else:  # one without a space comes in several parts
                assert shown.count("𝒢") >= piece.count("𝒢")
    wires = {str(key.callback_data) for one in parts for key in keys(one)}
    assert {f"999999.jump.{index}" for index in range(len(rows))} <= wires
    assert {f"999999.pick.i{n}" for n in range(options)} <= wires


def squeezed(text: str) -> str:
    """Without white space, which may fall where a text is parted."""
    return re.sub(r"\s", "", text)


def test_numbers_stand_one_a_line_at_the_beginning() -> None:
    screen = Screen(id="help_now", number=1, body=help_lines(content().services))
    text = "\n".join(one.text for one in pages(screen))
    lines = text.splitlines()
    for number in ("113", "116 117", "116 123", "112", "116 111"):
        assert any(line.startswith(number) for line in lines), number
    assert "\N{NO-BREAK SPACE}" not in text
    assert len(pages(screen)) == 1, "all of it in one message"


def test_own_words_are_set_apart_by_marks_beside_the_text() -> None:
    screen = Screen(id="x", number=1, body=(Quote(text="<b>😀 & {{ x }}</b>"),), ask=Say(id="walk.summary"))
    one = drawn(screen)
    quote, bold = one.entities
    assert quote.type == "blockquote"
    assert one.text.encode("utf-16-le")[: quote.length * 2].decode("utf-16-le") == "<b>😀 & {{ x }}</b>"
    assert bold.type == "bold"


def test_papers_are_asked_for_and_the_page_is_led_to_where_telegram_takes_its_address() -> None:
    links = tuple(Link(target=target, label=Say(id=f"menu.link.{target}")) for target in ("own_plan", "who_sees"))
    screen = Screen(id="menu", number=4, ask=Say(id="walk.summary"), links=links)
    assert [key.callback_data for key in keys(drawn(screen))] == ["4.paper.own_plan", "4.paper.who_sees"]
    asked = Screen(id="consent.refused_channel", number=4, ask=Say(id="walk.summary"))
    (page,) = keys(drawn(asked))
    assert page.url == "https://planprat.example"
    for address in ("", "http://localhost:8000"):
        assert keys(drawn(asked, address=address)) == []


def test_deleting_everything_stands_below_what_can_be_taken_back() -> None:
    take_back = Button(wire="4.withdraw.plan", label=Say(id="choices.withdraw"))
    erase = Button(wire="4.choose.erase", label=Say(id="choices.erase.button"))
    rows = (Row(lines=(Say(id="consent.title.plan"),), buttons=(take_back,)),)
    screen = Screen(id="choices.list", number=4, heading=Say(id="choices.title"), rows=rows, options=(erase,))
    assert [key.callback_data for key in keys(drawn(screen))] == [take_back.wire, erase.wire]


def test_an_address_to_pass_on_is_shown_and_copied() -> None:
    link = Link(target="copy", label=Say(id="menu.copies"), address="https://planprat.example/k/abc")
    one = drawn(Screen(id="copies.given", number=4, ask=Say(id="walk.summary"), links=(link,)))
    assert "https://planprat.example/k/abc" in one.text
    (copying,) = keys(one)
    assert copying.copies == link.address


@given(text=st.text(max_size=200), most=st.integers(min_value=2, max_value=50))
def test_cutting_never_exceeds_and_loses_only_space(text: str, most: int) -> None:
    first, rest = cut(text, most)
    assert units(first) <= most
    assert squeezed(first + rest) == squeezed(text)
    assert rest == "" or first != "" or units(text) > most
    assert units(shortened(text, most)) <= most


def test_marks_are_counted_in_utf16() -> None:
    text, entities = together((Piece("😀"), Piece("sitat", "blockquote")))
    assert text == "😀\n\nsitat"
    assert (entities[0].offset, entities[0].length) == (4, 5)


def test_a_name_from_right_to_left_takes_nothing_of_our_sentence_along() -> None:
    told = Say(id="news.agreed", values={"coordinator": "أحمد 2", "worksheet": "Kriseplan"})
    assert "\u2068أحمد 2\u2069 har" in drawn(Screen(id="x", number=1, body=(told,))).text
    assert "\u2069" not in drawn(Screen(id="x", number=1, body=(Quote(text="أحمد 2"),))).text, (
        "own words, to the letter"
    )
