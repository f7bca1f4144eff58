"""Sealing: what a person wrote is stored as AES-256-GCM with the person's own key, bound to the row it stands in.

A sealed value is one byte for the format (1), a random nonce of 12 bytes, and the ciphertext with its tag. The place
`table/column/id` is authenticated along with it: moved to another row, column or person, it does not open.
"""

from __future__ import annotations

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.storage.errors import SealBroken
from bot.storage.keyring import NONCE_BYTES, Keyring

_FORMAT = b"\x01"


def seal(key: bytes, place: str, text: str) -> bytes:
    """Seal a text for one place (`table/column/id`) with a key of 32 bytes. Never twice the same bytes."""
    nonce = os.urandom(NONCE_BYTES)
    return _FORMAT + nonce + AESGCM(key).encrypt(nonce, text.encode(), place.encode())


def unseal(key: bytes, place: str, sealed: bytes) -> str:
    """Open what `seal` made.

    Raises:
        SealBroken: another key or place, or changed bytes.
    """
    try:
        if sealed[:1] != _FORMAT:
            raise InvalidTag
        return AESGCM(key).decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], place.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise SealBroken(
            "A stored text does not open", place, "restore the database and the keys of one backup"
        ) from error


class Vault:
    """Seals and opens with the keys of a keyring: `user` says whose key."""

    def __init__(self, keyring: Keyring) -> None:
        self.keyring = keyring

    def seal(self, user: str, place: str, text: str) -> bytes:
        """Seal a text of this person's for one place, `table/column/id`.

        Raises:
            KeyMissing: this person has no key.
            KeyDamaged: the key cannot be read.
        """
        return seal(self.keyring.key(user), place, text)

    def open(self, user: str, place: str, sealed: bytes) -> str:
        """Open what was sealed for this person and place.

        Raises:
            KeyMissing: this person has no key.
            KeyDamaged: the key cannot be read.
            SealBroken: it was not sealed with this key for this place.
        """
        return unseal(self.keyring.key(user), place, sealed)

    @property
    def pepper(self) -> bytes:
        """What codes are hashed with, see `hashing.py`."""
        return self.keyring.pepper

    def blind(self, text: str) -> str:
        """A stand-in for something that must be found again but not read (an address to count by): HMAC-SHA256, hex."""
        return hmac.new(self.pepper, text.encode(), hashlib.sha256).hexdigest()
