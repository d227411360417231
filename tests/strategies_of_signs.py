"""Random signs for Hypothesis, from the grammar of the tags that say who may drive."""

import datetime as dt

from hypothesis import strategies as st

from tests.sign_rules import Vehicle

MODES = ("vehicle", "motor_vehicle", "hgv", "goods", "service", "bus", "bicycle")
DIRECTIONS = ("", ":forward", ":backward")
ACCESS = (
    "yes",
    "no",
    "private",
    "designated",
    "destination",
    "delivery",
    "permissive",
    "unknown",
    "perhaps",
    "yes;no",
)
ONE_WAY = ("yes", "no", "-1", "1", "reversible", "alternating", "perhaps")
WEIGHTS = (
    "3.5",
    "7.5 t",
    "10吨",
    "16",
    "16.1",
    "20;15 t",
    "8000 lbs",
    "none",
    "heavy",
    "限重10吨",
)
LENGTHS = (
    "2",
    "2.4 m",
    "3",
    "3.05",
    "9'9\"",
    "250 cm",
    "9",
    "none",
    "default",
    "low",
    "限高2.5米",
)
WEIGHED = ("maxweight", "maxweightrating", "maxaxleload", "maxgcweight")
MEASURED = ("maxheight", "maxwidth", "maxlength", "maxheight:physical", "maxwidth:physical")
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@st.composite
def _times(draw: st.DrawFn) -> str:
    first = draw(st.integers(0, 47)) * 30
    end = draw(st.integers(1, 48)) * 30
    return f"{first // 60:02}:{first % 60:02}-{end // 60:02}:{end % 60:02}"


@st.composite
def _days(draw: st.DrawFn) -> str:
    first, last = draw(st.sampled_from(DAYS)), draw(st.sampled_from(DAYS))
    return draw(st.sampled_from([first, f"{first}-{last}", f"{first},{last}"]))


@st.composite
def _dates(draw: st.DrawFn) -> str:
    first, last = draw(st.sampled_from(MONTHS)), draw(st.sampled_from(MONTHS))
    a, b = draw(st.integers(1, 28)), draw(st.integers(1, 28))
    return draw(st.sampled_from([first, f"{first}-{last}", f"{first} {a}-{last} {b}"]))


@st.composite
def _rules(draw: st.DrawFn) -> str:
    """One rule of dates, weekdays and times."""
    parts = [
        draw(st.one_of(st.just(""), part))
        for part in (_dates(), _days(), st.lists(_times(), min_size=1, max_size=2).map(",".join))
    ]
    return " ".join(part for part in parts if part) or "24/7"


_SIZES = st.sampled_from(
    ["weight>7.5", "weight <= 3.5", "axleload>10", "height>2.9", "width>=2.5", "length>8 m"]
)


@st.composite
def _holidays(draw: st.DrawFn) -> str:
    """Rules of weekdays and public holidays, or of the days that are none."""
    times = draw(st.lists(_times(), max_size=2).map(",".join))
    if draw(st.booleans()):
        days = draw(st.sampled_from(["PH", "PH,{}", "{},PH"])).format(draw(_days()))
        return f"{days} {times}".strip()
    hour = draw(st.integers(0, 20))
    return f"{draw(_days())} {hour:02}:00-{hour + 4:02}:00; PH off"


conditions = st.one_of(
    _rules(), _SIZES, st.tuples(_SIZES, _rules()).map(" AND ".join), _holidays()
)
"""Conditions that both readings understand."""

doubtful_conditions = st.one_of(
    conditions,
    st.sampled_from(
        [
            "wet",
            "delivery",
            "SH",
            "PH 22:00-06:00; Sa 08:00-10:00",
            "Mo-Fr 07:00-09:00, PH 08:00-10:00",
            "May PH",
            "PH Mo-Fr 07:00-09:00",
            "PH -1 day",
            "ph off",
            "sunrise-sunset",
            "22:00-06:00; PH off",
            "Mo-Fr 07:00-09:00; Sa 08:00-10:00",
            "Mo-Fr 07:00-09:00, 17:00-19:00",
            "2024 May 06",
            "week 19",
            "Mo[1] 07:00-09:00",
            "Mo-Fr: 07:00-09:00",
            "7-9",
            "08:00–09:00",
            "weight>7500 kgs",
            "axles>2",
            "May 6-20",
            "07:00+",
            "",
        ]
    ),
)
"""Conditions that one of them may not understand, or neither."""


@st.composite
def _lanes(draw: st.DrawFn, values: tuple[str, ...]) -> str:
    return "|".join(draw(st.lists(st.sampled_from(("", *values)), min_size=1, max_size=3)))


@st.composite
def _tag(draw: st.DrawFn, condition: st.SearchStrategy[str]) -> tuple[str, str]:
    kind = draw(st.sampled_from(["access", "oneway", "weight", "length"]))
    way = draw(st.sampled_from(DIRECTIONS))
    lanes = draw(st.sampled_from(["", "", "", ":lanes"]))
    if kind == "access":
        key, values = draw(st.sampled_from(("access", *MODES))) + lanes + way, ACCESS
    else:
        mode = draw(st.sampled_from(("", "", *(f":{mode}" for mode in MODES))))
        if kind == "oneway":
            key, values, lanes = f"oneway{mode}", ONE_WAY, ""
        else:
            stems, values = (WEIGHED, WEIGHTS) if kind == "weight" else (MEASURED, LENGTHS)
            key = draw(st.sampled_from(stems)) + mode + lanes + way
    value = draw(_lanes(values)) if lanes else draw(st.sampled_from(values))
    if draw(st.booleans()):
        return key, value
    several = draw(st.lists(condition, min_size=1, max_size=2))
    clauses = [f"{draw(st.sampled_from(values))} @ ({one})" for one in several]
    return f"{key}:conditional", "; ".join(clauses)


def sign_tags(condition: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    """Tags of a way, with conditions of a kind."""
    round_ = st.sampled_from([{}, {}, {"junction": "roundabout"}, {"highway": "motorway"}])
    tags = st.lists(_tag(condition), min_size=1, max_size=4).map(dict)
    return st.tuples(round_, tags).map(lambda both: both[0] | both[1])


BARRIERS = ("gate", "lift_gate", "bollard", "height_restrictor", "kerb")


def node_tags(condition: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    """Tags of a barrier, with conditions of a kind."""
    barrier = st.sampled_from(BARRIERS).map(lambda kind: {"barrier": kind})
    locked = st.sampled_from([{}, {"locked": "yes"}])
    parts = st.tuples(sign_tags(condition), barrier, locked)
    return parts.map(lambda three: three[0] | three[1] | three[2])


TURNS = ("no_left_turn", "only_straight_on", "no_right_turn_on_red", "none", "no_sense")


@st.composite
def restriction_tags(draw: st.DrawFn, condition: st.SearchStrategy[str]) -> dict[str, str]:
    """Tags of a turn restriction, with conditions of a kind."""
    tags = {}
    for mode in draw(st.lists(st.sampled_from(("", *MODES)), min_size=1, max_size=3)):
        key, value = f"restriction:{mode}".rstrip(":"), draw(st.sampled_from(TURNS))
        if draw(st.booleans()):
            tags[key] = value
        else:
            tags[f"{key}:conditional"] = f"{value} @ ({draw(condition)})"
    excepted = draw(st.sampled_from(["", "hgv", "psv; hgv", "motor_vehicle", "goods;bus"]))
    return tags | ({"except": excepted} if excepted else {})


@st.composite
def vehicles(draw: st.DrawFn, countries: tuple[str, ...] = ("CN",)) -> Vehicle:
    """Vehicles of every class and size, in shifts by day and night of any date."""
    start_h = draw(st.integers(0, 47)) / 2
    return Vehicle(
        is_truck=draw(st.sampled_from([True, True, False])),
        weight_kg=draw(st.sampled_from([2_000, 3_500, 3_501, 16_000])),
        height_cm=draw(st.sampled_from([200, 300])),
        width_cm=draw(st.sampled_from([180, 250])),
        length_cm=draw(st.sampled_from([0, 500, 900])),
        date=draw(st.dates(dt.date(2023, 12, 1), dt.date(2025, 3, 1))),
        start_h=start_h,
        end_h=start_h + draw(st.integers(1, 20)) / 2,
        country=draw(st.sampled_from(countries)),
    )
