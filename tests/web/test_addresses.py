"""Every address of the house, walked through as a visitor: nothing fails, nothing is shown to the wrong one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.routing import Route

from bot.web.app import ROUTES
from bot.web.draw import ADDRESSES
from tests.web.conftest import Browser

Browse = Callable[..., Browser]
PATHS = sorted({route.path for route in ROUTES if isinstance(route, Route) and "GET" in (route.methods or ())})


@pytest.mark.parametrize("path", PATHS)
async def test_a_visitor_meets_no_failure_and_always_help(browse: Browse, path: str) -> None:
    page = await browse().opens(path.replace("{", "").replace("}", "").replace(":path", ""))
    assert page.status in {200, 403, 404}
    if page.response.headers["content-type"].startswith("text/html"):
        assert 'href="/hjelp"' in page.response.text


@pytest.mark.parametrize(
    "path", sorted({route.path for route in ROUTES if isinstance(route, Route) and "POST" in (route.methods or ())})
)
async def test_a_form_without_a_token_does_nothing_and_fails_nowhere(browse: Browse, path: str) -> None:
    browser = browse()
    page = await browser.opens("/")
    page = await browser.sends(path.replace("{", "").replace("}", ""), page=page, text="Ordene mine")
    assert page.status < 500
    assert 'href="/hjelp"' in page.response.text


def test_no_address_is_given_twice() -> None:
    given = [(route.path, method) for route in ROUTES if isinstance(route, Route) for method in route.methods or ()]
    assert len(given) == len({*given})


@pytest.mark.parametrize("address", sorted(ADDRESSES.values()))
def test_the_links_of_screens_lead_somewhere(address: str) -> None:
    assert any(isinstance(route, Route) and route.path == address for route in ROUTES)
