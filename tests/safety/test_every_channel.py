"""On every channel, and when things are broken, the same reply is reached: line by line as on the error path's list.

With a script and without is in `tests/browser/test_reply.py`; from every state in `test_every_state.py`.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from sqlalchemy import Connection, event
from starlette.applications import Starlette

from bot.actions.house import House
from bot.content import Content, find_content, load
from bot.dialogs.context import Language as Code
from bot.dialogs.disclosure import lines_for_error
from bot.language import Language
from bot.serve import all_pages
from bot.telegram.intake import NotTaken
from tests.actions.desks import CODE, bound, two
from tests.dialogs.disclosing import FINDINGS, NUMBER_LINE, opened, say, shown
from tests.dialogs.known import Known
from tests.telegram.town import INVITATION, Town
from tests.web.conftest import Browser, Clock, Invited, at_first_question
from tests.web.desks import Desk, at_work
from tests.web.test_errors import dies

Browse = Callable[..., Browser]
Invite = Callable[..., Invited]

DYING: dict[Code, str] = {"nb": "Jeg vil ikke leve lenger", "nn": "Eg vil ikkje leve lenger"}
# Buried in a long ordinary answer, so long that storing it needs new pages of the file.
BURIED = f"{'Går tur med bikkja og kaffe. ' * 300}{DYING['nb']}. {'Så ser jeg på TV. ' * 300}"
both = pytest.mark.parametrize("code", ["nb", "nn"])


def reply(code: Code, *, asks: bool = True) -> list[str]:
    """The first reply to somebody whose plan and agreement say nothing more."""
    lines = shown(Known(), opened(Known(), FINDINGS["own_life"])).text(code)
    return lines if asks else lines[:-1]


def squeezed(text: str) -> str:
    return re.sub(r"[\s–]", "", text)


def missing(text: str, lines: list[str]) -> list[str]:
    """Those of these lines that do not stand in a text, spaces and dashes aside: a page draws a number as a link."""
    return [line for line in lines if squeezed(line) not in squeezed(text)]


async def answering(browse: Browse, invite: Invite, code: Code = "nb") -> Browser:
    """Somebody at the first question."""
    browser = browse()
    await at_first_question(browser, invite(language=code))
    if code == "nn":
        await browser.presses("data-nav", "menu")
        await browser.presses("data-nav", "language")
        await browser.presses("data-row-action", "open")
    return browser


@both
async def test_the_phone_page(browse: Browse, invite: Invite, code: Code) -> None:
    browser = await answering(browse, invite, code)
    assert missing((await browser.types(DYING[code])).text, reply(code)) == []


async def test_buried_in_a_long_answer(browse: Browse, invite: Invite) -> None:
    browser = await answering(browse, invite)
    assert missing((await browser.types(BURIED)).text, reply("nb")) == []


async def test_after_being_logged_out(browse: Browse, invite: Invite) -> None:
    browser = await answering(browse, invite)
    page = browser.seen
    browser.client.cookies.clear()
    seen = await browser.types(DYING["nb"], page=page)
    assert seen.status == 403
    assert missing(seen.text, reply("nb", asks=False)) == []
    assert DYING["nb"] in seen.text


async def test_on_a_page_that_was_open_too_long(browse: Browse, invite: Invite) -> None:
    browser = await answering(browse, invite)
    seen = await browser.sends("/svar", press="", text=DYING["nb"], token="old")
    assert seen.status == 409
    assert missing(seen.text, reply("nb", asks=False)) == []
    assert seen.typed == DYING["nb"], "and nothing is lost"


async def test_in_a_text_that_is_too_large(browse: Browse, invite: Invite) -> None:
    browser = await answering(browse, invite)
    seen = await browser.types(f"{DYING['nb']}. {'Så ser jeg på TV. ' * 16_000}")
    assert seen.status == 413
    assert missing(seen.text, reply("nb", asks=False)) == []


async def test_sitting_together(house: House, clock: Clock, browse: Browse) -> None:
    people = two(house)
    people.opens("short_term_goals")
    people.ola.says_yes()
    bound(house)
    desk = Desk(await at_work(browse(), house, clock), people, clock)
    await desk.opens("/desk/b/ola/sammen")
    await desk.sends("/desk/b/ola/sammen", code=CODE)
    browser = desk.browser
    for _ in range(8):
        if browser.seen.fields.text is not None:
            break
        options = [one for one in browser.seen.fields.buttons if one.get("data-option") or one.get("data-row-action")]
        mark = "data-option" if options[0].get("data-option") else "data-row-action"
        await browser.presses(mark, options[0][mark])
    seen = await browser.types(DYING["nb"])
    assert "Dere sitter sammen" in seen.text
    assert missing(seen.text, reply("nb")) == []


@both
async def test_a_chat(make_town: Callable[..., Any], code: Code) -> None:
    town = await at_a_question(make_town, code)
    await town.types(DYING[code])
    assert missing(town.ola.last.text, reply(code)) == []


async def at_a_question(make_town: Callable[..., Any], code: Code = "nb") -> Town:
    town: Town = await make_town(code=code)
    town.opens("short_term_goals")
    town.ola.starts(INVITATION)
    await town.settle()
    for name in ("go_on", "yes", "here"):
        await town.taps(name)
    return town


@both
async def test_a_chat_that_is_a_doorbell(make_town: Callable[..., Any], code: Code) -> None:
    town: Town = await make_town(mode="doorbell", code=code)
    town.ola.starts(INVITATION)
    await town.settle()
    town.ola.types(DYING[code])
    await town.settle()
    assert missing(town.ola.last.text, reply(code, asks=False)) == []


@both
async def test_a_chat_that_nobody_knows(make_town: Callable[..., Any], code: Code) -> None:
    town: Town = await make_town(code=code)
    town.ola.types(DYING[code])
    await town.settle()
    assert missing(town.ola.last.text, reply(code, asks=False)) == []


# When things are broken


def fills_up(house: House) -> None:
    """From now on the disk is full: the database can be read and not grow."""

    @event.listens_for(house.store.engine, "begin")
    def full(connection: Connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def loses(house: House, *ids: str) -> None:
    """From now on these texts are not there, in the memory of the running program."""
    whole = house.content
    texts = {
        code: MappingProxyType({id_: text for id_, text in of.items() if id_ not in ids})
        for code, of in whole.texts.items()
    }
    object.__setattr__(house, "language", Language(replace(whole, texts=MappingProxyType(texts))))


@pytest.mark.parametrize("breaks", [dies, fills_up], ids=["database down", "disk full"])
async def test_the_phone_page_when_nothing_can_be_stored(
    browse: Browse, invite: Invite, house: House, breaks: Callable[[House], None]
) -> None:
    browser = await answering(browse, invite)
    breaks(house)
    seen = await browser.types(BURIED)
    assert seen.status == 500
    assert missing(seen.text, reply("nb", asks=False)) == []
    assert DYING["nb"] in seen.text, "and nothing is lost"


@pytest.mark.parametrize("breaks", [dies, fills_up], ids=["database down", "disk full"])
async def test_a_chat_when_nothing_can_be_stored(
    make_town: Callable[..., Any], breaks: Callable[[House], None]
) -> None:
    town = await at_a_question(make_town)
    breaks(town.house)
    town.ola.types(BURIED[6_700:10_700])
    (update,) = await town.channel.bot.get_updates(timeout=0)
    with pytest.raises(NotTaken):
        await town.channel.intake.take(update, patient=False)
    town.clock.passes(seconds=2)  # Telegram takes one message a second in a chat
    await town.channel.aside.flush()
    assert missing(town.ola.last.text, reply("nb", asks=False)) == []


@pytest.mark.parametrize("lost", ["walk.go_on", "walk.do_not_know", "pages.chat.on"])
async def test_the_phone_page_when_a_text_is_not_there(browse: Browse, invite: Invite, house: House, lost: str) -> None:
    """The answer is stored, and the page with the reply cannot be drawn: its lines are said all the same."""
    browser = await answering(browse, invite)
    loses(house, lost)
    seen = await browser.types(DYING["nb"])
    assert seen.status == 500
    assert missing(seen.text, reply("nb", asks=False)) == []


async def test_a_chat_when_a_text_is_not_there(make_town: Callable[..., Any]) -> None:
    town = await at_a_question(make_town)
    loses(town.house, "walk.do_not_know")
    await town.types(DYING["nb"])
    assert missing(town.ola.last.text, reply("nb")) == []


@pytest.fixture
def wrecked(tmp_path: Path) -> Content:
    """Content whose files were spoilt after the start."""
    folder = tmp_path / "content"
    shutil.copytree(find_content(), folder)
    loaded = load(folder)
    for path in folder.rglob("*.yaml"):
        path.write_text("back: [", encoding="utf-8")
    return loaded


def test_files_that_are_spoilt_while_it_runs_change_nothing(wrecked: Content) -> None:
    language = Language(wrecked)
    for code in DYING:
        said = [language.say(line, code) for line in lines_for_error(wrecked.services, FINDINGS["own_life"])]
        assert missing(" ".join(said), reply(code, asks=False)) == []


@both
def test_the_error_path_says_what_the_first_reply_says(code: Code) -> None:
    """For each kind: every line of the first reply, and as many numbers."""
    for kind, finding in FINDINGS.items():
        broken = say(lines_for_error(Known().services, finding), code)
        first = shown(Known(), opened(Known(), finding)).text(code)[:-1]
        assert [line for line in first if line not in broken] == [], kind
        assert len([line for line in broken if NUMBER_LINE.match(line)]) >= 2


@pytest.fixture
def app(house: House, clock: Clock) -> Starlette:
    """All pages, the desk among them."""
    made = all_pages(house)
    made.state.clock = clock
    return made


def test_what_a_page_says_is_looked_for_in_its_words() -> None:
    """The helper of these tests: a line that is not there is found missing."""
    assert missing("Ring 113 nå. Takk for at du\nforteller det.", ["Takk for at du forteller det.", "Ring 112"]) == [
        "Ring 112"
    ]
