"""Gathered values and tables become a scenario, or all faults at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from fleet import Message, Vehicle, Work, clauses, describe_error, message
from optimizer.errors import InputError
from scenarios.files.contract_table import MOST_KG
from scenarios.files.districts import put_in_each_district
from scenarios.files.faults import fault_of
from scenarios.files.gathering import Gathered
from scenarios.files.office import Table, TableFault, TableFaults, faults_noun, shorten
from scenarios.files.schema import ScenarioIn
from scenarios.files.tables import list_skipped, read_table
from scenarios.files.validation import faults_of, faults_of_tables, misfits_of
from scenarios.scenario import Scenario, Skipped

MOST_FAULTS = 40
"""Faults printed of one scenario; the rest are counted."""

NOT_READ = message("table.nothing_was_read", "nothing was read")

_FIRST = ("vehicles", "bulk_trucks")
"""Tables that others are held against."""


def build_scenario(
    gathered: Gathered, name: str, *, skip_faults: bool = False, whole: Sequence[str] = ()
) -> Scenario:
    """Returns the scenario.

    Parameters
    ----------
    skip_faults
        Leaves out rows that have faults, as far as the rest makes a scenario.
    whole
        Tables that are of all districts, not of one of them.

    Raises
    ------
    InputError
        With all faults at once.
    """
    rows = _Rows(gathered, skip_faults=skip_faults)
    scenario_in = rows.scenario_in(name)
    scenario = rows.complete(scenario_in.to_domain())
    misfits = misfits_of(scenario)
    if skip_faults and misfits:
        scenario = _without_misfits(scenario)
    faults = faults_of(scenario)
    _raise_if_any(faults, name)
    try:
        # The fleet checks its vehicles and facilities against each other.
        _ = scenario.fleet
    except ValueError as error:
        raise InputError(
            "scenario.fleet", "scenario {name}: {error}", name=name, error=describe_error(error)
        ) from None
    return put_in_each_district(scenario, but=whole)


@dataclass
class _Rows:
    """The rows of a scenario's lists and tables, good and bad."""

    gathered: Gathered
    skip_faults: bool
    tables: dict[str, Table[Any]] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)

    def __post_init__(self) -> None:
        files = self.gathered.tables
        for table in sorted(files, key=lambda one: (one not in _FIRST, one)):
            self.tables[table] = read_table(table, files[table], most_kg=self._largest_hopper_kg())

    def _largest_hopper_kg(self) -> int:
        """Returns what the largest kitchen-waste truck holds, by rows that may be faulty yet."""
        listed = self.gathered.values.get("vehicles")
        rows = [row for row in listed if isinstance(row, dict)] if isinstance(listed, list) else []
        hoppers = [
            one.get("hopper_kg") for one in rows if Work.KITCHEN in (one.get("works") or ())
        ]
        if "vehicles" in self.tables:
            vehicles: tuple[Vehicle, ...] = self.tables["vehicles"].things
            hoppers += [one.hopper_kg for one in vehicles if Work.KITCHEN in one.works]
        return max((one for one in hoppers if isinstance(one, int) and one > 0), default=MOST_KG)

    def scenario_in(self, name: str) -> ScenarioIn:
        """Returns the values as the door lets them in; rows of files are not among them."""
        values = {**{table: [] for table in self.tables}, **self.gathered.values}
        where = dict(self.gathered.where)
        faults = self._faults_of_files()
        others = faults_of_tables(values, where)
        try:
            scenario_in = ScenarioIn.model_validate(values)
        except ValidationError as error:
            errors = [dict(one) for one in error.errors()]
            if self.skip_faults:
                return self._without_bad_rows(values, where, errors, name)
            others = [_fault(one, where) for one in errors] + others
        if faults:
            raise TableFaults(name, faults, NOT_READ, others=others)
        _raise_if_any(others, name)
        return scenario_in

    def _faults_of_files(self) -> list[TableFault]:
        """Returns the faults of tables that stop the reading; the rest is skipped."""
        faults = [fault for table in self.tables.values() for fault in table.faults]
        if not self.skip_faults:
            return faults
        for name, table in self.tables.items():
            self.skipped += list_skipped(name, table)
        return [fault for fault in faults if fault.spoils_all]

    def _without_bad_rows(
        self,
        values: dict[str, Any],
        where: Mapping[str, Sequence[Message]],
        errors: Sequence[dict[str, Any]],
        name: str,
    ) -> ScenarioIn:
        """Returns the scenario without the rows of the scenario file that have faults."""
        bad: dict[tuple[str, int], list[Message]] = {}
        rest = []
        for error in errors:
            table, number = [*error["loc"], None, None][:2]
            if table in where and isinstance(number, int):
                bad.setdefault((table, number), []).append(fault_of(error, skip=2))
            else:
                rest.append(_fault(error, where))
        _raise_if_any(rest, name)
        for (table, number), sentences in bad.items():
            row = values[table][number]
            self.skipped.append(
                Skipped(
                    table=table,
                    where=where[table][number],
                    id=str(row.get("id", "")) if isinstance(row, dict) else "",
                    why=clauses(sentences),
                )
            )
        for table in {table for table, _ in bad}:
            values[table] = [row for n, row in enumerate(values[table]) if (table, n) not in bad]
        try:
            return ScenarioIn.model_validate(values)
        except ValidationError as error:
            _raise_if_any([_fault(dict(one), {}) for one in error.errors()], name)
            raise

    def complete(self, scenario: Scenario) -> Scenario:
        """Returns the scenario with the rows of its files, and what is to be said of them."""
        merged: dict[str, Any] = {}
        for name, table in self.tables.items():
            own = getattr(scenario, name)
            ids = {one.id for one in own}
            merged[name] = (*(one for one in table.things if one.id not in ids), *own)
        notices = [*self.gathered.notices]
        notices += [notice for table in self.tables.values() for notice in table.notices]
        return replace(scenario, **merged, notices=tuple(notices), skipped=tuple(self.skipped))


def _without_misfits(scenario: Scenario) -> Scenario:
    """Returns the scenario without what does not fit to the rest, and lists that as skipped."""
    misfits = misfits_of(scenario)
    skipped = tuple(
        Skipped(table=one.table, where=one.table, id=one.id, why=one.why) for one in misfits
    )
    kept: dict[str, Any] = {
        table: tuple(
            thing
            for thing in getattr(scenario, table)
            if (table, thing.id) not in {(one.table, one.id) for one in misfits}
        )
        for table in {one.table for one in misfits}
    }
    return replace(scenario, **kept, skipped=(*scenario.skipped, *skipped))


def _raise_if_any(faults: Sequence[Message], name: str) -> None:
    if faults:
        raise InputError(
            "scenario.faults",
            "scenario {name}: {num} {noun}{faults:lines}",
            name=name,
            num=len(faults),
            noun=faults_noun(len(faults)),
            faults=shorten(faults, MOST_FAULTS),
        )


def _fault(error: dict[str, Any], where: Mapping[str, Sequence[Message]]) -> Message:
    """Returns one of pydantic's errors as: place, column, what is wrong, value."""
    location = list(error["loc"])
    if len(location) >= 2 and location[0] in where and isinstance(location[1], int):
        return message(
            "scenario.row_fault",
            "{place}: {fault}",
            place=where[location[0]][location[1]],
            fault=fault_of(error, skip=2),
        )
    return fault_of(error)
