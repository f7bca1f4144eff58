"""How requests are read: multipart bodies to the byte, JSON that is none, marks that do not match."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.testing.telegram.http import running
from bot.testing.telegram.multipart import read_multipart
from bot.testing.telegram.parameters import Given, Upload, given_json
from bot.testing.telegram.refusals import Refused
from bot.testing.telegram.server import FakeTelegram
from bot.testing.telegram.text import commands_in, cut, read, units

KIND = "multipart/form-data; boundary=x1"


def body(*parts: bytes, end: bytes = b"--x1--\r\n") -> bytes:
    """A body with these parts."""
    return b"".join(b"--x1\r\n" + part + b"\r\n" for part in parts) + end


@given(
    content=st.binary(max_size=200).filter(lambda one: b"\r\n--x1" not in one), name=st.sampled_from(["plan", "plån"])
)
def test_a_file_is_read_to_the_byte(content: bytes, name: str) -> None:
    head = f'Content-Disposition: form-data; name="document"; filename="{name}.pdf"\r\nContent-Type: application/pdf'
    field = b'Content-Disposition: form-data; name="chat_id"\r\n\r\n7'
    got = read_multipart(KIND, body(field, head.encode() + b"\r\n\r\n" + content))
    assert got.values == {"chat_id": "7"}
    assert got.upload("document") == Upload(f"{name}.pdf", content, "application/pdf")


def test_a_file_may_stand_under_another_name() -> None:
    part = b'Content-Disposition: form-data; name="file0"; filename="a.png"\r\n\r\npng'
    got = read_multipart(KIND, body(b'Content-Disposition: form-data; name="photo"\r\n\r\nattach://file0', part))
    upload = got.upload("photo")
    assert upload is not None
    assert upload.content == b"png"
    assert got.upload("document") is None


@pytest.mark.parametrize(
    ("kind", "wire", "words"),
    [
        ("multipart/form-data", body(), "boundary not found"),
        (KIND, body(b"no header"), "can't parse"),
        (KIND, body(b'Content-Disposition: form-data; name="a"\r\n\r\n1', end=b""), "ends too early"),
    ],
)
def test_a_body_that_is_not_what_it_says_is_refused(kind: str, wire: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read_multipart(kind, wire)


def test_what_is_given_is_read_as_the_server_does() -> None:
    got = Given(given_json({"limit": 3, "offset": "many", "yes": True, "no": False, "none": None, "names": ["a"]}))
    assert (got.number("limit"), got.number("offset"), got.number("absent", 9)) == (3, 0, 9)
    assert (got.flag("yes"), got.flag("no"), got.flag("none")) == (True, False, False)
    assert (got.names("names"), got.names("absent")) == (["a"], None)
    wrongs: tuple[object, ...] = ([], "text")
    for wrong in wrongs:
        with pytest.raises(Refused, match="can't parse JSON object"):
            given_json(wrong)
    with pytest.raises(Refused, match="can't parse reply parameters JSON object"):
        Given({"reply_parameters": "{"}).json("reply_parameters")


async def test_a_body_that_is_no_json_is_refused(telegram: FakeTelegram) -> None:
    async with running(telegram) as address, httpx.AsyncClient(base_url=address, verify=False) as client:  # noqa: S501
        answer = await client.post(
            f"/bot{telegram.token}/getMe", content=b"{", headers={"Content-Type": "application/json"}
        )
    assert answer.json() == {"ok": False, "error_code": 400, "description": "Bad Request: can't parse JSON object"}


@given(text=st.text(alphabet="aå🐾 ", min_size=1), most=st.integers(2, 9))
def test_pieces_are_as_long_as_may_be_and_lose_nothing(text: str, most: int) -> None:
    pieces = cut(text, most)
    assert "".join(pieces) == text
    assert all(units(piece) <= most for piece in pieces)
    assert all(units(piece) >= most - 1 for piece in pieces[:-1])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start abc", ["/start"]),
        ("se /hjelp@bot nå", ["/hjelp@bot"]),
        ("a/b", []),
        ("/språk", []),
        ("🐾 /a, og", ["/a"]),
    ],
)
def test_commands_are_found_where_telegram_finds_them(text: str, found: list[str]) -> None:
    wide = text.encode("utf-16-le")
    marked = [wide[2 * one["offset"] : 2 * (one["offset"] + one["length"])] for one in commands_in(text)]
    assert [one.decode("utf-16-le") for one in marked] == found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>å</i>", 'Unmatched end tag at byte offset 5, expected "</b>", found "</i>"'),
        ("<b", "Unclosed start tag at byte offset 0"),
    ],
)
def test_marks_that_do_not_match_are_refused(text: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        read(text, "HTML")
    assert words in refused.value.description


def test_only_html_is_read() -> None:
    with pytest.raises(Refused, match="unsupported parse_mode"):
        read("*a*", "MarkdownV2")
    assert read("1 < 2 & 3", "") == ("1 < 2 & 3", [])
