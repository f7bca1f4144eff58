"""Which word was meant, where one slip of the finger is in it."""

from __future__ import annotations

import pytest

from bot.dialogs.slips import NEIGHBOURS, Slip, Slips, slip_of

WATCHED = ("jeg", "meg", "vil", "leve", "ikke", "mitt", "slutt", "selvmord")


@pytest.mark.parametrize(
    ("word", "meant", "slip"),
    [
        ("elve", "leve", Slip.SWAPPED),
        ("lvee", "leve", Slip.SWAPPED),
        ("lee", "leve", Slip.MISSING),
        ("eve", "leve", None),  # the first letter is there
        ("levw", "leve", Slip.NEIGHBOUR),
        ("keve", "leve", Slip.NEIGHBOUR),
        ("lecve", "leve", Slip.TOUCHED),
        ("kleve", "leve", Slip.TOUCHED),
        ("selxmord", "selvmord", Slip.OTHER),
        ("pelvmord", "selvmord", None),
        ("selmrod", "selvmord", None),  # two slips
    ],
)
def test_each_kind_of_slip_is_told_from_the_others(word: str, meant: str, slip: Slip | None) -> None:
    assert slip_of(word, meant) == slip


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("vkl", "vil"),
        ("ivl", "vil"),
        ("mefg", "meg"),
        ("oikke", "ike"),
        ("mitrt", "mit"),  # a letter between two that are the same
        ("slutrt", "slut"),
        ("selvmrod", "selvmord"),
        ("selvmxrd", "selvmord"),
        ("lxve", ""),  # x lies nowhere near, and the word is short
        ("tabell", ""),
        ("", ""),
        ("a" * 500, ""),
    ],
)
def test_the_word_that_was_meant_is_found(word: str, meant: str) -> None:
    assert Slips(WATCHED).meant(word) == meant


def test_a_letter_that_lies_nowhere_near_is_left_to_be_asked_for() -> None:
    slips = Slips(WATCHED)
    assert slips.meant("selvmxrd", any_letter=False) == ""
    assert slips.meant("selvmprd", any_letter=False) == "selvmord"


def test_of_two_words_the_likelier_slip_is_meant_and_then_the_first_that_is_named() -> None:
    assert Slips(("here", "heer")).meant("hree") == "here"  # swapped, not wrong
    assert Slips(("bat", "cat")).meant("vat") == "bat"
    assert Slips(("cat", "bat")).meant("vat") == "cat"


def test_keys_that_lie_beside_each_other_do_so_from_either_side() -> None:
    assert all(key in NEIGHBOURS[other] for key, beside in NEIGHBOURS.items() for other in beside)
    assert NEIGHBOURS["l"] >= {"k", "o", "p"}
