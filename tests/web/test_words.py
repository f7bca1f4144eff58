"""«Hva betyr dette?» at the foot of pages that are no conversation: the person's papers, copies, the way in."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from starlette.applications import Starlette

from bot.actions.house import House, new_token
from bot.content import LANGUAGES
from bot.dialogs.context import Language
from bot.storage import sessions
from bot.storage.hashing import token_hash
from bot.web import copies, papers
from bot.web.app import make_app
from tests.dialogs.explaining import field_words
from tests.houses import a_coordinator, a_user, content
from tests.plan.lives import Life
from tests.web.conftest import Browser, Clock, Seen

Browse = Callable[..., Browser]
FOOT = re.compile(r'<details class="words".*?</details>', re.DOTALL)
TERM = re.compile(r"<dt>(.*?)</dt><dd>(.*?)</dd>")
# True whoever reads it, and so with one wording.
FOR_ALL = frozenset({"emergency_clinic", "doctor", "warning_sign"})


@pytest.fixture
def app(house: House, clock: Clock) -> Starlette:
    """With the pages of the copies and the person's own."""
    return make_app(house, clock=clock, routes=(*copies.ROUTES, *papers.ROUTES))


@pytest.fixture
def life(house: House, clock: Clock) -> Callable[[Language], Life]:
    """A person with a crisis plan that counts."""
    a_coordinator(house)

    def living(language: Language) -> Life:
        one = Life(house, a_user(house, code=language), clock.now)
        one.says_yes(days=365)
        one.plans()
        return one

    return living


def explained(page: Seen) -> dict[str, str]:
    """Word -> meaning, as they stand at the foot."""
    feet = FOOT.findall(page.response.text)
    assert len(feet) <= 1
    return {html.unescape(word): html.unescape(meaning) for word, meaning in TERM.findall(feet[0] if feet else "")}


def read(page: Seen, language: Language) -> set[str]:
    """Keys of the words that stand on the page itself."""
    main = re.search(r"<main.*?</main>", FOOT.sub("", page.response.text), re.DOTALL)
    assert main is not None
    text = html.unescape(re.sub(r"<[^>]+>", " ", main[0])).casefold()
    return {key for key, forms in field_words(language).items() if re.search(rf"\b({'|'.join(forms)})\b", text)}


def check_page(page: Seen, language: Language, part: str = "meaning") -> set[str]:
    """Hold a page to it; returns the keys of its words."""
    assert page.status in {200, 404}
    keys = read(page, language)
    texts = content().texts[language]
    for key in keys:
        meaning = texts.get(f"words.{key}.{part}", texts[f"words.{key}.meaning"])
        assert explained(page).get(texts[f"words.{key}.word"]) == meaning, f"{page.path} does not explain {key}"
    return keys


@pytest.mark.parametrize("language", LANGUAGES)
async def test_papers(
    browse: Browse, house: House, clock: Clock, life: Callable[[Language], Life], language: Language
) -> None:
    one, browser, secret = life(language), browse(), new_token()
    with house.writing() as tx:
        sessions.start(tx, token_hash(secret), "user", clock(), clock() + timedelta(days=30), user=one.user)
    browser.client.cookies.set("planprat-user", secret)
    met: set[str] = set()
    for address in ("/kriseplan", "/min-plan", "/hvem-ser"):
        met |= check_page(await browser.opens(address), language)
    assert met >= {"plan", "crisis_plan", "copy", "coordinator", "edition", "worksheet", "emergency_clinic"}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_copies_are_explained_to_the_one_who_reads_them(
    browse: Browse, life: Callable[[Language], Life], language: Language
) -> None:
    given = life(language).gives_copy()
    browser = browse()
    browser.client.cookies.set("planprat-language", language)
    met: set[str] = set()
    await browser.opens(f"/k/{given.token}")
    met |= check_page(await browser.sends("/kopi/kode", code=given.code), language, "relative")
    for answer in ("yes", "no"):
        met |= check_page(await browser.sends("/kopi/svar", answer=answer), language, "relative")
    assert met >= {"crisis_plan", "copy", "coordinator", "edition"}
    for key in met - FOR_ALL:
        assert f"words.{key}.relative" in content().texts[language], f"{key} speaks to the wrong person"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ["/", "/hjelp", "/finnes-ikke"])
async def test_the_way_in(browse: Browse, address: str, language: Language) -> None:
    browser = browse()
    browser.client.cookies.set("planprat-language", language)
    assert check_page(await browser.opens(address), language)


async def test_the_desk_is_for_those_whose_words_they_are(browse: Browse) -> None:
    page = await browse().opens("/desk")
    assert "/desk" in page.path
    assert FOOT.findall(page.response.text) == []
