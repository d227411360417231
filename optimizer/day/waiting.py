"""A price on waiting: on the way, when a vehicle can neither drive nor work."""

from dataclasses import replace

import numpy as np

from optimizer.day.day import Day
from optimizer.instance import FEN, Waiting


def with_price_on_waiting(day: Day, *, waiting_fen_per_hour: int) -> Day:
    """Returns the day with a price on waiting, the same for all vehicles."""
    if not waiting_fen_per_hour:
        return day
    per_s = FEN // 3600 * waiting_fen_per_hour
    types = len(day.instance.type_per_s)
    priced = Waiting(type_per_s=np.full(types, per_s, dtype=np.int64))
    return replace(day, instance=day.instance.replace(waiting=priced))
