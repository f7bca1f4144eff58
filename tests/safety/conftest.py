"""Browsers, chats and a desk, as the tests of those rooms have them."""

from __future__ import annotations

from tests.telegram.conftest import make_town as make_town
from tests.web.conftest import app as app
from tests.web.conftest import browse as browse
from tests.web.conftest import clock as clock
from tests.web.conftest import coordinator as coordinator
from tests.web.conftest import house as house
from tests.web.conftest import invite as invite
