"""Who fell silent after a disclosure, by what is stored of them, and when the one line may be said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.dialogs.follow_up import KIND, by_day, silent
from bot.dialogs.replies import REPLIES
from bot.dialogs.talk import Place, Talk
from tests.houses import content

WROTE = datetime(2026, 11, 14, 18, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 15, 9, 0, tzinfo=UTC)  # ten in Oslo
ASKED = Place(scene="disclosure", spot="own_life.first")


def left(here: Place = ASKED, *stack: Place, wrote: datetime = WROTE, last: datetime = WROTE) -> Talk:
    """Somebody who was last at this place."""
    return Talk(here=here, stack=stack, disclosed_at=wrote, last_at=last)


@pytest.mark.parametrize("spot", [spot for spot, reply in REPLIES.items() if reply.ask])
def test_a_question_without_an_answer_is_silence(spot: str) -> None:
    assert silent(left(Place(scene="disclosure", spot=spot)), MORNING)


@pytest.mark.parametrize("spot", [spot for spot, reply in REPLIES.items() if not reply.ask])
def test_whoever_answered_is_left_in_peace(spot: str) -> None:
    assert not silent(left(Place(scene="disclosure", spot=spot)), MORNING)


@pytest.mark.parametrize("scene", ["help_now", "paused"])
def test_looking_at_the_numbers_or_a_pause_is_no_answer(scene: str) -> None:
    assert silent(left(Place(scene=scene), ASKED, Place(scene="answering")), MORNING)


def test_whoever_went_on_has_answered() -> None:
    assert not silent(left(Place(scene="answering"), wrote=WROTE), MORNING)
    assert not silent(Talk(here=ASKED), MORNING)


@pytest.mark.parametrize(
    ("now", "yes"),
    [
        (WROTE, False),
        (datetime(2026, 11, 14, 22, 59, tzinfo=UTC), False),  # 23.59 the same day in Oslo
        (datetime(2026, 11, 14, 23, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 15, 22, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 15, 23, 0, tzinfo=UTC), False),  # the day after next, nothing more
    ],
)
def test_the_next_day_and_no_other(now: datetime, yes: bool) -> None:
    assert silent(left(), now) is yes


def test_whoever_came_back_in_the_night_is_not_silent() -> None:
    assert not silent(left(last=MORNING - timedelta(hours=3)), MORNING)
    assert not silent(left(wrote=WROTE - timedelta(days=1)), MORNING), "it was the day before"


@pytest.mark.parametrize(
    ("hour", "minute", "yes"), [(8, 59, False), (9, 0, True), (18, 59, True), (19, 0, False), (1, 0, False)]
)
def test_nobody_is_woken(hour: int, minute: int, yes: bool) -> None:
    assert by_day(datetime(2026, 11, 15, hour, minute, tzinfo=UTC)) is yes


@pytest.mark.parametrize("code", ["nb", "nn"])
def test_the_line_shows_nothing_on_a_locked_screen(code: str) -> None:
    text = content().texts[code][f"news.{KIND}"]  # type: ignore[index]
    told = ("trygg", "liv", "dø", "skrev", "skreiv", "sa ", "går", "bekymr", "uroleg", "{{", "?")
    assert [word for word in told if word in text.lower()] == []
    assert "«Hjelp n" in text
