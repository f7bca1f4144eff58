"""What the coordinator sees: own users, what is shared, whose turn it is. Never how far an unshared sheet has come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.actions.actors import OPERATOR, NotThere
from bot.actions.desk import list_users, see_notice, see_user
from bot.actions.handover import hand_over
from bot.actions.invite import add_user
from bot.actions.own_user import standing
from bot.actions.worksheets import close_worksheet, open_worksheet, worksheet_ids
from bot.dialogs import effects
from bot.dialogs.context import Consent
from bot.storage import notices, sheets
from tests.actions.desks import ANNE, BERIT, LATER, START, Two, a_house, bound, edition_of, two
from tests.plan.lives import answered, items

SECRET = "hemmelig-7f3a"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Two]:
    house = a_house(tmp_path)
    yield two(house)
    house.close()


def test_a_coordinator_sees_own_users_only(desk: Two) -> None:
    assert [user.id for user in list_users(desk.house, ANNE, START).users] == ["ola"]
    assert [user.id for user in list_users(desk.house, BERIT, START).users] == ["siv"]


def test_what_was_just_seen_goes_with_the_person(desk: Two) -> None:
    desk.ola.does(effects.Disclosed("own_life", tell=True, words="x"))
    see_notice(desk.house, ANNE, [one.id for one in list_users(desk.house, ANNE, START).news], START)
    hand_over(desk.house, OPERATOR, "ola", "berit", START)
    assert list_users(desk.house, ANNE, START).news == ()


def test_one_person_whose_key_is_lost_hides_nobody_else(desk: Two, caplog: pytest.LogCaptureFixture) -> None:
    kari = add_user(desk.house, ANNE, "Kari", "nb", START).user_id
    desk.ola.does(effects.Disclosed("own_life", tell=True, words="x"))
    with desk.house.writing() as tx:
        notices.add(tx, "unread", "anne", kari, "disclosure", START, safety="own_life", words="y")
    desk.house.store.vault.keyring.destroy(kari)
    shown = list_users(desk.house, ANNE, LATER)
    assert [user.id for user in shown.users] == ["ola"]
    assert shown.unreadable == 1  # the coordinator is told that somebody is missing
    assert [one.words for one in shown.news if one.kind == "disclosure"] == ["x"]
    assert caplog.text.count("cannot be shown") == 2


def test_another_coordinators_user_is_as_unknown_as_nobody(desk: Two) -> None:
    with pytest.raises(NotThere):
        see_user(desk.house, ANNE, "siv", START)
    with pytest.raises(NotThere):
        see_user(desk.house, ANNE, "nobody", START)
    assert desk.logged("siv") == []


def test_seeing_a_user_is_a_line_that_the_user_can_read(desk: Two) -> None:
    see_user(desk.house, ANNE, "ola", START)
    assert desk.logged() == [("anne", "see_user", "")]


def test_every_worksheet_is_listed_open_or_not(desk: Two) -> None:
    desk.opens("crisis_plan")
    listed = {one.worksheet: one.open for one in see_user(desk.house, ANNE, "ola", START).user.sheets}
    assert list(listed) == list(worksheet_ids(desk.house))
    assert {worksheet for worksheet, is_open in listed.items() if is_open} == {"crisis_plan"}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(keys=st.sets(st.sampled_from(["activities.usual", "activities.wish", "places.usual", "interests.goal"])))
def test_an_unshared_sheet_looks_the_same_however_far_it_has_come(desk: Two, keys: set[str]) -> None:
    """Nothing the actions give back depends on it, word or number."""
    desk.opens("short_term_goals")
    seen_before = repr((list_users(desk.house, ANNE, START), see_user(desk.house, ANNE, "ola", START)))
    desk.ola.writes("short_term_goals", {key: answered(SECRET) for key in sorted(keys)})
    seen = repr((list_users(desk.house, ANNE, START), see_user(desk.house, ANNE, "ola", START)))
    assert seen == seen_before


def test_what_was_written_after_sharing_stays_unseen(desk: Two) -> None:
    desk.ola.writes("long_term_goals", {"goals": answered(items=items("Bo for meg selv"))})
    desk.ola.shares("long_term_goals", agreed=False)
    before = repr(see_user(desk.house, ANNE, "ola", START))
    desk.ola.writes("long_term_goals", {"goals": answered(items=items("Bo for meg selv", SECRET))})
    assert repr(see_user(desk.house, ANNE, "ola", START)) == before
    assert "Bo for meg selv" in before


def test_goals_come_from_shared_sheets(desk: Two) -> None:
    desk.ola.writes("long_term_goals", {"goals": answered(items=items("Bo for meg selv"))})
    assert see_user(desk.house, ANNE, "ola", START).goals == ()
    edition = desk.ola.shares("long_term_goals", agreed=False)
    assert [goal.text for goal in see_user(desk.house, ANNE, "ola", START).goals] == ["Bo for meg selv"]
    desk.ola.does(effects.TookBack(edition))
    assert see_user(desk.house, ANNE, "ola", START).goals == ()


def test_the_current_crisis_plan_is_named(desk: Two) -> None:
    edition = desk.ola.plans()
    plan = see_user(desk.house, ANNE, "ola", START).crisis_plan
    assert plan is not None
    assert plan.id == edition


def test_who_waits_for_the_coordinator_stands_first(desk: Two) -> None:
    for name in ("Aksel", "Bo"):
        add_user(desk.house, ANNE, name, "nb", START)
    assert [user.name for user in list_users(desk.house, ANNE, START).users] == ["Aksel", "Bo", "Ola"]
    desk.ola.writes("long_term_goals", {"progress": answered("Litt hver dag")})
    desk.ola.shares("long_term_goals", agreed=False)
    users = list_users(desk.house, ANNE, LATER).users
    assert [user.name for user in users] == ["Ola", "Aksel", "Bo"]
    assert [one.worksheet for one in users[0].waits_for_me] == ["long_term_goals"]


def test_withdrawn_is_listed_as_that_and_nothing_else_can_be_seen(desk: Two) -> None:
    desk.opens("long_term_goals")
    desk.ola.writes("long_term_goals", {"goals": answered(items=items(SECRET))})
    desk.ola.shares("long_term_goals", agreed=False)
    desk.ola.plans()
    desk.ola.does(effects.Withdrew("plan"))
    desk_now, found = list_users(desk.house, ANNE, LATER), see_user(desk.house, ANNE, "ola", LATER)
    assert desk_now.users[0].standing == found.user.standing == "withdrawn"
    assert found.goals == ()
    assert found.crisis_plan is None
    assert all(one.edition is None for one in found.user.sheets)
    assert SECRET not in repr((desk_now, found))


@pytest.mark.parametrize(
    ("given_answer", "days", "expected"),
    [
        (None, 0, "none"),
        (Consent(kind="plan", answer="no", at=START), 0, "no"),
        (Consent(kind="plan", answer="think", at=START), 0, "think"),
        (Consent(kind="plan", answer="yes", at=START), 999, "yes"),
        (Consent(kind="plan", answer="yes", at=START, until=START + timedelta(days=30)), 29, "yes"),
        (Consent(kind="plan", answer="yes", at=START, until=START + timedelta(days=30)), 30, "over"),
        (Consent(kind="plan", answer="yes", at=START, withdrawn_at=START), 0, "withdrawn"),
    ],
)
def test_what_the_last_word_on_the_plan_comes_to(given_answer: Consent | None, days: int, expected: str) -> None:
    assert standing(given_answer, START + timedelta(days=days)) == expected


def test_opening_a_worksheet_tells_the_user_once(desk: Two) -> None:
    assert open_worksheet(desk.house, ANNE, "ola", "crisis_plan", START) is True
    assert open_worksheet(desk.house, ANNE, "ola", "crisis_plan", LATER) is False
    assert [(one.kind, one.values) for one in desk.news()] == [
        ("opened", {"coordinator": "Anne", "worksheet": "crisis_plan"})
    ]
    assert desk.logged() == [("anne", "open_worksheet", "crisis_plan")]


def test_closing_keeps_what_was_answered(desk: Two) -> None:
    desk.opens("long_term_goals")
    desk.ola.writes("long_term_goals", {"progress": answered("Litt hver dag")})
    assert close_worksheet(desk.house, ANNE, "ola", "long_term_goals", LATER) is True
    assert close_worksheet(desk.house, ANNE, "ola", "long_term_goals", LATER) is False
    assert desk.answers("long_term_goals")["progress"].text == "Litt hver dag"
    assert [one.kind for one in desk.news()] == ["closed"]
    with desk.house.reading() as tx:
        assert sheets.opened(tx, "ola") == ()


def test_one_who_has_not_begun_is_not_greeted_with_a_list(desk: Two) -> None:
    new = add_user(desk.house, ANNE, "Kim", "nn", START).user_id
    open_worksheet(desk.house, ANNE, new, "crisis_plan", START)
    assert desk.news(new) == []


@pytest.mark.parametrize("said", ["no", "withdrawn"])
def test_after_a_no_nothing_more_is_asked_of_them(desk: Two, said: str) -> None:
    if said == "no":
        desk.says("ola", "no")
    else:
        desk.ola.does(effects.Withdrew("plan"))
    with pytest.raises(NotThere):
        open_worksheet(desk.house, ANNE, "ola", "crisis_plan", START)
    assert see_user(desk.house, ANNE, "ola", START).user.sheets == ()


def test_a_worksheet_that_does_not_exist_is_not_opened(desk: Two) -> None:
    with pytest.raises(NotThere):
        open_worksheet(desk.house, ANNE, "ola", "no_such_sheet", START)


def test_disclosures_stand_first_and_are_seen_at_a_time(desk: Two) -> None:
    desk.ola.writes("long_term_goals", {"progress": answered("x")})
    desk.ola.shares("long_term_goals", agreed=False)
    desk.ola.does(effects.Disclosed("own_life", tell=True, words="jeg orker ikke leve"))
    news = list_users(desk.house, ANNE, START).news
    assert news[0].kind == "disclosure"
    assert news[0].words == "jeg orker ikke leve"
    assert see_notice(desk.house, ANNE, [one.id for one in news], LATER) == len(news)
    assert see_notice(desk.house, ANNE, [one.id for one in news], LATER + timedelta(days=1)) == 0
    again = list_users(desk.house, ANNE, LATER)
    assert (again.news[0].words, again.overdue) == ("jeg orker ikke leve", False), "the page may be drawn twice"
    assert list_users(desk.house, ANNE, LATER + timedelta(minutes=1)).news == ()
    assert ("anne", "see_notice", "disclosure") in desk.logged()
    past = see_user(desk.house, ANNE, "ola", LATER).past
    assert {one.seen_at for one in past} == {LATER}
    assert "orker" not in repr(past)


def test_nobody_marks_anothers_notice_as_seen(desk: Two) -> None:
    desk.ola.does(effects.Disclosed("own_life", tell=True, words=SECRET))
    (notice,) = (one for one in list_users(desk.house, ANNE, START).news if one.kind == "disclosure")
    assert see_notice(desk.house, BERIT, [notice.id], LATER) == 0
    assert notice.id in {one.id for one in list_users(desk.house, ANNE, START).news}
    assert SECRET not in repr(list_users(desk.house, BERIT, START))


def test_the_words_of_a_disclosure_end_with_the_plan(desk: Two) -> None:
    desk.ola.does(effects.Disclosed("own_life", tell=True, words=SECRET))
    desk.ola.does(effects.Withdrew("plan"))
    news = list_users(desk.house, ANNE, START).news
    assert "disclosure" in {one.kind for one in news}
    assert SECRET not in repr(news)


def test_the_link_is_told_by_its_life(desk: Two) -> None:
    assert see_user(desk.house, ANNE, "ola", START).user.link.state == "none"
    bound(desk.house)
    assert see_user(desk.house, ANNE, "ola", START).user.link.state == "bound"


def test_editions_taken_back_keep_only_their_name(desk: Two) -> None:
    desk.ola.writes("long_term_goals", {"progress": answered(SECRET)})
    edition = desk.ola.shares("long_term_goals", agreed=False)
    desk.ola.does(effects.TookBack(edition))
    (sheet,) = (one for one in see_user(desk.house, ANNE, "ola", START).user.sheets if one.waits)
    assert sheet.waits is not None
    assert (sheet.waits.turn, sheet.waits.why) == ("nobody", "taken_back")
    assert edition_of(desk.house, "ola", "long_term_goals").answers["progress"].text == SECRET
    assert SECRET not in repr(sheet)
