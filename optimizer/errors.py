"""What a user can cause, as one small family.

::

    MessageError (`fleet`)    what is wrong, as a code with values: see `fleet.message`
    ├── InvalidValue (`fleet`)    a value that cannot be; a ValueError too
    └── OneBroomError
        ├── InputError            a file or value that cannot be used
        │   ├── NetworkError      streets that cannot be read or driven
        │   ├── WorkbookRefused   an office file that cannot be read (`scenarios.workbook`)
        │   └── TableFaults       every fault of tables (`scenarios.files.office`)
        └── InfeasibleScenario    nothing can be planned at all
"""

import json
import re
import tomllib
from errno import errorcode

from fleet.message import InvalidValue, Message, MessageError, message

__all__ = [
    "InfeasibleScenario",
    "InputError",
    "InvalidValue",
    "Message",
    "NetworkError",
    "OneBroomError",
    "file_message",
    "message",
    "system_message",
]


class OneBroomError(MessageError):
    """Base of all errors that a user can cause; the message names thing, value and remedy."""


class InputError(OneBroomError):
    """A file or value that cannot be used."""


class NetworkError(InputError):
    """Streets that cannot be read, or on which nothing can drive."""


class InfeasibleScenario(OneBroomError):
    """A scenario in which nothing at all can be planned."""


def system_message(error: OSError) -> Message:
    """Returns what the operating system says of a file."""
    name = errorcode.get(error.errno or 0, "other").lower()
    return Message(code=f"system.{name}", text=error.strerror or str(error))


def file_message(error: Exception) -> Message:
    """Returns why a text file cannot be read: the system, the letters, or what is written."""
    if isinstance(error, OSError):
        return system_message(error)
    if isinstance(error, UnicodeDecodeError):
        return message("file.no_text", "it is no UTF-8 text")
    if isinstance(error, tomllib.TOMLDecodeError):
        return _toml_message(error)
    if isinstance(error, json.JSONDecodeError):
        return message("file.no_json_at", "it is no JSON, line {line}", line=error.lineno)
    return Message(code="file.other", text=str(error))


def _toml_message(error: tomllib.TOMLDecodeError) -> Message:
    """Returns where a text ceases to be TOML, which the library tells in English only."""
    place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    if place is None:
        return message("file.no_toml", "it is no TOML{error:aside}", error=error)
    return message(
        "file.no_toml_at",
        "it is no TOML, line {line}, column {column}{error:aside}",
        line=int(place[1]),
        column=int(place[2]),
        error=str(error).removesuffix(place[0]).strip(),
    )
