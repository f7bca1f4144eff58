"""A practice installation: a small municipality in which every person is made up. `make run` starts one.

What makes the data practice data is the file `practice.json` among them. It is written before anything else, and it
holds the personal links' tokens, so that every start can show the same addresses. A real installation has no such file:
there, a token is in no file at all. Real data never become practice data, nor the reverse.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.actions.actors import OPERATOR
from bot.actions.house import House, new_id, new_token
from bot.actions.invite import LINK_PATH
from bot.dialogs.context import Language
from bot.settings import Settings
from bot.storage import ledger, links, log, people, sheets
from bot.storage.durable import private_folder, sync_folder, write_new
from bot.storage.engine import database_file
from bot.storage.errors import Unusable
from bot.storage.hashing import token_hash
from bot.storage.store import Transaction

MARK_FILE = "practice.json"
WORKSHEETS = (3, 4, 5, 13, 14)  # as numbered on paper
COORDINATOR = "Turid"
PHONE = "00 00 00 00"  # no number in Norway begins with 00, so nobody's phone rings
HOURS = "kl. 9–15"  # reads the same in both languages
NAMES: dict[Language, str] = {"nb": "Jonas", "nn": "Eldbjørg"}


class PracticeMixed(Unusable):
    """Made-up and real persons would come to stand in the same data."""

    code = "practice_mixed"


class MarkDamaged(Unusable):
    """`practice.json` cannot be read."""

    code = "practice_mark_damaged"


class Invented(BaseModel):
    """A made-up user: their id and the token of the link they were given last."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    language: Language
    token: str


class Municipality(BaseModel):
    """Who lives in the practice municipality. What `practice.json` holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    coordinator: str
    users: tuple[Invented, ...]

    def address(self, language: Language, base_url: str) -> str:
        """Where the user who reads this language comes in."""
        return f"{base_url}{LINK_PATH}{self.token(language)}"

    def token(self, language: Language) -> str:
        """What lets that user in, on the page and in a chat."""
        return next(user.token for user in self.users if user.language == language)


def is_marked(data: Path) -> bool:
    """Whether these data are for practice."""
    return (data / MARK_FILE).exists()


def check(settings: Settings) -> None:
    """Whether what is asked for and what the data are agree.

    Raises:
        PracticeMixed: they do not.
    """
    file = database_file(settings.database_url)
    if not settings.practice:
        if is_marked(settings.data):
            do = "start it with --practice, or name another folder in PLANPRAT_DATA for real persons"
            raise PracticeMixed("These data are for practice", settings.data, do)
        return
    if file is None or file.resolve().parent != settings.data.resolve():
        do = "leave that setting out"
        raise PracticeMixed("Practice keeps its database in its own folder", "PLANPRAT_DATABASE_URL", do)
    if not is_marked(settings.data) and file.exists() and file.stat().st_size:
        do = "name another folder in PLANPRAT_DATA to practise in"
        raise PracticeMixed("These data are of real persons", settings.data, do)


def mark(data: Path) -> Municipality:
    """The municipality of these data, thought of anew when there is none yet. Done before the database is made.

    Raises:
        FolderUnusable, DiskFull: it cannot be written down.
        MarkDamaged: it cannot be read.
    """
    private_folder(data)
    if not is_marked(data):
        users = tuple(Invented(id=new_id(), language=language, token=new_token()) for language in NAMES)
        try:
            _write(data, Municipality(coordinator=new_id(), users=users))
        except FileExistsError:  # another process was first: theirs is the one
            return _read(data)
    return _read(data)


def settle(house: House, municipality: Municipality, now: datetime) -> Municipality:
    """See to it that everybody is there, with their worksheets open and a link that leads in. Changes nothing else.

    Somebody who has deleted everything about themselves is replaced by somebody new.

    Returns:
        The municipality as it is now, also on the disk.
    """
    with house.writing() as tx:
        if people.coordinator(tx, municipality.coordinator) is None:
            people.add_coordinator(tx, municipality.coordinator, COORDINATOR, PHONE, HOURS, "nb", now)
        users = tuple(_settled(house, tx, municipality.coordinator, user, now) for user in municipality.users)
        settled = municipality.model_copy(update={"users": users})
        if settled != municipality:
            _replace(house.settings.data, settled)
    return settled


def _settled(house: House, tx: Transaction, coordinator: str, user: Invented, now: datetime) -> Invented:
    if people.user(tx, user.id) is None:
        if user.id in _used_up(house):
            user = Invented(id=new_id(), language=user.language, token=new_token())
        people.add_user(tx, user.id, coordinator, NAMES[user.language], user.language, now, practice=True)
        log.write(tx, now, OPERATOR.role, OPERATOR.id, "add_user", user.id)
        for worksheet in _worksheets(house):
            sheets.open_worksheet(tx, user.id, worksheet, coordinator, now)
            log.write(tx, now, "coordinator", coordinator, "open_worksheet", user.id, worksheet)
    link = links.link_by_hash(tx, token_hash(user.token))
    if link is not None and link.life(now) in {"expired", "revoked"}:
        user, link = user.model_copy(update={"token": new_token()}), None
    if link is None:
        expires_at = now + house.settings.invitation_lasts
        links.make_link(tx, new_id(), user.id, token_hash(user.token), coordinator, now, expires_at)
        log.write(tx, now, OPERATOR.role, OPERATOR.id, "invite", user.id)
    return user


def _used_up(house: House) -> frozenset[str]:
    """Ids that nobody new can have: of those who were erased, and of keys whose person never came to be."""
    keyring = house.store.vault.keyring
    return ledger.erased(keyring.folder) | frozenset(keyring.users())


def _worksheets(house: House) -> tuple[str, ...]:
    """Ids of the worksheets that are opened for everybody."""
    numbers = {worksheet.number: worksheet.id for worksheet in house.content.worksheets.values()}
    return tuple(numbers[number] for number in WORKSHEETS if number in numbers)


def _read(data: Path) -> Municipality:
    path = data / MARK_FILE
    try:
        return Municipality.model_validate_json(path.read_bytes())
    except ValidationError as error:
        do = "remove the whole folder to begin practice anew; nobody real is in it"
        raise MarkDamaged("The mark of the practice data is damaged", path, do) from error
    except OSError as error:
        do = "give the account that runs Planprat the right to"
        raise MarkDamaged("The mark of the practice data cannot be read", path, do) from error


def _content_of(municipality: Municipality) -> bytes:
    return municipality.model_dump_json(indent=2).encode() + b"\n"


def _write(data: Path, municipality: Municipality) -> None:
    write_new(data / MARK_FILE, _content_of(municipality))


def _replace(data: Path, municipality: Municipality) -> None:
    draft = data / f".{MARK_FILE}.next"
    draft.unlink(missing_ok=True)
    write_new(draft, _content_of(municipality))
    os.replace(draft, data / MARK_FILE)
    sync_folder(data)
