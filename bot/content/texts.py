"""Rules over the texts: which ones a worksheet needs, and that Bokmål and Nynorsk have the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from bot.content.files import SERVICES
from bot.content.parsed import LANGUAGES, PHRASES, Parsed
from bot.content.problems import Problem, problem
from bot.dialogs.context import Language
from bot.dialogs.definition import FREQUENCIES, Kind, Section, Step, Worksheet

# Beside `ask`, `help` and `short`, which every step has: the texts of each kind. A new kind of step is a new line here.
OF_KIND: dict[Kind, tuple[str, ...]] = {
    "text": ("example",),
    "choice": (),
    "frequency": (),
    "list": ("example", "more"),
    "pick": (),
    "person": ("name", "phone", "relation", "more"),
    "phone": (),
    "date": (),
    "confirm": (),
}


def needed_texts(worksheet: Worksheet) -> dict[str, str]:
    """The id of every text a worksheet needs, and why, in words that fit after «write it;»."""
    head = f"{worksheet.id}."
    needed = {head + "title": "a worksheet has a title", head + "intro": "a worksheet has an introduction"}
    for section in worksheet.sections:
        needed |= {head + name: why for name, why in _of_section(section).items()}
    for step in worksheet.steps():
        needed |= {f"{head}steps.{step.id}.{name}": why for name, why in _of_step(step).items()}
    if any(step.kind == "frequency" for step in worksheet.steps()):
        why = "a worksheet with steps of kind frequency has it once"
        needed |= {f"{head}frequency.{name}": why for name in ("heading", *FREQUENCIES)}
    return needed


def _of_section(section: Section) -> dict[str, str]:
    needed = {f"sections.{section.id}": "a section has a title"}
    if section.rest_after:
        needed[f"rest.{section.id}"] = "the section has `rest_after`"
    return needed


def _of_step(step: Step) -> dict[str, str]:
    needed = dict.fromkeys(("ask", "help", "short"), "every step has it")
    needed |= dict.fromkeys(OF_KIND[step.kind], f"a step of kind {step.kind} has it")
    if step.again:
        needed["again"] = "the step has `again: true`"
    if step.own:
        needed["own"] = "the step has `own: true`"
    if step.kind in ("choice", "confirm"):
        needed |= {f"options.{key}": "each option has a label" for key in step.option_keys()}
    return needed


def both_files(parsed: Parsed) -> Iterator[Problem]:
    """Each file of texts stands in both languages; each worksheet has one, and so has the safety net."""
    for language in LANGUAGES:
        for name, counterpart in _expected(parsed).items():
            file = f"{language}/{name}"
            if file not in parsed.names:
                yield problem("missing_file", file, counterpart=counterpart)


def complete_worksheets(parsed: Parsed) -> Iterator[Problem]:
    """A worksheet's file has every text that some version of it needs, and no other."""
    for worksheet_id, needed in _needed(parsed).items():
        for language in LANGUAGES:
            file = f"{language}/{worksheet_id}.yaml"
            if file not in parsed.names:
                continue
            there = _ids(parsed, language, file)
            for id_ in needed.keys() - there:
                yield problem("missing_text", file, id_, reason=needed[id_])
            for id_ in there - needed.keys():
                yield problem("unwanted_text", file, id_)


def same_in_both(parsed: Parsed) -> Iterator[Problem]:
    """A text of any other file stands in both languages."""
    worksheets = _needed(parsed)
    for name in _expected(parsed):
        if PurePosixPath(name).stem in worksheets:
            continue
        for language, other in (LANGUAGES, reversed(LANGUAGES)):
            file, counterpart = f"{language}/{name}", f"{other}/{name}"
            if file not in parsed.names or counterpart not in parsed.names:
                continue
            for id_ in _ids(parsed, other, counterpart) - _ids(parsed, language, file):
                yield problem("missing_text", file, id_, reason=f"{counterpart} has it")


def service_texts(parsed: Parsed) -> Iterator[Problem]:
    """A service that is not always open names the text that says when it is."""
    for service in parsed.services.services:
        if service.hours is None:
            continue
        for language in LANGUAGES:
            file = f"{language}/{service.hours.partition('.')[0]}.yaml"
            if service.hours not in parsed.texts[language]:
                yield problem("missing_text", file, service.hours, reason=f"{SERVICES}: {service.id} names it")


def filled_texts(parsed: Parsed) -> Iterator[Problem]:
    """No text is empty: an empty line on a screen looks like a mistake of the reader's."""
    for language in LANGUAGES:
        for id_, text in parsed.texts[language].items():
            if not all(text.forms.values()):
                yield problem("empty_text", text.file, id_)


def _needed(parsed: Parsed) -> dict[str, dict[str, str]]:
    """Worksheet id -> the texts of all its versions together: old sheets are shown in today's words."""
    needed: dict[str, dict[str, str]] = {}
    for worksheet in parsed.worksheets.values():
        needed.setdefault(worksheet.id, {}).update(needed_texts(worksheet))
    return needed


def _expected(parsed: Parsed) -> dict[str, str]:
    """The file names that both languages should have, each with what it goes with."""
    texts = (name for name in parsed.names if name.startswith(("nb/", "nn/")) and name.count("/") == 1)
    found = {PurePosixPath(name).name: name for name in texts}
    sheets = {f"{worksheet.id}.yaml": file for file, worksheet in parsed.worksheets.items()}
    return {f"{PHRASES}.yaml": "the one of the release"} | sheets | found


def _ids(parsed: Parsed, language: Language, file: str) -> set[str]:
    return {id_ for id_, text in parsed.texts[language].items() if text.file == file}
