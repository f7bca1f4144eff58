"""What is new on the desk: which worksheet, disclosures first, on a full disk too, and names in other directions."""

from __future__ import annotations

import re
import resource
from datetime import timedelta

from bot.actions.house import House
from bot.actions.review import ask_back
from bot.by_clock import ByClock
from bot.dialogs import effects
from bot.storage import comments, notices
from tests.actions.desks import ANNE
from tests.plan.lives import answered
from tests.web.desks import Desk

SECRET = "hemmelig-7f3a"


async def test_news_of_a_worksheet_name_it_as_long_as_there_is_a_plan(desk: Desk, house: House) -> None:
    ola = desk.people.ola
    ola.writes("crisis_plan", {"triggers": answered("x")})
    edition = ola.shares("crisis_plan", agreed=False)
    ask_back(house, ANNE, edition, "triggers", "Hva mener du?", desk.clock())
    with house.reading() as tx:
        (asked,) = comments.all_of(tx, "ola")
    ola.does(effects.AnsweredQuestion(asked.id, "y"), effects.NotYet(edition), effects.Agreed(edition))
    ola.does(effects.TookBack(edition))
    with house.writing() as tx:  # from before it was written down which, and of a later version
        for worksheet in ("", "none_such"):
            notices.add(tx, f"n{worksheet}", "anne", "ola", "shared", desk.clock(), worksheet=worksheet)
    told = (
        "Ola har sendt «Kriseplan».",
        "Ola har svart på spørsmålet ditt i «Kriseplan».",
        "Ola har sagt «ikke ennå» til «Kriseplan».",
        "Ola har sagt ja til «Kriseplan».",
        "Ola har tatt tilbake «Kriseplan».",
    )
    seen = (await desk.opens("/desk")).text
    assert [seen.count(one) for one in told] == [1] * len(told)
    assert seen.count("Ola har sendt et ark.") == 2
    desk.clock.passes(minutes=1)
    later = (await desk.opens("/desk/b/ola")).text
    assert [later.count(one) for one in told] == [1] * len(told), "among the earlier ones"
    ola.does(effects.Withdrew("plan"))
    for address in ("/desk", "/desk/b/ola"):
        assert "Kriseplan" not in (await desk.opens(address)).text


async def test_a_name_from_right_to_left_takes_nothing_of_our_sentence_along(desk: Desk) -> None:
    await desk.opens("/desk/ny")
    await desk.sends("/desk/ny", name="יעל", language="nb")
    source = desk.browser.seen.response.text
    assert '<h1 dir="auto">יעל</h1>' in source
    assert "Lenke til \u2068יעל\u2069" in source
    assert "יעל" not in re.sub('\u2068יעל\u2069|dir="auto">יעל<', "", source), "nowhere bare"


async def test_disclosures_stand_first_with_whom_to_ring_and_are_seen_when_shown(desk: Desk) -> None:
    desk.people.ola.writes("long_term_goals", {"progress": answered("x")})
    desk.people.ola.shares("long_term_goals", agreed=False)
    desk.people.ola.does(effects.Disclosed("own_life", tell=True, words="eg orkar ikkje leve <b>"))
    seen = await desk.opens("/desk")
    assert seen.notices[0] == "disclosure"
    assert "Snakk med Ola om det" in seen.text
    assert "eg orkar ikkje leve <b>" in seen.text
    assert 'href="tel:113"' in seen.response.text
    assert 'href="tel:116117"' in seen.response.text
    again = await desk.opens("/desk")
    assert "eg orkar ikkje leve <b>" in again.text, "of a link that is clicked twice only the second page is looked at"
    desk.clock.passes(minutes=1)
    assert (await desk.opens("/desk")).notices == []
    assert "Snakk med Ola om det" in (await desk.opens("/desk/b/ola")).text
    assert "orkar" not in desk.browser.seen.text


async def test_a_full_disk_keeps_no_disclosure_from_the_coordinator(desk: Desk, house: House) -> None:
    desk.people.ola.writes("crisis_plan", {"triggers": answered("merke")})
    edition = desk.people.ola.shares("crisis_plan", agreed=False)
    desk.people.ola.does(effects.Disclosed("own_life", tell=True, words="eg orkar ikkje leve"))
    lines = len(desk.people.logged())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))  # no file of this process takes one more byte
    try:
        assert "eg orkar ikkje leve" in (await desk.opens("/desk")).text
        desk.clock.passes(minutes=2)
        assert "eg orkar ikkje leve" in (await desk.opens("/desk")).text, "nobody could write down that it was seen"
        assert (await desk.opens("/desk/b/ola")).status == 200
        assert "merke" in (await desk.opens(f"/desk/utgave/{edition}")).text
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert len(desk.people.logged()) == lines
    ByClock(house, desk.clock).look()
    assert [action for _, action, _ in desk.people.logged()[lines:]] == ["see_notice"] * 2 + [
        "see_user",
        "read_edition",
    ]
    with house.reading() as tx:
        (seen,) = (one for one in notices.all_of(tx, "ola") if one.kind == "disclosure")
    assert seen.seen_at == desk.clock() - timedelta(minutes=2), "the first time"


async def test_a_disclosure_that_was_not_to_be_told_is_not_told(desk: Desk) -> None:
    await desk.opens("/desk")
    desk.clock.passes(minutes=1)
    desk.people.ola.does(effects.Disclosed("own_life", tell=False, words=SECRET))
    assert (await desk.opens("/desk")).notices == []
