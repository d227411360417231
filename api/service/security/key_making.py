"""New keys, for the command line and for admins."""

from api.service.db import AccessStore, ApiKey
from api.service.security.credentials import digest_secret, make_id, make_key
from api.service.security.roles import Role

_FIRST = "first key"


def make_new_key(access: AccessStore, *, name: str, role: Role) -> tuple[ApiKey, str]:
    """Writes a new key; returns what is kept of it, and the key, which is not."""
    key_id = make_id()
    key = make_key(key_id)
    made = access.add_key(key_id=key_id, name=name, role=role, digest=digest_secret(key))
    return made, key


def make_first_key(access: AccessStore) -> str:
    """Returns a new key of an admin."""
    return make_new_key(access, name=_FIRST, role=Role.ADMIN)[1]
