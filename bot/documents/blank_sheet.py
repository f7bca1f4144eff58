"""An empty worksheet to print and fill in by hand, with the numbers by which paper and phone find each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from bot.dialogs.definition import Kind
from bot.dialogs.screen import Say
from bot.documents.paper import Sayer, Written, sheet_of_paper
from bot.documents.press import press

# (question, kind, labels of its options); (heading, questions). A heading "" goes on under the one before.
Question = tuple[str, Kind, tuple[str, ...]]
Section = tuple[str, tuple[Question, ...]]

# How many lines a hand gets for each kind; a person takes a row of a table.
LINES: dict[Kind, int] = {"text": 5, "list": 6, "pick": 4, "person": 4, "phone": 1, "date": 1}
DRAWN: dict[Kind, str] = {
    "text": "lines",
    "phone": "lines",
    "date": "lines",
    "list": "numbered",
    "pick": "numbered",
    "person": "people",
    "choice": "options",
    "confirm": "options",
}


def blank_sheet_pdf(
    title: str, number: int, sections: tuple[Section, ...], language: Written, say: Sayer, *, large: bool = False
) -> bytes:
    """An empty worksheet as a tagged PDF, A4.

    Args:
        title: of the worksheet, in `language`.
        number: of the paper sheet, 1 to 16.
        sections: in order. Questions are numbered through the whole sheet, so that item 25 is item 25; questions of
            kind `frequency` that follow each other with the same options share one table.
        language: of title and questions; `say` renders our few words in it.
        large: 16 pt instead of 12.
    """
    return press("blank_sheet", blank_sheet_words(title, number, sections, language, say, large=large))


def blank_sheet_words(
    title: str, number: int, sections: tuple[Section, ...], language: Written, say: Sayer, *, large: bool
) -> dict[str, object]:
    """The words of the sheet in order, as `typst/blank_sheet.typ` takes them."""

    def our(path: str, **values: int) -> str:
        return say(Say(id=f"documents.blank_sheet.{path}", values={**values}))

    columns = [our(f"person.{part}") for part in ("name", "phone", "relation")]
    return {
        **sheet_of_paper(say, language, large=large),
        "number": our("number", number=number),
        "heading": title,
        "name": our("name"),
        "date": our("date"),
        "skip": our("skip"),
        "tick": our("tick"),
        "item": our("item"),
        "sentence": our("sentence"),
        "sections": [
            {"heading": heading, "parts": list(parts(questions, columns))}
            for heading, questions in numbered(joined(sections))
        ],
    }


def joined(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections, those without a heading put together with the one before: so the forty stand in one table."""
    whole: list[Section] = []
    for heading, questions in sections:
        if whole and not heading:
            before, earlier = whole.pop()
            whole.append((before, earlier + questions))
        else:
            whole.append((heading, questions))
    return tuple(whole)


def numbered(sections: tuple[Section, ...]) -> Iterator[tuple[str, list[tuple[int, Question]]]]:
    """Each question with its number, counted through the whole sheet from 1."""
    count = 0
    for heading, questions in sections:
        yield heading, list(enumerate(questions, start=count + 1))
        count += len(questions)


def parts(questions: list[tuple[int, Question]], columns: list[str]) -> Iterator[dict[str, object]]:
    """What is drawn one below the other: a table of ticks for a run of frequency questions, else one question each."""

    def table(numbered_question: tuple[int, Question]) -> tuple[str, ...] | None:
        _, (_, kind, options) = numbered_question
        return options if kind == "frequency" else None

    for options, run in groupby(questions, key=table):
        if options is not None:
            rows = [{"number": number, "question": question} for number, (question, _, _) in run]
            yield {"kind": "ticks", "options": options, "rows": rows}
            continue
        for number, (question, kind, choices) in run:
            yield {
                "kind": DRAWN[kind],
                "number": number,
                "question": question,
                "options": choices,
                "lines": LINES.get(kind, 0),
                "columns": columns,
            }
