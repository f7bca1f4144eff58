"""Where the person is logged in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.web.devices import device_name
from tests.web.conftest import CODE, Browser, Clock, Invited, comes_in

Browse = Callable[..., Browser]
Invite = Callable[..., Invited]
PHONE = (
    "Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36"
)
TABLET = (
    "Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/604.1"
)


async def two(browse: Browse, invited: Invited) -> tuple[Browser, Browser]:
    """The same person on a phone and on a tablet."""
    phone, tablet = browse(), browse()
    phone.client.headers["user-agent"] = PHONE
    tablet.client.headers["user-agent"] = TABLET
    await comes_in(phone, invited)
    await tablet.opens(f"/p/{invited.token}")
    await tablet.sends("/inn/kode", code=CODE)
    return phone, tablet


async def test_both_are_listed_and_this_one_comes_first(browse: Browse, invite: Invite) -> None:
    phone, tablet = await two(browse, invite())
    page = await tablet.opens("/enheter")
    assert page.text.index("Safari på iPad (her)") < page.text.index("Chrome på Android")
    assert "Logget inn 14. november 2026" in page.text
    assert (await phone.opens("/enheter")).text.index("Chrome på Android (her)") > 0


async def test_one_is_logged_out_from_the_other(browse: Browse, invite: Invite) -> None:
    phone, tablet = await two(browse, invite())
    page = await tablet.opens("/enheter")
    handle = page.button("data-row-action", "forget")["value"]
    page = await tablet.sends("/enheter", device=handle)
    assert "Chrome på Android" not in page.text
    assert (await phone.opens("/")).screen == ""
    assert (await tablet.opens("/")).screen == "onboarding.welcome"


async def test_all_others_are_logged_out(browse: Browse, invite: Invite) -> None:
    phone, tablet = await two(browse, invite())
    await tablet.opens("/enheter")
    await tablet.sends("/enheter", device="others")
    assert (await phone.opens("/")).screen == ""
    assert (await tablet.opens("/")).screen == "onboarding.welcome"


async def test_nobody_logs_others_out_of_somebody_elses(browse: Browse, invite: Invite) -> None:
    phone, tablet = await two(browse, invite())
    handle = (await tablet.opens("/enheter")).button("data-row-action", "forget")["value"]
    stranger = browse()
    await comes_in(stranger, invite(), code="730418")
    await stranger.opens("/enheter")
    await stranger.sends("/enheter", device=handle)
    assert (await phone.opens("/")).screen == "onboarding.welcome"


async def test_a_form_without_our_token_logs_nobody_out(browse: Browse, invite: Invite) -> None:
    phone, tablet = await two(browse, invite())
    await tablet.opens("/enheter")
    await tablet.sends("/enheter", device="others", token="stale")
    assert (await phone.opens("/")).screen == "onboarding.welcome"
    await phone.opens("/enheter")
    await phone.sends("/ut", token="stale")
    assert (await phone.opens("/")).screen == "onboarding.welcome"


async def test_logging_out_here(browse: Browse, invite: Invite) -> None:
    phone, _ = await two(browse, invite())
    secret = phone.client.cookies["planprat-user"]
    await phone.opens("/enheter")
    page = await phone.sends("/ut")
    assert "Du er logget ut" in page.text
    assert "data-forget-drafts" in page.response.text
    assert "planprat-user" not in phone.client.cookies
    phone.client.cookies.set("planprat-user", secret)  # the cookie alone opens nothing any more
    assert (await phone.opens("/")).screen == ""


async def test_a_device_that_is_over_is_not_listed(browse: Browse, invite: Invite, clock: Clock) -> None:
    invited = invite()
    _, tablet = await two(browse, invited)
    clock.passes(hours=13)
    await tablet.opens(f"/p/{invited.token}")
    await tablet.sends("/inn/kode", code=CODE)
    page = await tablet.opens("/enheter")
    assert "Safari på iPad (her)" in page.text
    assert "Chrome på Android" not in page.text


async def test_a_visitor_has_no_devices(browse: Browse) -> None:
    assert "Åpne lenken" in (await browse().opens("/enheter")).text


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (PHONE, "Chrome på Android"),
        (TABLET, "Safari på iPad"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36 Edg/141.0",
            "Edge på Windows",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox på Linux"),
        (
            "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 SamsungBrowser/27.0 Mobile Safari/537.36",
            "Samsung Internett på Android",
        ),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_names_of_devices(user_agent: str, name: str) -> None:
    assert device_name(user_agent) == name
