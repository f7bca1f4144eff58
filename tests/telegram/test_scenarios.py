"""Conversations of `tests/scenarios/` over Telegram, killed and started again between every two lines: the same screens
come, and what is stored in the end is the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.dialogs.context import Language as Code
from bot.dialogs.screen import Say, Screen
from bot.dialogs.talk import Place, Talk
from bot.storage import notices, talks
from bot.testing.person import names
from tests.postgres import told_on_both
from tests.scenarios.runner import check_end, ids, quotes
from tests.telegram.town import INVITATION, Town
from tests.yaml_files import loaded

FOLDER = Path(__file__).parents[1] / "scenarios"
# Those that tell of what can be done in a chat: no field that text stands in unsent, no second device, no desk.
TOLD = (
    "the_first_visit",
    "pauses_and_comes_back",
    "thinks_about_it",
    "refuses_the_plan",
    "skips_everything",
    "script_tags_and_braces",
    "emoji_and_right_to_left",
    "writes_that_life_is_too_heavy",
    "only_tapping_where_a_tap_is_asked",
    "greets_after_a_night_in_the_middle_of_a_question",
    "long_term_goals_as_a_list",
    "the_road_to_a_goal",
)


class Run:
    """One scenario. `house` is what `check_end` looks into."""

    def __init__(self, town: Town) -> None:
        self.town = town

    @property
    def house(self) -> Any:
        """The house as it is now; a restart opens another."""
        return self.town.house

    async def line(self, word: str, what: Any) -> None:
        """One line of the talk, after a kill."""
        await self.town.restart()
        town = self.town
        if word == "opens":
            town.ola.starts(INVITATION)
            await town.settle()
        elif word == "taps":
            await town.taps(str(what))
        elif word in {"types", "says"}:
            text = str(what["text"]) * int(what.get("times", 1)) if isinstance(what, Mapping) else str(what)
            await town.types(text)
        elif word == "again":
            for _ in range(int(what["times"])):
                for one in what["lines"]:
                    await self.line(*next(iter(one.items())))
        elif word in {"days_pass", "hours_pass", "seconds_pass"}:
            town.clock.passes(**{word.removesuffix("_pass"): float(what)})
        else:
            self.holds(word, what)

    def holds(self, word: str, what: Any) -> None:
        """A line that says what is to be seen."""
        screen = self.town.screen()
        if word == "shows":
            assert screen.id == what
            if isinstance(screen.ask, Say):
                with self.house.reading() as tx:
                    talk = talks.load(tx, "ola")[0]
                language = talk.language if talk else "nb"
                assert self.house.language.say(screen.ask, language) in self.town.ola.last.text
        elif word == "is_told":
            assert what in ids(screen)
        elif word == "is_not_told":
            assert what not in ids(screen)
        elif word == "reads":
            assert what in quotes(screen)
        elif word in {"may_tap", "may_not_tap"}:
            assert any(what in names(one) for one in screen.buttons()) == (word == "may_tap")
        elif word in {"desk_is_told", "desk_is_not_told"}:
            with self.house.reading() as tx:
                told = [notice.kind for notice in notices.all_of(tx, "ola")]
            assert (what in told) == (word == "desk_is_told")
        else:
            raise AssertionError(f"«{word}» cannot be told of a chat")


@pytest.mark.usefixtures("kept_engines")
@pytest.mark.parametrize(
    ("name", "code", "database_url"), told_on_both((name, name) for name in TOLD), indirect=["code", "database_url"]
)
async def test_over_telegram(name: str, make_town: Callable[..., Any], code: Code) -> None:
    scenario = loaded(FOLDER / f"{name}.yaml")
    town: Town = await make_town(code=code)
    town.opens(*scenario["open"])
    if given := scenario.get("consented"):
        town.consented(*given)
        with town.house.writing() as tx:
            begun = Talk(language=code, here=Place(scene="menu"))
            talks.save(tx, "ola", begun, Screen(id="menu", number=0), "telegram", town.now)
    run = Run(town)
    for number, one in enumerate(scenario["talk"], start=1):
        (word, what), *_ = one.items()
        try:
            await run.line(word, what)
        except (AssertionError, StopIteration) as failed:
            raise AssertionError(f"line {number}, «{word}: {what}»: {failed}") from failed
    check_end(run, scenario.get("then", {}))  # type: ignore[arg-type]
