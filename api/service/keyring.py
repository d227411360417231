"""The keys of a service, for whoever sits where its database is."""

from collections.abc import Iterator
from contextlib import contextmanager

from api.service.db import AccessStore, ApiKey, Store
from api.service.security import Role, make_new_key
from api.service.settings import ServiceSettings
from optimizer.errors import InputError


class Keyring:
    """Makes, lists and ends keys."""

    def __init__(self, access: AccessStore) -> None:
        self._access = access

    def make(self, *, name: str, role: str) -> tuple[ApiKey, str]:
        """Returns a new key: what is kept of it, and the key itself, which is not."""
        return make_new_key(self._access, name=name, role=Role(role))

    def list_keys(self) -> list[ApiKey]:
        """Returns all keys, the newest first."""
        return self._access.list_keys()

    def revoke(self, key_id: str) -> None:
        """Ends a key and its sessions.

        Raises
        ------
        InputError
            When there is none of that id, or it has ended.
        """
        if not self._access.revoke_key(key_id):
            raise InputError(
                "keys.unknown", "there is no key {key!r}, or it has ended.", key=key_id
            )


@contextmanager
def open_keyring() -> Iterator[Keyring]:
    """Gives the keys of the service that the environment speaks of."""
    store = Store(ServiceSettings.from_environment().database_url)
    try:
        yield Keyring(AccessStore(store))
    finally:
        store.close()
