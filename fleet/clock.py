"""Times of day as people write them."""

DAY_S = 86_400


def clock(time_s: int, *, with_seconds: bool = False) -> str:
    """Returns seconds after midnight as ``05:29``, or ``05:29 +1`` on the day after."""
    if time_s < 0:
        return f"{time_s} s"
    time, day = clock_and_day(time_s, with_seconds=with_seconds)
    return f"{time} +{day}" if day else time


def clock_and_day(time_s: int, *, with_seconds: bool = False) -> tuple[str, int]:
    """Returns a time of day, and how many days after the service day it is.

    Midnight belongs to the day that it ends: 24:00.
    """
    day = max(0, time_s - 1) // DAY_S
    minutes, seconds = divmod(time_s - day * DAY_S, 60)
    time = f"{minutes // 60:02d}:{minutes % 60:02d}"
    return (f"{time}:{seconds:02d}" if with_seconds else time), day
