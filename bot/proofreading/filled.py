"""Texts filled with the longest that can stand in them: does it still fit in a message and on a button?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.content import LANGUAGES, Content
from bot.content.limits import LABEL_UNITS, MESSAGE_UNITS, is_label, units
from bot.content.placeholders import PLACEHOLDERS
from bot.dialogs.context import Language as Code
from bot.dialogs.screen import Say
from bot.language import Language
from bot.proofreading.pieces import TYPICAL, file_of, forms
from bot.proofreading.remarks import Remark, remark

LONG_NAME = "Anne-Margrethe Kristoffersen Bjørnstad"  # 38 characters; the desk takes up to 100 and shows them whole
LONG_WORDS = "Å orke det jeg pleide å like, sammen med dem jeg er glad i, uten å grue meg hele dagen før. " * 7

# What people write themselves is shortened by the channel where there is no room; a name or a date never is.
LONGEST: dict[str, str | int] = {
    **dict.fromkeys(PLACEHOLDERS, LONG_NAME),
    "people": ", ".join([LONG_NAME] * 5),
    "coordinator_phone": "00 00 00 00, og om ikke det går: 00 00 00 01",
    "hours": "mandag til torsdag 9–11.30 og 12–15, fredag bare til 12, ikke i skolens ferier",
    "goal": LONG_WORDS,
    "text": LONG_WORDS,
    "n": 999,
    "of": 999,
    "most": 99,
    "limit": 20_000,
    "number": 99,
    "code": "482915",
    "edition": 999,
    "day": "30. september 2027 kl. 12.30",
    "until": "30. september 2027",
}
# These are filled with other texts, so the longest of those stands for them.
OTHER_TEXTS: dict[str, Callable[[str], bool]] = {
    "worksheet": lambda id_: id_.count(".") == 1 and id_.endswith(".title"),
    "question": lambda id_: ".steps." in id_ and id_.endswith(".short"),
    "example": lambda id_: ".steps." in id_ and id_.endswith(".example"),
    "word": lambda id_: id_.startswith("words.") and id_.endswith(".word"),
    "meaning": lambda id_: id_.startswith("words.") and id_.endswith(".meaning"),
}


def too_long(content: Content, language: Language, on_button: Callable[[str], bool]) -> Iterator[Remark]:
    """Texts that outgrow their place when they are filled. Names are not cut on a button, own words are."""
    for code in LANGUAGES:
        long = longest(content, code)
        for id_ in content.texts[code]:
            label = is_label(id_) or on_button(id_)
            values = {**long, **({"goal": TYPICAL["goal"], "text": TYPICAL["text"]} if label else {})}
            most = LABEL_UNITS if label else MESSAGE_UNITS
            for n, _ in forms(content, code, id_):
                values["n"] = 1 if n == 1 else long["n"]
                length = units(language.say(Say(id=id_, values=values), code))
                if length > most:
                    problem = "long_button" if label else "long_message"
                    yield remark(problem, file_of(code, id_), id_, length / most, length=length, most=most)


def longest(content: Content, code: Code) -> dict[str, str | int]:
    """The longest value for every placeholder."""
    found = dict(LONGEST)
    for name, fills in OTHER_TEXTS.items():
        found[name] = max((words for id_, words in content.texts[code].items() if fills(id_)), key=len, default="x")
    return found
