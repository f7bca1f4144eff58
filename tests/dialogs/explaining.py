"""What holds for every screen: where a word of the field stands, its meaning is one tap away.

Looked for in what is read in each language, by words read here from the files, not by what the program says it found.
"""

from __future__ import annotations

import re
from functools import cache

from bot.content import LANGUAGES, find_content
from bot.dialogs.context import Language
from bot.dialogs.event import decode
from bot.dialogs.screen import Button, Line, Say, Screen
from bot.telegram.render import message
from bot.web.draw import picture
from tests.houses import language
from tests.yaml_files import loaded


@cache
def field_words(code: Language) -> dict[str, list[str]]:
    """Key -> the forms of each word, as they stand in the file."""
    data = loaded(find_content() / code / "words.yaml")
    return {key: word["forms"] for key, word in data.items()}


@cache
def _patterns(code: Language) -> dict[str, re.Pattern[str]]:
    """Key -> any of those forms, by itself, in a text of small letters."""
    return {key: re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})\b") for key, forms in field_words(code).items()}


def ours(screen: Screen) -> list[Say]:
    """Everything we say on a screen. People's own words are taken out of it."""
    lines: list[Line | None] = [*screen.notices, *(screen.previous.lines if screen.previous else ()), screen.heading]
    lines += [*screen.body, *(line for row in screen.rows for line in row.lines), screen.ask]
    lines += [screen.field.label if screen.field else None, *(button.label for button in screen.buttons())]
    lines += [link.label for link in screen.links]
    return [_without_own(line) for line in lines if isinstance(line, Say) and line.id != "walk.word_line"]


def _without_own(line: Say) -> Say:
    return line.model_copy(
        update={"values": {name: 0 if isinstance(value, int) else "" for name, value in line.values.items()}}
    )


def words_read(screen: Screen, code: Language) -> set[str]:
    """Keys of the words that somebody reads on this screen."""
    text = "\n".join(language().say(line, code) for line in ours(screen)).casefold()
    return {key for key, pattern in _patterns(code).items() if pattern.search(text)}


def meanings(screen: Screen) -> set[str]:
    """Keys of the words whose meanings stand on this screen."""
    lines = (line for line in screen.body if isinstance(line, Say) and line.id == "walk.word_line")
    return {line.lines["word"].id.split(".")[1] for line in lines}


def check_explained(screen: Screen) -> None:
    """Hold a screen to it, in both languages and on both channels."""
    for code in LANGUAGES:
        read = words_read(screen, code)
        if not read:
            continue
        assert any(_explains(button) for button in screen.nav), f"{screen.id} says {read} and offers no explanation"
        on_page = picture(screen, language(), code)
        assert any(("data-nav", "explain") in tap.attributes for tap in on_page.nav), screen.id
        keyboard = message(screen, language().say, code).keyboard
        wires = [str(key.callback_data) for row in keyboard for key in row]
        assert any(".explain" in wire for wire in wires), f"{screen.id} in a chat"
        if meanings(screen):
            assert read <= meanings(screen), f"{screen.id} leaves out {read - meanings(screen)}"


def _explains(button: Button) -> bool:
    press = decode(button.wire)
    return press is not None and press.verb == "explain"
