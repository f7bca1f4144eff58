"""«Hjelp nå», numbers one can tap, and how the pages are shown."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import datetime

import pytest
from anyio import to_thread

from bot.actions.house import House
from bot.dialogs.screen import Say
from bot.dialogs.sheet import Answer, Change, Person, Sheet
from bot.storage import sheets
from bot.web.helping import PATIENCE_S, local
from bot.web.phones import Phones
from tests.houses import content
from tests.testing.telegram.conftest import until
from tests.web.conftest import Browser, Clock, Invited, comes_in

Browse = Callable[..., Browser]
Invite = Callable[..., Invited]
GAP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def phones() -> Phones:
    return Phones(content().services)


async def test_help_is_open_to_everybody(browse: Browse) -> None:
    page = await browse().opens("/hjelp")
    assert page.status == 200
    for service in content().services.shown:
        assert service.number in page.text
    assert 'href="sms:113"' in page.response.text
    assert 'href="https://www.sidetmedord.no"' in page.response.text
    assert "<h2>Hvis liv er i fare:</h2>" in page.response.text


def write_ladder(house: House, user: str, now: datetime) -> None:
    anne = Person(id="i1", name="Anne", phone="900 00 111", relation="søster")
    answer = Answer(status="answered", people=(anne,))
    sheet = Sheet(worksheet="crisis_plan", version=1, answers={"step2.contacts": answer}, at="=summary", counter=1)
    with house.writing() as tx:
        change = Change(key="step2.contacts", answer=answer, at=now)
        sheets.save(tx, user, sheet, (change,), "web", now)


async def test_the_own_plan_stands_first(browse: Browse, invite: Invite, house: House, clock: Clock) -> None:
    invited = invite()
    browser = browse()
    await comes_in(browser, invited)
    write_ladder(house, invited.id, clock())
    page = await browser.opens("/hjelp")
    assert 'class="call" href="tel:90000111"' in page.response.text
    assert page.text.index("Anne") < page.text.index("Hvis liv er i fare")
    assert "Anne" not in (await browse().opens("/hjelp")).text


async def test_help_comes_while_everything_else_waits_for_the_database(
    browse: Browse, invite: Invite, house: House
) -> None:
    """Something holds the database, and each thread that the pages have waits for it."""
    browser = browse()
    await comes_in(browser, invite())
    threads = to_thread.current_default_thread_limiter()
    wire = browser.seen.button("data-option", "go_on")["value"]
    answer = {**browser.seen.fields.hidden, "press": wire}
    with house.writing():
        posts = [asyncio.create_task(browser.client.post("/svar", data=answer)) for _ in range(50)]
        await until(lambda: threads.available_tokens == 0)
        async with asyncio.timeout(PATIENCE_S + 5):
            page = await browser.client.get("/hjelp")
    assert "113" in page.text
    await asyncio.gather(*posts)


def test_a_line_that_begins_with_a_number_is_one_link(phones: Phones) -> None:
    made = phones.paragraphs(f"Ring:\n116{GAP}117 – legevakta\n113 – fare for livet\nEller vent.")
    assert made.count('<a class="call"') == 2
    assert 'href="tel:116117"' in made
    assert made.startswith("<p>Ring:</p>")
    assert made.endswith("<p>Eller vent.</p>")


def test_numbers_in_a_sentence_are_links(phones: Phones) -> None:
    made = phones.paragraphs(f"Ring 113, eller Mental Helse på 116{GAP}123.")
    assert made == (
        '<p>Ring <a class="tel" href="tel:113">113</a>, eller Mental Helse på '
        f'<a class="tel" href="tel:116123">116{GAP}123</a>.</p>'
    )


@pytest.mark.parametrize("text", ["22 40 11 20 112", "1130", "+47 113", "2113", "113 45 678", "11"])
def test_a_part_of_another_number_is_no_link(phones: Phones, text: str) -> None:
    assert "<a" not in phones.inline(text)


def test_nobodys_words_become_html(phones: Phones) -> None:
    assert phones.paragraphs("<b>113</b> & 116 117 – <i>x</i>") == (
        '<p>&lt;b&gt;<a class="tel" href="tel:113">113</a>&lt;/b&gt; &amp; '
        '<a class="tel" href="tel:116117">116 117</a> – &lt;i&gt;x&lt;/i&gt;</p>'
    )


def test_what_one_writes_to_is_opened_and_not_rung(phones: Phones) -> None:
    line = Say(id="services.sidetmedord.line")
    assert 'href="https://www.sidetmedord.no"' in phones.paragraphs("sidetmedord.no – skriv", line)
    assert 'href="sms:113"' in phones.paragraphs("113 – SMS", Say(id="services.emergency_sms.line"))


def test_somebody_in_the_own_plan_is_rung(phones: Phones) -> None:
    assert 'href="tel:+4790000111"' in phones.paragraphs("+47 900 00 111 – Anne")
    assert "<a" not in phones.paragraphs("2027 – et godt år")


def test_the_coordinator_is_rung_too(phones: Phones) -> None:
    def drawn(written: str) -> str:
        line = Say(id="menu.contact.phone", values={"coordinator": "Anne", "coordinator_phone": written})
        return phones.paragraphs(f"Ring Anne: {written}. 113 hvis liv er i fare.", line)

    for written in ("22 33 44 55", f"22{GAP}33{GAP}44{GAP}55", "+47 22334455", "22 33 44 55, ellers 99 88 77 66"):
        assert f'tel:{"+47" * written.startswith("+")}22334455"' in drawn(written)
        assert 'href="tel:113"' in drawn(written)
    assert 'href="tel:99887766"' in drawn("22 33 44 55, ellers 99 88 77 66")
    assert drawn("ring sentralbordet").count("<a") == 1
    assert "22 33" not in re.findall("<a[^>]*>([^<]*)<", phones.paragraphs("Ring 22 33 44 55."))


async def test_the_coordinators_number_is_a_link_in_the_menu_and_where_the_code_is_asked_for(
    browse: Browse, invite: Invite
) -> None:
    browser, invited = browse(), invite()
    await comes_in(browser, invited)
    await browser.presses("data-option", "go_on")
    await browser.presses("data-option", "yes")
    await browser.presses("data-option", "here")
    await browser.presses("data-nav", "menu")
    number = re.search(r"Nummeret er <a class=\"tel\" href=\"tel:(\d+)\">", browser.seen.response.text)
    assert number is not None
    elsewhere = await browse().opens(f"/p/{invited.token}")
    assert f'href="tel:{number[1]}"' in elsewhere.response.text


async def test_larger_type_is_remembered_and_taken_back(browse: Browse) -> None:
    browser = browse()
    page = await browser.opens("/visning?storrelse=stor&til=/hjelp")
    assert page.path == "/hjelp"
    assert 'class="large"' in page.response.text
    assert 'class="large"' in (await browser.opens("/")).response.text
    page = await browser.opens("/visning?storrelse=vanlig&til=/")
    assert 'class="large"' not in page.response.text


@pytest.mark.parametrize(
    "address",
    ["https://et-annet-sted.example", "//et-annet-sted.example", "/\\et-annet-sted.example", "hjelp", "", "/a\nb"],
)
def test_nobody_is_sent_elsewhere(address: str) -> None:
    assert local(address) == "/"


def test_a_page_of_ours_is_gone_back_to() -> None:
    assert local("/desk/user?x=1") == "/desk/user?x=1"
