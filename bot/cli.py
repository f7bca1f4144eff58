"""The command line: `planprat`. Each command is thin; what it does is an action, or a function of storage or content.

Every failure is one sentence on stderr and exit code 2. `docs/operating.md` tells of each command.
"""

from __future__ import annotations

import os
import sys

import typer

from bot.commands import keeping, people, serving, texts
from bot.commands.discreet import log_discreetly
from bot.commands.failures import FAILED, INTERRUPTED, tell, understood

app = typer.Typer(
    name="planprat",
    help="A person plans in small steps on the phone, in their own words, together with a coordinator.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("serve")(serving.serve)
app.command("fake-telegram")(serving.fake_telegram)
app.add_typer(people.coordinator, name="coordinator")
app.command("login-link")(people.login_link)
app.command("invite")(people.invite_user)
app.command("handover")(people.hand_over)
app.command("unseen")(people.unseen)
app.command("users")(people.users)
app.command("export")(people.export)
app.add_typer(texts.content_app, name="content")
app.command("rehearse")(texts.rehearse)
app.command("backup")(keeping.backup)
app.command("restore")(keeping.restore)
app.command("apply-ledger")(keeping.apply_ledger)
app.command("migrate")(keeping.migrate)


def main(arguments: list[str] | None = None) -> None:
    """Run one command and exit: 0 when it is done, 1 when what was asked about needs somebody, 2 when it failed, 130
    when it was interrupted."""
    given = sys.argv[1:] if arguments is None else arguments
    log_discreetly()
    sys.exit(_run(given))


def _run(given: list[str]) -> int:
    try:
        code = app(given or ["--help"], prog_name="planprat", standalone_mode=False)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader has seen enough; what is left in the buffer goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # the last door: a failure is a sentence, never a traceback
        tell(understood(error), as_json="--json" in given)
        return FAILED
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    main()
