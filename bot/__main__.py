"""Where `planprat` begins, and `python -m bot`.

Some 1,500 modules and the content are read before anything is done, and nearly all of it is kept to the end. So nothing
of it is collected meanwhile, which takes a fifth of the time, and nothing of it is looked through again while serving.
"""

from __future__ import annotations

import gc


def main() -> None:
    """Run the command line. Ends the process, as `bot.cli.main` does."""
    gc.disable()
    from bot.cli import main as run  # only now

    gc.freeze()
    gc.enable()
    run()


if __name__ == "__main__":
    main()
