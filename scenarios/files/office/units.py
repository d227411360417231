"""Units that offices write, each as so many of the one that the program counts in."""

from decimal import Decimal
from enum import Enum


class Dimension(Enum):
    """What a number measures."""

    MASS = "mass"
    MASS_A_DAY = "mass a day"
    VOLUME = "volume"
    VOLUME_A_DAY = "volume a day"
    DENSITY = "density"
    TIME = "time"
    WORKING_TIME = "working time"
    LENGTH = "length"
    DISTANCE = "distance"
    SPEED = "speed"
    MONEY = "money"
    MONEY_A_KM = "money a kilometre"
    MONEY_AN_HOUR = "money an hour"
    MONEY_A_SHIFT = "money a shift"
    MONEY_A_M2 = "money a square metre"
    FUEL_A_KM = "fuel a kilometre"
    FUEL_AN_HOUR = "fuel an hour"
    MASS_A_KM = "mass a kilometre"
    VOLUME_A_KM = "volume a kilometre"


_MASS = {
    "kg": "1", "kgs": "1", "公斤": "1", "千克": "1", "斤": "0.5", "t": "1000", "ton": "1000",
    "tons": "1000", "tonne": "1000", "tonnes": "1000", "吨": "1000",
}  # fmt: skip
_VOLUME = {
    "l": "1", "litre": "1", "litres": "1", "升": "1", "m3": "1000", "立方米": "1000",
    "立方": "1000", "方": "1000",
}  # fmt: skip
_TIME = {
    "min": "60", "mins": "60", "minute": "60", "minutes": "60", "分钟": "60", "分": "60",
    "s": "1", "sec": "1", "seconds": "1", "秒": "1", "h": "3600", "hour": "3600",
    "hours": "3600", "小时": "3600",
}  # fmt: skip
_MONEY = {"fen": "1", "分": "1", "yuan": "100", "cny": "100", "元": "100", "¥": "100"}


def _expand(units: dict[str, str], *behind: str) -> dict[str, str]:
    """Returns units with and without what they are counted by: t, t/day, 吨/天."""
    return {
        **units,
        **{f"{unit}/{one}": size for unit, size in units.items() for one in behind},
    }


_KM, _HOUR = ("km", "公里", "千米"), ("h", "hour", "小时", "时")
_DAY = ("day", "d", "天", "日")

UNITS: dict[Dimension, dict[str, str]] = {
    Dimension.MASS: _MASS,
    Dimension.MASS_A_DAY: _expand(_MASS, *_DAY),
    Dimension.VOLUME: {**_VOLUME, "t": "1000", "吨": "1000"},
    Dimension.VOLUME_A_DAY: _expand({**_VOLUME, "t": "1000", "吨": "1000"}, *_DAY),
    Dimension.DENSITY: {
        "g/l": "1", "kg/m3": "1", "克/升": "1", "公斤/立方米": "1", "t/m3": "1000",
    },
    Dimension.TIME: _TIME,
    Dimension.WORKING_TIME: {"h": "3600", "hour": "3600", "hours": "3600", "小时": "3600"},
    Dimension.LENGTH: {
        "cm": "1", "厘米": "1", "公分": "1", "m": "100", "metre": "100", "metres": "100",
        "米": "100",
    },
    Dimension.DISTANCE: {
        "m": "1", "metre": "1", "metres": "1", "米": "1", "km": "1000", "公里": "1000",
        "千米": "1000",
    },
    Dimension.SPEED: {
        "kph": "1", "km/h": "1", "公里/小时": "1", "千米/小时": "1", "公里/时": "1",
        "千米/时": "1", "码": "1",
    },
    Dimension.MONEY: _MONEY,
    Dimension.MONEY_A_KM: _expand(_MONEY, *_KM),
    Dimension.MONEY_AN_HOUR: _expand(_MONEY, *_HOUR),
    Dimension.MONEY_A_SHIFT: _expand(_MONEY, "shift", "班", "班次", "次"),
    Dimension.MONEY_A_M2: _expand(_MONEY, "m2", "平方米", "平米"),
    Dimension.FUEL_A_KM: {
        "ml/km": "1", "毫升/公里": "1", "l/km": "1000", "升/公里": "1000", "l/100km": "10",
        "升/百公里": "10", "升/100公里": "10",
    },
    Dimension.FUEL_AN_HOUR: {
        "ml/h": "1", "毫升/小时": "1", "l/h": "1000", "升/小时": "1000", "升/时": "1000",
    },
    Dimension.MASS_A_KM: _expand(_MASS, *_KM),
    Dimension.VOLUME_A_KM: _expand(_VOLUME, *_KM),
}  # fmt: skip


def base(dimension: Dimension, unit: str) -> Decimal | None:
    """Returns how many of the program's unit one is, None if it is no unit of the kind."""
    found = UNITS[dimension].get("".join(unit.casefold().split()).replace("每", "/"))
    return None if found is None else Decimal(found)


def units_of(dimension: Dimension) -> dict[str, list[str]]:
    """Returns the units to choose from, as messages take them for either language."""
    names = UNITS[dimension]
    return {
        "units": [name for name in names if name.isascii()],
        "units_zh": [name for name in names if not name.isascii()],
    }
