"""The content: checked, and tried out in the terminal."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated

import typer

from bot.commands.answers import AsJson, answer
from bot.commands.failures import Failure
from bot.commands.installation import content, language_of, now
from bot.content import Content
from bot.content.ages import Checked, ages
from bot.content.ages import table as numbers
from bot.dialogs.safety import recognise
from bot.dialogs.services import OLD_DAYS, WARN_DAYS
from bot.proofreading import proofread, readability
from bot.proofreading.pieces import pieces
from bot.proofreading.printed import chapters, document
from bot.proofreading.remarks import as_dict, table
from bot.rehearse import rehearse as walk_through
from bot.settings import Settings

REMARKS = 1  # the texts can be used, and something in them is to be mended

content_app = typer.Typer(help="Worksheets and texts.")


@content_app.command("check")
def check(
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As of this day; else today.")] = None,
    as_json: AsJson = False,
    hardest: Annotated[int, typer.Option(help="Also list the worksheets, and so many texts, the hardest first.")] = 0,
) -> None:
    """Check worksheets and texts, proofread them, tell when numbers were last rung. Prints all that is wrong."""
    found = content(Settings())
    late = _checked_in_time(found, (on or now()).date())
    remarks, texts = proofread(found), pieces(found)
    hard = [(round(liks, 1), piece.file, piece.id) for liks, piece in readability.hardest(texts, hardest)]
    sheets = readability.worksheets_liks(texts, {id_ for id_, _ in found.worksheets})
    liks = {file: round(value, 1) for (file, _), value in sheets.items()}
    counts = {"worksheets": len(found.worksheets), "texts": {name: len(texts) for name, texts in found.texts.items()}}
    told = f"{counts['worksheets']} worksheets, {len(found.texts['nb'])} texts in each language: in order."
    notes = (f"Not checked for {WARN_DAYS} days, ring these numbers:", *numbers(late)) if late else ()
    details = {
        "stale_services": [one.id for one in late],
        "liks": liks,
        "hardest": hard,
        "remarks": [as_dict(one) for one in remarks],
    }
    whole = [(value, file, "(the whole worksheet)") for file, value in liks.items()] if hardest else []
    listed = [f"LIKS {value:.1f}  {file}  {id_}" for value, file, id_ in (*sorted(whole, reverse=True), *hard)]
    answer(as_json, counts | details, *(table(remarks) if remarks else [told]), *listed, *notes)
    if remarks:
        raise typer.Exit(REMARKS)


def _checked_in_time(found: Content, today: date) -> tuple[Checked, ...]:
    """The numbers that somebody should ring soon.

    Raises:
        Failure: nobody has for a year.
    """
    late = tuple(one for one in ages(found.services, today) if one.age != "fresh")
    if old := tuple(one for one in late if one.age == "old"):
        what = f"Nobody has checked {len(old)} number{'' if len(old) == 1 else 's'} for {OLD_DAYS} days"
        do = "ring each, correct it, and set `checked` to the day"
        raise Failure("numbers_old", what, "services.yaml", do, numbers(old))
    return late


@content_app.command("screen")
def screen(
    language: Annotated[str, typer.Option(help="What is written, nb or nn. Both are always tried: people mix.")] = "nb",
) -> None:
    """Read texts from standard input, a line each, and say for each what it discloses, as one JSON object."""
    language_of(language)
    phrases = content(Settings()).phrases
    for line in iter(sys.stdin.buffer.readline, b""):
        text = line.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8", "replace")
        finding = recognise(text, phrases)
        told = {
            "text": text,
            "class": finding.kind if finding else "none",
            "rule": finding.rule if finding else None,
            "words": finding.matched if finding else None,
        }
        sys.stdout.buffer.write(json.dumps(told, ensure_ascii=False).encode() + b"\n")
        sys.stdout.buffer.flush()


@content_app.command("print")
def print_texts(
    language: Annotated[str, typer.Option(help="nb or nn.")] = "nb",
    as_json: AsJson = False,
) -> None:
    """Print every text of a language as one HTML page for a proof-reader, in the order a person meets them."""
    found, reads = content(Settings()), language_of(language)
    texts = [asdict(one) | {"chapter": chapter.title} for chapter in chapters(found, reads) for one in chapter.texts]
    answer(as_json, {"language": reads, "texts": texts}, document(found, reads))


def rehearse(
    worksheet: Annotated[str, typer.Argument(help="Its id, or its number on paper.")],
    language: Annotated[str, typer.Option(help="nb or nn.")] = "nb",
    as_json: AsJson = False,
) -> None:
    """Walk through a worksheet in the terminal. Nothing is stored. Type the number of a button, or an answer."""
    reads = language_of(language)
    found = content(Settings())
    ids = {str(one.number): one.id for one in found.worksheets.values()} | {
        one.id: one.id for one in found.worksheets.values()
    }
    if worksheet not in ids:
        known = ", ".join(sorted(set(ids.values())))
        raise Failure("no_such_worksheet", f"There is no worksheet {worksheet}", "command line", f"name one of {known}")
    screens = sys.stderr if as_json else sys.stdout

    def show(text: str) -> None:
        print(text, file=screens, flush=True)

    sheet = walk_through(found, ids[worksheet], reads, sys.stdin, show, now)
    if as_json:
        print(sheet.model_dump_json())
