"""Keys and what else is secret: made, recognised, compared.

A key is ``ob_ID_SECRET``. Its id is public, stands in logs and finds the row; the secret has 256
random bits, so a plain SHA-256 of the key is enough: nobody guesses what it was, as one would with
a password.
"""

import base64
import hashlib
import hmac
import re
import secrets

_KEY = re.compile(r"ob_([0-9a-f]{12})_[A-Za-z0-9_\-]{43}")
_NOTHING = "0" * 64
"""No digest: what a key of an unknown id is compared with, so that both take as long."""


def make_id() -> str:
    """Returns a new public id."""
    return secrets.token_hex(6)


def make_key(key_id: str) -> str:
    """Returns a new key of an id."""
    return f"ob_{key_id}_{secrets.token_urlsafe(32)}"


def make_token() -> str:
    """Returns 256 random bits as text."""
    return secrets.token_urlsafe(32)


def key_id_of(key: str) -> str | None:
    """Returns the public id in a key; None for what has not the form of one."""
    found = _KEY.fullmatch(key)
    return found[1] if found else None


def digest_secret(secret: str) -> str:
    """Returns what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_secret(secret: str, kept: str | None) -> bool:
    """Says whether a secret is the one that is kept, in a time that tells nothing of it."""
    return hmac.compare_digest(digest_secret(secret), kept or _NOTHING)


def sign(secret: bytes, *parts: str) -> str:
    """Returns a signature of 192 bits over some texts."""
    text = "\0".join(parts).encode()
    made = hmac.new(secret, text, hashlib.sha256).digest()[:24]
    return base64.urlsafe_b64encode(made).decode()


def is_signed(signature: str, secret: bytes, *parts: str) -> bool:
    """Says whether a signature is that of some texts."""
    return hmac.compare_digest(signature.encode(), sign(secret, *parts).encode())
