"""What a user can cause, as one small family.

::

    OneBroomError
    ├── InputError            a file or value that cannot be used
    │   ├── NetworkError      streets that cannot be read or driven
    │   ├── WorkbookRefused   an office file that cannot be read (`scenarios.workbook`)
    │   └── TableFaults       every fault of tables (`scenarios.files.office`)
    └── InfeasibleScenario    nothing can be planned at all
"""


class OneBroomError(Exception):
    """Base of all errors that a user can cause; the message names thing, value and remedy."""

    def said(self, language: str) -> str:
        """Returns the message in a language where it has one of its own, else in English."""
        return str(self)


class InputError(OneBroomError):
    """A file or value that cannot be used."""


class NetworkError(InputError):
    """Streets that cannot be read, or on which nothing can drive."""


class InfeasibleScenario(OneBroomError):
    """A scenario in which nothing at all can be planned."""
