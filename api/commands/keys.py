"""Who may use the service: keys made, listed and revoked where its database is."""

import argparse
import time

from api.commands.results import DONE, print_json
from api.commands.telling import say
from api.words import Phrasebook


def handle_keys(options: argparse.Namespace) -> int:
    from api.service import open_keyring

    words: Phrasebook = options.words
    with open_keyring() as keyring:
        if options.action == "revoke":
            keyring.revoke(options.id)
            say(words("keys.revoked", id=options.id))
        elif options.action == "new":
            made, key = keyring.make(name=options.name, role=options.role)
            about = {"id": made.id, "name": made.name, "role": made.role}
            if options.json:
                print_json({**about, "key": key})
            else:
                say(words("keys.made", **about))
                # Never folded: it is copied.
                print(key)
        else:
            rows = [
                {
                    "id": one.id,
                    "role": one.role,
                    "created": _day(one.created_at),
                    "revoked": _day(one.revoked_at),
                    "name": one.name,
                }
                for one in keyring.list_keys()
            ]
            if options.json:
                print_json(rows)
            elif not rows:
                say(words("keys.none"))
            for row in () if options.json else rows:
                print("\t".join(value or "-" for value in row.values()))
    return DONE


def _day(seconds: float | None) -> str | None:
    return None if seconds is None else time.strftime("%Y-%m-%d", time.gmtime(seconds))
