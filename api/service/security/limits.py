"""How much one client may ask for, and at which rate."""

import dataclasses
import os
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fleet import InvalidValue

_PREFIX = "ONEBROOM_LIMIT_"
_MOST_CLIENTS = 10_000
"""Clients whose rate is remembered; of more, those that were quiet longest start anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of the service; each is set by ONEBROOM_LIMIT_ and its name in capitals.

    Parameters
    ----------
    requests_per_s, burst
        Of one key, or of one address without a key: in the long run, and at once.
    sign_ins_per_min
        Of one address, right or wrong.
    requests_at_once
        Requests of one key, or of one address without a key, that are being answered at the same
        time; event streams are such.
    plans_at_once
        Plans of one key that wait or are made.
    body_bytes, upload_bytes
        Of JSON; of anything else that a call takes.
    body_s
        Time in which a body must have come.
    json_depth
        Lists and objects within each other.
    seconds, iterations, processes
        The most that one plan may ask for.
    compared_plans
        Plans of one comparison: its scenarios or variations, times its seeds.
    """

    requests_per_s: float = 100.0
    burst: float = 300.0
    sign_ins_per_min: float = 20.0
    requests_at_once: int = 100
    plans_at_once: int = 50
    body_bytes: int = 8_000_000
    upload_bytes: int = 50_000_000
    body_s: float = 30.0
    json_depth: int = 40
    seconds: float = 3600.0
    iterations: int = 100_000_000
    processes: int = 4
    compared_plans: int = 100

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if not value > 0:
                raise InvalidValue(
                    "limit.not_positive",
                    "{name} must be greater than 0; it is {value}.",
                    name=f"{_PREFIX}{field.name.upper()}",
                    value=value,
                )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Limits":
        """Returns the limits that the environment asks for.

        Raises
        ------
        InvalidValue
            When one is no number, or not greater than 0.
        """
        found: dict[str, Any] = {}
        for field, default in dataclasses.asdict(cls()).items():
            name = f"{_PREFIX}{field.upper()}"
            given = environment.get(name)
            if given is None:
                continue
            try:
                found[field] = type(default)(given)
            except ValueError:
                raise InvalidValue(
                    "limit.no_number", "{name} is no number: {value!r}.", name=name, value=given
                ) from None
        return cls(**found)


class Rates:
    """A token bucket for each client.

    Parameters
    ----------
    per_s, burst
        What flows in, and what a bucket holds; a request takes 1.
    clock
        Seconds that never go back.
    """

    def __init__(
        self, *, per_s: float, burst: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_s, self._burst, self._clock = per_s, burst, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_s(self, client: str) -> float:
        """Takes a request of a client and returns 0, or returns how long it has to wait."""
        now_s = self._clock()
        left, then_s = self._left.pop(client, (self._burst, now_s))
        left = min(self._burst, left + (now_s - then_s) * self._per_s)
        is_free = left >= 1
        self._left[client] = (left - 1 if is_free else left, now_s)
        if len(self._left) > _MOST_CLIENTS:
            self._left.popitem(last=False)
        return 0.0 if is_free else (1 - left) / self._per_s
