"""Nothing that a person wrote can be read from any file, and nothing sealed opens in another place."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from sqlalchemy import LargeBinary, select, update

from bot.settings import Settings
from bot.storage import comments, people, sheets
from bot.storage.errors import KeyMissing, SealBroken
from bot.storage.store import Store
from bot.storage.tables import comments as comment_table
from bot.storage.tables import metadata, users
from bot.storage.tables import sheets as sheet_table
from bot.storage.vault import seal, unseal
from tests.postgres import on_both
from tests.storage.life import live

MARKER = "Kvitveis-æøå"
KEY, PLACE = b"k" * 32, "users/name/ola"


def test_sealed_and_opened() -> None:
    assert unseal(KEY, PLACE, seal(KEY, PLACE, "Ola 🌱\n\u2028")) == "Ola 🌱\n\u2028"


def test_the_same_text_is_never_the_same_bytes() -> None:
    assert seal(KEY, PLACE, "ja") != seal(KEY, PLACE, "ja")


@pytest.mark.parametrize("place", ["users/name/siv", "copies/name/ola", "users/names/ola"])
def test_another_place(place: str) -> None:
    with pytest.raises(SealBroken):
        unseal(KEY, place, seal(KEY, PLACE, "ja"))


@pytest.mark.parametrize("at", [0, 1, 12, 13, -1])
def test_each_byte_counts(at: int) -> None:
    sealed = bytearray(seal(KEY, PLACE, "ja"))
    sealed[at] ^= 1
    with pytest.raises(SealBroken):
        unseal(KEY, PLACE, bytes(sealed))


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" + b"0" * 12])
def test_too_short(sealed: bytes) -> None:
    with pytest.raises(SealBroken):
        unseal(KEY, PLACE, sealed)


def test_no_word_of_a_persons_is_in_any_file(peopled: Store, settings: Settings, now: datetime) -> None:
    live(peopled, "liv", MARKER, now)
    files = [path for path in settings.data.rglob("*") if path.is_file()]
    assert {"planprat.db", "planprat.db-wal", "liv.key"} <= {path.name for path in files}
    written = {MARKER, MARKER.upper(), json.dumps(MARKER).strip('"')}
    for path in files:
        content = path.read_bytes()
        for form in written:
            assert form.encode() not in content, path
            assert form.encode("utf-16-le") not in content, path


@on_both
def test_every_sealed_column_is_used_and_opens_only_in_its_row(peopled: Store, now: datetime) -> None:
    live(peopled, "liv", MARKER, now)
    sealed = [column for table in metadata.sorted_tables for column in table.c if isinstance(column.type, LargeBinary)]
    assert sealed
    with peopled.reading() as tx:
        for column in sealed:
            table, key = column.table, next(iter(column.table.primary_key.columns))
            owner = table.c.id if table.name == "users" else table.c.user_id
            row, value = tx.connection.execute(select(key, column).where(owner == "liv")).one()
            assert tx.open("liv", column, row, value)
            with pytest.raises(SealBroken):
                tx.open("liv", column, f"{row}x", value)
            with pytest.raises(SealBroken):
                tx.open("ola", column, row, value)


def test_an_answer_moved_to_another_row(peopled: Store, now: datetime) -> None:
    live(peopled, "liv", MARKER, now)
    live(peopled, "per", "Blåveis", now)
    with peopled.transaction() as tx:
        of_liv = select(sheet_table.c.state).where(sheet_table.c.user_id == "liv").scalar_subquery()
        tx.connection.execute(update(sheet_table).where(sheet_table.c.user_id == "per").values(state=of_liv))
        with pytest.raises(SealBroken, match=r"sheets/state/per\.crisis_plan"):
            sheets.load(tx, "per", "crisis_plan")


def test_an_answer_moved_to_another_column(peopled: Store, now: datetime) -> None:
    live(peopled, "liv", MARKER, now)
    with peopled.transaction() as tx:
        tx.connection.execute(update(comment_table).values(body=comment_table.c.answer))
        with pytest.raises(SealBroken, match="comments/body/liv-comment"):
            comments.all_of(tx, "liv")


def test_without_the_key_there_is_no_name(peopled: Store) -> None:
    peopled.vault.keyring.destroy("ola")
    with peopled.reading() as tx:
        with pytest.raises(KeyMissing):
            people.user(tx, "ola")
        assert tx.connection.execute(select(users.c.name).where(users.c.id == "ola")).scalar_one()


def test_what_is_counted_by_cannot_be_read(store: Store) -> None:
    blinded = store.vault.blind("address/192.0.2.7")
    assert blinded == store.vault.blind("address/192.0.2.7")
    assert blinded != store.vault.blind("address/192.0.2.8")
    assert "192.0" not in blinded
