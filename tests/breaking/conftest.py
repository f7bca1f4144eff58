"""Fixtures: a town in one language; what is broken here does not depend on words."""

from __future__ import annotations

import pytest

from bot.dialogs.context import Language as Code
from tests.telegram.conftest import answering, make_town, town

__all__ = ["answering", "code", "make_town", "town"]


@pytest.fixture
def code() -> Code:
    """Bokmål."""
    return "nb"
