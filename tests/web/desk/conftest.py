"""A coordinator at work, with two people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.applications import Starlette

from bot.actions.house import House
from bot.web.app import make_app
from bot.web.desk import ROUTES
from tests.actions.desks import two
from tests.web.conftest import Browser, Clock
from tests.web.desks import Desk, at_work


@pytest.fixture
def app(house: House, clock: Clock) -> Starlette:
    return make_app(house, clock=clock, routes=ROUTES)


@pytest.fixture
async def desk(house: House, clock: Clock, browse: Callable[..., Browser]) -> Desk:
    people = two(house)
    return Desk(await at_work(browse(), house, clock), people, clock)
