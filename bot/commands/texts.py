"""The content: checked, and tried out in the terminal."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Annotated

import typer

from bot.commands.answers import AsJson, answer
from bot.commands.failures import Failure
from bot.commands.installation import content, language_of, now
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
    as_json: AsJson = False,
    hardest: Annotated[int, typer.Option(help="Also list so many of the texts that are hardest to read.")] = 0,
) -> None:
    """Check worksheets and texts, and proofread them. Prints all that is wrong as a table."""
    found = content(Settings())
    remarks, texts = proofread(found), pieces(found)
    hard = [(round(liks, 1), piece.file, piece.id) for liks, piece in readability.hardest(texts, hardest)]
    sheets = readability.worksheets_liks(texts, {id_ for id_, _ in found.worksheets})
    liks = {file: round(value, 1) for (file, _), value in sheets.items()}
    stale = found.services.stale(now().date())
    counts = {"worksheets": len(found.worksheets), "texts": {name: len(texts) for name, texts in found.texts.items()}}
    told = f"{counts['worksheets']} worksheets, {len(found.texts['nb'])} texts in each language: in order."
    notes = (f"Not checked for half a year, ring these numbers: {', '.join(stale)}.",) if stale else ()
    details = {
        "stale_services": list(stale),
        "liks": liks,
        "hardest": hard,
        "remarks": [as_dict(one) for one in remarks],
    }
    listed = [f"LIKS {value:.1f}  {file}  {id_}" for value, file, id_ in hard]
    answer(as_json, counts | details, *(table(remarks) if remarks else [told]), *listed, *notes)
    if remarks:
        raise typer.Exit(REMARKS)


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
