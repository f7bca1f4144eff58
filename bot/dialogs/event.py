"""What a person can do, whatever the channel. Each button carries the number of the screen it stood on.

On the wire (callback data, form values) a press is `<screen>.<verb>[.<argument>]`, at most 64 bytes (Bot API).
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogs.screen import Say

WIRE_LIMIT = 64


@dataclass(frozen=True, slots=True)
class Typed:
    """Free text. A page knows which question its field belonged to (`key`, and that answer's `revision`); a chat does
    not: there `key` is empty and the text belongs to the screen shown."""

    text: str
    key: str = ""
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Press:
    """A tap on a button: one of the verbs below, on the screen with this number."""

    screen: int
    verb: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """The person arrives: opens the page after logging in, or sends /start."""


@dataclass(frozen=True, slots=True)
class Amended:
    """What was typed before is changed: a message was edited, or a long text went on in a second message.

    `before` is what became the answer under this key then; where something else stands there now, nothing changes.
    """

    worksheet: str
    key: str
    before: str
    text: str
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Noted:
    """Something that answers nothing: a picture, a command that is none. `says` is told, and the screen is shown."""

    says: Say


Event = Typed | Press | Opened | Amended | Noted

# At a question of a worksheet. `pick` and `drop` set a mark, they never flip it, so that a second tap changes nothing.
ANSWERING = frozenset({"choose", "pick", "drop", "add", "remove", "use", "done", "skip", "back", "jump", "reword"})
# Beside the question: they show something more and leave the answers alone.
LOOKING = frozenset({"explain", "example", "question"})
# Everywhere and at all times, also on an old screen.
ALWAYS = frozenset({"menu", "help_now", "stop", "language"})


def encode(press: Press) -> str:
    """The press as it stands in a button, e.g. `17.choose.often`."""
    head = f"{press.screen}.{press.verb}"
    return f"{head}.{press.argument}" if press.argument else head


def decode(wire: str) -> Press | None:
    """The press in a button's value; None for anything that no button of ours ever held."""
    number, dot, rest = wire.partition(".")
    if not dot or not number.isascii() or not number.isdecimal() or len(wire.encode()) > WIRE_LIMIT:
        return None
    verb, _, argument = rest.partition(".")
    if not verb.replace("_", "").isalpha() or not verb.isascii():
        return None
    return Press(int(number), verb, argument)
