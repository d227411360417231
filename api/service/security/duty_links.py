"""Links that give a driver one duty: an id and a time, signed.

What the link gives stands in the database, where it can be revoked; the signature keeps whoever
tries others from getting so far.
"""

import re

from api.service.security.credentials import is_signed, sign

_TOKEN = re.compile(r"([0-9a-f]{12})\.([0-9]{1,12})\.([A-Za-z0-9_\-]{32})")
_PURPOSE = "duty"


def make_link_token(secret: bytes, link_id: str, expires_at: int) -> str:
    """Returns what stands behind `/d/`."""
    until = str(expires_at)
    return f"{link_id}.{until}.{sign(secret, _PURPOSE, link_id, until)}"


def read_link_token(secret: bytes, token: str, *, now: float) -> str | None:
    """Returns the id of a link; None where it was not made here, or not until now."""
    found = _TOKEN.fullmatch(token)
    if found is None or not is_signed(found[3], secret, _PURPOSE, found[1], found[2]):
        return None
    return found[1] if now < int(found[2]) else None
