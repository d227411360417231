"""Public files of waste collection with windows: what is read, judged, refused and solved."""

from pathlib import Path

import pytest

from optimizer.benchmark.check.waste_vrptw import check_waste_vrptw, miles
from optimizer.benchmark.read import Kind, read_instance
from optimizer.benchmark.solving import solve_file
from optimizer.errors import InputError
from optimizer.instance.instance import NEVER

# At 60 mph a mile (5,280 feet) takes 60 s. All places lie on a line, by miles from the depot:
# landfill 5 at 2, stop 1 at 4, stop 2 at 10, stop 3 at 20, landfill 6 at 30, stop 4 at 34.
HEAD = """10.0 \t// vehicle capacity (yards), real number
18\t//\ttotal\tyardage\tallowed\tfor\ta\tvehicle\tper\t"day,"\treal\tnumber\t\t
4\t\t// total number of regular stops for a vehicle allowed per day
3600\t// lunch time duration in second, lunch time should start between 11:00am and 12:00 pm
60\t// speed: MPH
Stop_ID\tX(feet)\tY(feet)\tEarly\tLate\tService\tLoad\t"Stop_Type(0: Depot, 1: stop, 2: Landfill)"
"""
ROWS = """0   100.00   0  0800 1700 0  9999.00 0
1   21220.00   0  0000 2400 600  4.00 1
2   52900   0.0  930 2400 300  4.5 1
3\t105700\t0\t0\t2400\t300\t4.00\t1\t\t
4   179620   0  1300 2400 120  0.5 1
5   10660   0  0000 2400 1200  9999.00 2
6   158500   0  0000 2400 900  9999.00 2
"""
DAY = HEAD + ROWS
# 08:00 out; stop 1 from 08:04 to 08:14; landfill 5 (2 miles back) from 08:16 to 08:36; stop 2 at
# 08:44, opens at 09:30, done 09:35; stop 3 from 09:45 to 09:50; landfill 6 at 10:00 to 10:15;
# stop 4 at 10:19, opens at 13:00, lunch while it waits, done 13:02; landfill 6 at 13:06 to 13:21;
# home 30 miles later at 13:51.
LONG_DAY = [[(1,), (5,), (2,), (3,), (6,), (4,), (6,)]]


def written(tmp_path, text, name="day.txt"):
    path = tmp_path / name
    path.write_text(text, encoding="latin-1")
    return path


@pytest.fixture
def day(tmp_path):
    return written(tmp_path, DAY)


def changed(tmp_path, *swaps):
    text = DAY
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    return written(tmp_path, text)


def test_stops_have_one_mode_and_both_resets_one_a_landfill(day):
    file = read_instance(day)
    assert file.kind is Kind.WASTE_VRPTW
    assert file.steps == ((1,), (2,), (3,), (4,), (5,), (6,), (5,), (6,))
    instance = file.instance
    assert [len(instance.modes(e)) for e in range(6)] == [1, 1, 1, 1, 2, 2]
    # Yards of 0.5 and hundredths of a foot are whole; 13 yards cannot exceed 18, nor 4 stops 4.
    assert instance.demand.tolist() == [[400], [450], [400], [50]]
    assert instance.type_capacity.tolist() == [[1000]]
    assert instance.travel_m(0, 0, 1) == 6 * 528_000


def test_times_count_from_the_opening_without_rounding(day):
    instance = read_instance(day).instance
    # All x differ by multiples of a mile, so seconds themselves are fine enough.
    assert instance.travel_s(0, 0, 1) == 6 * 60
    assert instance.window_earliest_s[:2].tolist() == [0, 90 * 60]
    assert (instance.rest_earliest_s[0], instance.rest_latest_s[0], instance.rest_s[0]) == (
        3 * 3600,
        4 * 3600,
        3600,
    )
    assert instance.duty_end_s[0] == 9 * 3600


def test_at_40_mph_a_tick_is_a_17600th_of_a_second(tmp_path):
    path = changed(tmp_path, ("60\t// speed", "40\t// speed"), ("21220.00", "21220.01"))
    instance = read_instance(path).instance
    # 21,120.01 feet at 58 2/3 feet a second.
    assert instance.travel_s(0, 6, 0) * 3 * 100 * 176 == 2_112_001 * 9 * 17_600
    assert instance.duty_end_s[0] == 9 * 3600 * 17_600


@pytest.mark.parametrize(
    ("old", "new", "capacity"),
    [("18\t//", "12.5\t//", [[1000, 1250]]), ("4\t\t//", "3\t\t//", [[1000, 3]])],
)
def test_limits_a_day_are_resources_where_they_can_bind(tmp_path, old, new, capacity):
    instance = read_instance(changed(tmp_path, (old, new))).instance
    assert instance.type_capacity.tolist() == capacity
    assert instance.type_reset.tolist() == [[4, -1]]


def test_a_landfill_beside_a_better_one_is_left_out(tmp_path):
    more = "7 10660 0 0900 2400 1200 9999 2\n8 10660 0 0900 2400 600 9999 2\n"
    # 7 opens later than 5 and is no quicker; 8 is quicker, so it stays.
    file = read_instance(written(tmp_path, DAY + more))
    assert file.steps[4:] == ((5,), (6,), (8,)) * 2


def test_a_far_landfill_is_left_so_that_lunch_is_not_driven_past(tmp_path):
    # Home is 90 miles away: who is done between 10:30 and 11:00 has no lunch until 12:00.
    path = changed(tmp_path, ("6   158500", "6   475300"))
    instance = read_instance(path).instance
    final = slice(instance.window_start[7], instance.window_start[8])
    # In seconds from 08:00; a visit takes 900 s.
    assert instance.window_latest_s[final][0] == 2.5 * 3600 - 900
    assert instance.window_earliest_s[final].tolist() == [0, 3 * 3600 - 900]
    # On the way elsewhere there is no gap.
    assert instance.window_start[6] - instance.window_start[5] == 1


def test_an_hour_off_is_not_planned_where_the_day_ends_by_noon(tmp_path):
    path = changed(tmp_path, ("0800 1700", "0800 1200"), ("1300 2400", "0000 2400"))
    instance = read_instance(path).instance
    assert (instance.rest_s == 0).all()
    assert (instance.rest_earliest_s == NEVER).all()


def test_the_day_computed_by_hand_is_good(day):
    verdict = check_waste_vrptw(day, LONG_DAY)
    # 4 out, 2 back, 8, 10, 10, 4, 4 back, 30 home: 72 miles.
    assert (verdict.cost, verdict.violations) == (72 * 528_000, ())
    assert miles(verdict) == 72


def test_the_day_computed_by_hand_ends_to_the_second(tmp_path):
    assert (
        check_waste_vrptw(changed(tmp_path, ("0800 1700", "0800 1351")), LONG_DAY).violations == ()
    )
    found = check_waste_vrptw(changed(tmp_path, ("0800 1700", "0800 1350")), LONG_DAY).violations
    assert found == ("route 1: is back at 13:51:00, the depot closes at 13:50:00",)


@pytest.mark.parametrize(
    ("swap", "routes", "says"),
    [
        (
            ("", ""),
            [[(1,), (2,), (5,)], [(3,), (4,)]],
            "route 2: does not unload before it returns",
        ),
        (
            ("", ""),
            [[(1,), (2,), (3,), (6,), (4,), (6,)]],
            "route 1: load 12.5 at stop 3 exceeds the capacity 10",
        ),
        (("18\t//", "12.9\t//"), LONG_DAY, "route 1: collects 13 yards, a vehicle may 12.9 in a"),
        (("4\t\t//", "3\t\t//"), LONG_DAY, "route 1: serves 4 stops, a vehicle may 3 in a day"),
        (("", ""), [[(1,), (5,), (2,), (3,), (6,)]], "stop 4 is served 0 times"),
        (("", ""), [*LONG_DAY, [(1,), (5,)]], "stop 1 is served 2 times"),
        (("", ""), [[(9,), *LONG_DAY[0]]], "route 1: (9,) is no stop and no landfill"),
        (("", ""), [[(1, 5), *LONG_DAY[0]]], "route 1: (1, 5) is no stop and no landfill"),
        (("", ""), [[(0,), *LONG_DAY[0]]], "route 1: (0,) is no stop and no landfill"),
        # Stop 3 is reached at 09:45.
        (
            ("0\t2400\t300", "0\t0944\t300"),
            LONG_DAY,
            "route 1: reaches stop 3 at 09:45:00, after its window 00:00:00-09:44:00",
        ),
        # Landfill 6 is reached at 10:00 and again at 13:06.
        (
            ("0000 2400 900", "0000 1305 900"),
            LONG_DAY,
            "route 1: reaches landfill 6 at 13:06:00, after its window 00:00:00-13:05:00",
        ),
    ],
)
def test_each_violation_is_found(tmp_path, swap, routes, says):
    found = check_waste_vrptw(changed(tmp_path, swap), routes).violations
    assert any(fault.startswith(says) for fault in found), found


EARLY = ("0000 2400 600", "0000 0900 600")
"""Stop 1 must be served by nine, so that nobody leaves at eleven, when no lunch is due."""


def test_a_lunch_without_room_is_found(tmp_path):
    # Stop 3 must be begun by ten; begun at 09:45 it takes until 12:00:01.
    path = changed(tmp_path, EARLY, ("0\t2400\t300", "0\t1000\t8101"))
    assert check_waste_vrptw(path, LONG_DAY).violations == (
        "route 1: no lunch can begin from 11:00:00 to 12:00:00: stop 3 is done at 12:00:01",
    )
    # Stop 4, reached at 10:19, must begin from 11:30 to 11:59 and takes an hour: lunch before it
    # lasts until 12:00 at least, after it begins at 12:30.
    path = changed(tmp_path, EARLY, ("1300 2400 120", "1130 1159 3600"))
    assert check_waste_vrptw(path, LONG_DAY).violations == (
        "route 1: no lunch can begin from 11:00:00 to 12:00:00: stop 4 is done at 12:30:00",
    )
    path = changed(tmp_path, EARLY, ("1300 2400 120", "1130 1200 3600"))
    assert check_waste_vrptw(path, LONG_DAY).violations == ()


def test_lunch_may_be_taken_on_the_road(tmp_path):
    # Landfill 6 is done at 10:15, stop 4 now 118 miles on: with lunch there at 13:13.
    for latest, found in (
        ("1313", ()),
        (
            "1312",
            ("route 1: no lunch can begin from 11:00:00 to 12:00:00: stop 4 is done at 12:15:00",),
        ),
    ):
        path = changed(tmp_path, EARLY, ("179620", "781540"), ("1300 2400", f"0000 {latest}"))
        assert check_waste_vrptw(path, LONG_DAY).violations == found


def test_lunch_may_begin_at_noon_sharp(tmp_path):
    path = changed(tmp_path, EARLY, ("0\t2400\t300", "0\t2400\t8100"))
    # Done with stop 3 at 12:00, lunch to 13:00; landfill 13:10 to 13:25; stop 4 13:29 to 13:31;
    # landfill 13:35 to 13:50; home 14:20.
    assert check_waste_vrptw(path, LONG_DAY).violations == ()
    closing = changed(tmp_path, ("0\t2400\t300", "0\t2400\t8100"), ("0800 1700", "0800 1419"))
    assert check_waste_vrptw(closing, LONG_DAY).violations == (
        "route 1: is back at 14:20:00, the depot closes at 14:19:00",
    )


def test_no_lunch_is_due_to_a_vehicle_home_by_noon_or_out_from_eleven(tmp_path):
    # Home at 13:51 with lunch, as computed above; stop 4 without its window would be left at
    # 10:21, landfill 6 at 10:40, home at 11:10. With 50 minutes more at stop 3 it is 12:00 sharp.
    open_ = ("1300 2400", "0000 2400")
    for service, closing, found in (
        (3300, "1200", ()),
        (3301, "1200", ("route 1: is back at 13:00:01, the depot closes at 12:00:00",)),
    ):
        path = changed(
            tmp_path,
            EARLY,
            open_,
            ("0\t2400\t300", f"0\t2400\t{service}"),
            ("0800 1700", f"0800 {closing}"),
        )
        assert check_waste_vrptw(path, LONG_DAY).violations == found
    # Out at 12:26, at stop 4 at 13:00, landfill 6 to 13:21, home at 13:51.
    path = changed(tmp_path, ("0800 1700", "0800 1351"))
    verdict = check_waste_vrptw(path, [[(1,), (5,), (2,), (3,), (6,)], [(4,), (6,)]])
    assert verdict.violations == ()


def test_solves_to_the_optimum_found_by_hand(tmp_path):
    path = changed(tmp_path, ("1300 2400", "0000 2400"))
    result = solve_file(path, iterations=300, seed=1)
    # Stop 4 at 34 needs 68 miles. 8.5 yards of stops 1 and 2 go to landfill 6 on the way out, the
    # others to landfill 5 on the way home.
    assert (result.miles, result.feasible) == (68.0, True)
    assert result.cost == 68 * 528_000
    assert check_waste_vrptw(path, result.routes).violations == ()


def test_the_limit_a_day_splits_routes(tmp_path):
    result = solve_file(changed(tmp_path, ("18\t//", "9\t//")), iterations=300, seed=1)
    # 13 yards are two vehicles: one goes to 34 and back, the other at least to stop 1 and back.
    assert (result.miles, len(result.routes), result.feasible) == (76.0, 2, True)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("600  4.00 1", "600  -4.00 1", r"line 8: 1: load must be 0 or more, got -4.00"),
        ("600  4.00 1", "600  four 1", r"line 8: 1: load must be a number .* got 'four'"),
        ("600  4.00 1", "600  4.001 1", r"line 8: 1: load must have at most two decimals"),
        ("600  4.00 1", "600  10.5 1", r"line 8: stop 1 has a load of 10.5 yards, above vehicle"),
        (
            "18\t//",
            "4.2\t//",
            r"line 9: stop 2 has a load of 4.5 yards, above yards a vehicle and day 4.2",
        ),
        ("600  4.00 1", "600  4.00", r"line 8: a place has 8 values .* this line 7"),
        ("600  4.00 1", "600  4.00 3", r"line 8: 1: type must be 0 .* got 3"),
        ("930 2400", "1930 1830", r"line 9: 2: the window ends at 1830, before it begins at 1930"),
        ("930 2400", "930 2361", r"line 9: 2: latest must be a time of day .* got 2361"),
        ("930 2400", "975 1014", r"line 9: 2: the window ends at 1014, before it begins at 975"),
        ("930 2400", "930 2401", r"line 9: 2: latest must be a time of day .* got 2401"),
        ("2   52900", "1   52900", r"line 9: 1 is already on line 8"),
        ("9999.00 0", "4.00 1", r"there must be one depot \(type 0\), listed: none"),
        ("9999.00 2", "4.00 1", r"no landfill \(type 2\)"),
        ("300  4.5 1", "300  4.5 0", r"listed: 0 \(line 7\), 2 \(line 9\)"),
        ("1300 2400", "1700 2400", r"line 11: stop 4 cannot be served in its window"),
        ("930 2400", "0000 0809", r"line 9: stop 2 cannot be served in its window"),
        ("0000 2400 900  9", "1800 2400 900  9", ""),
        ("60\t// speed", "0\t// speed", r"line 5: speed must be 0.01 or more, got 0"),
        ("60\t// speed", "59.99\t// speed", r"at 59.99 mph, .* too fine; round x and y"),
        ("60\t// speed", "\t// speed", r"line 5: speed must be a number .* got ''"),
        ("4\t\t//", "4.5\t\t//", r"line 3: stops a vehicle and day must be a whole number"),
        ("60\t// speed: MPH\n", "", r"line 5: 4 lines stand before the column names"),
        ("Stop_ID", "Stop", "no line with column names that begins with Stop_ID"),
        ("179620", "979620000", r"up to 185,\d+ miles apart"),
    ],
)
def test_a_bad_file_is_refused_with_the_place(tmp_path, old, new, says):
    text = DAY.replace("21220.00", "21220.01") if "too fine" in says else DAY
    assert old in text
    path = written(tmp_path, text.replace(old, new))
    if not says:
        # A landfill that is never open while the depot is does no harm beside another.
        assert read_instance(path).steps[4:] == ((5,), (5,))
        return
    with pytest.raises(InputError, match=says):
        read_instance(path)


def test_minutes_above_59_are_added_to_the_hours_with_a_notice(tmp_path):
    path = changed(tmp_path, ("930 2400", "875 2400"))
    result = solve_file(path, iterations=100, seed=1)
    # 8 h and 75 min are 09:15, when stop 2 opens. All places lie on the way to stop 4 and back.
    assert (result.miles, result.feasible) == (2 * 34.0, True)
    # Counted from 08:00, when the depot opens.
    assert read_instance(path).instance.window_earliest_s[1] == 75 * 60
    [notice] = result.notices
    assert (notice.code, notice.line, notice.stated, notice.taken) == ("time", 9, "875", "09:15")
    assert str(notice.said) == (
        "2: earliest is 875: 8 h and 75 min are read as 09:15; as hundredths of an hour it would "
        "be 08:45."
    )
    # The evaluator reads it by itself: 7 h and 83 min are 08:23.
    early = changed(tmp_path, ("930 2400", "0000 783"))
    assert check_waste_vrptw(early, LONG_DAY).violations == (
        "route 1: reaches stop 2 at 08:44:00, after its window 00:00:00-08:23:00",
    )


def test_landfills_that_are_all_shut_are_named(tmp_path):
    path = changed(
        tmp_path, ("0000 2400 900", "1800 2400 900"), ("0000 2400 1200", "0000 0700 1200")
    )
    with pytest.raises(InputError, match="line 7: no landfill is open while the depot is"):
        read_instance(path)


def test_a_file_cut_short_is_refused_in_a_sentence(tmp_path):
    for length in [*range(0, len(DAY) - 1, 7), len(DAY) - 20]:
        with pytest.raises(InputError):
            read_instance(written(tmp_path, DAY[:length], "7_stop.txt"))


def test_the_evaluator_refuses_what_it_cannot_judge(tmp_path):
    for old, new, says in (
        ("60\t// speed: MPH\n", "", "five numbers"),
        ("2   52900", "1   52900", "1 is listed twice"),
        ("600  4.00 1", "600  4.00", "has 7 values"),
        ("600  4.00 1", "600  four 1", "'four' is no number"),
        ("9999.00 0", "4.00 1", "0 depots"),
    ):
        with pytest.raises(InputError, match=says):
            check_waste_vrptw(changed(tmp_path, (old, new)), [])


@pytest.mark.parametrize("engine", ["ruin_recreate", "ortools"])
def test_both_engines_solve_a_public_file(shared: Path, engine):
    path = shared / "benchmarks" / "waste-vrptw" / "102_stop.txt"
    result = solve_file(path, iterations=30, seed=1, engine=engine)
    assert result.feasible
    # 897 yards at 400 a vehicle and day are three of them.
    assert len(result.routes) >= 3


def test_all_public_files_are_read(shared: Path):
    files = sorted((shared / "benchmarks" / "waste-vrptw").glob("*_stop.txt"))
    assert len(files) == 5
    for path in files:
        assert check_waste_vrptw(path, []).cost == 0
        assert read_instance(path).instance.num_tasks > 90
