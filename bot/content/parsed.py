"""The content between reading and checking: everything has its type, nothing has been compared yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, RootModel, ValidationError

from bot.content.files import SERVICES, Files
from bot.content.problems import Problem, problem
from bot.dialogs.context import Language
from bot.dialogs.definition import Step, Worksheet
from bot.dialogs.rules import Phrases
from bot.dialogs.services import FEWEST_ALWAYS_OPEN, FewAlwaysOpen, Services
from bot.dialogs.words import FieldWord

LANGUAGES: tuple[Language, ...] = get_args(Language)
PHRASES = "safety"  # content/<language>/safety.yaml and safety/*.yaml: phrases to recognise, not texts to say
WORDS = "words"  # content/<language>/words.yaml: what field words mean, with their forms; word and meaning are texts
PLURAL_FORMS = frozenset({"one", "other"})  # CLDR: the plural categories of both nb and nn

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Text:
    """One text as it stands in a file. `forms` has one entry under `""`, or one for each of `PLURAL_FORMS`."""

    file: str
    forms: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Parsed:
    """What the files say. `worksheets` by file name; `texts` by language and id; `names` are all files read."""

    names: frozenset[str]
    worksheets: Mapping[str, Worksheet]
    texts: Mapping[Language, Mapping[str, Text]]
    phrases: tuple[Phrases, ...]
    services: Services
    words: Mapping[Language, Mapping[str, FieldWord]]

    def newest(self, worksheet_id: str) -> Worksheet | None:
        """The newest version of a worksheet; None if there is none with this id."""
        versions = [one for one in self.worksheets.values() if one.id == worksheet_id]
        return max(versions, key=lambda one: one.version, default=None)

    def service_ids(self) -> tuple[str, ...]:
        """The ids of the services, in the order of the data."""
        return tuple(service.id for service in self.services.services)

    def steps(self) -> Iterator[tuple[str, Worksheet, Step]]:
        """Each step of each worksheet, with the file it stands in."""
        for file, worksheet in self.worksheets.items():
            for step in worksheet.steps():
                yield file, worksheet, step


def parse_content(files: Files) -> tuple[Parsed, list[Problem]]:
    """Give every file its type. What has problems is left out of the result."""
    problems: list[Problem] = []
    worksheets = {
        name: worksheet
        for name in files
        if name.startswith("worksheets/") and (worksheet := _model(Worksheet, name, files[name], problems)) is not None
    }
    services = Services.model_construct(services=())
    if SERVICES not in files:
        problems.append(problem("missing_file", SERVICES, counterpart="content/services.yaml of the release"))
    elif (found := _model(Services, SERVICES, files[SERVICES], problems)) is not None:
        services = found
    texts: dict[Language, dict[str, Text]] = {language: {} for language in LANGUAGES}
    phrases: list[Phrases] = []
    words: dict[Language, Mapping[str, FieldWord]] = {}
    for language in LANGUAGES:
        for name in (name for name in files if name.startswith(f"{language}/")):
            stem = PurePosixPath(name).stem
            if is_phrases(name):
                if (spoken := _model(Phrases, name, files[name], problems)) is not None:
                    phrases.append(spoken)
                continue
            data = files[name]
            if stem == WORDS and (known := _model(_Words, name, data, problems)) is not None:
                words[language] = known.root
                data = {
                    key: one.model_dump(exclude={"forms"}, exclude_defaults=True) for key, one in known.root.items()
                }
            for id_, text in _texts(name, stem, data, problems) if stem != WORDS or language in words else ():
                if id_ in texts[language]:
                    problems.append(problem("ambiguous_text", name, id_))
                texts[language][id_] = text
    return Parsed(frozenset(files), worksheets, texts, tuple(phrases), services, words), problems


def is_phrases(name: str) -> bool:
    """Whether this file, `nb/safety.yaml` or `nb/safety/hints/time.yaml`, holds phrases to recognise."""
    _, _, file = name.partition("/")
    return file == f"{PHRASES}.yaml" or file.startswith(f"{PHRASES}/")


class _Words(RootModel[dict[str, FieldWord]]):
    """A file of words, by key."""


def _model(model: type[M], name: str, data: Any, problems: list[Problem]) -> M | None:
    """The data as this model; or None, and a problem for each thing in it that does not fit."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for one in error.errors(include_url=False):
            if one["type"] == "extra_forbidden":
                *outer, field = one["loc"]
                problems.append(problem("unknown_field", name, _place(data, outer), field=field))
            elif isinstance(few := one.get("ctx", {}).get("error"), FewAlwaysOpen):
                closed, values = ", ".join(few.closed), {"open": few.open, "fewest": FEWEST_ALWAYS_OPEN}
                problems.append(problem("few_always_open", name, closed, **values))
            else:
                problems.append(problem("bad_value", name, _place(data, one["loc"]), reason=_reason(one["msg"])))
        return None


def _place(data: Any, loc: Sequence[int | str]) -> str:
    """Where in the data this is, in words a writer knows: the ids on the way instead of positions in lists."""
    parts: list[str] = []
    for key in loc:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            data = None
        named = data.get("id", data.get("key")) if isinstance(data, Mapping) else None
        if isinstance(key, str):
            parts.append(key)
        elif named is not None:
            parts = [str(named)]
        else:
            parts.append(str(key + 1))
    return ".".join(parts)


def _reason(message: str) -> str:
    return message.removeprefix("Value error, ").rstrip(".")


def _texts(name: str, path: str, data: Any, problems: list[Problem]) -> Iterator[tuple[str, Text]]:
    """Every text below this place, with its id; what is no text becomes a problem."""
    if isinstance(data, str):
        yield path, Text(name, {"": data.strip()})
    elif isinstance(data, Mapping) and is_plural(data):
        yield path, Text(name, {form: words.strip() for form, words in data.items()})
    elif isinstance(data, Mapping) and data:
        for key, value in data.items():
            yield from _texts(name, f"{path}.{key}", value, problems)
    else:
        problems.append(problem("not_a_text", name, path))


def is_plural(data: Mapping[Any, Any]) -> bool:
    """Whether this is one text in its plural forms: exactly `one` and `other`, both of them texts."""
    return set(data) == PLURAL_FORMS and all(isinstance(value, str) for value in data.values())
