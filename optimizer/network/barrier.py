"""Why a vehicle cannot use a street."""

from enum import StrEnum

from optimizer.errors import Message, message
from optimizer.network.road_network import Lack


class Barrier(StrEnum):
    """Why a profile cannot use a street. The first that applies counts."""

    ROAD_CLASS = "road_class"
    ONE_WAY = "one_way"
    NO_TRUCKS = "no_trucks"
    ACCESS = "access"
    WEIGHT = "weight"
    AXLE_LOAD = "axle_load"
    HEIGHT = "height"
    WIDTH = "width"
    LENGTH = "length"
    HOURS = "hours"
    NO_WAY_IN = "no_way_in"
    NO_WAY_OUT = "no_way_out"
    CUT_OFF = "cut_off"
    UNCLEAR = "unclear"

    @property
    def is_closed(self) -> bool:
        """Whether the street itself is closed; else its surroundings keep the profile out."""
        return self not in _AROUND


_AROUND = frozenset({Barrier.NO_WAY_IN, Barrier.NO_WAY_OUT, Barrier.CUT_OFF, Barrier.UNCLEAR})

_SIGNS = {
    Barrier.ROAD_CLASS: message("sign.road_class", "closed road class"),
    Barrier.ONE_WAY: message("sign.one_way", "one-way street"),
    Barrier.NO_TRUCKS: message("sign.no_trucks", "no goods vehicles"),
    Barrier.ACCESS: message("sign.access", "no access"),
}

_OF_LACK = {
    Lack.WAY_IN: Barrier.NO_WAY_IN,
    Lack.WAY_OUT: Barrier.NO_WAY_OUT,
    Lack.WAY_IN | Lack.WAY_OUT: Barrier.CUT_OFF,
}


def barrier_of_lack(lack: int) -> Barrier:
    """Returns the barrier that a `Lack` is; an explanation that is missing loses no plan."""
    return _OF_LACK.get(Lack(lack), Barrier.UNCLEAR)


def sign_said(barrier: Barrier, limit: int) -> Message:
    """Returns what a sign says that closes a street, e.g. "height limit 2.5 m"."""
    if limit:
        return message(
            "sign.limit",
            "{barrier:word.barrier} limit {limit}",
            barrier=barrier,
            limit=limit_text(barrier, limit),
        )
    return _SIGNS.get(barrier) or message("sign.other", "{barrier:word.barrier}", barrier=barrier)


def limit_text(barrier: Barrier, limit: int) -> str:
    """Returns what the sign says, e.g. "3.5 t" or "2.5 m"; "" where the barrier is no limit."""
    if not limit:
        return ""
    if barrier in (Barrier.WEIGHT, Barrier.AXLE_LOAD):
        return f"{limit / 1000:g} t"
    return f"{limit / 100:g} m"
