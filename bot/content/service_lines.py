"""Rules over what is said about each service: somebody may have just written that they want to die, and this line is
what they get. So it is there for every service, in both languages, and the number stands first, where it can be
pressed or copied.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.files import SERVICES
from bot.content.parsed import LANGUAGES, Parsed
from bot.content.problems import Problem, problem

FILE = "services.yaml"  # in each language's folder


def each_has_a_line(parsed: Parsed) -> Iterator[Problem]:
    """`services.<id>.line` says what the service is; a municipality's own too."""
    for service in parsed.services.services:
        for language in LANGUAGES:
            if (id_ := f"services.{service.id}.line") not in parsed.texts[language]:
                yield problem("missing_text", f"{language}/{FILE}", id_, reason=f"{SERVICES} has this service")


def number_first(parsed: Parsed) -> Iterator[Problem]:
    """A line begins with the number of its own service."""
    for service in parsed.services.services:
        for language in LANGUAGES:
            id_ = f"services.{service.id}.line"
            text = parsed.texts[language].get(id_)
            if text is not None and not text.forms.get("", "").startswith(f"{{{{ phone.{service.id} }}}}"):
                yield problem("number_later", text.file, id_, service=service.id)
