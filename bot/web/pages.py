"""Drawing a page: the reader's language and size of type, our texts, the form's token, and one template.

Each page of the house goes through `page`. In a template: `t("pages.…", name=value)` is one of our texts, plain;
`say(line)` a line of a conversation as paragraphs, telephone numbers tappable; `lines(id, …)` the same for a text id;
`field_words()` the words of the field in all that was said so far on the page.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.content import LANGUAGES
from bot.dialogs.context import Language
from bot.dialogs.screen import Line, Say
from bot.web.assets import address_of
from bot.web.phones import Phones
from bot.web.security import YEAR_SECONDS, cookie, form_token, remember_browser, set_cookie
from bot.web.words import Words

TEMPLATES = Path(__file__).parent / "templates"
LARGE = "large"


@cache
def templates() -> Environment:
    """The templates, each compiled once. Everything is escaped; a name not given is an error, no empty place."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["static"] = address_of
    return environment


def language_of(request: Request) -> Language:
    """The reader's language: the one set for this request, else the browser's last choice, else what it asks for."""
    chosen = getattr(request.state, "language", "") or cookie(request, "language")
    for language in LANGUAGES:
        if chosen == language:
            return language
    wanted = [one.partition(";")[0].strip().lower() for one in request.headers.get("accept-language", "").split(",")]
    first = next((one[:2] for one in wanted if one[:2] in {"nn", "nb", "no"}), "nb")
    return "nn" if first == "nn" else "nb"


def set_language(request: Request, language: Language) -> None:
    """Draw this page in this language, and remember it in the browser for pages before login and without a database."""
    request.state.language = language


def page(
    request: Request, template: str, *, status: int = 200, language: Language | None = None, **values: Any
) -> HTMLResponse:
    """Draw a page.

    Args:
        request: its application holds the house.
        template: a file in `templates/`, which extends `base.html`.
        status: of the answer.
        language: for this page; else as `language_of` says.
        values: what the template needs beside the names that every page has (`base_values`).
    """
    if language is not None:
        set_language(request, language)
    html = request.app.state.templates.get_template(template).render(**base_values(request), **values)
    response = HTMLResponse(html, status_code=status)
    remember_browser(request, response)
    spoken = language_of(request)
    if getattr(request.state, "language", "") and cookie(request, "language") != spoken:
        set_cookie(request, response, "language", spoken, YEAR_SECONDS)
    return response


def base_values(request: Request) -> dict[str, Any]:
    """The names that every template has."""
    house, language = request.app.state.house, language_of(request)
    phones: Phones = request.app.state.phones

    words = Words(house.content, relative=request.url.path.startswith("/kopi"))

    def t(id_: str, **values: str | int) -> str:
        return plain(Say(id=id_, values=values))

    def plain(line: Line) -> str:
        words.met(line)
        return str(house.language.say(line, language))

    def say(line: Line) -> Markup:
        return phones.paragraphs(plain(line), line)

    def lines(id_: str, **values: str | int) -> Markup:
        return say(Say(id=id_, values=values))

    return {
        "lang": language,
        "large": cookie(request, "size") == LARGE,
        "practice": house.settings.practice,
        "here": request.url.path,
        "logged_in": bool(cookie(request, "user")),
        "together": getattr(request.state, "together", False),
        "token": lambda: form_token(request),
        "t": t,
        "plain": plain,
        "say": say,
        "lines": lines,
        "field_words": words.explained,
    }
