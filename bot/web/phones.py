"""Telephone numbers in our texts become links, so that one tap rings. Only numbers that are services of ours.

A line that begins with such a number («113 – fare for livet») becomes one broad link: a shaking finger hits it.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from bot.dialogs.services import Services

_GAP = "[ \N{NO-BREAK SPACE}]"
_LEADING = re.compile(rf"{_GAP}*[–-]{_GAP}+")


class Phones:
    """Knows the numbers of the services that are shown. Made once from the content."""

    def __init__(self, services: Services) -> None:
        self._tel = {one.tel: one.number for one in services.shown if one.kind == "phone" and one.tel}
        longest_first = sorted(self._tel.values(), key=len, reverse=True)
        numbers = "|".join(re.escape(number).replace(r"\ ", _GAP) for number in longest_first)
        # Not a part of a longer number: «22 40 11 20» holds no 112.
        self._number = re.compile(rf"(?<![\d+])(?<!\d{_GAP})(?:{numbers})(?!{_GAP}?\d)")

    def paragraphs(self, text: str) -> Markup:
        """The text as HTML: an empty line begins a new paragraph, a line that begins with a number is one link."""
        made: list[Markup] = []
        open_lines: list[Markup] = []

        def close() -> None:
            if open_lines:
                made.append(Markup("<p>{}</p>").format(Markup("<br>").join(open_lines)))  # noqa: S704 - built here
                open_lines.clear()

        for line in text.split("\n"):
            whole = self._whole_line(line)
            if whole is not None:
                close()
                made.append(whole)
            elif not line.strip():
                close()
            else:
                open_lines.append(self.inline(line))
        close()
        return Markup("\n").join(made)

    def inline(self, line: str) -> Markup:
        """One line as HTML, with a link at each number."""
        made, end = Markup(), 0
        for match in self._number.finditer(line):
            made += escape(line[end : match.start()]) + self._link(match[0], match[0], "tel")
            end = match.end()
        return made + escape(line[end:])

    def _whole_line(self, line: str) -> Markup | None:
        match = self._number.match(line)
        if match is None or (dash := _LEADING.match(line, match.end())) is None:
            return None
        rest = escape(line[dash.end() :])
        inside = Markup("<strong>{}</strong> <span>{}</span>").format(match[0], rest)
        return Markup("<p>{}</p>").format(self._link(match[0], inside, "call"))

    def _link(self, number: str, inside: str | Markup, looks: str) -> Markup:
        tel = re.sub(r"\D", "", number)
        return Markup('<a class="{}" href="tel:{}">{}</a>').format(looks, tel, inside)
