"""The texts of the pages: each is used, each is there, and each template can be drawn in both languages."""

from __future__ import annotations

import re

from bot.content import LANGUAGES
from bot.web.pages import TEMPLATES
from tests.houses import content

# Ids that templates and modules put together from parts.
COMPOSED = ("pages.enter.refused.", "pages.enter.call.")


def used() -> str:
    sources = [*TEMPLATES.rglob("*.html"), *TEMPLATES.parent.glob("*.py")]
    return "\n".join(path.read_text("utf-8") for path in sources)


def test_every_text_a_template_names_is_there() -> None:
    named = set(re.findall(r"\"((?:pages|walk|help_now)\.[a-z_.]+[a-z_])\"", used()))
    assert len(named) > 40
    for language in LANGUAGES:
        missing = {one for one in named if one not in content().texts[language]}
        assert not missing


def test_every_text_of_the_pages_is_used() -> None:
    sources = used()
    for id_ in content().texts["nb"]:
        if id_.startswith("pages.") and not id_.startswith(COMPOSED):
            assert f'"{id_}"' in sources, id_
