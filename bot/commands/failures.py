"""Every failure as one plain sentence: what happened, where, what to do. Nothing is ever lost by one."""

from __future__ import annotations

import errno
import json
import sys
import traceback
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError
from typer import TyperException

from bot.actions.actors import NotThere
from bot.content import ContentProblems
from bot.dialogs.turn import Rejected
from bot.storage.errors import Unusable

FAILED = 2
INTERRUPTED = 130  # 128 + SIGINT, as shells count

# Why an action refuses what an operator typed: id of the text on the desk -> code, what, what to do.
REFUSED = MappingProxyType(
    {
        "desk.refused.no_name": ("no_name", "The name is empty", "give one with --name or --new"),
        "desk.refused.too_long": ("too_long", "A text is too long", "write at most {limit} characters"),
        "desk.refused.bound": (
            "link_in_use",
            "This person has taken their link into use",
            "they come in by it; if it is lost, their coordinator makes a new one on the desk",
        ),
    }
)


class Failure(Exception):
    """A failure that the command line itself finds. `code` never changes; `lines` come before the sentence."""

    def __init__(self, code: str, what: str, where: Path | str, do: str, lines: tuple[str, ...] = ()) -> None:
        super().__init__(what)
        self.code = code
        self.what = what
        self.where = str(where)
        self.do = do
        self.lines = lines

    def __str__(self) -> str:
        return f"{self.what} ({self.where}): {self.do}."


def understood(error: Exception) -> Failure:
    """The failure that an exception comes to. What nobody foresaw is told by type and place: its message could hold
    a person's words."""
    match error:
        case Failure():
            return error
        case Unusable():
            return Failure(error.code, error.what, error.where, error.do)
        case ContentProblems():
            return _content(error)
        case NotThere():
            what, do = "There is nobody with this id, or they have left", "see those there are: planprat users"
            return Failure("not_there", what, str(error), do)
        case Rejected():
            return _refused(error)
        case TyperException():
            what = error.format_message().rstrip(".")
            return Failure("usage", what, "command line", "see planprat --help")
        case ValidationError():
            return _settings(error)
        case SQLAlchemyError():
            what = f"The database does not answer, {type(error).__name__}"
            return Failure(
                "database_unreachable", what, "PLANPRAT_DATABASE_URL", "check that it runs and may be reached"
            )
        case ModuleNotFoundError() if error.name is not None and not error.name.startswith("bot"):
            do = "install it beside Planprat: pip install " + error.name
            return Failure("driver_missing", "A library that the settings need is missing", error.name, do)
        case OSError() if error.errno is not None:
            return _system(error)
    return _unforeseen(error)


def _content(error: ContentProblems) -> Failure:
    count = len(error.problems)
    what = f"The content has {count} problem{'' if count == 1 else 's'}"
    lines = tuple(str(problem) for problem in error.problems)
    return Failure("content_broken", what, "listed above", "correct the files that are named", lines)


def _refused(error: Rejected) -> Failure:
    code, what, do = REFUSED.get(error.why.id, ("refused", f"This is refused, {error.why.id}", "say it another way"))
    return Failure(code, what, "command line", do.format(**error.why.values))


def _settings(error: ValidationError) -> Failure:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    name = "PLANPRAT_" + "_".join(str(part) for part in first["loc"]).upper()
    what = first["msg"].removeprefix("Value error, ")
    return Failure("setting_wrong", f"A setting cannot be used, {what}", name, "correct it, or leave it out")


def _system(error: OSError) -> Failure:
    where = str(error.filename) if error.filename is not None else "this machine"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Failure("disk_full", "The disk is full", where, "make room and try again; nothing was lost")
    return Failure("system", str(error.strerror), where, "put that right and try again")


def _unforeseen(error: Exception) -> Failure:
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}, line {frames[-1].lineno}" if frames else "unknown place"
    what = f"Planprat failed in a way it should not, {type(error).__name__}"
    return Failure("unforeseen", what, place, "report this line; everything that was saved is as it was")


def tell(failure: Failure, *, as_json: bool) -> None:
    """Say it on stderr; with `--json` also as one object on stdout."""
    for line in (*failure.lines, str(failure)):
        print(line, file=sys.stderr)
    if as_json:
        told = {"code": failure.code, "what": failure.what, "where": failure.where, "do": failure.do}
        problems = {"problems": list(failure.lines)} if failure.lines else {}
        print(json.dumps({"error": told | problems}, ensure_ascii=False))
