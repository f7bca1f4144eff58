"""A stand-in at the desk: named there, reminded there, and shown the one notice and nothing of the person's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.actions.actors import OPERATOR
from bot.actions.house import House
from bot.actions.staff import log_in, login_link
from bot.actions.standing_in import name_stand_in
from bot.dialogs import effects
from bot.storage import people
from tests.actions.desks import ANNE, two
from tests.web.conftest import Browser, Clock
from tests.web.desks import Desk, at_work

Browse = Callable[..., Browser]
WORDS = "Jeg orker ikke å leve"
TOLD = effects.Disclosed("own_life", tell=True, words=WORDS, colleague=24)


@pytest.fixture
async def desk(house: House, clock: Clock, browse: Browse) -> Desk:
    """Anne at work; nobody stands in for her yet."""
    people_here = two(house)
    return Desk(await at_work(browse(), house, clock), people_here, clock)


async def berit(desk: Desk, browse: Browse) -> Browser:
    return await at_work(browse(), desk.house, desk.clock, "berit")


async def test_a_stand_in_is_chosen_on_the_desk_and_stays_chosen(desk: Desk) -> None:
    seen = await desk.opens("/desk/meg")
    assert '<option value="berit">Berit</option>' in seen.response.text
    assert "24 timer" in seen.text
    assert 'value="anne"' not in seen.response.text, "nobody stands in for themselves"
    await desk.sends("/desk/meg", phone="22 33 44 55", hours="9-15", language="nb", stand_in="berit")
    assert '<option value="berit" selected>' in (await desk.opens("/desk/meg")).response.text
    await desk.sends("/desk/meg", phone="1", hours="2", language="nb")
    await desk.opens("/desk")
    await desk.sends("/desk/spraak", language="nn")
    seen = await desk.opens("/desk/meg")
    assert '<option value="berit" selected>' in seen.response.text, "no other form changes it"
    await desk.sends("/desk/meg", phone="1", hours="2", language="nb", stand_in="")
    with desk.house.reading() as tx:
        anne = people.coordinator(tx, "anne")
    assert anne is not None
    assert anne.stand_in_id is None


async def test_somebody_unknown_cannot_be_chosen(desk: Desk) -> None:
    await desk.opens("/desk/meg")
    assert (await desk.sends("/desk/meg", phone="", hours="", language="nb", stand_in="nobody")).status == 404


async def test_the_stand_in_reads_it_when_the_time_is_up(desk: Desk, browse: Browse) -> None:
    name_stand_in(desk.house, ANNE, "anne", "berit", desk.clock())
    desk.people.ola.does(TOLD)
    other = await berit(desk, browse)
    assert WORDS not in other.seen.text
    desk.clock.passes(hours=24)
    other = await berit(desk, browse)
    seen = other.seen
    assert 'data-notice="instead"' in seen.response.text
    assert WORDS in seen.text
    assert "Anne har ikke sett denne beskjeden. Du er vikar for Anne." in seen.text
    assert "113" in seen.text
    assert "/desk/b/ola" not in seen.response.text, "there is no way from here to the person's page"
    assert (await other.opens("/desk/b/ola")).status == 404
    await desk.opens("/desk/inn")
    anne = await at_work(browse(), desk.house, desk.clock)
    assert "Sett av Berit" in anne.seen.text
    assert WORDS in anne.seen.text
    desk.clock.passes(hours=1)
    assert WORDS not in (await other.opens("/desk")).text, "Anne has seen it"
    past = (await anne.opens("/desk/b/ola")).text
    assert "Sett av Berit" in past
    assert "Sett av Anne" in past
    assert WORDS not in past


async def test_each_page_reminds_until_it_is_seen(desk: Desk, browse: Browse) -> None:
    name_stand_in(desk.house, ANNE, "anne", "berit", desk.clock())
    await desk.opens("/desk")
    desk.people.ola.does(TOLD)
    assert "data-overdue" not in (await desk.opens("/desk/meg")).response.text
    desk.clock.passes(hours=24)
    anne, other = await at_work_elsewhere(desk, browse, "anne"), await at_work_elsewhere(desk, browse, "berit")
    for browser in (anne, other):
        for address in ("/desk/meg", "/desk/ark"):
            seen = await browser.opens(address)
            assert "data-overdue" in seen.response.text
            assert "Ola" not in seen.response.text.split("data-overdue")[1].split("</p>")[0]
    assert "data-overdue" not in (await anne.opens("/desk")).response.text, "there it stands itself"
    for browser in (anne, other):
        assert "data-overdue" not in (await browser.opens("/desk/meg")).response.text


async def at_work_elsewhere(desk: Desk, browse: Browse, coordinator: str) -> Browser:
    """In a browser that has not opened the first page of the desk: there it would count as seen."""
    browser = browse()
    token = login_link(desk.house, OPERATOR, coordinator, desk.clock()).address.rpartition("/")[2]
    browser.client.cookies.set("planprat-coordinator", log_in(desk.house, token, desk.clock()).secret)
    return browser
