"""The service: HTTP around a database of jobs, with workers that solve."""

from api.service.db import back_up, restore
from api.service.keyring import open_keyring
from api.service.serving import serve
from api.service.settings import database_url

__all__ = [
    "back_up",
    "database_url",
    "open_keyring",
    "restore",
    "serve",
]
