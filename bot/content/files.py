"""Finds the content folder and reads its files. What they mean is no matter here.

A folder is read into one mapping, from the file's name to what stands in it. A municipality's own folder is read the
same way and laid over it (`overlay.py`), before anything is checked.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.content.problems import Problem, problem

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML built without libyaml: the same, but some ten times slower
    from yaml import SafeLoader  # type: ignore[assignment]

Files = Mapping[str, Any]

FOLDERS = ("worksheets", "nb", "nn", "nb/safety", "nb/safety/*", "nn/safety", "nn/safety/*")
SERVICES = "services.yaml"

PACKAGE = Path(__file__).resolve().parents[1]


def find_content(package: Path | None = None) -> Path:
    """The content that is shipped: in the installed package, else beside it in a checkout.

    Args:
        package: where to look; None: the package that this module is in.

    Raises:
        FileNotFoundError: there is none; the message names where it was looked for.
    """
    package = PACKAGE if package is None else package
    places = [package / "_content", package.parent / "content"]
    for place in places:
        if (place / "worksheets").is_dir():
            return place
    looked = " or ".join(str(place) for place in places)
    raise FileNotFoundError(f"no content (a folder with worksheets/ in it) in {looked}")


def read(folder: Path) -> tuple[Files, list[Problem]]:
    """Every YAML file of the folder, parsed, by its name relative to it (`nb/walk.yaml`); and what was unreadable."""
    files: dict[str, Any] = {}
    problems: list[Problem] = []
    paths = [path for name in FOLDERS for path in sorted(folder.glob(f"{name}/*")) if not path.name.startswith(".")]
    beside = [path for path in sorted(folder.glob("*.y*ml")) if not path.name.startswith(".")]
    for path in [*paths, *beside]:
        name = path.relative_to(folder).as_posix()
        if not path.is_file():
            continue
        if path.suffix != ".yaml" or (path.parent == folder and name != SERVICES):
            problems.append(problem("unknown_file", name))
            continue
        try:
            files[name] = parse(path.read_bytes())
        except _TwiceError as error:
            problems.append(problem("duplicate_entry", name, key=error.key, line=error.line))
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            problems.append(problem("unreadable", name, reason=" ".join(str(error).split())))
    return files, problems


def parse(data: bytes) -> Any:
    """One YAML document, in UTF-8. Unlike plain YAML 1.1: `yes`, `no`, `on` and `off` are words, `15:30` is a word,
    a number that begins with 0 is a word (02800 is a telephone number), and a key that stands twice is an error.

    Raises:
        yaml.YAMLError, UnicodeDecodeError: not readable.
    """
    return yaml.load(data.decode("utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader, made stricter


class _TwiceError(yaml.YAMLError):
    """A key stands twice in one mapping; YAML itself would silently keep the last."""

    def __init__(self, key: Hashable, line: int) -> None:
        super().__init__(f"{key} twice, line {line}")
        self.key = key
        self.line = line


_OURS = ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:int")  # what we tell apart otherwise, see below


class _Loader(SafeLoader):
    """The safe loader with the differences that `parse` describes."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in rules if tag not in _OURS]
        for first, rules in SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, Hashable) and key in seen:
                raise _TwiceError(key, key_node.start_mark.line + 1)
            seen.add(key if isinstance(key, Hashable) else id(key_node))
        return super().construct_mapping(node, deep)


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789"))
