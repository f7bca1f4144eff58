"""The pages of whoever got a copy, as a browser meets them."""

from __future__ import annotations

import re
import resource
from collections.abc import Callable

import pytest
from starlette.applications import Starlette

from bot.actions.house import House, new_token
from bot.actions.tries import TRIES_AT_LINK
from bot.dialogs import effects
from bot.storage import editions, log, sessions
from bot.storage.hashing import token_hash
from bot.web import copies, papers
from bot.web.app import make_app
from tests.documents.opened import Opened
from tests.houses import a_coordinator, a_user
from tests.plan.lives import CRISIS, PARTS, Given, Life, answered, mark
from tests.web.conftest import Browser, Clock, Seen

Browse = Callable[..., Browser]


@pytest.fixture
def app(house: House, clock: Clock) -> Starlette:
    """With the pages of the copies and the person's own."""
    return make_app(house, clock=clock, routes=(*copies.ROUTES, *papers.ROUTES))


@pytest.fixture
def ola(house: House, clock: Clock) -> Life:
    """Ola has a crisis plan that counts."""
    a_coordinator(house)
    life = Life(house, a_user(house), clock.now)
    life.says_yes(days=365)
    life.plans()
    return life


async def at_the_question(browser: Browser, given: Given) -> Seen:
    """Open the link and type the code."""
    await browser.opens(f"/k/{given.token}")
    return await browser.sends("/kopi/kode", code=given.code)


async def at_the_plan(browser: Browser, given: Given) -> Seen:
    """The same, and say yes."""
    await at_the_question(browser, given)
    return await browser.sends("/kopi/svar", answer="yes")


def kind(page: Seen) -> str:
    """Which page it is."""
    found = re.search(r'data-page="(\w+)"', page.response.text)
    return found[1] if found else ""


def rings(page: Seen) -> list[str]:
    """What can be rung from the page."""
    return re.findall(r'href="(tel:[^"]+)"', page.response.text)


async def test_the_link_leads_to_an_address_without_the_token_and_uses_nothing_up(browse: Browse, ola: Life) -> None:
    given = ola.gives_copy()
    for _ in range(3):
        page = await browse().opens(f"/k/{given.token}")
        assert (page.status, page.path, kind(page)) == (200, "/kopi", "copy_door")
        assert given.token not in page.response.text
    with ola.house.reading() as tx:
        assert [entry for entry in log.all_of(tx, ola.user) if entry.actor_role == "relative"] == []


async def test_the_door_tells_nothing_of_whose_plan_it_is(browse: Browse, ola: Life) -> None:
    page = await browse().opens(f"/k/{ola.gives_copy('Eva').token}")
    for word in ("Ola", "Eva", "Anne", "krise", "Krise"):
        assert word not in page.response.text
    assert rings(page)


async def test_the_door_speaks_as_the_person_chose_until_the_reader_chooses(browse: Browse, ola: Life) -> None:
    browser = browse()
    page = await browser.opens(f"/k/{ola.gives_copy(language='nn').token}")
    assert "Skriv koden" in page.text
    assert "Gå vidare" in page.text
    page = await browser.opens("/visning?sprak=nb&til=/kopi")
    assert "Gå videre" in page.text


async def test_a_wrong_code_is_said_with_numbers_and_the_right_one_lets_in(browse: Browse, ola: Life) -> None:
    browser, given = browse(), ola.gives_copy()
    await browser.opens(f"/k/{given.token}")
    page = await browser.sends("/kopi/kode", code="12")
    assert (page.status, kind(page)) == (403, "copy_door")
    assert "Koden stemmer ikke" in page.text
    assert "tel:116117" in rings(page)
    page = await browser.sends("/kopi/kode", code=given.code)
    assert (page.status, kind(page)) == (200, "copy_ask")
    assert "Ola vil gi deg en kopi av kriseplanen sin. Du bestemmer selv hva du kan hjelpe med." in page.text


async def test_after_some_wrong_codes_one_has_to_wait_and_is_told_so(browse: Browse, ola: Life) -> None:
    browser, given = browse(), ola.gives_copy()
    await browser.opens(f"/k/{given.token}")
    for _ in range(TRIES_AT_LINK):
        await browser.sends("/kopi/kode", code="12")
    page = await browser.sends("/kopi/kode", code=given.code)
    assert page.status == 429
    assert "Vent en stund" in page.text
    assert rings(page)


async def test_a_code_from_a_page_that_is_not_ours_is_not_tried(browse: Browse, ola: Life) -> None:
    browser, given = browse(), ola.gives_copy()
    await browser.opens(f"/k/{given.token}")
    page = await browser.sends("/kopi/kode", code=given.code, headers={"sec-fetch-site": "cross-site"})
    assert kind(page) == "copy_door"


async def test_after_a_yes_the_plan_stands_there_about_the_person(browse: Browse, ola: Life) -> None:
    page = await at_the_plan(browse(), ola.gives_copy())
    assert (page.path, kind(page)) == ("/kopi", "copy_plan")
    for said in (
        "Kriseplanen til Ola",
        "Utgave 1, 14. november 2026",
        "Se på planen igjen: september 2027",
        "Tegn hos Ola",
        "Slik vil Ola bli møtt",
        "Du trenger ikke gjøre mer enn du klarer.",
        "Jeg sover dårlig.",
        "Hvem du kan ringe",
        *(mark(part) for part in PARTS),
    ):
        assert said in page.text, said
    assert {"tel:41234567", "tel:55112233", "tel:90904848", "tel:113", "tel:22334455"} <= {*rings(page)}
    assert "spør Anne" in page.text
    assert "jeg bli møtt" not in page.text


async def test_the_signs_and_our_words_follow_the_readers_language_and_the_answers_do_not(
    browse: Browse, ola: Life
) -> None:
    browser = browse()
    await at_the_plan(browser, ola.gives_copy())
    page = await browser.opens("/visning?sprak=nn&til=/kopi")
    assert "Eg søv dårleg." in page.text
    assert "Teikn hos Ola" in page.text
    assert CRISIS["how_to_meet_me"].text in page.text


async def test_a_no_is_understood_and_can_be_changed(browse: Browse, ola: Life) -> None:
    browser = browse()
    await at_the_question(browser, ola.gives_copy())
    page = await browser.sends("/kopi/svar", answer="no")
    assert kind(page) == "copy_declined"
    assert mark("triggers") not in page.response.text
    assert rings(page)
    paper = await browser.opens("/kopi.pdf")
    assert paper.status == 404
    await browser.opens("/kopi")
    assert kind(await browser.sends("/kopi/svar", answer="yes")) == "copy_plan"


async def test_what_is_left_out_is_neither_on_the_page_nor_on_the_paper(browse: Browse, ola: Life) -> None:
    browser = browse()
    page = await at_the_plan(browser, ola.gives_copy(parts=("triggers", "step2.contacts")))
    paper = Opened((await browser.opens("/kopi.pdf")).response.content).text
    for part in PARTS:
        there = part in {"triggers", "step2.contacts"}
        assert (mark(part) in page.text) is there, part
        assert (mark(part) in paper) is there, part
    assert "Jeg sover dårlig" not in page.text
    assert "Står ikke i denne kopien." in page.text
    assert "Ikke fylt ut" not in page.text


async def test_a_new_edition_is_at_the_same_address(browse: Browse, ola: Life) -> None:
    browser = browse()
    await at_the_plan(browser, ola.gives_copy())
    ola.passes(days=0, hours=1)
    ola.plans({**CRISIS, "triggers": answered("helt nytt")})
    page = await browser.opens("/kopi")
    assert "Utgave 2" in page.text
    assert "helt nytt" in page.text
    assert mark("triggers") not in page.text


async def test_the_paper_is_a_tagged_copy_that_nobody_on_the_way_keeps(browse: Browse, ola: Life) -> None:
    browser, given = browse(), ola.gives_copy()
    page = await at_the_plan(browser, given)
    assert page.response.headers["cache-control"] == "no-store"
    answer = (await browser.opens("/kopi.pdf")).response
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'attachment; filename="kriseplan.pdf"'
    assert answer.headers["cache-control"] == "no-store"
    paper = Opened(answer.content)
    assert len(paper.tree.all("H1")) == 1
    assert "Utgave 1, 14. november 2026. Det kan finnes en nyere." in paper.text
    assert f"http://planprat.test/k/{given.token}" in paper.links


async def test_large_print_is_longer(browse: Browse, ola: Life) -> None:
    browser = browse()
    await at_the_plan(browser, ola.gives_copy())
    ordinary = Opened((await browser.opens("/kopi.pdf")).response.content)
    large = Opened((await browser.opens("/kopi.pdf?stor=1")).response.content)
    assert len(large.pages) > len(ordinary.pages)


async def test_every_way_to_nothing_is_the_same_page(browse: Browse, ola: Life, clock: Clock) -> None:
    """Unknown link, withdrawn copy, no plan that counts, somebody else's login: byte for byte."""
    given, gone = ola.gives_copy("Eva"), ola.gives_copy("Per")
    read_before, never_read = browse(), browse()
    await at_the_plan(read_before, gone)
    await never_read.opens(f"/k/{gone.token}")
    user, coordinator = new_token(), new_token()
    with ola.house.writing() as tx:
        sessions.start(tx, token_hash(user), "user", clock(), clock().replace(year=2030), user=ola.user)
        sessions.start(
            tx, token_hash(coordinator), "coordinator", clock(), clock().replace(year=2030), coordinator="anne"
        )
    ola.takes_back(gone)

    pages: list[Seen] = []
    for address in ("/kopi", "/kopi.pdf"):
        pages += [await browser.opens(address) for browser in (read_before, never_read, browse())]
        for held in (new_token(), f"{new_token()}.{user}", f"{gone.token}.{coordinator}", f"{given.token}x.", "."):
            stranger = browse()
            stranger.client.cookies.set("planprat-relative", held)
            pages.append(await stranger.opens(address))
    unknown = browse()
    pages.append(await unknown.opens(f"/k/{new_token()}"))
    with ola.house.reading() as tx:
        current = editions.current_crisis_plan(tx, ola.user)
    assert current is not None
    ola.does(effects.TookBack(current.id))
    pages.append(await browse().opens(f"/k/{given.token}"))

    assert {page.status for page in pages} == {404}
    here = {page.response.content.replace(b"til=/kopi.pdf", b"til=/kopi") for page in pages}
    assert len(here) == 1
    plain = [dict(page.response.headers.items()) for page in pages]
    assert all({**one, "content-length": ""} == {**plain[0], "content-length": ""} for one in plain)
    assert "tel:113" in rings(pages[0])
    nowhere = (await browse().opens("/finst-ikkje")).response.content.replace(b"til=/finst-ikkje", b"til=/kopi")
    assert nowhere in here


async def test_in_the_second_a_copy_is_taken_back_each_of_its_addresses_is_gone(browse: Browse, ola: Life) -> None:
    browser, given = browse(), ola.gives_copy()
    page = await at_the_plan(browser, given)
    ola.takes_back(given)
    for address in ("/kopi", "/kopi.pdf", f"/k/{given.token}"):
        gone = await browser.opens(address)
        assert (gone.status, mark("triggers") in gone.text) == (404, False)
    assert (await browser.sends("/kopi/svar", page=page, answer="yes")).status == 404
    assert (await browser.sends("/kopi/lukk", page=page)).status == 404


async def test_a_second_link_opens_the_second_copy_and_the_first_one_again_asks(browse: Browse, ola: Life) -> None:
    browser, first, second = browse(), ola.gives_copy("Eva"), ola.gives_copy("Per", parts=("arrange",))
    await at_the_plan(browser, first)
    assert kind(await browser.opens(f"/k/{first.token}")) == "copy_plan"
    assert kind(await browser.opens(f"/k/{second.token}")) == "copy_door"
    page = await at_the_plan(browser, second)
    assert mark("arrange") in page.text
    assert mark("triggers") not in page.text


async def test_closing_it_asks_for_link_and_code_again(browse: Browse, ola: Life) -> None:
    browser, given = browse(), ola.gives_copy()
    await at_the_plan(browser, given)
    page = await browser.sends("/kopi/lukk")
    assert kind(page) == "copy_closed"
    assert (await browser.opens("/kopi")).status == 404
    assert kind(await browser.opens(f"/k/{given.token}")) == "copy_door"


async def test_after_twelve_hours_the_code_is_asked_for_again(browse: Browse, ola: Life, clock: Clock) -> None:
    browser, given = browse(), ola.gives_copy()
    await at_the_plan(browser, given)
    clock.passes(hours=12)
    assert kind(await browser.opens(f"/k/{given.token}")) == "copy_door"


async def test_a_reader_reaches_nothing_of_the_persons_own(browse: Browse, ola: Life) -> None:
    browser = browse()
    await at_the_plan(browser, ola.gives_copy())
    for address in ("/kriseplan", "/kriseplan.pdf", "/lege.pdf", "/min-plan", "/min-plan.pdf", "/hvem-ser"):
        page = await browser.opens(address)
        assert page.path == "/"
        assert mark("triggers") not in page.text


async def test_own_words_are_text_and_never_markup(browse: Browse, ola: Life) -> None:
    ola.plans({**CRISIS, "triggers": answered("<script>alert(1)</script> & «{{ whose }}»")})
    page = await at_the_plan(browse(), ola.gives_copy())
    assert "<script>alert" not in page.response.text
    assert "<script>alert(1)</script> & «{{ whose }}»" in page.text


async def test_a_full_disk_keeps_no_reader_from_the_plan(browse: Browse, ola: Life) -> None:
    given = ola.gives_copy()
    await at_the_plan(browse(), given)
    browser = browse()
    await browser.opens(f"/k/{given.token}")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))  # no file of this process takes one more byte
    try:
        seen = await browser.sends("/kopi/kode", code=given.code)
        paper = await browser.client.get("/kopi.pdf")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (seen.status, kind(seen)) == (200, "copy_plan")
    assert mark("step1.actions") in seen.text
    assert paper.content.startswith(b"%PDF")
    left = await browser.sends("/kopi/lukk")
    assert left.status == 200
    assert kind(await browser.opens("/kopi")) != "copy_plan"
