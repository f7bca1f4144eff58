"""Who can see what, and who has: for the person to read."""

from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest

import bot.actions
from bot.actions.actors import MATRIX, VISITOR, Actor, NotThere, Role
from bot.actions.copies import answer_copy, open_copy, read_copy, reader_of
from bot.actions.house import House
from bot.actions.who_saw import WhoSaw, read_who_saw
from bot.content import LANGUAGES
from bot.dialogs import effects
from bot.dialogs.choices import KINDS
from bot.storage import log
from tests.houses import START, a_coordinator, a_user, content
from tests.plan.lives import CRISIS, Life, answered, mark


@pytest.fixture
def ola(house: House) -> Life:
    """Ola has said yes to the plan."""
    a_coordinator(house)
    life = Life(house, a_user(house), START)
    life.says_yes(days=365)
    return life


def sees(life: Life) -> WhoSaw:
    """What the person reads now."""
    return read_who_saw(life.house, life.actor, life.now)


def told(life: Life) -> list[str]:
    """The access log in words, newest first."""
    return [life.house.language.say(line.said, "nb") for line in sees(life).lines]


def wrote(life: Life, role: str, who: str, action: str, target: str = "") -> None:
    """A line in the access log."""
    with life.house.writing() as tx:
        log.write(tx, life.now, role, who, action, life.user, target)


def test_what_was_not_sent_is_seen_by_nobody(ola: Life) -> None:
    ola.writes("short_term_goals", {"activities.usual": answered("Sover", private=True)})
    (sheet,) = sees(ola).sheets
    assert (sheet.standing.reach, sheet.coordinator, sheet.copies, sheet.private) == ("own", False, (), 1)


def test_what_was_sent_is_seen_by_the_coordinator_while_the_consent_stands(ola: Life) -> None:
    ola.writes("short_term_goals", {"activities.usual": answered("Sover")})
    ola.shares("short_term_goals", agreed=False)
    assert sees(ola).sheets[0].coordinator
    ola.passes(days=366)
    assert not sees(ola).sheets[0].coordinator


def test_what_was_taken_back_is_seen_by_nobody(ola: Life) -> None:
    ola.writes("short_term_goals", {"activities.usual": answered("Sover")})
    ola.does(effects.TookBack(ola.shares("short_term_goals", agreed=False)))
    (sheet,) = sees(ola).sheets
    assert (sheet.standing.reach, sheet.coordinator) == ("taken_back", False)


def test_copies_stand_with_the_plan_they_show(ola: Life) -> None:
    ola.writes("short_term_goals", {"activities.usual": answered("Sover")})
    edition = ola.plans()
    ola.gives_copy("Eva")
    ola.takes_back(ola.gives_copy("Bernt"))
    by_sheet = {sheet.title.id: sheet.copies for sheet in sees(ola).sheets}
    assert by_sheet == {"short_term_goals.title": (), "crisis_plan.title": ("Eva",)}
    ola.does(effects.TookBack(edition))
    seen = sees(ola)
    assert {sheet.copies for sheet in seen.sheets} == {()}
    assert not seen.plan_counts
    assert {copy.name: copy.state for copy in seen.copies} == {"Eva": "given", "Bernt": "withdrawn"}


def test_each_consent_is_there_with_the_last_word_on_it(ola: Life) -> None:
    seen = {one.kind: one for one in sees(ola).consents}
    assert tuple(seen) == KINDS
    assert (seen["plan"].holds, seen["sharing"].given) == (True, None)
    ola.does(effects.Withdrew("plan"))
    again = {one.kind: one for one in sees(ola).consents}["plan"]
    assert again.given is not None
    assert (again.holds, again.given.withdrawn_at) == (False, ola.now)


def test_the_log_is_told_newest_first_with_names_and_titles(ola: Life) -> None:
    edition = ola.plans()
    eva = ola.gives_copy("Eva")
    ola.passes(minutes=1)
    opening = open_copy(ola.house, VISITOR, eva.token, eva.code, address="x", now=ola.now)
    answer_copy(ola.house, reader_of(ola.house, opening.session, ola.now), accepts=True, now=ola.now)
    ola.passes(minutes=1)
    wrote(ola, "coordinator", "anne", "read_edition", edition)
    assert told(ola)[:7] == [
        "Anne leste «Kriseplan».",
        "Eva sa ja til kopien.",
        "Eva kom inn med lenken og koden.",
        "Du fikk en lenke og en kode til Eva.",
        "Du laget en kopi til Eva.",
        "Du sa ja til «Kriseplan».",
        "Du sendte «Kriseplan».",
    ]


def test_the_same_thing_several_times_on_a_day_is_one_line(ola: Life) -> None:
    ola.plans()
    eva = ola.gives_copy("Eva")
    opening = open_copy(ola.house, VISITOR, eva.token, eva.code, address="x", now=ola.now)
    reader = reader_of(ola.house, opening.session, ola.now)
    answer_copy(ola.house, reader, accepts=True, now=ola.now)
    for _ in range(3):
        ola.passes(minutes=5)
        read_copy(ola.house, reader, ola.now)
    last = ola.now
    ola.passes(hours=11)
    read_copy(ola.house, reader, last + timedelta(hours=11))
    read = [(line.at, line.times) for line in sees(ola).lines if line.said.id == "papers.log.relative.read_copy"]
    assert read == [(last + timedelta(hours=11), 1), (last, 3)]


def test_what_nobody_wrote_a_sentence_for_is_told_all_the_same(ola: Life) -> None:
    wrote(ola, "coordinator", "anne", "did_something_new")
    wrote(ola, "auditor", "x", "looked")
    assert told(ola)[:2] == ["Noen gjorde noe på siden din.", "Anne gjorde noe på siden din."]


def test_what_a_line_was_about_may_be_gone(ola: Life) -> None:
    wrote(ola, "coordinator", "anne", "read_edition", "no-such-edition")
    assert told(ola)[0] == "Anne leste «noe»."


def test_no_word_of_what_was_written_is_in_it(ola: Life) -> None:
    ola.plans()
    ola.gives_copy("Eva", parts=("triggers",))
    said = repr(sees(ola))
    assert not [part for part in CRISIS if mark(part) in said]


@pytest.mark.parametrize("role", [role for role in get_args(Role) if role != "user"])
def test_nobody_else_reads_it(ola: Life, role: Role) -> None:
    with pytest.raises(NotThere):
        read_who_saw(ola.house, Actor(role, ola.user), ola.now)


def written_actions() -> set[tuple[str, str]]:
    """(role, action) of each line that some action writes about a person; an action's own role by the matrix."""
    found: set[tuple[str, str]] = set()
    for path in Path(bot.actions.__file__).parent.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
                continue
            where = ast.unparse(call.func)
            if where == "log.write" and len(call.args) > 5 and ast.unparse(call.args[5]) != "None":
                role, action = call.args[2], call.args[4]
            elif where == "doing.log":
                role, action = ast.Constant("user"), call.args[0]
            else:
                continue
            for name in (one.value for one in ast.walk(action) if isinstance(one, ast.Constant)):
                roles = {role.value} if isinstance(role, ast.Constant) else MATRIX.get(str(name), frozenset())
                found |= {(str(one), str(name)) for one in roles if isinstance(name, str)}
    return found


def test_there_is_a_sentence_in_both_languages_for_everything_that_is_written() -> None:
    written = written_actions()
    assert {("user", "shared"), ("coordinator", "read_edition"), ("relative", "read_copy")} <= written
    for language in LANGUAGES:
        there = content().texts[language]
        assert [one for one in sorted(written) if f"papers.log.{one[0]}.{one[1]}" not in there] == []
