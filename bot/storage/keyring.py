"""The keys, outside the database: `keys/master.key`, `keys/pepper.key`, and `keys/users/<user>.key` for each person.

Each person has a data key of their own (AES-256). It is never on the disk as it is, only wrapped by the master key
(AES-256-GCM, bound to the person's id). Destroying this one small file makes everything sealed with it unreadable.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import logging
import re
import secrets
import threading
from collections import OrderedDict
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import SecretStr

from bot.storage import durable
from bot.storage.errors import FolderUnusable, KeyDamaged, KeyForeign, KeyMissing

log = logging.getLogger(__name__)

KEY_BYTES = 32
NONCE_BYTES = 12
CACHED = 256  # unwrapped keys kept in memory; one is 32 bytes, reading one from disk takes about 0.1 ms
_USER_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MARK = "planprat-key-1"


def _digest(key: bytes) -> str:
    return hashlib.sha256(b"planprat key file" + key).hexdigest()[:16]


def fingerprint(master: bytes) -> str:
    """Which master key this is, without telling anything of it: 16 hexadecimal digits, written in each wrapped key."""
    return hmac.new(master, b"planprat master key", hashlib.sha256).hexdigest()[:16]


def _given(secret: SecretStr, setting: str) -> bytes:
    name = f"PLANPRAT_{setting}"
    try:
        key = base64.b64decode(secret.get_secret_value(), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise KeyDamaged("The key in the settings is not base64", name, "set it to the value it had") from error
    if len(key) != KEY_BYTES:
        raise KeyDamaged(f"The key in the settings is not {KEY_BYTES} bytes", name, "set it to the value it had")
    return key


def _read(path: Path) -> bytes:
    """Read `planprat-key-1 <base64> <digest>`; the digest tells a damaged file from a whole one."""
    try:
        mark, encoded, digest = path.read_text("ascii").split()
        key = base64.b64decode(encoded, validate=True)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise FolderUnusable(
            "The key cannot be read", path, "give the account that runs Planprat the right to"
        ) from error
    except ValueError as error:
        raise KeyDamaged("The key is damaged", path, "put it back from the backup of the keys") from error
    if mark != _MARK or len(key) != KEY_BYTES or digest != _digest(key):
        raise KeyDamaged("The key is damaged", path, "put it back from the backup of the keys")
    return key


def _read_or_make(path: Path, *, create: bool) -> bytes:
    try:
        return _read(path)
    except FileNotFoundError:
        if not create:
            raise KeyMissing(
                "The database is there, but this key to it is missing", path, "put it back from the backup of the keys"
            ) from None
    key = secrets.token_bytes(KEY_BYTES)
    try:
        durable.write_new(path, f"{_MARK} {base64.b64encode(key).decode()} {_digest(key)}\n".encode())
    except FileExistsError:  # another process was first: its key is the one
        return _read(path)
    return key


class Keyring:
    """Opens, makes and destroys the keys of persons. Safe to use from several threads.

    Attributes:
        folder: where the keys are.
        pepper: 32 bytes that codes are hashed with, so that six digits cannot be guessed from a stolen database.
    """

    def __init__(self, folder: Path, master: bytes, pepper: bytes) -> None:
        self.folder = folder
        self.pepper = pepper
        self._master = AESGCM(master)
        self._fingerprint = fingerprint(master)
        self._users = folder / "users"
        self._cache: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    @classmethod
    def open(
        cls, folder: Path, *, master: SecretStr | None = None, pepper: SecretStr | None = None, create: bool
    ) -> Keyring:
        """Open the keyring in this folder.

        Args:
            folder: is made when missing, closed to all but its owner.
            master: base64 of the master key, when it is not kept as a file.
            pepper: the same of the pepper.
            create: whether missing keys may be made. Only true while there is no database that needs the old ones.

        Raises:
            KeyMissing: a key is missing and none may be made.
            KeyDamaged: the master key or the pepper is not what was written.
            KeyForeign: the persons' keys belong to another master key.
            FolderUnusable: the folder cannot be used.
        """
        durable.private_folder(folder)
        durable.private_folder(folder / "users")
        keyring = cls(
            folder,
            _read_or_make(folder / "master.key", create=create) if master is None else _given(master, "MASTER_KEY"),
            _read_or_make(folder / "pepper.key", create=create) if pepper is None else _given(pepper, "PEPPER"),
        )
        keyring._check_master()
        return keyring

    def _check_master(self) -> None:
        """Open the first key that opens: one damaged file is one person's trouble, a foreign master key everyone's."""
        for user in self.users():
            try:
                self.key(user)
            except KeyForeign:
                raise
            except KeyDamaged as error:
                log.error("%s", error)
            else:
                return

    def users(self) -> list[str]:
        """Ids of all persons with a key."""
        return sorted(path.stem for path in self._users.glob("*.key"))

    def make(self, user: str) -> None:
        """Make the data key of a new person.

        Raises:
            ValueError: the id cannot be the name of a file.
            FileExistsError: this person has a key already; it is untouched.
        """
        durable.write_new(self._path(user), self.wrapped(user, AESGCM.generate_key(256)))

    def wrapped(self, user: str, key: bytes) -> bytes:
        """What stands in the file of the person whose data key this is."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        wrapped = self._master.encrypt(nonce, key, self._place(user))
        content = {"version": 1, "master": self._fingerprint, "wrapped": base64.b64encode(nonce + wrapped).decode()}
        return json.dumps(content).encode() + b"\n"

    def key(self, user: str) -> bytes:
        """The person's data key, 32 bytes.

        Raises:
            KeyMissing: there is none: never made, destroyed, or its file is lost.
            KeyDamaged: the file is not what was written.
            KeyForeign: it was wrapped by another master key.
        """
        with self._lock:
            if user in self._cache:
                self._cache.move_to_end(user)
                return self._cache[user]
            key = self._unwrap(user)
            self._cache[user] = key
            if len(self._cache) > CACHED:
                self._cache.popitem(last=False)
            return key

    def destroy(self, user: str) -> bool:
        """Destroy the person's key for good. False when there was none."""
        with self._lock:
            self._cache.pop(user, None)
            return durable.destroy(self._path(user))

    def _unwrap(self, user: str) -> bytes:
        path = self._path(user)
        try:
            content = json.loads(path.read_text("ascii"))
            made_by, sealed = content["master"], base64.b64decode(content["wrapped"], validate=True)
        except FileNotFoundError:
            raise KeyMissing("This person's key is missing", path, "put it back from the backup of the keys") from None
        except OSError as error:
            raise FolderUnusable(
                "The key cannot be read", path, "give the account that runs Planprat the right to"
            ) from error
        except (ValueError, KeyError, TypeError) as error:
            raise KeyDamaged("This person's key is damaged", path, "put it back from the backup of the keys") from error
        if made_by != self._fingerprint:
            raise KeyForeign(
                "The master key is not the one that this person's key was made with",
                path,
                "use the master key that belongs to these data",
            )
        try:
            return self._master.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], self._place(user))
        except InvalidTag as error:
            raise KeyDamaged("This person's key is damaged", path, "put it back from the backup of the keys") from error

    def _path(self, user: str) -> Path:
        if not _USER_ID.fullmatch(user):
            raise ValueError("a user's id is 1-64 letters, digits, - and _")
        return self._users / f"{user}.key"

    @staticmethod
    def _place(user: str) -> bytes:
        return f"keys/users/{user}".encode()
