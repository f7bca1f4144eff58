"""What is kept of a secret that somebody else holds: enough to recognise it, too little to make it.

A token is 32 random bytes, so a plain SHA-256 of it cannot be guessed backwards. A code has six digits: it is hashed
with a pepper that is not in the database (HMAC-SHA256), then with scrypt and a salt of its own, so that neither a
stolen database nor a fast machine is enough.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

# log2 of N: 16 MB and about 50 ms for each guess (RFC 7914: N = 2**14, r = 8, p = 1 for interactive use). Each code is
# stored with the one it was hashed with, so that it can be raised while old codes still open.
SCRYPT_LOG_N, SCRYPT_R, SCRYPT_P = 14, 8, 1
SALT_BYTES = 16


def token_hash(token: str) -> str:
    """SHA-256 of a token, 64 hexadecimal digits. The same each time: rows are found by it."""
    return hashlib.sha256(token.encode()).hexdigest()


def _scrypt(pepper: bytes, code: str, salt: bytes, log_n: int) -> bytes:
    peppered = hmac.new(pepper, code.encode(), hashlib.sha256).digest()
    return hashlib.scrypt(peppered, salt=salt, n=2**log_n, r=SCRYPT_R, p=SCRYPT_P, dklen=32)


def code_hash(pepper: bytes, code: str) -> str:
    """Hash a code for storing: `scrypt$<log2 N>$<salt>$<hash>`, another salt each time.

    Takes about 50 ms on purpose; do it before the transaction, which others wait for.
    """
    salt = secrets.token_bytes(SALT_BYTES)
    hashed = _scrypt(pepper, code, salt, SCRYPT_LOG_N)
    return f"scrypt${SCRYPT_LOG_N}${base64.b64encode(salt).decode()}${base64.b64encode(hashed).decode()}"


def code_fits(pepper: bytes, code: str, stored: str) -> bool:
    """Whether this is the code that was hashed. Takes as long when it is not.

    Raises:
        ValueError: `stored` is not what `code_hash` gives.
    """
    scheme, *log_n, salt, expected = stored.split("$")
    if scheme != "scrypt" or len(log_n) > 1:
        raise ValueError("not a stored code")
    # The first codes were stored without it.
    hashed = _scrypt(pepper, code, base64.b64decode(salt), int(log_n[0]) if log_n else 14)
    return hmac.compare_digest(hashed, base64.b64decode(expected))
