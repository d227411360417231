"""Checks that many values share."""

from collections.abc import Collection

from fleet.message import InvalidValue

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
"""Weekdays, Monday = 0."""


def require_positive(id_: str, **values: int) -> None:
    """Makes sure that values are above 0.

    Raises
    ------
    InvalidValue
        Names the first that is not.
    """
    for name, value in values.items():
        if value <= 0:
            raise InvalidValue(
                "value.positive",
                "{id}: {name} must be positive, got {value}.",
                id=id_,
                name=name,
                value=value,
            )


def require_not_negative(id_: str, **values: float) -> None:
    """Makes sure that values are 0 or more.

    Raises
    ------
    InvalidValue
        Names the first that is not.
    """
    for name, value in values.items():
        if value < 0:
            raise InvalidValue(
                "value.not_negative",
                "{id}: {name} must not be negative, got {value}.",
                id=id_,
                name=name,
                value=value,
            )


def require_short(id_: str, most: int, **values: str) -> None:
    """Makes sure that texts have room on a sheet.

    Raises
    ------
    InvalidValue
        Names the first that has not.
    """
    for name, value in values.items():
        if len(value) > most:
            raise InvalidValue(
                "value.too_long",
                "{id}: {name} must have at most {most} letters, got {num}.",
                id=id_,
                name=name,
                most=most,
                num=len(value),
            )


def require_windows(id_: str, **windows: Collection[object]) -> None:
    """Makes sure that there is a window at least.

    Raises
    ------
    InvalidValue
        When there is none.
    """
    for name, value in windows.items():
        if not value:
            raise InvalidValue(
                "value.no_windows",
                "{id}: {name} is empty; give at least one window.",
                id=id_,
                name=name,
            )


def require_weekdays(id_: str, weekdays: Collection[int]) -> None:
    """Makes sure that there are weekdays, and that each is one.

    Raises
    ------
    InvalidValue
        When one is not.
    """
    if not weekdays or not set(weekdays) <= set(EVERY_DAY):
        raise InvalidValue(
            "value.weekdays",
            "{id}: weekdays must be among 0-6 (Monday is 0), got {weekdays:list}.",
            id=id_,
            weekdays=[*weekdays],
        )


def require_range(id_: str, name: str, value: float, *, is_in: bool, range_: str) -> None:
    """Makes sure that a value is in a range, which is given as people write it: (0, 1].

    Raises
    ------
    InvalidValue
        When it is not.
    """
    if not is_in:
        raise InvalidValue(
            "value.range",
            "{id}: {name} must be in {range}, got {value}.",
            id=id_,
            name=name,
            range=range_,
            value=value,
        )
