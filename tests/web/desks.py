"""A coordinator at the desk in a browser, and two persons whose lives go on meanwhile."""

from __future__ import annotations

from bot.actions.actors import OPERATOR
from bot.actions.house import House
from bot.actions.staff import login_link
from tests.actions.desks import CODE, Two, bound
from tests.web.conftest import Browser, Clock, Seen

__all__ = ["CODE", "Desk", "Two", "at_work", "bound"]


async def at_work(browser: Browser, house: House, clock: Clock, coordinator: str = "anne") -> Browser:
    """Log the coordinator in, in this browser."""
    address = login_link(house, OPERATOR, coordinator, clock(), "").address
    await browser.opens(address.removeprefix("http://planprat.test"))
    await browser.sends("/desk/inn")
    assert browser.seen.path == "/desk"
    return browser


class Desk:
    """Anne at work, her own Ola, and Berit's Siv."""

    def __init__(self, browser: Browser, people: Two, clock: Clock) -> None:
        self.browser, self.people, self.clock = browser, people, clock
        self.house = people.house
        self.token = ""

    async def opens(self, address: str) -> Seen:
        """Go to an address."""
        return await self.browser.opens(address)

    async def sends(self, address: str, **fields: str) -> Seen:
        """Send a form with the token of the last page that had a form; `a__x` is the field `a:x`."""
        self.token = self.browser.seen.fields.hidden.get("token", self.token)
        token = self.token
        given = {name.replace("__", ":"): value for name, value in fields.items()}
        response = await self.browser.client.post(
            address, data={"token": token, **given}, headers={"origin": "http://planprat.test"}
        )
        self.browser.page = Seen(response)
        return self.browser.seen
