"""Files of earlier formats as today's: what was written then says all that today's readers ask.

Values come and go as JSON has them; today's readers check them afterwards. This is the one place
that takes apart the texts that ids and kerbs were.
"""

from collections.abc import Iterable
from typing import Any

from fleet import Supply, Work

Values = dict[str, Any]


def plan_of_format_2(values: Values) -> Values:
    """Returns what a plan.json of format 2 says, in format 3.

    Raises
    ------
    KeyError, TypeError, ValueError
        When it is not as that format has it.
    """
    measures = values["measures"]
    coverage = dict(measures["coverage"])
    coverage["lanes"] = [_lane_row(row) for row in coverage.pop("washing")]
    coverage["streets"] = [_with_detail(row) for row in coverage.get("streets", ())]
    kept = {k: v for k, v in values.items() if k not in ("task_records", "site_records")}
    return kept | {
        "format": 3,
        "notices": [_message(text) for text in values["notices"]],
        "measures": measures
        | {
            "coverage": coverage,
            "unassigned": [
                row | {"examples": [_message(text) for text in row["examples"]]}
                for row in measures["unassigned"]
            ],
            "target": _target(measures.get("target")),
            "balance": _balance(measures.get("balance")),
        },
        "plan": values["plan"]
        | {
            "unassigned": [
                one | {"detail": _message(one["detail"])} for one in values["plan"]["unassigned"]
            ]
        },
        "tasks": [_task(record) for record in values["task_records"]],
        "sites": {id_: _place(record) for id_, record in values["site_records"].items()},
        "fleet": values["fleet"] | {"facilities": _facilities(values["fleet"]["facilities"])},
        "scenario": _scenario(values["scenario"]),
        "moved": any("were moved onto it as a whole" in text for text in values["notices"]),
        "on_calendar": _read_on_calendar(values),
    }


def calendar_of_format_1(values: Values) -> Values:
    """Returns what a calendar.json of format 1 says, in format 2.

    Raises
    ------
    KeyError, TypeError
        When it is not as that format has it.
    """
    problem = values["problem"]
    contracts = [_with_point(contract) for contract in problem["contracts"]]
    calendar = values["calendar"]
    missing = [one | {"detail": _message(one["detail"])} for one in calendar.get("missing", ())]
    return values | {
        "format": 2,
        "problem": problem | {"contracts": contracts},
        "calendar": calendar | {"missing": missing},
    }


def roster_of_format_1(values: Values) -> Values:
    """Returns what a roster.json of format 1 says, in format 2.

    Raises
    ------
    KeyError, TypeError
        When it is not as that format has it.
    """
    roster = values["roster"]
    uncovered = [one | {"detail": _message(one["detail"])} for one in roster.get("uncovered", ())]
    return values | {"format": 2, "roster": roster | {"uncovered": uncovered}}


def _message(text: str) -> Values:
    """Returns a sentence as a message; it has no code, so it stays in English."""
    return {"code": "", "text": text, "arguments": {}}


def _with_detail(row: Values) -> Values:
    return row | {"detail": _message(row["detail"]) if row["detail"] else None}


def _target(row: Values | None) -> Values | None:
    if row is None:
        return None
    return row | {"advice": [_message(text) for text in row.get("advice", ())]}


def _balance(balance: Values | None) -> Values | None:
    if balance is None:
        return None
    return balance | {"points": [_with_detail(row) for row in balance["points"]]}


def _read_on_calendar(values: Values) -> list[str] | None:
    """Returns the contracts of a plan that keeps to a calendar, which a notice says."""
    if not any(text.startswith("Calendar:") for text in values["notices"]):
        return None
    ids = (record["id"].partition("/") for record in values["task_records"])
    return sorted(of for kind, _, of in ids if kind == Work.KITCHEN)


def _task(record: Values) -> Values:
    """Returns a task: its kerb was a text, its contract or point stood in its id."""
    kind, _, of = record["id"].partition("/")
    return record | {
        "modes": [mode | {"place": _place(mode["place"])} for mode in record["modes"]],
        "kerb": _kerb(record["kerb"]) if record["kerb"] else None,
        "contract_id": of if kind == Work.KITCHEN else "",
        "point_id": of if kind == Work.CONTAINER else "",
    }


def _kerb(text: str) -> Values:
    """Returns "arc/side", "arc/side/lane" or "arc/side/lane/piece" as a kerb."""
    arc, side, *counted = text.split("/")
    lane, piece = (*map(int, counted), 0, 0)[:2]
    return {"arc": arc, "side": side, "lane": lane, "piece": piece}


def _place(record: Values) -> Values:
    """Returns a place; the exits were left out where they were the entries."""
    return record | {"exits": record["exits"] or record["entries"]}


def _with_point(thing: Values) -> Values:
    """Returns a thing with its point as one value."""
    others = {k: v for k, v in thing.items() if k not in ("lon", "lat")}
    return others | {"at": {"lon": thing["lon"], "lat": thing["lat"]}}


def _facilities(facilities: Iterable[Values]) -> list[Values]:
    found = []
    for facility in map(_with_point, facilities):
        has_water = facility.pop("has_water")
        found.append(facility | {"supplies": [Supply.WATER] if has_water else []})
    return found


def _scenario(values: Values) -> Values:
    """Returns the snapshot of a scenario; small plans made for tests have none."""
    if not values:
        return values
    return values | {
        "facilities": _facilities(values["facilities"]),
        "contracts": [_with_point(one) for one in values["contracts"]],
        "containers": [_with_point(one) for one in values["containers"]],
        "towns": [_with_point(one) | {"area": _ring(one["area"])} for one in values["towns"]],
        "overrides": [one | {"area": _ring(one["area"])} for one in values["overrides"]],
    }


def _ring(corners: Iterable[tuple[float, float]]) -> list[Values]:
    return [{"lon": lon, "lat": lat} for lon, lat in corners]


def _lane_row(row: Values) -> Values:
    others = {k: v for k, v in row.items() if k not in ("washes_per_week", "washed_m2")}
    return others | {
        "work": Work.WASH,
        "times_a_week": row["washes_per_week"],
        "done_m2": row["washed_m2"],
    }
