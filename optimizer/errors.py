"""What a user can cause, as one small family.

::

    OneBroomError
    ├── InputError            a file or value that cannot be used
    │   └── NetworkError      streets that cannot be read or driven
    └── InfeasibleScenario    nothing can be planned at all
"""


class OneBroomError(Exception):
    """Base of all errors that a user can cause; the message names thing, value and remedy."""


class InputError(OneBroomError):
    """A file or value that cannot be used."""


class NetworkError(InputError):
    """Streets that cannot be read, or on which nothing can drive."""


class InfeasibleScenario(OneBroomError):
    """A scenario in which nothing at all can be planned."""
