"""The plans of the service in a file, and back."""

import argparse

from api.commands.results import DONE
from api.commands.telling import tell


def back_up_plans(options: argparse.Namespace) -> int:
    from api.service import back_up, database_url

    count = back_up(database_url(), options.file)
    tell(options.words("command.backed_up", count=count, file=str(options.file)))
    return DONE


def restore_plans(options: argparse.Namespace) -> int:
    from api.service import database_url, restore

    count = restore(database_url(), options.file)
    tell(options.words("command.restored", count=count, file=str(options.file)))
    return DONE
