"""Which texts the program can say, read from its own source: every id that stands there whole, and every one that can
be put together from parts that stand there.

`f"choices.{spot}.ask"` says `choices.revoke.ask` only if «revoke» is a word of the program (a constant, the id of a
service, of a worksheet, of a step); so a text whose last caller was taken out is found.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from jinja2 import Environment, nodes

PACKAGE = Path(__file__).resolve().parents[1]
SAID_NOTHING = frozenset({"proofreading", "storage", "testing"})  # rooms that say no text of the content
_GAP = "\0"  # where something is filled in
_DEEPEST = 3  # parts within parts


@dataclass(frozen=True)
class References:
    """What the source holds.

    Attributes:
        whole: every string.
        parts: (module, string) for every string that something is put into, with `\\0` where. One without a word of
            its own (`f"{who}.{what}"`) is put into others of its module only: elsewhere it could be anything.
        labels: of both, those that name the label of a button or a link.
    """

    whole: frozenset[str]
    parts: frozenset[tuple[str, str]]
    labels: frozenset[str]

    def reach(self, id_: str) -> bool:
        """Whether this text can be said."""
        return id_ in self.whole or any(
            self._filled(pattern, id_, 1, module)
            for module, part, pattern in self._patterns
            if re.match(r"[a-z_]+\.", part)  # only these can be a whole id
        )

    def on_button(self, id_: str) -> bool:
        """Whether this text is the label of a button or a link."""
        return id_ in self.labels or any(pattern.fullmatch(id_) for pattern in self._labels)

    def _fits(self, part: str, depth: int, module: str) -> bool:
        """Whether the program has this part of an id, whole or put together."""
        if part in self.whole or part.isdecimal():
            return True
        return depth < _DEEPEST and any(
            self._filled(pattern, part, depth + 1, module)
            for where, inner, pattern in self._patterns
            if where == module or re.search("[a-z]", inner)
        )

    def _filled(self, pattern: re.Pattern[str], text: str, depth: int, module: str) -> bool:
        found = pattern.fullmatch(text)
        return found is not None and all(self._fits(part, depth, module) for part in found.groups())

    @cached_property
    def _patterns(self) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
        """(module, the part, as a pattern)."""
        return tuple((module, part, _pattern(part, "([a-z0-9_.]+)")) for module, part in sorted(self.parts))

    @cached_property
    def _labels(self) -> tuple[re.Pattern[str], ...]:
        return tuple(_pattern(part, "[a-z0-9_]+") for part in sorted(self.labels) if re.match(r"[a-z_]+\..*\0", part))


def references(package: Path = PACKAGE, more: Iterable[str] = ()) -> References:
    """Read the source of the program.

    Args:
        package: its folder.
        more: further parts of ids, which stand in data: services, worksheets, steps.
    """
    strings, labels = _source(package)
    return References(
        frozenset({one for _, one in strings if _GAP not in one} | set(more)),
        frozenset((name, one) for name, one in strings if _GAP in one and re.search("[._]", one)),
        frozenset(one for one in labels if not re.fullmatch(r"[^.]*\.?\0", one)),  # `walk.\0` could be any text
    )


@cache  # the source does not change while the program runs
def _source(package: Path) -> tuple[tuple[tuple[str, str], ...], frozenset[str]]:
    """Every string with the module it stands in, and those that name labels."""
    strings: list[tuple[str, str]] = []
    labels: set[str] = set()
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        if name.partition("/")[0] not in SAID_NOTHING:
            tree = ast.parse(path.read_text("utf-8"))
            named = set(_labels(tree))
            labels |= named
            strings += [(name, one) for one in (*_strings(tree), *(one for one in named if re.search("[a-z]", one)))]
    for path in sorted(package.rglob("*.html")):
        strings += [("", one) for one in _template_strings(path.read_text("utf-8"))]
    return tuple(strings), frozenset(labels)


def _pattern(part: str, gap: str) -> re.Pattern[str]:
    return re.compile(gap.join(re.escape(one) for one in part.split(_GAP)))


def _strings(tree: ast.AST) -> Iterator[str]:
    """Every string of a module, those with something put in as well. Where nothing but gaps is put together
    (`f"{who}.{what}"`), only if it is given a name or kept in a list, to be put into another string later."""
    for node in ast.walk(tree):
        inner = [node.value] if isinstance(node, ast.Assign) else getattr(node, "elts", [])
        yield from (found for one in inner if (found := _text(one)) and _GAP in found)
        text = _text(node)
        if text is not None and (_GAP not in text or re.search("[a-z]", text)):
            yield text


def _text(node: ast.AST | None) -> str | None:
    """A string as it stands, with gaps; None if this is none."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(one) or _GAP if isinstance(one, ast.Constant) else _GAP for one in node.values)
    return None


def _labels(tree: ast.AST) -> Iterator[str]:
    """The ids of labels: what `button`, `choice`, `common` and `Link` are given, and the button of a field."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        named = {one.arg: one.value for one in call.keywords}
        texts = [_text(one) for one in call.args]
        if name == "button" and isinstance(call.func, ast.Name) and len(texts) > 1 and texts[1]:
            yield texts[1]
        elif name == "button" and isinstance(call.func, ast.Attribute) and texts and texts[0]:
            yield f"walk.{texts[0]}"
        elif name == "choice" and len(texts) > 1 and texts[1]:
            yield from (f"{texts[1]}.{key or _GAP}" for key in texts[2:])
        elif name == "common":
            yield from (f"walk.{key}" for key in texts[1:] if key)
        labels = [named.get("submit"), named.get("label") if name in {"Link", "button", "Button"} else None]
        labels += [call.args[1] if name == "button" and len(call.args) > 1 else None]
        yield from (text for label in labels if (text := _said(label)))


def _said(node: ast.AST | None) -> str | None:
    """The id within `Say(id=...)`."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Say":
        return next((_text(one.value) for one in node.keywords if one.arg == "id"), None)
    return None


def _template_strings(source: str) -> Iterator[str]:
    """Every string of a template, and what is put together with `~`."""
    tree = Environment(autoescape=True).parse(source)
    yield from (node.value for node in tree.find_all(nodes.Const) if isinstance(node.value, str))
    for joined in tree.find_all(nodes.Concat):
        yield "".join(str(one.value) if isinstance(one, nodes.Const) else _GAP for one in joined.nodes)
