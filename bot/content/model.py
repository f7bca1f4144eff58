"""The content as the rest of the house sees it: checked, complete, and never changed after start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from bot.content.check import check
from bot.content.files import read
from bot.content.overlay import laid_over
from bot.content.parsed import LANGUAGES, WORDS, Parsed, Text, parse_content
from bot.content.problems import ContentProblems, Problem
from bot.dialogs.context import Language
from bot.dialogs.definition import Worksheet
from bot.dialogs.rules import Phrases
from bot.dialogs.services import Services
from bot.dialogs.words import finder


@dataclass(frozen=True, slots=True)
class Content:
    """All definitions and texts, loaded once at start.

    Attributes:
        worksheets: each version of each worksheet, by (id, version).
        texts: language -> text id -> text, unfilled. Of a plural, the form `other`.
        plurals: language -> text id -> form (`one`, `other`) -> text; only the texts that have forms.
        services: whom to ring, with numbers and hours.
        phrases: what `safety.yaml` and `safety/*.yaml` of each language say: phrases to recognise, not to say.
        field_words: text id -> keys of the field words that stand in it, in either language.
    """

    worksheets: Mapping[tuple[str, int], Worksheet]
    texts: Mapping[Language, Mapping[str, str]]
    plurals: Mapping[Language, Mapping[str, Mapping[str, str]]]
    services: Services
    phrases: tuple[Phrases, ...]
    field_words: Mapping[str, tuple[str, ...]]

    def words_in(self, text_id: str) -> tuple[str, ...]:
        """Which words of the field stand in this text, in either language."""
        return self.field_words.get(text_id, ())

    def worksheet(self, id: str, version: int | None = None) -> Worksheet:  # noqa: A002 - the field's word
        """The worksheet in this version; without a version, in its newest.

        Raises:
            KeyError: there is none.
        """
        if version is None:
            version = max((number for name, number in self.worksheets if name == id), default=0)
        try:
            return self.worksheets[id, version]
        except KeyError:
            raise KeyError(f"no worksheet {id}, version {version or 'newest'}") from None


def load(folder: Path, own: Path | None = None) -> Content:
    """Read and check the content folder.

    Args:
        folder: a whole one, with everything in it.
        own: a municipality's, laid over it; it holds only what differs.

    Raises:
        ContentProblems: it cannot be used; all that is wrong, as far as one thing does not hide another. Where there is
            a folder of one's own, all is told of that one: what is shipped is in order.
    """
    files, unread = read(folder)
    if own is not None:
        theirs, unread_too = read(own)
        files, unread = laid_over(files, theirs), [*unread, *unread_too]
    parsed, unparsed = parse_content(files)
    if problems := [*unread, *unparsed] or check(parsed):
        raise ContentProblems([_of(own, one) for one in problems])
    return _content(parsed)


def _of(own: Path | None, one: Problem) -> Problem:
    return one if own is None else replace(one, file=(own / one.file).as_posix())


def _content(parsed: Parsed) -> Content:
    return Content(
        worksheets=MappingProxyType({(one.id, one.version): one for one in parsed.worksheets.values()}),
        texts=MappingProxyType({language: _flat(parsed.texts[language]) for language in LANGUAGES}),
        plurals=MappingProxyType({language: _plurals(parsed.texts[language]) for language in LANGUAGES}),
        services=parsed.services,
        phrases=parsed.phrases,
        field_words=MappingProxyType(_field_words(parsed)),
    )


def _field_words(parsed: Parsed) -> dict[str, tuple[str, ...]]:
    """Where each word stands. What a word means is not explained in turn."""
    found: dict[str, tuple[str, ...]] = {}
    for language, words in parsed.words.items():
        find = finder(words)
        for id_, text in parsed.texts[language].items():
            if id_.startswith(f"{WORDS}."):
                continue
            if keys := (*found.get(id_, ()), *find("\n".join(text.forms.values()))):
                found[id_] = tuple(dict.fromkeys(keys))
    return found


def _flat(texts: Mapping[str, Text]) -> Mapping[str, str]:
    """Of each text the form that stands alone, or `other`."""
    return MappingProxyType({id_: text.forms.get("") or text.forms["other"] for id_, text in texts.items()})


def _plurals(texts: Mapping[str, Text]) -> Mapping[str, Mapping[str, str]]:
    return MappingProxyType(
        {id_: MappingProxyType(dict(text.forms)) for id_, text in texts.items() if "" not in text.forms}
    )
