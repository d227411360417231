"""Who may do what.

::

    roles          driver, dispatcher, planner, admin
    credentials    keys and tokens: made, recognised, compared
    key_making     new keys
    callers        who sends a request: by a key, by a session, or where there are no keys
    permits        what each call demands, in one table
    limits         how much and how often
    hosts          by which names, from which pages
    json_bodies    JSON that nobody should have to read
    intake         bodies: whole, in time, of a size and kind
    headers        what answers tell browsers
    duty_links     a driver's link
    gate           all of it, before the application sees a request
"""

from api.service.security.callers import (
    COOKIE,
    CSRF_HEADER,
    OPEN,
    SESSION_S,
    Caller,
    Callers,
    is_loopback,
    unknown_key,
)
from api.service.security.credentials import digest_secret, make_id
from api.service.security.duty_links import make_link_token, read_link_token
from api.service.security.gate import Gate
from api.service.security.headers import POLICY, Protection
from api.service.security.key_making import make_first_key, make_new_key
from api.service.security.limits import Limits, Rates
from api.service.security.permits import PERMITS, SAFE, Permit, find_call
from api.service.security.roles import Role

__all__ = [
    "COOKIE",
    "CSRF_HEADER",
    "OPEN",
    "PERMITS",
    "POLICY",
    "SAFE",
    "SESSION_S",
    "Caller",
    "Callers",
    "Gate",
    "Limits",
    "Permit",
    "Protection",
    "Rates",
    "Role",
    "digest_secret",
    "find_call",
    "is_loopback",
    "make_first_key",
    "make_id",
    "make_link_token",
    "make_new_key",
    "read_link_token",
    "unknown_key",
]
