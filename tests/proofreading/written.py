"""Texts written down by a test, and content of its own that is wrong in one way."""

from __future__ import annotations

from pathlib import Path

from bot.content import Content, load
from bot.dialogs.context import Language as Code
from bot.proofreading.pieces import Piece
from bot.proofreading.remarks import Remark
from tests.content.cases import sound_files, write


def text(words: str, id_: str = "menu.text", language: Code = "nb") -> Piece:
    """One text, without anything to fill in."""
    return Piece(language, id_, words, words)


def content_with(folder: Path, nb: str, nn: str) -> Content:
    """Sound content with one more file of texts, `menu.yaml`."""
    return load(write({**sound_files(), "nb/menu.yaml": nb, "nn/menu.yaml": nn}, folder))


def places(remarks: list[Remark]) -> list[tuple[str, str, str]]:
    """What is remarked, where."""
    return [(one.code, one.file, one.id) for one in remarks]
