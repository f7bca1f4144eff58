"""Texts filled with the longest that can stand in them."""

from __future__ import annotations

from pathlib import Path

from bot.content.placeholders import PLACEHOLDERS
from bot.language import Language
from bot.proofreading.filled import LONGEST, OTHER_TEXTS, longest, too_long
from bot.proofreading.pieces import TYPICAL
from tests.houses import content
from tests.proofreading.written import content_with, places

NB = """
fits: "Send til {{ coordinator }}"
grows: "Send alle svarene dine til {{ coordinator }} nå"
plural: {one: "Ett svar", other: "{{ n }} svar som alle sammen skal sendes til {{ coordinator }} nå"}
long: "%s {{ goal }}"
""" % ("Dette er en lang tekst. " * 160)
NN = NB.replace("svarene", "svara").replace("nå", "no")


def test_what_outgrows_a_button_or_a_message(tmp_path: Path) -> None:
    ours = content_with(tmp_path, NB, NN)
    found = list(too_long(ours, Language(ours), lambda id_: id_ in {"menu.fits", "menu.grows", "menu.plural"}))
    assert [one for one in places(found) if one[1].startswith("nb")] == [
        ("long_button", "nb/menu.yaml", "menu.grows"),
        ("long_button", "nb/menu.yaml", "menu.plural"),
        ("long_message", "nb/menu.yaml", "menu.long"),
    ]


def test_everything_that_can_be_filled_in_has_a_short_and_a_long_value() -> None:
    assert PLACEHOLDERS.keys() == TYPICAL.keys() == LONGEST.keys(), "a value of a name that texts cannot hold"
    assert all(len(str(LONGEST[name])) >= len(str(TYPICAL[name])) for name in TYPICAL if name not in OTHER_TEXTS)


def test_other_texts_stand_for_themselves() -> None:
    values = longest(content(), "nb")
    assert values["worksheet"] == "Mål og drømmer for framtiden"
    assert values["meaning"] in content().texts["nb"].values()
