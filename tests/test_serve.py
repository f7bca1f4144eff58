"""`planprat serve` as a process: it starts, says where, keeps everything, stops cleanly, and fails in one sentence."""

from __future__ import annotations

import signal
import socket
import sqlite3
from pathlib import Path

import httpx
import pytest

from bot.serve import Listening, PlaceUnusable, lan_host, listen
from bot.settings import DATABASE_FILE
from bot.storage import people
from tests.houses import a_coordinator, a_house
from tests.processes import planprat, served


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder that does not exist yet."""
    return tmp_path / "data"


@pytest.fixture
def begun(data: Path) -> Path:
    """Data with one coordinator in them."""
    house = a_house(data.parent)
    a_coordinator(house)
    house.close()
    return data


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_also_with_a_connection_open(data: Path, how: int) -> None:
    with served(data) as server, httpx.Client() as browser:
        assert browser.get(f"{server.told['address']}/healthz").json()["database"] is True
        ended = server.stop(how)
    assert (ended.code, ended.err) == (0, "")


def test_practice_starts_again_where_it_ended(data: Path) -> None:
    with served(data, "--practice") as server:
        first = server.told
        for name in ("user_nb", "user_nn", "coordinator"):
            assert httpx.get(first[name]).status_code in {200, 303}, name
        for language, word in (("nb", "Øvelse"), ("nn", "Øving")):
            for path in ("/", "/hjelp", "/no-such-page"):
                page = httpx.get(f"{first['address']}{path}", headers={"Accept-Language": language})
                assert word in page.text, (path, language)
        ended = server.stop(signal.SIGTERM)
    assert ended.err == "", "no address is logged: it may hold a token"
    before = _people(data)
    with served(data, "--practice", "--host", "127.0.0.1") as server:
        second = server.told
        assert httpx.get(second["user_nb"]).status_code == 303
    for name in ("user_nb", "user_nn"):
        assert second[name].partition("/p/")[2] == first[name].partition("/p/")[2]
    assert second["coordinator"].rpartition("/")[2] != first["coordinator"].rpartition("/")[2]
    assert second["phone"] is None, "nobody else reaches 127.0.0.1"
    assert _people(data) == before
    assert [user.language for user in before] == ["nn", "nb"]  # by name


def _people(data: Path) -> list[people.UserRow]:
    house = a_house(data.parent, practice=True)
    try:
        with house.reading() as tx:
            return [user for one in people.everyone(tx) for user in people.users_of(tx, one.id)]
    finally:
        house.close()


def test_without_practice_no_personal_address_is_told_and_nobody_forwards(begun: Path) -> None:
    with served(begun) as server:
        assert server.told.keys() == {"address", "listens", "data", "practice"}
        assert server.told["address"].startswith("http://127.0.0.1:")
        page = httpx.get(f"{server.told['address']}/", headers={"X-Forwarded-Proto": "https"})
        assert "Strict-Transport-Security" not in page.headers


def test_a_forwarded_scheme_is_believed_from_the_proxy_that_is_named(begun: Path) -> None:
    with served(begun, "--proxy", "127.0.0.1") as server:
        page = httpx.get(f"{server.told['address']}/", headers={"X-Forwarded-Proto": "https"})
        assert "Strict-Transport-Security" in page.headers


def test_a_busy_port_is_one_sentence_and_touches_nothing(data: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ended = planprat(data, "serve", "--port", str(port))
    assert ended.sentence == (
        f"The port is in use (127.0.0.1:{port}): stop what runs there, or choose another with --port."
    )
    assert not data.exists()


@pytest.mark.parametrize(
    ("host", "what"), [("203.0.113.1", "Nobody can listen here"), ("no.such.invalid", "There is no such address")]
)
def test_an_address_that_is_not_ours(host: str, what: str) -> None:
    with pytest.raises(PlaceUnusable, match=what), listen(host, 0):
        pass


def test_a_file_in_the_place_of_the_folder(data: Path) -> None:
    data.write_text("")
    ended = planprat(data, "serve", "--port", "0")
    assert ended.sentence.startswith("The folder cannot be used")
    assert f"({data})" in ended.sentence
    assert data.read_text() == ""


def test_a_key_that_is_missing_is_not_made_anew(begun: Path) -> None:
    key = begun / "keys" / "master.key"
    key.unlink()
    assert str(key) in planprat(begun, "serve", "--port", "0").sentence
    assert not key.exists()


def test_a_damaged_key(begun: Path) -> None:
    key = begun / "keys" / "pepper.key"
    whole = key.read_text()
    key.write_text(whole[:-3])
    assert planprat(begun, "serve", "--port", "0").sentence == (
        f"The key is damaged ({key}): put it back from the backup of the keys."
    )
    key.write_text(whole)
    a_house(begun.parent).close()  # nothing was lost


def test_a_newer_database(begun: Path) -> None:
    database = sqlite3.connect(begun / DATABASE_FILE)
    with database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    assert "install the version of Planprat that made it" in planprat(begun, "serve", "--port", "0").sentence


def test_broken_content_is_told_in_full(data: Path, tmp_path: Path) -> None:
    content = tmp_path / "content"
    for name, broken in {"nb/walk.yaml": "back: [", "nn/menu.yaml": "5: ["}.items():
        (content / name).parent.mkdir(parents=True)
        (content / name).write_text(broken)
    ended = planprat(data, "serve", "--port", "0", content=str(content))
    *problems, sentence = ended.err.splitlines()
    assert ended.code == 2
    assert [line.partition(":")[0] for line in problems] == [f"{content}/nb/walk.yaml", f"{content}/nn/menu.yaml"]
    assert sentence == "The content has 2 problems (listed above): correct the files that are named."
    assert not (data / DATABASE_FILE).exists()


def test_every_host_is_reached_somewhere() -> None:
    with socket.socket() as taken:
        assert Listening(taken, "0.0.0.0", 80).address == "http://127.0.0.1:80"  # noqa: S104
        assert Listening(taken, "::", 80).address == "http://[::1]:80"
        assert Listening(taken, "planprat.test", 80).address == "http://planprat.test:80"
        assert Listening(taken, "127.0.0.1", 80).lan_address() == ""
        assert not lan_host().startswith("127.")
