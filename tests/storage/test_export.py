"""The export holds every word of the person's, and comes through JSON unchanged."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import LargeBinary, select

from bot.storage.export import Export, export
from bot.storage.hashing import token_hash
from bot.storage.store import Store
from bot.storage.tables import metadata, users
from tests.postgres import on_both
from tests.storage.life import live

pytestmark = on_both

MARKER = "Kvitveis"


def test_everything_is_in_it(peopled: Store, now: datetime) -> None:
    live(peopled, "liv", MARKER, now)
    with peopled.reading() as tx:
        written = export(tx, "liv", now).model_dump_json()
        for table in metadata.sorted_tables:
            owner = users.c.id if table is users else table.c.get("user_id")
            sealed = [column for column in table.c if isinstance(column.type, LargeBinary)]
            if not sealed or owner is None:
                continue
            key = next(iter(table.primary_key.columns))
            for row in tx.connection.execute(select(key, *sealed).where(owner == "liv")):
                for column, value in zip(sealed, row[1:], strict=True):
                    opened = tx.open("liv", column, row[0], value)
                    words = opened[opened.index(MARKER) :].partition('"')[0]
                    assert words in written, column


def test_what_it_says(peopled: Store, now: datetime) -> None:
    live(peopled, "liv", MARKER, now)
    with peopled.reading() as tx:
        made = export(tx, "liv", now)
    assert (made.name, made.coordinator.name, made.practice) == (f"{MARKER} namn", "Kari", True)
    assert [change.answer.text for change in made.sheets[0].history] == [f"{MARKER} svar"]
    assert [(line.actor, line.action) for line in made.access_log] == [("Kari", "read_edition")]
    assert [session.device for session in made.sessions] == ["Firefox på Windows"]
    assert [copy.name for copy in made.copies] == [f"{MARKER} mor"]
    assert made.opened_worksheets == ("crisis_plan",)


def test_it_comes_through_json_unchanged(peopled: Store, now: datetime) -> None:
    live(peopled, "liv", MARKER, now)
    with peopled.reading() as tx:
        made = export(tx, "liv", now)
    assert Export.model_validate_json(made.model_dump_json()) == made
    assert Export.model_json_schema()["title"] == "Export"


def test_it_opens_no_doors(peopled: Store, now: datetime) -> None:
    live(peopled, "liv", MARKER, now)
    with peopled.reading() as tx:
        written = export(tx, "liv", now).model_dump_json()
    for token in ("liv-link", "liv-session", "liv-copy", "liv-reader"):
        assert token_hash(token) not in written
    assert "scrypt" not in written


def test_nobody_elses_words(peopled: Store, now: datetime) -> None:
    live(peopled, "liv", MARKER, now)
    live(peopled, "per", "Hestehov", now)
    with peopled.reading() as tx:
        assert "Hestehov" not in export(tx, "liv", now).model_dump_json()


def test_one_who_has_done_nothing_yet(peopled: Store, now: datetime) -> None:
    with peopled.reading() as tx:
        made = export(tx, "ola", now)
        with pytest.raises(KeyError):
            export(tx, "nobody", now)
    assert (made.talk, made.sheets, made.access_log) == (None, (), ())
