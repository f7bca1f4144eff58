"""What is shown, before any language or channel: message ids with values, the person's own words, buttons, one field.

A channel draws a screen: a page as HTML, Telegram as text with an inline keyboard. Both draw the same one.
"""

from __future__ import annotations

from typing import Literal

import pydantic

from bot.dialogs.sheet import Kept


class Day(Kept):
    """A date of any precision (`2027`, `2027-03`, `2027-03-14`) or a point in time (ISO 8601 with offset, shown in
    Europe/Oslo: as a date, or with `clock` as date and time)."""

    iso: str
    clock: bool = False


class Say(Kept):
    """One of our sentences: `id` is `<file>.<path>` in `content/nb` and `content/nn`, `values` fill its placeholders.

    A value is a string or number shown as it is (a name, a person's own word). `lines` are further sayings whose
    rendered text fills a placeholder, so that a sentence can hold another worksheet's title; `days` are dates, written
    out in the reader's language.
    """

    id: str
    values: dict[str, str | int] = pydantic.Field(default_factory=dict)
    lines: dict[str, Say] = pydantic.Field(default_factory=dict)
    days: dict[str, Day] = pydantic.Field(default_factory=dict)


class Quote(Kept):
    """A person's own words, to the letter. Shown apart from ours."""

    text: str
    whose: Literal["user", "coordinator"] = "user"


Line = Say | Quote


class Button(Kept):
    """Something to tap. `wire` is the encoded press. `marked`: already chosen. `extra`: said after the label to those
    who hear the page (which item a «Fjern» removes)."""

    wire: str
    label: Line
    marked: bool = False
    extra: Line | None = None


class Field(Kept):
    """The one text field. `key` and `revision` come back with what is typed; `value` is what stands in it."""

    kind: Literal["text", "line", "phone", "date"] = "text"
    key: str = ""
    revision: int = 0
    value: str = ""
    label: Say | None = None
    submit: Say


class Stone(Kept):
    """A milestone on the road."""

    text: str
    nearest: bool = False


class Road(Kept):
    """Worksheet 5 drawn: from today to the long-term goal. Own words throughout; empty parts are left out."""

    today: str = ""
    milestones: tuple[Stone, ...] = ()
    goal: str


class Row(Kept):
    """One line of a list with its buttons: an item with «Fjern», a worksheet with its state, an answer with «Endre»."""

    lines: tuple[Line, ...]
    buttons: tuple[Button, ...] = ()


class Link(Kept):
    """A way out of the conversation: a page or a paper of the user's own. `target` is a name that the channel knows
    (`own_plan`, `crisis_plan`, `who_sees`, `devices`, `doctor`), or an address for `copy`."""

    target: str
    label: Say
    address: str = ""


class Screen(Kept):
    """One screen: at most one question.

    From the top: `notices` (what just happened), `previous` (the last answer with its «Endre»), `heading`, `body`,
    `rows`, `drawing`, `ask` (the question, last of all text), `field`, `options`, `links`, `nav`.
    `progress` is (n, of), said and drawn. `heading` names the place («Varselsignaler»).
    """

    id: str
    number: int
    notices: tuple[Line, ...] = ()
    previous: Row | None = None
    heading: Say | None = None
    progress: tuple[int, int] | None = None
    body: tuple[Line, ...] = ()
    rows: tuple[Row, ...] = ()
    drawing: Road | None = None
    ask: Line | None = None
    field: Field | None = None
    options: tuple[Button, ...] = ()
    links: tuple[Link, ...] = ()
    nav: tuple[Button, ...] = ()

    def buttons(self) -> tuple[Button, ...]:
        """Every button, in the order they are met."""
        rows = (button for row in self.rows for button in row.buttons)
        return (*self.options, *rows, *(self.previous.buttons if self.previous else ()), *self.nav)


Say.model_rebuild()
