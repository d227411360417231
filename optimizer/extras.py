"""Libraries that not everybody needs: what to install where one is missing."""

from collections.abc import Iterator
from contextlib import contextmanager

from optimizer.errors import InputError


@contextmanager
def needing(extra: str, *, thing: str) -> Iterator[None]:
    """Says what to install when a library of an extra of `pyproject.toml` is not there.

    Parameters
    ----------
    thing
        What needs it, as the user asked for it.

    Raises
    ------
    InputError
        When it is missing.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise InputError(
            "extra.missing",
            "{thing} needs the package {package}, which is not installed; get it with: pip "
            "install 'onebroom[{extra}]'.",
            thing=thing,
            package=error.name,
            extra=extra,
        ) from None
