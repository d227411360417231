"""What a user can cause, as one small family.

::

    MessageError (`fleet`)    what is wrong, as a code with values: see `fleet.message`
    ├── InvalidValue (`fleet`)    a value that cannot be; a ValueError too
    └── OneBroomError
        ├── InputError            a file or value that cannot be used
        │   └── NetworkError      streets that cannot be read or driven
        └── InfeasibleScenario    nothing can be planned at all
"""

from errno import errorcode

from fleet.message import Message, MessageError, message


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
    return message(f"system.{name}", "{said}", said=error.strerror or str(error))
