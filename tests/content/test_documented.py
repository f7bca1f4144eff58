"""docs/content.md tells a writer what the check knows."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from bot.content.placeholders import PLACEHOLDERS
from bot.content.structure import FITTING
from bot.content.texts import OF_KIND
from bot.dialogs.definition import Kind

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "content.md").read_text("utf-8")


def test_every_placeholder_is_explained() -> None:
    assert [name for name, meaning in PLACEHOLDERS.items() if f"| `{name}` | {meaning} |" not in PAGE] == []


def test_every_kind_says_which_texts_it_has() -> None:
    assert set(OF_KIND) == set(get_args(Kind))
    table = PAGE[PAGE.index("### Texts") : PAGE.index("### Placeholders")]
    assert [kind for kind in OF_KIND if f"`{kind}`" not in table] == []


def test_every_field_of_some_kinds_says_of_which() -> None:
    rows = PAGE[PAGE.index("### Structure") : PAGE.index("### Texts")].splitlines()
    for field, kinds in FITTING.items():
        about = [row for row in rows if row.startswith((f"| `{field}`", f"| `{field}:"))]
        assert about, field
        for row in about:
            assert all(f"`{kind}`" in row for kind in kinds), row
