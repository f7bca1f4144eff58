"""Text as the Bot API counts and reads it: UTF-16 units, HTML marks turned into entities, commands found."""

from __future__ import annotations

import html
import re
from typing import Any

from bot.testing.telegram.refusals import bad

Entity = dict[str, Any]

# core.telegram.org/bots/api#html-style
_TAGS = {
    "bold": "b strong",
    "italic": "i em",
    "underline": "u ins",
    "strikethrough": "s strike del",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "text_link": "a",
}
_KINDS = {tag: kind for kind, tags in _TAGS.items() for tag in tags.split()}
_TAG = re.compile(r"<(/?)([a-zA-Z0-9-]*)([^<>]*)(>?)")
_HREF = re.compile(r"""\shref\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")


def units(text: str) -> int:
    """The length in UTF-16 units, which is what every limit and offset of the Bot API counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int) -> list[str]:
    """The text in pieces of at most so many units, as Telegram's apps send a text that is too long for one message."""
    pieces: list[str] = []
    piece: list[str] = []
    length = 0
    for character in text:
        wide = 1 + (ord(character) > 0xFFFF)
        if length + wide > most:
            pieces.append("".join(piece))
            piece, length = [], 0
        piece.append(character)
        length += wide
    return [*pieces, "".join(piece)]


def commands_in(text: str) -> list[Entity]:
    """The commands in what a person typed, as entities."""
    return [
        {"type": "bot_command", "offset": units(text[: found.start()]), "length": units(found.group())}
        for found in _COMMAND.finditer(text)
    ]


def read(text: str, parse_mode: str) -> tuple[str, list[Entity]]:
    """The text without its marks, and what they meant; white space at both ends is taken away, as the server does.

    Raises:
        Refused: the marks cannot be read, or are of a kind the fake does not read (only HTML is).
    """
    if not parse_mode:
        return text.strip(), []
    if parse_mode.lower() != "html":
        raise bad("unsupported parse_mode")
    plain, entities = _read_html(text)
    lost = units(plain) - units(plain.lstrip())
    kept = plain.strip()
    for entity in entities:
        entity["offset"] -= lost
        start = max(0, entity["offset"])
        end = min(units(kept), entity["offset"] + entity["length"])
        entity |= {"offset": start, "length": end - start}
    return kept, sorted((one for one in entities if one["length"] > 0), key=lambda one: (one["offset"], -one["length"]))


def _read_html(text: str) -> tuple[str, list[Entity]]:
    plain, entities, at = "", [], 0
    opened: list[tuple[str, int, Entity]] = []
    for tag in _TAG.finditer(text):
        plain += html.unescape(text[at : tag.start()])
        at = tag.end()
        where = len(text[: tag.start()].encode())
        closing, name, attributes, end = tag.group(1), tag.group(2).lower(), tag.group(3), tag.group(4)
        if not end:
            raise bad(f"can't parse entities: Unclosed start tag at byte offset {where}")
        if not closing:
            opened.append((name, where, _opened(name, attributes, where, units(plain))))
            continue
        if not opened:
            raise bad(f"can't parse entities: Unexpected end tag at byte offset {where}")
        expected, _, entity = opened.pop()
        if name not in ("", expected):
            raise bad(
                f'can\'t parse entities: Unmatched end tag at byte offset {where}, expected "</{expected}>", '
                f'found "</{name}>"'
            )
        entities.append(entity | {"length": units(plain) - entity["offset"]})
    if opened:
        name, where, _ = opened[-1]
        raise bad(f"can't parse entities: Can't find end tag corresponding to start tag \"{name}\"")
    return plain + html.unescape(text[at:]), entities


def _opened(name: str, attributes: str, where: int, offset: int) -> Entity:
    if name not in _KINDS:
        raise bad(f'can\'t parse entities: Unsupported start tag "{name}" at byte offset {where}')
    entity: Entity = {"type": _KINDS[name], "offset": offset, "length": 0}
    if name == "a":
        href = _HREF.search(attributes)
        entity["url"] = html.unescape(href.group(1) or href.group(2) or "") if href else ""
    return entity
