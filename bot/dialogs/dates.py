"""Dates of any precision, as people write them in Bokmål and Nynorsk. Nothing is invented: a month stays a month."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
UNKNOWN = "unknown"

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jan", "februar feb", "mars mar", "april apr", "mai", "juni jun", "juli jul", "august aug",
            "september sep sept", "oktober okt", "november nov", "desember des",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_NUMBERS = {
    "en": 1, "ei": 1, "et": 1, "ein": 1, "eit": 1, "ett": 1, "éin": 1, "én": 1, "to": 2, "tre": 3, "fire": 4,
    "fem": 5, "seks": 6, "sju": 7, "syv": 7, "åtte": 8, "ni": 9, "ti": 10, "elleve": 11, "tolv": 12,
}  # fmt: skip
_UNKNOWN = re.compile(
    r"(det )?(jeg )?(eg )?(vet|veit) (jeg |eg )?(ikke|ikkje)( ennå| enno| ikkje)?|aner ikke|anar ikkje|usikker|\?+"
)
_DAY = re.compile(r"(\d{1,2})[. /-]\s*(\d{1,2})[. /-]\s*(\d{4}|\d{2})")
_DAY_MONTH = re.compile(r"(\d{1,2})[./]\s*(\d{1,2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_WORDS = re.compile(r"(?:(\d{1,2})\.?\s+)?([a-zæøå]+)\.?(?:\s+(\d{4}))?")
_SPAN = re.compile(
    r"(?:om|innen|innan)\s+(?:ca\.?\s+)?(\S+)\s+(dag|dager|dagar|uke|uker|veke|veker|måned|måneder|månad|månader|år)"
)
_HALF = re.compile(r"(?:om|innen|innan)\s+(?:et|eit)\s+halvt\s+år|(?:om|innen|innan)\s+(?:et|eit)\s+halvår")


def read_date(text: str, now: datetime) -> str | None:
    """What a typed date means: `2027-03-14`, `2027-03`, `2027`, `unknown`; None if it cannot be read as one.

    Args:
        text: as typed; a weekday in front, «i», «innen» and the like are passed over.
        now: for «i juni» (the next June) and «om tre måneder» (to the month, weeks and days to the day).
    """
    today = now.astimezone(OSLO).date()
    words = re.sub(r"\s+", " ", text.strip().lower()).rstrip(".!")
    if _UNKNOWN.fullmatch(words):
        return UNKNOWN
    return _span(words, today) or _calendar(_without_lead(words), today)


def _without_lead(words: str) -> str:
    lead = r"(?:(?:mandag|måndag|tirsdag|tysdag|onsdag|torsdag|fredag|lørdag|laurdag|søndag)\s+)?(?:den\s+)?"
    words = re.sub(r"^(?:i|innen|innan|før|ca\.?|rundt|til|senest|seinast)\s+", "", words)
    return re.sub(rf"^{lead}", "", words)


def _span(words: str, today: date) -> str | None:
    if _HALF.fullmatch(words):
        return _months_on(today, 6)
    found = _SPAN.fullmatch(words)
    if not found:
        return None
    count = int(found[1]) if found[1].isascii() and found[1].isdecimal() else _NUMBERS.get(found[1])
    if count is None or count > 600:
        return None
    unit = found[2]
    if unit.startswith("dag"):
        return (today + timedelta(days=count)).isoformat()
    if unit.startswith(("uke", "veke")):
        return (today + timedelta(weeks=count)).isoformat()
    if unit == "år":
        return _months_on(today, 12 * count)
    return _months_on(today, count)


def _months_on(today: date, months: int) -> str | None:
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return f"{year:04}-{month + 1:02}" if year <= 9999 else None


def _calendar(words: str, today: date) -> str | None:
    if re.fullmatch(r"\d{4}", words):
        return _checked(int(words))
    if found := _ISO.fullmatch(words):
        return _checked(int(found[1]), int(found[2]), int(found[3]) if found[3] else None)
    if found := _DAY.fullmatch(words):
        year = int(found[3])
        return _checked(year + 2000 if year < 100 else year, int(found[2]), int(found[1]))
    if found := _DAY_MONTH.fullmatch(words):
        return _coming(today, int(found[2]), int(found[1]))
    if (found := _WORDS.fullmatch(words)) and found[2] in _MONTHS:
        month, day = _MONTHS[found[2]], int(found[1]) if found[1] else None
        return _checked(int(found[3]), month, day) if found[3] else _coming(today, month, day)
    return None


def _coming(today: date, month: int, day: int | None) -> str | None:
    """A day or month without a year: the next one to come."""
    gone = (month, day or 31) < (today.month, today.day)
    return _checked(today.year + 1 if gone else today.year, month, day)


def _checked(year: int, month: int | None = None, day: int | None = None) -> str | None:
    if not 1900 <= year <= 2199:
        return None
    if month is None:
        return f"{year:04}"
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04}-{month:02}"
    return f"{year:04}-{month:02}-{day:02}" if 1 <= day <= monthrange(year, month)[1] else None
