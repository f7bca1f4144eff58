"""Tokens and codes are recognised, and cannot be made from what is stored."""

from __future__ import annotations

import pytest

from bot.storage.hashing import code_fits, code_hash, token_hash

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


@pytest.mark.parametrize("stored", ["", "123456", "md5$YQ==$YQ=="])
def test_what_is_no_stored_code(stored: str) -> None:
    with pytest.raises(ValueError, match=r"not a stored code|unpack"):
        code_fits(PEPPER, "123456", stored)
