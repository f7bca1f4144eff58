"""Words of danger that are misspelt or run together are read; real words near them are left as they are."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from bot.dialogs.letters import collapse, fold, spelled
from bot.dialogs.phrases import compile_phrases
from bot.dialogs.reading import Reader
from bot.dialogs.safety import recognise
from tests.houses import content

MISSPELT = (
    "jeg vkl ikke leve",
    "jeg ivl ikke leve",
    "jeg vil ikke levw",
    "jeg vil ta livet mitrt",
    "jeg vil drepe mefg",
    "jeg tenker på å gjøre slutrt på alt",
    "jeg vil ikke klever lenger",
    "jeg vil dreep meg selv",
    "jeg skal hnege meg",
    "jeg skdaer meg selv",
    "jeg skder meg selv",
    "jeg kuttre meg hver kveld",
    "jeg skal hopep foran toget",
    "jeg har lyst til å ta lviet mitt",
    "jeg har lyst til å ta livt mitt",
    "jeg har lyst til å ta libet mitt",
    "jeg orekr ikke å leve",
    "jeg tenker på selvmrod",
    "eg tenkjer på sjølvmrod",
    "jeg har tatt alle talbettene",
    "jæi vill ta sælmord",
    "eg gidder isje leve mer",
    "skade mæi sel vær kvell",
)
READ_ANEW = """
import hashlib
from bot.dialogs.phrases import compile_phrases
from tests.houses import content
made = compile_phrases(content().phrases)
tables = [made.codes, made.pieces, made.beside, made.inflected, made.tails, made.stems]
print(hashlib.sha256(repr([sorted(table.items()) for table in tables]).encode()).hexdigest(), made.watched[:9])
"""
TOGETHER = (
    "har tattalle pillene",
    "jegharlysttilåtalivetavmeg",
    "orkerikkje mer vil døi dag",
    "jegvildø",
    "jegskalhengemeg",
    "jegskadermegselv",
    "jegtenkerpåselvmord",
    "jegkommertilådrepemegselv",
    "jeg orker ikke åleve mer",
    "jeg skalhenge meg",
    "jeg vil drepemeg",
    "sonen min harskore seg over handleddet",
    "viltalivetmitt",
)
REAL = (
    "jeg og Hege går tur, og Hege meg hjem",
    "Vidar og Hassan er på Skien",
    "jeg skal skaffe meg en hund",
    "jeg skammer meg litt",
    "jeg vil stikke innom",
    "har tenkt å skjerme meg fra nyheter",
    "det har jeg ikke helt forstått",
    "jeg skal skrive et notat om skatt",
    "vil skåne barna",
    "jeg kjente at det var godt å være der",
    "mekanikeren sa det var selvstyret",
    "legen sa jeg kunne lene meg på ham",
)


@pytest.mark.parametrize("text", [*MISSPELT, *TOGETHER])
def test_a_slip_hides_nothing(text: str) -> None:
    assert recognise(text, content().phrases) is not None


@pytest.mark.parametrize("text", REAL)
def test_a_real_word_is_no_slip(text: str) -> None:
    assert recognise(text, content().phrases) is None


def test_no_form_is_said_to_be_two_words() -> None:
    words: dict[str, str] = {}
    apart = {word for file in content().phrases for word in file.apart}  # «kvell» as it stands is no «kvel»
    for file in content().phrases:
        for word, forms in file.alike.items():
            for form in (each if each in apart else spelled(each) for each in forms):
                assert words.setdefault(form, spelled(word)) == spelled(word), form


def test_doubles_count_once_before_and_after_a_slip() -> None:
    reader = Reader(compile_phrases(content().phrases))
    assert reader.sign(collapse(fold("hopep"))) == reader.sign(collapse(fold("hoppe")))


@pytest.mark.parametrize(
    "text",
    [
        "æ har løst t å ta livet mett",
        "de e best for ongane at e ikkje e her lenger",
        "je e trøytt på å væra tel",
        "æ vil gaa i sjøen og aldri komma opp",
        "ej vell ikkje leve meir",
        "har list til å dø",
        "jeg vil ta livet av mg",
        "i vil ikkje leva lenger",
    ],
)
def test_a_word_is_read_by_what_stands_beside_it(text: str) -> None:
    assert recognise(text, content().phrases) is not None


@pytest.mark.parametrize(
    "text",
    [
        "tar 40 mg om kvelden",
        "jeg er god og mett",
        "vi tar det i mai",
        "jeg håper å bli frisk",
        "et slott i Danmark",
        "plukke kotter til peisen",
        "midt i livet",
    ],
)
def test_and_stays_what_it_is_elsewhere(text: str) -> None:
    assert recognise(text, content().phrases) is None


@pytest.mark.parametrize("text", ["Hege vil dø", "Fatima har tatt alle pillene sine", "Nina kutter seg"])
def test_a_name_that_begins_a_sentence_is_anothers(text: str) -> None:
    finding = recognise(text, content().phrases)
    assert finding is not None
    assert finding.kind == "third_party"


@pytest.mark.parametrize("text", ["Hege. Jeg vil dø.", "Vidar, jeg vil dø", "Hei Hege, jeg vil dø"])
def test_and_to_somebody_it_is_told_of_oneself(text: str) -> None:
    finding = recognise(text, content().phrases)
    assert finding is not None
    assert finding.kind == "own_life"


def test_what_is_read_does_not_depend_on_the_process() -> None:
    """Sets of words have another order in each process. «vildø» was «vil dø» in one and «vil do» in the next."""
    told = {
        subprocess.run(
            [sys.executable, "-c", READ_ANEW],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1
