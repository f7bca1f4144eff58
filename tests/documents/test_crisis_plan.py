"""The crisis plan on paper, opened again as its readers meet it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.dialogs.sheet import Item, Person
from bot.documents import Paper, crisis_plan_pdf
from bot.plan.crisis_plan import CrisisPlan, Rung
from tests.documents.opened import Opened


def test_an_ordinary_plan_fits_on_one_side(plan: CrisisPlan, paper: Paper) -> None:
    assert len(Opened(crisis_plan_pdf(plan, paper)).pages) == 1


def test_a_relatives_copy_marked_as_practice_fits_on_one_side(plan: CrisisPlan, nynorsk: Paper) -> None:
    opened = Opened(crisis_plan_pdf(plan, replace(nynorsk, reader="relative", practice=True)))
    assert len(opened.pages) == 1
    assert "Øving. Dette er ikkje ein ekte plan." in opened.text


def test_the_order_is_that_of_a_ladder(plan: CrisisPlan, paper: Paper) -> None:
    text = Opened(crisis_plan_pdf(plan, paper)).text
    order = [
        "Kriseplan",
        "Solveig",
        "Tegn hos meg",
        "Trinn 1: Dette gjør jeg selv",
        "Går tur med bikkja, selv om jeg ikke vil",
        "Trinn 2: Hvem jeg kontakter",
        "412 34 567",
        "Trinn 3: Lege, sykepleier og legevakt",
        "+47 55 66 77 88",
        "Slik vil jeg bli møtt",
        "Dette har hjulpet meg før",
        "Dette hjelper ikke",
        "Dette må ordnes",
        "Åpent hele døgnet",
        "22 40 00 40",
    ]
    found = [text.find(words) for words in order]
    assert -1 not in found
    assert found == sorted(found)


def test_headings_lists_and_pictures_are_in_the_structure_tree(plan: CrisisPlan, paper: Paper) -> None:
    tree = Opened(crisis_plan_pdf(plan, paper)).tree
    assert [len(tree.all(role)) for role in ("H1", "H2", "Figure")] == [1, 10, 1]
    assert [figure.alt for figure in tree.all("Figure")] == ["QR-kode. Koden åpner siden med den nyeste kopien."]
    assert len(tree.all("LI")) == 4 + 3


def test_the_paper_says_its_language_its_standards_and_a_neutral_title(plan: CrisisPlan, nynorsk: Paper) -> None:
    opened = Opened(crisis_plan_pdf(plan, nynorsk))
    assert opened.language == "nn"
    assert "<pdfuaid:part>1</pdfuaid:part>" in opened.metadata
    assert "<pdfaid:part>2</pdfaid:part>" in opened.metadata
    assert opened.reader.metadata is not None
    assert opened.reader.metadata.title == "Plan"


def test_a_draft_says_so_and_carries_no_code(plan: CrisisPlan, paper: Paper) -> None:
    opened = Opened(crisis_plan_pdf(plan, replace(paper, edition=None, agreed_on=None, address="")))
    assert "Utkast, gjelder ikke ennå" in opened.pages[0]
    assert "Utgave" not in opened.text
    assert opened.tree.all("Figure") == []


def test_the_foot_of_every_page_says_the_edition_and_that_there_may_be_a_newer_one(
    plan: CrisisPlan, paper: Paper
) -> None:
    long = plan.model_copy(update={"triggers": "Det er mye. " * 600})
    pages = Opened(crisis_plan_pdf(long, paper)).pages
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert "Utgave 3, 14. mars 2027. Det kan finnes en nyere." in page
        assert f"Side {number} av {len(pages)}" in page


def test_an_edition_that_nobody_has_agreed_on_says_so(plan: CrisisPlan, paper: Paper) -> None:
    assert "Utgave 3, ikke avtalt" in Opened(crisis_plan_pdf(plan, replace(paper, agreed_on=None))).text


@pytest.mark.parametrize(
    ("when", "shown"),
    [
        ("2027", "Se på planen igjen: 2027"),
        ("2027-03", "Se på planen igjen: mars 2027"),
        ("2027-03-14", "Se på planen igjen: 14. mars 2027"),
        ("2027-02-30", "Se på planen igjen: 2027-02-30"),
        ("når snøen går", "Se på planen igjen: når snøen går"),
        ("unknown", "Se på planen igjen: vet ikke ennå"),
    ],
)
def test_a_date_is_as_precise_as_it_was_given(plan: CrisisPlan, paper: Paper, when: str, shown: str) -> None:
    assert shown in Opened(crisis_plan_pdf(plan, replace(paper, look_again=when))).text


def test_the_plans_own_date_is_used_when_the_paper_has_none(plan: CrisisPlan, paper: Paper) -> None:
    assert "Se på planen igjen: 2028" in Opened(crisis_plan_pdf(plan, replace(paper, look_again=""))).text


def test_an_empty_plan_shows_every_part_as_empty(paper: Paper) -> None:
    opened = Opened(crisis_plan_pdf(CrisisPlan(), replace(paper, look_again="")))
    assert opened.text.count("Ikke fylt ut") == 9
    assert "Se på planen igjen: ikke fylt ut" in opened.text
    assert len(opened.pages) == 1


def test_a_relative_is_told_of_the_person_and_of_their_own_limits(plan: CrisisPlan, paper: Paper) -> None:
    text = Opened(crisis_plan_pdf(plan, replace(paper, reader="relative"))).text
    for words in (
        "Tegn hos Solveig",
        "Slik vil Solveig bli møtt",
        "Når det står «jeg» i planen, er det Solveig.",
        "Du trenger ikke gjøre mer enn du klarer.",
        "Du kan også ringe for din egen del.",
    ):
        assert words in text
    assert "Slik vil jeg" not in text


def test_a_doctor_is_told_of_the_person_and_nothing_about_relatives(plan: CrisisPlan, paper: Paper) -> None:
    text = Opened(crisis_plan_pdf(plan, replace(paper, reader="doctor"))).text
    assert "Tegn hos Solveig" in text
    assert "enn du klarer" not in text


def test_signs_follow_the_language_until_the_person_words_them_anew(plan: CrisisPlan, nynorsk: Paper) -> None:
    sentences = {"item.10": "Eg søv dårleg.", "item.25": "Eg tenkjer på å skade meg eller ta livet mitt."}
    text = Opened(crisis_plan_pdf(plan, replace(nynorsk, signs_text=sentences.__getitem__))).text
    assert "Teikn: «Eg søv dårleg.» «Rydder hele natta»" in text
    assert "Teikn: «Eg sluttar å svare på telefonen»" in text
    assert "Teikn: «Eg tenkjer på å skade meg eller ta livet mitt.»" in text


def test_numbers_can_be_rung_from_the_paper_and_sentences_cannot(paper: Paper) -> None:
    plan = CrisisPlan(
        step2=Rung(
            contacts=(
                Person(id="i1", name="Anne", phone="(412) 34-567"),
                Person(id="i2", name="Per", phone="spør Anne"),
            )
        )
    )
    opened = Opened(crisis_plan_pdf(plan, replace(paper, services=(), coordinator_phone="")))
    assert opened.links == ["tel:41234567", paper.address]
    assert "spør Anne" in opened.text


def test_large_print_is_larger_and_ordinary_print_is_never_below_twelve_points(plan: CrisisPlan, paper: Paper) -> None:
    def smallest(pdf: bytes) -> float:
        sizes: list[float] = []

        def see(text: str, _: object, matrix: list[float], __: object, size: float) -> None:
            if text.strip():
                sizes.append(abs(size * matrix[3]))

        for page in Opened(pdf).reader.pages:
            page.extract_text(visitor_text=see)
        return min(sizes)

    assert smallest(crisis_plan_pdf(plan, paper)) >= 12
    assert smallest(crisis_plan_pdf(plan, replace(paper, large=True))) >= 16


def test_the_same_plan_gives_the_same_bytes(plan: CrisisPlan, paper: Paper) -> None:
    assert crisis_plan_pdf(plan, paper) == crisis_plan_pdf(plan, paper)
    assert crisis_plan_pdf(plan, paper) != crisis_plan_pdf(plan, replace(paper, agreed_on=date(2027, 3, 15)))


def test_a_sign_whose_text_nobody_knows_is_left_out(paper: Paper) -> None:
    tree = Opened(crisis_plan_pdf(CrisisPlan(signs=(Item(id="i1", ref="item.41"),)), paper)).tree
    assert tree.all("LI") == []


@pytest.mark.parametrize("address", ["https://planprat.example/å", "https://planprat.example/" + "k" * 300])
def test_an_address_that_no_phone_can_read_is_refused(paper: Paper, address: str) -> None:
    with pytest.raises(ValueError, match="address on paper"):
        replace(paper, address=address)
