"""All texts of a language as one page to read or print, in the order a person meets them. File and id stand small
below each text, so that a correction can be sent back by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from bot.content import Content
from bot.dialogs.context import Language as Code
from bot.dialogs.definition import Section, Step, Worksheet
from bot.dialogs.screen import Say
from bot.language import Language
from bot.proofreading.pieces import TYPICAL, file_of, forms

# Files in the order they are met, and where. The worksheets come after the menu; a file that is not here comes last.
ORDER: dict[str, str] = {
    "pages": "The way in, and what stands around every page",
    "onboarding": "Welcome",
    "consent": "Consents",
    "menu": "The menu",
    "walk": "Buttons and notices of every question",
    "edits": "A message changed afterwards",
    "share": "Sending a sheet",
    "review": "What came back",
    "copies": "Copies of the crisis plan",
    "choices": "My choices: taking back and ending",
    "removing": "Removing",
    "paused": "A pause",
    "news": "What is new",
    "words": "What words of the field mean",
    "help_now": "Help now",
    "replies": "Replies to words about life and danger",
    "services": "Whom to ring",
    "telegram": "Telegram",
    "papers": "The person's own pages",
    "documents": "On paper",
    "copy": "The copy, as a relative meets it",
    "desk": "The coordinator's desk",
    "rehearse": "A rehearsal in the terminal",
}
WORKSHEETS_AFTER = "walk"
PARTS = ("ask", "again", "help", "example", "own", "more", "name", "phone", "relation")  # of a step, as they are met
STYLE = """body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:1.05rem/1.5 serif}
h1,h2,h3{font-family:sans-serif;line-height:1.2}h2{margin-top:3rem}p{margin:.5rem 0;white-space:pre-line}
small{display:block;color:#555;font:.7rem sans-serif}b{font-weight:normal;color:#555}
@media print{h2{break-before:page}p{break-inside:avoid}}"""


@dataclass(frozen=True, slots=True)
class Printed:
    """One text in its place. `part`: what it is of the one above (`help`, `option`), empty if it stands alone."""

    file: str
    id: str
    text: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """The texts of one place."""

    title: str
    texts: tuple[Printed, ...]


def chapters(content: Content, code: Code) -> tuple[Chapter, ...]:
    """Every text of a language once, in the order it is met."""
    worksheets = _worksheets(content)
    by_file: dict[str, list[str]] = {}
    for id_ in content.texts[code]:
        by_file.setdefault(id_.partition(".")[0], []).append(id_)
    language = Language(content)
    found: list[Chapter] = []

    def add(title: str, ids: Iterable[tuple[str, str]]) -> None:
        texts = tuple(one for id_, part in ids for one in _texts(content, language, code, id_, part))
        if texts:
            found.append(Chapter(title, texts))

    others = [name for name in by_file if name not in ORDER and name not in worksheets]
    for name in [*ORDER, *others]:
        add(ORDER.get(name, name), ((id_, "") for id_ in by_file.get(name, ())))
        if name == WORKSHEETS_AFTER:
            for worksheet in worksheets.values():
                title = content.texts[code][f"{worksheet.id}.title"]
                add(f"Sheet {worksheet.number}: {title}", _of_worksheet(worksheet, by_file[worksheet.id]))
    return tuple(found)


def document(content: Content, code: Code) -> str:
    """The page as HTML, whole in itself. What is filled in stands in ‹ ›."""
    title = f"Planprat, {code}"
    lines = ["<!doctype html>", f'<html lang="{code}"><meta charset="utf-8"><title>{title}</title>']
    lines += [f"<style>{STYLE}</style>", f"<h1>{title}</h1>"]
    for chapter in chapters(content, code):
        lines.append(f"<h2>{escape(chapter.title)}</h2>")
        for one in chapter.texts:
            part = f"<b>{one.part}:</b> " if one.part else ""
            tag = "h3" if one.part == "ask" else "p"
            said = escape(one.text) if one.part == "ask" else part + escape(one.text)
            lines.append(f"<{tag}>{said}<small>{one.file} · {one.id}</small></{tag}>")
    return "\n".join([*lines, "</html>"])


def _worksheets(content: Content) -> dict[str, Worksheet]:
    """The newest version of each, by number on paper."""
    newest = {id_: content.worksheet(id_) for id_, _ in content.worksheets}
    return dict(sorted(newest.items(), key=lambda one: one[1].number))


def _of_worksheet(worksheet: Worksheet, ids: list[str]) -> Iterator[tuple[str, str]]:
    """(id, part) of each text of a worksheet; last what only older versions ask."""
    head = f"{worksheet.id}."
    wanted = [("title", "title"), ("intro", "intro")]
    wanted += [(f"frequency.{name}", "answers") for name in ("heading", "rarely", "before_crisis", "often")]
    for section in worksheet.sections:
        wanted += _of_section(section)
    ordered = {f"{head}{name}": part for name, part in wanted if f"{head}{name}" in ids}
    yield from ordered.items()
    yield from ((id_, "older") for id_ in ids if id_ not in ordered)


def _of_section(section: Section) -> list[tuple[str, str]]:
    found = [(f"sections.{section.id}", "section")]
    for step in section.steps:
        found += _of_step(step)
    return [*found, (f"rest.{section.id}", "rest")]


def _of_step(step: Step) -> list[tuple[str, str]]:
    options = [f"options.{key}" for key in step.option_keys()]
    return [(f"steps.{step.id}.{name}", name.partition(".")[0]) for name in (*PARTS, *options, "short")]


def _texts(content: Content, language: Language, code: Code, id_: str, part: str) -> Iterator[Printed]:
    """A text, each form of it by itself, with typical values in ‹ ›."""
    values = {name: value if isinstance(value, int) else f"‹{value}›" for name, value in TYPICAL.items()}
    for n, _ in forms(content, code, id_):
        yield Printed(file_of(code, id_), id_, language.say(Say(id=id_, values={**values, "n": n}), code), part)
