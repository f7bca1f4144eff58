"""Dates as people write them, in both languages, on a known day: Saturday 14 November 2026."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.dialogs.dates import read_date

NOW = datetime(2026, 11, 14, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14.3.2027", "2027-03-14"),
        ("14. mars 2027", "2027-03-14"),
        ("14 mars", "2027-03-14"),
        ("fredag 1. januar", "2027-01-01"),
        ("laurdag den 2. januar 2027", "2027-01-02"),
        ("1/2-27", "2027-02-01"),
        ("14.3", "2027-03-14"),
        ("15.11.", "2026-11-15"),
        ("2027-03-14", "2027-03-14"),
        ("2027-03", "2027-03"),
        ("mars 2027", "2027-03"),
        ("i mars", "2027-03"),
        ("november", "2026-11"),
        ("desember", "2026-12"),
        ("des.", "2026-12"),
        ("14. november", "2026-11-14"),
        ("13. november", "2027-11-13"),
        ("2028", "2028"),
        ("innen 2028", "2028"),
        ("om tre måneder", "2027-02"),
        ("om 3 månader", "2027-02"),
        ("om et halvt år", "2027-05"),
        ("om eit halvt år", "2027-05"),
        ("om to uker", "2026-11-28"),
        ("om ei veke", "2026-11-21"),
        ("om ett år", "2027-11"),
        ("vet ikke", "unknown"),
        ("Veit ikkje enno", "unknown"),
        ("Jeg vet ikke.", "unknown"),
        ("?", "unknown"),
        ("29. februar 2028", "2028-02-29"),
    ],
)
def test_reads(typed: str, meant: str) -> None:
    assert read_date(typed, NOW) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "", "snart", "når jeg orker", "31. februar 2027", "29.2.2027", "0.1.2027", "13/13/2027", "99999",
        "1066", "2500",
        "om x måneder", "om 99999999999 år", "om ²  år", "mars mars", "🙂", "١٤.٣.٢٠٢٧x", "31.2", "om 10000 uker",
    ],
)  # fmt: skip
def test_invents_nothing(typed: str) -> None:
    assert read_date(typed, NOW) is None


def test_counts_days_in_oslo() -> None:
    late = datetime(2026, 11, 14, 23, 30, tzinfo=UTC)  # half past midnight on the 15th in Oslo
    assert read_date("om to dager", late) == "2026-11-17"
