"""Sentences on standard output and standard error, no wider than the terminal."""

import sys

from api.words import fold, width_of


def say(text: str) -> None:
    """Prints a result."""
    print(fold(text, width_of(sys.stdout)))


def tell(text: str) -> None:
    """Prints what is no result."""
    print(fold(text, width_of(sys.stderr)), file=sys.stderr)
