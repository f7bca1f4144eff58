"""What every answer says of itself, and that no page needs what the headers forbid."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from bot.web.assets import STATIC, address_of
from bot.web.headers import HEADERS
from bot.web.pages import TEMPLATES
from tests.web.conftest import Browser

Browse = Callable[..., Browser]


@pytest.mark.parametrize(
    "address", ["/", "/hjelp", "/inn", "/finnes-ikke", "/healthz", "/static/planprat.css", "/p/" + "x" * 43, "/nytt"]
)
async def test_every_answer_has_the_headers(browse: Browse, address: str) -> None:
    page = await browse(follow=False).opens(address)
    for name, value in HEADERS.items():
        assert page.response.headers[name] == value
    assert "cache-control" in page.response.headers


async def test_no_page_may_be_framed_or_load_from_elsewhere(browse: Browse) -> None:
    policy = (await browse().opens("/")).response.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_no_template_has_script_or_style_in_it() -> None:
    templates = list(TEMPLATES.rglob("*.html"))
    assert templates
    for path in templates:
        source = path.read_text("utf-8")
        assert not re.search(r"<script(?![^>]*\bsrc=)", source), path
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", source), path
        assert "|safe" not in source.replace(" ", ""), path


async def test_a_file_is_kept_for_good_at_its_address_and_briefly_elsewhere(browse: Browse) -> None:
    browser = browse()
    address = address_of("planprat.css")
    assert re.fullmatch(r"/static/planprat\.css\?v=[0-9a-f]{16}", address)
    page = await browser.opens(address)
    assert "immutable" in page.response.headers["cache-control"]
    assert page.response.headers["content-type"].startswith("text/css")
    page = await browser.opens("/static/planprat.css?v=old")
    assert page.response.headers["cache-control"] == "public, max-age=300"


@pytest.mark.parametrize("name", ["nothing.css", "..%2fapp.py", "app.py"])
async def test_no_other_file_is_served(browse: Browse, name: str) -> None:
    assert (await browse().opens(f"/static/{name}")).status == 404


def test_the_script_loads_nothing_and_writes_no_html() -> None:
    source = (STATIC / "planprat.js").read_text("utf-8")
    assert "innerHTML" not in source
    assert "eval(" not in source
    assert "localStorage" not in source  # a shared phone forgets with the tab
