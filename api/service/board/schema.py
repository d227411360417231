"""What is sent of a board.

Tables are sent by column: `name[3]` and `length_m[3]` are of one row. Places are whole numbers,
`per_deg` to a degree; a line is `[x, y, dx, dy, dx, dy, ...]`, each point as the step from the one
before. A **way** is a street driven in one direction: twice the street's number, plus 1 against
the direction in which its line is given. What ends or begins within a street says where, in
`SHARES` of the way's length.
"""

from typing import Any

from pydantic import BaseModel

STEPS_PER_DEG = 100_000
"""A step is a metre."""

SHARES = 10_000
"""Parts of a way's length."""

Line = list[int]
"""x, y, then steps."""

Windows = list[tuple[int, int]]
"""In any of which work may begin: earliest and latest second of the day."""


class StreetsOut(BaseModel):
    """The streets, a two-way street once; those past the edge of the data have no name.

    Parameters
    ----------
    name, highway
        Indices into `names` and `highways` of the board.
    standard
        Index into `standards`; -1 where no standard names the street.
    one_way, beyond
        1 where it is; beyond the edge of the data lies no street that one could see.
    """

    line: list[Line]
    name: list[int]
    highway: list[int]
    standard: list[int]
    length_m: list[int]
    width_cm: list[int]
    lanes: list[int]
    one_way: list[int]
    beyond: list[int]


class KerbsOut(BaseModel):
    """Kerbs of maintained streets at which no machine is due today.

    Parameters
    ----------
    side
        "right", "left" or "whole", seen along the way.
    lot
        "manual" or "uncovered".
    reason
        What the standards say.
    """

    way: list[int]
    side: list[str]
    lot: list[str]
    reason: list[str]
    area_m2: list[int]


class StandardOut(BaseModel):
    """What a class of streets, or one street named apart, is owed.

    Parameters
    ----------
    passes
        When each pass of the day may begin.
    """

    id: str
    method: str
    passes: list[Windows]
    days_per_week: int
    required: bool
    washes_per_week: int
    wash_windows: Windows
    keep_off: Windows


class CategoryOut(BaseModel):
    """A category of urgent cases.

    Parameters
    ----------
    name
        As events name it.
    title
        In the language that was asked for.
    code
        Of the city's own table, "" for none.
    """

    name: str
    title: str
    code: str
    work: str


class TasksOut(BaseModel):
    """All that was due.

    Parameters
    ----------
    name, windows, why
        Indices into `names`, `windows` and `reasons` of the board; -1 where somebody does it.
    way
        Along which it is worked, seen as its side is; of a stop, where it is reached.
    back
        1 where it is done in the other direction.
    part
        [from, to] along the way by the number of a task that is not worked along all of it.
    at
        [x, y] of a stop by the number of its task.
    side
        "right", "left" or "whole"; "" for stops.
    lane
        Counted from the kerb, the first is 1; 0 where the kerb itself is worked.
    duty
        Index into `duties`, whose activities say when it is done; -1 for nobody.
    """

    id: list[str]
    work: list[str]
    name: list[int]
    way: list[int]
    back: list[int]
    part: dict[int, tuple[int, int]]
    at: dict[int, tuple[int, int]]
    side: list[str]
    lane: list[int]
    standard: list[str]
    required: list[int]
    kg: list[int]
    litres: list[int]
    area_m2: list[int]
    windows: list[int]
    duty: list[int]
    why: list[int]


class ReasonOut(BaseModel):
    """Why nobody does something, and what would have to change, in the reader's language.

    Parameters
    ----------
    kind, minutes, vehicle, shift
        Of the change, as the plan has it; "" and 0 where there is none.
    """

    reason: str
    detail: str
    change: str
    kind: str = ""
    minutes: int = 0
    vehicle: str = ""
    shift: str = ""


class ActivitiesOut(BaseModel):
    """What a duty consists of, in order; the drive that leads there comes before it.

    Parameters
    ----------
    kind
        "start", "service", "skipped", "delay", "unload", "refill", "break", "end" or
        "broken_down".
    task, facility
        Indices into `tasks` and `facilities`; -1 where it is none.
    drive_s, lane_change_s
        The drive ends `lane_change_s` before the arrival.
    ways
        Of the drive, in order.
    first, last
        Where on the first way it begins and where on the last it ends.
    coming_s, waiting_s, lasting_s
        From the end of the one before to the arrival, for the first from midnight; from then to
        the beginning, and from then to the end. Seconds; steps compress better than times of day.
    load_kg, tank_l
        Aboard afterwards.
    """

    kind: list[str]
    task: list[int]
    facility: list[int]
    drive_s: list[int]
    drive_m: list[int]
    lane_change_s: list[int]
    ways: list[list[int]]
    first: list[int]
    last: list[int]
    coming_s: list[int]
    waiting_s: list[int]
    lasting_s: list[int]
    load_kg: list[int]
    tank_l: list[int]


class BoardDutyOut(BaseModel):
    """A vehicle in its shift; the number of a duty is that of its route in the plan.

    Parameters
    ----------
    shift
        What people call it.
    streams
        What is carried: more than one where the hopper is parted.
    """

    vehicle_id: str
    shift_id: str
    shift: str
    kind: str
    works: list[str]
    start_s: int
    end_s: int
    hopper_kg: int
    tank_l: int
    activities: ActivitiesOut


class FacilityOut(BaseModel):
    """Where vehicles begin, unload or refill."""

    id: str
    name: str
    kind: str
    at: tuple[int, int]


class BarredOut(BaseModel):
    """A street that vehicles of some profiles cannot use, and why; as the GeoJSON has it."""

    line: Line
    properties: dict[str, Any]


class BoardOut(BaseModel):
    """What the page draws of a plan."""

    per_deg: int = STEPS_PER_DEG
    shares: int = SHARES
    date: str
    title: str
    generated: bool
    bounds: tuple[int, int, int, int]
    names: list[str]
    highways: list[str]
    windows: list[Windows]
    reasons: list[ReasonOut]
    standards: list[StandardOut]
    categories: list[CategoryOut]
    facilities: list[FacilityOut]
    duties: list[BoardDutyOut]
    tasks: TasksOut
    kerbs: KerbsOut
    streets: StreetsOut
    barred: list[BarredOut]
    water: list[Line]
