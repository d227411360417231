"""Libraries that not everybody needs: what to install where one is missing."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec

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
        raise _missing(extra, thing, error.name) from None


def find_missing(extra: str, packages: Sequence[str], *, thing: str) -> InputError | None:
    """Returns what would be said of the first package that is not there; imports none.

    Parameters
    ----------
    packages
        What the thing imports of the extra.
    """
    for package in packages:
        if find_spec(package) is None:
            return _missing(extra, thing, package)
    return None


def _missing(extra: str, thing: str, package: str | None) -> InputError:
    return InputError(
        "extra.missing",
        "{thing} needs the package {package}, which is not installed; get it with: pip "
        "install 'onebroom[{extra}]'.",
        thing=thing,
        package=package,
        extra=extra,
    )
