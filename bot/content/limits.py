"""Rules from the channels: what Telegram takes in a message and in a button, and what a thumb can read.

The lengths are those of the text as it stands in the file. What people write themselves is cut or paged when shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.parsed import LANGUAGES, Parsed
from bot.content.problems import Problem, problem
from bot.dialogs.event import ALWAYS, ANSWERING, LOOKING, Press, encode

# Bot API. A test holds them against telegram.constants: importing that costs every start a quarter of a second.
MESSAGE_UNITS = 4096  # UTF-16 units, entities counted as text
WIRE_BYTES = 64
LABEL_UNITS = 64  # ours: more is cut on a small phone

# Where button labels stand: below these parts of an id, and the ids of the walk's own buttons.
LABEL_PARTS = frozenset({"options", "frequency", "buttons"})
NO_LABELS = frozenset({"frequency.heading"})
WALK_LABELS = frozenset(
    f"walk.{name}"
    for name in (
        *("back", "skip", "pause", "menu", "help_now", "explain", "example", "question", "save", "add", "own_words"),
        *("done", "remove", "remove_answer", "change", "answer_now", "use_this", "keep", "that_was_my_answer", "go_on"),
        *("yes", "no", "do_not_know", "rest.go_on", "rest.pause"),
    )
)

HIGHEST_SCREEN = 999_999
HIGHEST_ITEM = "i99"
LONGEST_VERB = max(ANSWERING | LOOKING | ALWAYS, key=len)


def units(words: str) -> int:
    """The length in UTF-16 units, as Telegram counts."""
    return len(words.encode("utf-16-le")) // 2


def is_label(text_id: str) -> bool:
    """Whether a text with this id stands on a button, whatever the worksheet."""
    if any(text_id.endswith(f".{name}") for name in NO_LABELS):
        return False
    return text_id in WALK_LABELS or not LABEL_PARTS.isdisjoint(text_id.split("."))


def offered_signs(parsed: Parsed) -> set[str]:
    """The ids of the sentences that a `pick` by answers puts on its buttons."""
    return {f"{one.id}.steps.{step.id}.ask" for _, one, step in parsed.steps() if step.kind == "frequency"}


def short_enough(parsed: Parsed) -> Iterator[Problem]:
    """A text fits in one message, a label on one button."""
    signs = offered_signs(parsed)
    for language in LANGUAGES:
        for id_, text in parsed.texts[language].items():
            on_button = id_ in signs or is_label(id_)
            code, limit = ("long_label", LABEL_UNITS) if on_button else ("long_text", MESSAGE_UNITS)
            length = max(units(words) for words in text.forms.values())
            if length > limit:
                yield problem(code, text.file, id_, length=length, limit=limit)


def short_wires(parsed: Parsed) -> Iterator[Problem]:
    """Whatever a button may have to carry fits in it, up to screen 999999 and item 99."""
    for file, id_, argument in _arguments(parsed):
        length = len(encode(Press(HIGHEST_SCREEN, LONGEST_VERB, argument)).encode())
        if length > WIRE_BYTES:
            yield problem("long_wire", file, id_, length=length, limit=WIRE_BYTES)


def _arguments(parsed: Parsed) -> Iterator[tuple[str, str, str]]:
    """What buttons say: an option, a key, an item picked from elsewhere (`warning_signs:item.25`), a worksheet."""
    for file, worksheet in parsed.worksheets.items():
        yield file, worksheet.id, worksheet.id
        for section in worksheet.sections:
            yield file, section.id, section.id
    for file, worksheet, step in parsed.steps():
        repeated = worksheet.section_of(step.id).repeat is not None
        key = f"{HIGHEST_ITEM}/{step.id}" if repeated else step.id
        mark = key if step.kind == "frequency" else HIGHEST_ITEM
        yield file, step.id, key
        yield file, step.id, f"{worksheet.id}:{mark}"
        for option in step.option_keys():
            yield file, step.id, option
