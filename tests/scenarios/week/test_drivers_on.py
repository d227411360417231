"""Who drives on a day, read from the roster of its week."""

import datetime as dt

import pytest

from fleet import Driver, VehicleKind
from optimizer.errors import InputError
from optimizer.week.roster import Roster, RosterDuty, RosterProblem
from scenarios.week import RosterFile, read_drivers_on, roster_json

MONDAY = dt.date(2012, 12, 10)


def duty(day, shift_id):
    return RosterDuty(
        date=MONDAY + dt.timedelta(days=day),
        start_s=21_600,
        end_s=50_400,
        kind=VehicleKind.SWEEPER,
        vehicle_id="S1",
        shift_id=shift_id,
    )


@pytest.fixture
def path(tmp_path):
    duties = (duty(2, "day"), duty(2, "night"), duty(3, "day"))
    driver = Driver(id="D7", name="王师傅", licences=(VehicleKind.SWEEPER,))
    file = RosterFile(
        scenario_name="square",
        title="A square",
        title_zh="",
        assumed=False,
        problem=RosterProblem(monday=MONDAY, duties=duties, drivers=(driver,)),
        roster=Roster(monday=MONDAY, driver_of={duties[0].id: "D7", duties[2].id: "D7"}),
    )
    written = tmp_path / "roster.json"
    written.write_text(roster_json(file), encoding="utf-8")
    return written


def test_a_days_duties_have_the_names_of_their_drivers(path):
    # Nobody drives in the night.
    assert read_drivers_on(path, dt.date(2012, 12, 12)) == {("S1", "day"): "王师傅"}
    assert read_drivers_on(path, dt.date(2012, 12, 14)) == {}


def test_a_roster_of_another_week_is_refused(path):
    with pytest.raises(InputError, match="2012-12-10, in which 2012-12-17 does not lie"):
        read_drivers_on(path, dt.date(2012, 12, 17))
