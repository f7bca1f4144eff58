"""Our sentences in Bokmål or Nynorsk: finds the text, fills it, writes dates and numbers as the reader does.

Escaping is the channel's business: what comes out is plain text, and a person's own words pass through as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from types import SimpleNamespace

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from jinja2 import StrictUndefined, Template, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from bot.content import LANGUAGES, Content
from bot.content.placeholders import PHONE
from bot.dialogs.context import Language as Code
from bot.dialogs.dates import OSLO
from bot.dialogs.screen import Day, Line, Quote

_LOCALES: dict[Code, Locale] = {language: Locale.parse(language) for language in LANGUAGES}

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
# What is read from right to left (Hebrew, Arabic and their neighbours), and the signs that turn a line by themselves.
_TURNING = "\u202a-\u202e\u2066-\u2069"
_TO_THE_LEFT = "\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff"
_TURNED = re.compile(f"[{_TO_THE_LEFT}{_TURNING}]")
_TURNS = re.compile(f"[{_TURNING}]")

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:\d{2})")


class Language:
    """Says our lines. Made once from the content, then shared by all threads: it only remembers compiled templates."""

    def __init__(self, content: Content) -> None:
        self._texts = content.texts
        self._plurals = content.plurals
        self._environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
        self._phone = SimpleNamespace(**{one.id: for_the_eye(one.number) for one in content.services.services})
        self._templates: dict[tuple[Code, str, str], Template] = {}
        # Most texts hold nothing to fill in; they are answered without Jinja2.
        self._plain = {
            (language, id_): words
            for language in LANGUAGES
            for id_, words in content.texts[language].items()
            if id_ not in content.plurals[language] and "{" not in words
        }

    def say(self, line: Line, language: Code) -> str:
        """The line as text, without trailing space.

        A person's own words come back to the letter. In a text, `values` fill the placeholders as they are (`isolated`)
        and are never read as templates; `lines` are said first, `days` are written out. Of a text with plural forms the
        value `n` chooses the form.

        Raises:
            KeyError: no such text, or a value that it needs is not given; names the id and the language.
        """
        if isinstance(line, Quote):
            return line.text
        plain = self._plain.get((language, line.id))
        if plain is not None:
            return plain
        values = {name: isolated(one) if isinstance(one, str) else one for name, one in line.values.items()}
        values.update({name: self.say(inner, language) for name, inner in line.lines.items()})
        values.update({name: self.day(day, language) for name, day in line.days.items()})
        template = self._template(language, line.id, self._form(language, line.id, values))
        try:
            return template.render({**values, PHONE: self._phone})
        except UndefinedError as error:
            raise KeyError(f"{line.id} in {language}: {error.message}") from None

    def day(self, day: Day, language: Code) -> str:
        """A date as precise as it is: «14. mars 2027», «mars 2027», «2027»; with `clock` «14. mars 2027 kl. 13.05».

        A point in time is shown as in Oslo. What is no date is given back as it is: a person may have written it.
        """
        locale = _LOCALES[language]
        try:
            if found := _MONTH.fullmatch(day.iso):
                return format_date(date(int(found[1]), int(found[2]), 1), "MMMM y", locale)
            if _DATE.fullmatch(day.iso):
                return format_date(date.fromisoformat(day.iso), "d. MMMM y", locale)
            if _MOMENT.fullmatch(day.iso):
                moment = datetime.fromisoformat(day.iso).astimezone(OSLO)
                written = format_date(moment.date(), "d. MMMM y", locale)
                return f"{written} kl. {moment:%H.%M}" if day.clock else written
        except (ValueError, OverflowError):  # 30 February, year 0, a moment outside the calendar
            return day.iso
        return day.iso

    def number(self, n: int, language: Code = "nb") -> str:
        """A number with its thousands set apart: 20000 is «20 000», with a space that does not break."""
        return format_decimal(n, locale=_LOCALES[language])

    def _form(self, language: Code, id_: str, values: Mapping[str, str | int]) -> str:
        if id_ not in self._plurals[language]:
            return ""
        n = values.get("n")
        if not isinstance(n, int):
            raise KeyError(f"{id_} in {language}: has plural forms and needs a number `n`")
        return _LOCALES[language].plural_form(n)

    def _template(self, language: Code, id_: str, form: str) -> Template:
        template = self._templates.get((language, id_, form))
        if template is None:
            words = self._plurals[language][id_][form] if form else self._texts[language].get(id_)
            if words is None:
                raise KeyError(f"no text {id_} in {language}")
            template = self._environment.from_string(words)
            self._templates[language, id_, form] = template
        return template


def isolated(words: str) -> str:
    """Words that stand within a sentence of ours.

    A name in Arabic or Hebrew would take full stops, numbers and its neighbours along to the wrong side. Between these
    two signs its direction is its own (Unicode, UAX 9: first strong isolate), in a browser, in Telegram and on paper.
    Signs in it that turn a line are left out: no name can turn the sentence.
    """
    if not _TURNED.search(words):
        return words
    lines = (_TURNS.sub("", line) for line in words.split("\n"))  # the end of a line ends all that was begun in it
    return "\n".join(f"\N{FIRST STRONG ISOLATE}{line}\N{POP DIRECTIONAL ISOLATE}" for line in lines)


def for_the_eye(number: str) -> str:
    """A telephone number that no line break can part: «116 117» with spaces that do not break."""
    return number.replace(" ", "\N{NO-BREAK SPACE}")
