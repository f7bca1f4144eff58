"""A municipality's own folder laid over what is shipped: it holds only what differs, so a new release brings new texts.

A service is added, or replaced by one with the same id; a text is added, or replaced by one with the same id. A
worksheet and a file of phrases are replaced as a whole. Nothing can be taken away: what the replies name stays there.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.content.files import FOLDERS, SERVICES, Files
from bot.content.parsed import LANGUAGES, is_phrases, is_plural


def is_own_content(folder: Path) -> bool:
    """Whether this is a folder that can be laid over the shipped one: it holds at least one of its parts."""
    places = (place for name in FOLDERS for place in folder.glob(name))
    return (folder / SERVICES).is_file() or any(place.is_dir() for place in places)


def laid_over(shipped: Files, own: Files) -> Files:
    """Both as one. Neither is changed, and the result is checked like any other content."""
    return {**shipped, **{name: _of_file(name, shipped.get(name), data) for name, data in own.items()}}


def _of_file(name: str, shipped: Any, own: Any) -> Any:
    if name == SERVICES:
        return _services(shipped, own)
    language = name.partition("/")[0]
    return _texts(shipped, own) if language in LANGUAGES and not is_phrases(name) else own


def _services(shipped: Any, own: Any) -> Any:
    """The shipped services in their order, those of the same id replaced, then the municipality's further ones."""
    if not isinstance(shipped, Mapping) or not isinstance(own, Mapping):
        return own
    further = own.get("services", [])
    if not isinstance(further, list):
        return own
    further = list(further)
    services = []
    for one in shipped.get("services", []):
        same = next((mine for mine in further if isinstance(mine, Mapping) and mine.get("id") == one["id"]), None)
        if same is not None:
            further.remove(same)
        services.append(one if same is None else same)
    return {**shipped, **own, "services": [*services, *further]}


def _texts(shipped: Any, own: Any) -> Any:
    """Text by text; a text in plural forms is one text."""
    if not isinstance(shipped, Mapping) or not isinstance(own, Mapping) or is_plural(own):
        return own
    return {**shipped, **{key: _texts(shipped.get(key), value) for key, value in own.items()}}
