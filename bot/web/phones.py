"""Telephone numbers in our texts become links, so that one tap rings. Only numbers that are services of ours, the
coordinator's, and those of the person's own plan where they begin a line.

A line that begins with a number («113 – fare for livet») becomes one broad link: a shaking finger hits it.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from bot.dialogs.screen import Line, Say
from bot.dialogs.services import Service, Services

_GAP = "[ \N{NO-BREAK SPACE}]"
_DASH = rf"{_GAP}+[–-]{_GAP}+"
_SERVICE_TEXT = re.compile(r"services\.([a-z0-9_]+)\.")
_A_NUMBER = rf"\+?\d(?:{_GAP}?\d){{4,15}}"
_OF_A_PERSON = re.compile(rf"({_A_NUMBER}){_DASH}(.+)")


class Phones:
    """Knows the numbers of the services that are shown. Made once from the content."""

    def __init__(self, services: Services) -> None:
        self._services = {one.id: one for one in services.shown}
        numbers = sorted({one.number for one in services.shown if one.kind == "phone"}, key=len, reverse=True)
        either = "|".join(re.escape(number).replace(r"\ ", _GAP) for number in numbers)
        # Not a part of a longer number: «22 40 11 20» holds no 112.
        self._number = re.compile(rf"(?<![\d+])(?<!\d{_GAP})(?:{either})(?!{_GAP}?\d)")
        self._line = re.compile(rf"({either}){_DASH}(.+)")

    def paragraphs(self, text: str, line: Line | None = None) -> Markup:
        """The text as HTML: an empty line begins a new paragraph, a line that begins with a number is one link.

        Args:
            text: rendered, plain.
            line: what it was rendered from; a service's own line leads to that service, which may take messages only.
        """
        service = self._service_of(line)
        coordinators = _coordinators(line)
        made: list[Markup] = []
        for block in re.split(r"\n\s*\n", text.strip()):
            inside: list[Markup] = []
            for one in block.split("\n"):
                if (whole := self._whole_line(one, service)) is None:
                    inside.append(self.inline(one, coordinators))
                    continue
                made.extend(_paragraph(inside))
                inside = []
                made.append(whole)
            made.extend(_paragraph(inside))
        return Markup("\n").join(made)

    def inline(self, text: str, more: tuple[str, ...] = ()) -> Markup:
        """One line as HTML, with a link at each number. `more`: numbers beside those of the services."""
        made, end = Markup(), 0
        either = re.compile("|".join((*map(_whole, more), self._number.pattern))) if more else self._number
        for match in either.finditer(text):
            made += escape(text[end : match.start()])
            made += Markup('<a class="tel" href="tel:{}">{}</a>').format(_digits(match[0]), match[0])
            end = match.end()
        return made + escape(text[end:])

    def _service_of(self, line: Line | None) -> Service | None:
        found = _SERVICE_TEXT.match(line.id) if isinstance(line, Say) else None
        return self._services.get(found[1]) if found else None

    def _whole_line(self, text: str, service: Service | None) -> Markup | None:
        if service is not None and service.kind == "write":
            shown, dash, rest = text.partition(" – ")
            return _call(service.address, shown, rest) if dash else None
        match = self._line.fullmatch(text) or _OF_A_PERSON.fullmatch(text)
        if match is None:
            return None
        scheme = "sms" if service is not None and service.kind == "sms" else "tel"
        return _call(f"{scheme}:{_digits(match[1])}", match[1], match[2])


def _coordinators(line: Line | None) -> tuple[str, ...]:
    """The numbers in what the coordinator wrote for a number: mostly one, and nothing else."""
    written = line.values.get("coordinator_phone", "") if isinstance(line, Say) else ""
    return tuple(re.findall(rf"(?<!\d){_A_NUMBER}(?!\d)", str(written)))


def _whole(number: str) -> str:
    """A pattern for this number where it is no part of a longer one."""
    spaced = _GAP.join(map(re.escape, re.split(_GAP, number)))
    return rf"(?<![\d+])(?<!\d{_GAP}){spaced}(?!{_GAP}?\d)"


def _paragraph(lines: list[Markup]) -> tuple[Markup, ...]:
    return (Markup("<p>{}</p>").format(Markup("<br>").join(lines)),) if lines else ()


def _call(href: str, shown: str, rest: str) -> Markup:
    return Markup('<p><a class="call" href="{}"><strong>{}</strong> <span>{}</span></a></p>').format(href, shown, rest)


def _digits(number: str) -> str:
    return re.sub(r"[^\d+]", "", number)
