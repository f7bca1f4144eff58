"""A screen as one message with an inline keyboard, within Telegram's limits.

From the top: what just happened, the last answer, the place, what is said, the list, and the question last. A screen
that is too long is shown in parts, each with the question and the buttons: nothing is cut that cannot be reached.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from telegram.constants import InlineKeyboardMarkupLimit, MessageLimit

from bot.dialogs.context import Language
from bot.dialogs.event import Press, encode
from bot.dialogs.screen import Button, Line, Link, Quote, Row, Say, Screen
from bot.telegram.parameters import Key, Message, keyboard
from bot.telegram.written import BOLD, QUOTE, Piece, cut, length, shortened, together, units

MOST_UNITS = int(MessageLimit.MAX_TEXT_LENGTH)
MOST_BUTTONS = int(InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER)
PREVIOUS_UNITS = 300  # of the last answer, which stands above only as a reminder
ASKED_UNITS = 800  # of a question that holds the person's own long words; the whole of it stands above then
LABEL_UNITS = 60
FILLED_UNITS = 3_200  # of a part, so that head and question have room
ROWS_ON_A_PART = 25
OPTIONS_ON_A_PART = 50
BESIDE = 2  # buttons beside each other below the question; more would be cut on a small phone
CHOSEN = "✓ "
ERASING = ".erase"  # how the button ends that deletes everything

# What a chat is given of that which is a page elsewhere.
IN_CHAT = {
    "own_plan": "telegram.paper.own_plan",
    "crisis_plan": "telegram.paper.crisis_plan",
    "doctor": "telegram.paper.doctor",
    "who_sees": "menu.link.who_sees",
    "devices": "menu.link.devices",
}
IN_PARTS = frozenset({"who_sees", "devices"})  # of these, what is a screen and may be long
ASKS_FOR_THE_PAGE = frozenset({"consent.refused_channel", "consent.thinking_channel"})
OF_TWO_LINES = ".frequency.heading"  # here the last line of the body is what is asked about
# What is said otherwise where there is no field to point at.
INSTEAD = {"walk.notice.too_long": "telegram.too_long", "walk.notice.empty": "telegram.empty"}

Sayer = Callable[[Line], str]


def message(
    screen: Screen, say: Callable[[Line, Language], str], language: Language, *, page_address: str = "", page: int = 1
) -> Message:
    """Draw a screen.

    Args:
        screen: as on the page.
        say: renders a line.
        language: of the reader.
        page_address: where this person gets to the pages, for screens that speak of them; no button where Telegram
            would refuse the address.
        page: which part of a long screen, from 1; the nearest there is.
    """
    drawing = _Drawing(screen, lambda line: _plain(say(_instead(line), language)), page_address)
    parts = drawing.parts()
    of = max(len(parts), -(-len(screen.options) // OPTIONS_ON_A_PART))
    page = min(max(page, 1), of)
    pieces, rows = parts[min(page, len(parts)) - 1]
    if of > 1:
        pieces = (*pieces, Piece(drawing.say(Say(id="telegram.pages.of", values={"n": page, "of": of}))))
    text, entities = together((*pieces, *drawing.question()))
    keys = drawing.keyboard(rows if page <= len(parts) else (), page, of)
    return Message(text, tuple(entities), keyboard(keys))


def _instead(line: Line) -> Line:
    if isinstance(line, Say) and line.id in INSTEAD:
        return line.model_copy(update={"id": INSTEAD[line.id]})
    return line


def _plain(text: str) -> str:
    """Numbers with common spaces: what is copied from a chat is dialled."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def reachable_from_outside(address: str) -> bool:
    """Whether Telegram takes the address for a button: its server refuses a host without a dot."""
    host = address.partition("://")[2].partition("/")[0].partition(":")[0]
    return address.startswith(("http://", "https://")) and "." in host.strip(".")


Part = tuple[tuple[Piece, ...], tuple[Row, ...]]


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A screen being drawn."""

    screen: Screen
    say: Sayer
    page_address: str

    def head(self) -> tuple[Piece, ...]:
        """What stands above on every part."""
        screen = self.screen
        pieces = list(self.lines(tuple(_shortened(line) for line in screen.notices)))
        if screen.previous is not None:
            short = [_shortened(line) for line in screen.previous.lines]
            pieces += [self.piece(line, close=index > 0) for index, line in enumerate(short)]
        if screen.heading is not None:
            place = self.say(screen.heading)
            if screen.progress is not None:
                n, of = screen.progress
                place += f" · {self.say(Say(id='walk.progress', values={'n': n, 'of': of}))}"
            pieces.append(Piece(place))
        return tuple(pieces)

    def question(self) -> tuple[Piece, ...]:
        """What is asked, last of all, and how to answer where there are buttons too."""
        screen = self.screen
        pieces = [Piece(shortened(self.say(screen.ask), ASKED_UNITS), BOLD)] if screen.ask is not None else []
        if screen.field is not None and screen.field.label is not None:
            pieces.append(Piece(self.say(screen.field.label)))
        return tuple(pieces)

    def parts(self) -> list[Part]:
        """What stands between, in as many parts as it takes."""
        head, pieces = self.head(), self.lines(self.screen.body)
        if pieces and isinstance(self.screen.ask, Say) and self.screen.ask.id.endswith(OF_TWO_LINES):
            pieces = (*pieces[:-1], Piece(pieces[-1].text, BOLD))
        if self.screen.ask is not None and units(self.say(self.screen.ask)) > ASKED_UNITS:
            pieces = (*pieces, self.piece(self.screen.ask))
        if self.screen.field is not None and self.screen.field.value:
            pieces = (*pieces, Piece(self.say(Say(id="walk.stands_now"))), Piece(self.screen.field.value, QUOTE, True))
        rows = [(self.row(row), row) for row in self.screen.rows]
        addresses = tuple(
            Piece(f"{self.say(link.label)}\n{link.address}") for link in self.screen.links if link.address
        )
        room = max(FILLED_UNITS - length(head) - length(self.question()), FILLED_UNITS // 4)
        parts: list[Part] = []
        filled: tuple[Piece, ...] = ()
        shown: tuple[Row, ...] = ()
        for more, row in (*((piece, None) for piece in _fitting(pieces, room)), *rows, *((a, None) for a in addresses)):
            several = more if isinstance(more, tuple) else (more,)
            fitting = _fitting(several, room)
            for index, piece in enumerate(fitting):
                # What belongs together is parted only where it is longer than a part.
                together_ = fitting if index == 0 and length(fitting) <= room else (piece,)
                if filled and (length((*filled, *together_)) > room or len(shown) >= ROWS_ON_A_PART):
                    parts.append(((*head, *filled), shown))
                    filled, shown = (), ()
                filled = (*filled, piece)
                if index == 0 and row is not None:
                    shown = (*shown, row)
        parts.append(((*head, *filled), shown))
        return parts

    def lines(self, lines: tuple[Line, ...]) -> tuple[Piece, ...]:
        """A paragraph for each; numbers to ring stand one a line, right below what they are for."""
        return tuple(self.piece(line) for line in lines)

    def piece(self, line: Line, *, close: bool = False) -> Piece:
        text = self.say(line)
        if isinstance(line, Quote):
            return Piece(text, QUOTE, close)
        return Piece(text, close=close or text[:1].isdigit() or text[:1] == "+")

    def row(self, row: Row) -> tuple[Piece, ...]:
        return tuple(self.piece(line, close=index > 0) for index, line in enumerate(row.lines))

    def keyboard(self, rows: tuple[Row, ...], page: int, of: int) -> list[list[Key]]:
        """Answers below each other, then what belongs to the list, the parts, the links, and the common buttons."""
        screen = self.screen
        options = screen.options
        if len(options) > OPTIONS_ON_A_PART:
            options = options[(page - 1) * OPTIONS_ON_A_PART : page * OPTIONS_ON_A_PART]
        keys = [[self.copying(link)] for link in screen.links if link.address]
        # What cannot be undone does not stand where the thumb lands first.
        final = [one for one in options if one.wire.endswith(ERASING)]
        keys += [[self.button(one)] for one in options if one not in final]
        keys += [[self.button(one)] for row in rows for one in row.buttons]
        keys += [[self.button(one)] for one in final]
        if screen.previous is not None:
            keys += [[self.button(one)] for one in screen.previous.buttons]
        turning = (("previous", page - 1, page > 1), ("next", page + 1, page < of))
        if turned := [self.turn(f"telegram.pages.{name}", to) for name, to, there in turning if there]:
            keys.append(turned)
        keys += [[key] for link in screen.links if (key := self.link(link)) is not None]
        if screen.id in ASKS_FOR_THE_PAGE and reachable_from_outside(self.page_address):
            keys.append([Key(self.say(Say(id="telegram.open_page")), url=self.page_address)])
        nav = [self.button(one) for one in screen.nav]
        common = [nav[at : at + BESIDE] for at in range(0, len(nav), BESIDE)]
        return [*keys[: MOST_BUTTONS - len(nav)], *common]

    def button(self, button: Button) -> Key:
        label = self.say(button.label)
        if button.extra is not None:
            label = f"{label}: {self.say(button.extra)}"
        marked = CHOSEN if button.marked else ""
        return Key(_on_button(f"{marked}{label}"), callback_data=button.wire)

    def own(self, label: str, verb: str, argument: str) -> Key:
        wire = encode(Press(self.screen.number, verb, argument))
        return Key(self.say(Say(id=label)), callback_data=wire)

    def turn(self, label: str, page: int) -> Key:
        if self.screen.id in IN_PARTS:
            return self.own(label, "paper", f"{self.screen.id}-{page}")
        return self.own(label, "page", str(page))

    def copying(self, link: Link) -> Key:
        """An address to pass on: it can be copied, the message that it stands in cannot be forwarded."""
        label = self.say(Say(id="telegram.copy_address"))
        return Key(label, copies=link.address)

    def link(self, link: Link) -> Key | None:
        """What the chat can have of a page."""
        label = IN_CHAT.get(link.target)
        return self.own(label, "paper", link.target) if label is not None else None


def _on_button(label: str) -> str:
    return shortened(" ".join(label.split()), LABEL_UNITS) or "·"


def _shortened(line: Line) -> Line:
    return line.model_copy(update={"text": shortened(line.text, PREVIOUS_UNITS)}) if isinstance(line, Quote) else line


def _fitting(pieces: tuple[Piece, ...], room: int) -> tuple[Piece, ...]:
    """The same pieces, those that are too long in several."""
    fitting: list[Piece] = []
    for piece in pieces:
        text, rest = cut(piece.text, room)
        fitting.append(Piece(text, piece.mark, piece.close))
        while rest:
            text, rest = cut(rest, room)
            fitting.append(Piece(text, piece.mark))
    return tuple(fitting)
