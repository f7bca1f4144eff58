"""Tokens and codes are recognised, and cannot be made from what is stored."""

from __future__ import annotations

import pytest

from bot.storage import hashing
from bot.storage.hashing import code_fits, code_hash, token_hash
from tests.conftest import SCRYPT_LOG_N_SERVED

PEPPER = b"p" * 32


def test_a_token_is_found_by_its_hash() -> None:
    assert token_hash("abc") == token_hash("abc") != token_hash("abd")
    assert len(token_hash("abc")) == 64


def test_a_code_fits_itself_alone() -> None:
    stored = code_hash(PEPPER, "123456")
    assert code_fits(PEPPER, "123456", stored)
    assert not code_fits(PEPPER, "123457", stored)
    assert not code_fits(PEPPER, "", stored)


def test_a_code_is_worth_nothing_without_the_pepper() -> None:
    assert not code_fits(b"q" * 32, "123456", code_hash(PEPPER, "123456"))


def test_the_same_code_is_never_stored_the_same() -> None:
    assert code_hash(PEPPER, "123456") != code_hash(PEPPER, "123456")
    assert "123456" not in code_hash(PEPPER, "123456")


def test_a_guess_costs_what_it_should_where_people_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """16 MB each; other tests have cheaper codes."""
    assert SCRYPT_LOG_N_SERVED >= 14
    monkeypatch.setattr(hashing, "SCRYPT_LOG_N", SCRYPT_LOG_N_SERVED)
    stored = code_hash(PEPPER, "123456")
    assert stored.startswith(f"scrypt${SCRYPT_LOG_N_SERVED}$")
    assert code_fits(PEPPER, "123456", stored)
    assert not code_fits(PEPPER, "123457", stored)


def test_a_code_still_opens_after_the_cost_was_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = code_hash(PEPPER, "123456")
    monkeypatch.setattr(hashing, "SCRYPT_LOG_N", hashing.SCRYPT_LOG_N + 1)
    assert code_fits(PEPPER, "123456", stored)
    assert not code_fits(PEPPER, "123457", stored)


def test_the_first_codes_were_stored_without_their_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "SCRYPT_LOG_N", 14)
    scheme, _, salt, hashed = code_hash(PEPPER, "123456").split("$")
    assert code_fits(PEPPER, "123456", f"{scheme}${salt}${hashed}")
    assert not code_fits(PEPPER, "123457", f"{scheme}${salt}${hashed}")


@pytest.mark.parametrize("stored", ["", "123456", "md5$YQ==$YQ==", "md5$14$YQ==$YQ==", "scrypt$1$4$YQ==$YQ=="])
def test_what_is_no_stored_code(stored: str) -> None:
    with pytest.raises(ValueError, match=r"not a stored code|unpack"):
        code_fits(PEPPER, "123456", stored)
