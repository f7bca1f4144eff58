"""Empty worksheets: numbers that fit the paper, tables that can be heard."""

from __future__ import annotations

from bot.dialogs.definition import FREQUENCIES
from bot.documents import blank_sheet_pdf
from bot.documents.blank_sheet import DRAWN, Section
from tests.documents.conftest import SayIn
from tests.documents.opened import Opened

OFTEN = ("Sjelden eller aldri", "Bare før krise", "Ofte")
FORTY: tuple[Section, ...] = tuple(
    ("Tegn" if tens == 0 else "", tuple((f"Setning {tens * 10 + one}.", "frequency", OFTEN) for one in range(1, 11)))
    for tens in range(4)
)
REST: Section = (
    "Dine egne",
    (
        ("Er det andre tegn?", "text", ()),
        ("Hvilke fire er viktigst?", "pick", ()),
        ("Hvem kan du ringe?", "person", ()),
        ("Er du enig?", "choice", ("Ja", "Nei")),
    ),
)


def opened(say_in: SayIn, *, large: bool = False) -> Opened:
    return Opened(blank_sheet_pdf("Varselsignaler", 13, (*FORTY, REST), "nb", say_in("nb"), large=large))


def test_the_forty_stand_in_one_table_with_headers_for_each_column(say_in: SayIn) -> None:
    forty, people = opened(say_in).tree.all("Table")
    assert len(forty.all("TR")) == 41
    headers = forty.all("THead")[0].all("TH")
    assert [header.attributes[0]["/Scope"] for header in headers] == ["/Column"] * (2 + len(FREQUENCIES))
    assert len(people.all("TH")) == 3


def test_the_header_row_comes_again_on_each_page_of_the_table(say_in: SayIn) -> None:
    pages = opened(say_in, large=True).pages
    with_items = [page for page in pages if "Setning" in page]
    assert len(with_items) > 1
    assert all("Slik kan det være" in page for page in with_items)


def test_item_25_is_item_25(say_in: SayIn) -> None:
    text = opened(say_in).text
    assert "25 Setning 25." in text
    assert "41. Er det andre tegn?" in text
    assert "44. Er du enig?" in text


def test_the_sheet_says_its_number_on_each_page_and_asks_for_name_and_date(say_in: SayIn) -> None:
    sheet = opened(say_in)
    assert all("Arbeidsark 13. Varselsignaler" in page for page in sheet.pages)
    assert "Navn" in sheet.pages[0]
    assert "Dato" in sheet.pages[0]


def test_a_sheet_of_questions_has_no_word_of_tables(say_in: SayIn) -> None:
    sheet = Opened(blank_sheet_pdf("Mål", 4, (("Draumar", (("Kva vil du?", "list", ()),)),), "nn", say_in("nn")))
    assert sheet.language == "nn"
    assert sheet.tree.all("Table") == []
    assert "Set eitt kryss" not in sheet.text
    assert "6." in sheet.text


def test_every_kind_of_step_can_be_printed(say_in: SayIn) -> None:
    for kind in DRAWN:
        assert Opened(blank_sheet_pdf("Ark", 1, (("", (("Spørsmål?", kind, ("Ja",)),)),), "nb", say_in("nb"))).pages
