"""The rule table of signs: what tags say to a vehicle, row by row.

Both readings are tried against it, which share no code: that of the search
(`optimizer.network.signs`) and the checker's own (`optimizer.checker.signs`).

References
----------
OSM wiki: Key:access, Key:oneway, Key:maxheight, Key:maxweight, Lanes, Conditional restrictions,
Key:opening_hours/specification, Relation:restriction, Key:barrier.
"""

import datetime as dt
from dataclasses import dataclass, replace

from optimizer.checker.facts import Facts
from optimizer.network.profile import Hours, Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """A vehicle on a day: 0 for a length that nobody states."""

    is_truck: bool = True
    weight_kg: int = 16_000
    height_cm: int = 300
    width_cm: int = 250
    length_cm: int = 900
    date: dt.date = dt.date(2024, 5, 6)
    start_h: float = 6
    end_h: float = 12
    country: str = "CN"

    @property
    def profile(self) -> Profile:
        """As the search drives it."""
        return Profile(
            id="test",
            max_speed_kph=40,
            weight_kg=self.weight_kg,
            height_cm=self.height_cm,
            width_cm=self.width_cm,
            length_cm=self.length_cm,
            is_truck=self.is_truck,
            hours=Hours(
                date=self.date,
                start_s=round(self.start_h * 3600),
                end_s=round(self.end_h * 3600),
                country=self.country,
            ),
        )

    @property
    def facts(self) -> Facts:
        """As the checker sees it."""
        midnight = dt.datetime.combine(self.date, dt.time())
        return Facts(
            is_truck=self.is_truck,
            weight_kg=self.weight_kg,
            height_cm=self.height_cm,
            width_cm=self.width_cm,
            length_cm=self.length_cm,
            begin=midnight + dt.timedelta(hours=self.start_h),
            end=midnight + dt.timedelta(hours=self.end_h),
            country=self.country,
        )


SWEEPER = Vehicle()
"""16 t, 3.0 m high, 2.5 m wide, 9 m long, 10.4 t on its heaviest axle (65 %); out from 06:00 to
12:00 on Monday, 6 May 2024."""
SMALL = replace(SWEEPER, weight_kg=3_500, height_cm=200, width_cm=180, length_cm=500)
CAR = replace(SWEEPER, is_truck=False)
NIGHT = replace(SWEEPER, start_h=22, end_h=30)
"""Monday 22:00 to Tuesday 06:00."""

Row = tuple[dict[str, str], Vehicle, str, str]
"""Tags, vehicle, way ("forward" or "backward"), and "open", "business" or "closed"."""

F, B = "forward", "backward"

ONE_WAY: list[Row] = [
    ({}, SWEEPER, F, "open"),
    ({}, SWEEPER, B, "open"),
    ({"oneway": "yes"}, SWEEPER, F, "open"),
    ({"oneway": "yes"}, SWEEPER, B, "closed"),
    ({"oneway": "true"}, SWEEPER, B, "closed"),
    ({"oneway": "1"}, SWEEPER, B, "closed"),
    ({"oneway": "-1"}, SWEEPER, F, "closed"),
    ({"oneway": "-1"}, SWEEPER, B, "open"),
    ({"oneway": "reverse"}, SWEEPER, F, "closed"),
    ({"oneway": "no"}, SWEEPER, B, "open"),
    ({"oneway": "alternating"}, SWEEPER, B, "open"),
    ({"oneway": "reversible"}, SWEEPER, F, "closed"),
    ({"oneway": "reversible"}, SWEEPER, B, "closed"),
    ({"oneway": "perhaps"}, SWEEPER, B, "open"),
    ({"junction": "roundabout"}, SWEEPER, B, "closed"),
    ({"junction": "circular"}, SWEEPER, B, "closed"),
    ({"junction": "roundabout", "oneway": "no"}, SWEEPER, B, "open"),
    ({"highway": "motorway"}, SWEEPER, B, "closed"),
    ({"highway": "motorway_link"}, SWEEPER, B, "closed"),
    ({"highway": "motorway", "oneway": "no"}, SWEEPER, B, "open"),
    ({"oneway:vehicle": "yes"}, SWEEPER, B, "closed"),
    ({"oneway:motor_vehicle": "yes"}, SWEEPER, B, "closed"),
    ({"oneway:motor_vehicle": "-1"}, SWEEPER, F, "closed"),
    ({"oneway:hgv": "yes"}, SWEEPER, B, "closed"),
    ({"oneway:hgv": "yes"}, SMALL, B, "open"),
    ({"oneway:goods": "yes"}, SMALL, B, "closed"),
    ({"oneway:goods": "yes"}, SWEEPER, B, "open"),
    ({"oneway:hgv": "yes"}, CAR, B, "open"),
    ({"oneway:bicycle": "yes"}, SWEEPER, B, "open"),
    ({"oneway:bus": "yes"}, SWEEPER, B, "open"),
    ({"oneway": "yes", "oneway:bicycle": "no"}, SWEEPER, B, "closed"),
    ({"oneway": "yes", "oneway:motor_vehicle": "no"}, SWEEPER, B, "open"),
    ({"oneway": "yes", "oneway:vehicle": "no"}, SWEEPER, B, "open"),
    ({"oneway": "no", "oneway:motor_vehicle": "yes"}, SWEEPER, B, "closed"),
    ({"oneway:vehicle": "no", "oneway:hgv": "yes"}, SWEEPER, B, "closed"),
    ({"oneway:motor_vehicle": "yes", "oneway:hgv": "-1"}, SWEEPER, F, "closed"),
    ({"oneway:motor_vehicle": "yes", "oneway:service": "no"}, SWEEPER, B, "open"),
    ({"oneway:hgv": "perhaps", "oneway": "yes"}, SWEEPER, B, "closed"),
]

ACCESS: list[Row] = [
    ({"access": "no"}, SWEEPER, F, "closed"),
    ({"access": "private"}, SWEEPER, F, "closed"),
    ({"access": "agricultural;forestry"}, SWEEPER, F, "closed"),
    ({"access": "yes;no"}, SWEEPER, F, "closed"),
    ({"access": "destination"}, SWEEPER, F, "business"),
    ({"access": "permit"}, SWEEPER, F, "business"),
    ({"access": "yes"}, SWEEPER, F, "open"),
    ({"access": "unknown"}, SWEEPER, F, "open"),
    ({"access": "perhaps"}, SWEEPER, F, "open"),
    ({"vehicle": "no"}, SWEEPER, F, "closed"),
    ({"motor_vehicle": "no"}, SWEEPER, F, "closed"),
    ({"hgv": "no"}, SWEEPER, F, "closed"),
    ({"hgv": "no"}, SMALL, F, "open"),
    ({"hgv": "no"}, CAR, F, "open"),
    ({"goods": "no"}, SWEEPER, F, "open"),
    ({"goods": "no"}, SMALL, F, "closed"),
    ({"access:hgv": "no"}, SWEEPER, F, "closed"),
    ({"bus": "no", "foot": "no", "bicycle": "no"}, SWEEPER, F, "open"),
    ({"hgv:national_network": "no"}, SWEEPER, F, "open"),
    ({"access": "no", "motor_vehicle": "yes"}, SWEEPER, F, "open"),
    ({"access": "no", "vehicle": "destination"}, SWEEPER, F, "business"),
    ({"motor_vehicle": "no", "hgv": "designated"}, SWEEPER, F, "open"),
    ({"motor_vehicle": "yes", "vehicle": "no"}, SWEEPER, F, "open"),
    ({"hgv": "yes", "motor_vehicle": "no"}, SMALL, F, "closed"),
    ({"hgv": "no", "service": "yes"}, SWEEPER, F, "open"),
    ({"service": "alley"}, SWEEPER, F, "open"),
    ({"service": "no"}, SWEEPER, F, "closed"),
    ({"hgv": "perhaps", "motor_vehicle": "no"}, SWEEPER, F, "closed"),
    ({"motor_vehicle:backward": "no"}, SWEEPER, F, "open"),
    ({"motor_vehicle:backward": "no"}, SWEEPER, B, "closed"),
    ({"motor_vehicle:forward": "no", "motor_vehicle": "yes"}, SWEEPER, F, "closed"),
    ({"hgv": "yes", "motor_vehicle:forward": "no"}, SWEEPER, F, "open"),
    ({"access:lanes": "no|yes|no"}, SWEEPER, F, "open"),
    ({"access:lanes": "no|no"}, SWEEPER, F, "closed"),
    ({"hgv:lanes": "no|no|designated"}, SWEEPER, F, "open"),
    ({"hgv:lanes:forward": "no|no", "hgv:lanes:backward": "yes|no"}, SWEEPER, F, "closed"),
    ({"hgv:lanes:forward": "no|no", "hgv:lanes:backward": "yes|no"}, SWEEPER, B, "open"),
    # A lane that says nothing is as the whole street is.
    ({"hgv:lanes": "no|", "motor_vehicle": "no"}, SWEEPER, F, "closed"),
    ({"hgv:lanes": "no|"}, SWEEPER, F, "open"),
    ({"bus:lanes": "designated|yes", "access": "no"}, SWEEPER, F, "closed"),
]

LIMITS: list[Row] = [
    ({"maxweight": "16"}, SWEEPER, F, "open"),
    ({"maxweight": "15.9"}, SWEEPER, F, "closed"),
    ({"maxweight": "3.5"}, SMALL, F, "open"),
    ({"maxweight": "15900 kg"}, SWEEPER, F, "closed"),
    ({"maxweight": "35000 lbs"}, SWEEPER, F, "closed"),  # 15,876 kg
    ({"maxweight": "20;15 t"}, SWEEPER, F, "closed"),
    ({"maxweight": "限重10吨"}, SWEEPER, F, "closed"),
    ({"maxweight": "none"}, SWEEPER, F, "open"),
    ({"maxweight": "unsigned"}, SWEEPER, F, "open"),
    ({"maxweight": "heavy"}, SWEEPER, F, "open"),
    ({"maxweight:hgv": "7.5"}, SWEEPER, F, "closed"),
    ({"maxweight:hgv": "2"}, SMALL, F, "open"),
    ({"maxweight:goods": "2"}, SMALL, F, "closed"),
    ({"maxweight:bus": "2"}, SWEEPER, F, "open"),
    ({"maxweight": "7.5", "maxweight:hgv": "40"}, SWEEPER, F, "open"),
    ({"maxweight": "7.5", "maxweight:hgv": "none"}, SWEEPER, F, "open"),
    ({"maxweight": "40", "maxweight:motor_vehicle": "12"}, SWEEPER, F, "closed"),
    ({"maxweight:vehicle": "12", "maxweight:service": "20"}, SWEEPER, F, "open"),
    ({"maxweightrating": "12"}, SWEEPER, F, "closed"),
    ({"maxweightrating:hgv": "7.5"}, SWEEPER, F, "closed"),
    ({"maxgcweight": "12"}, SWEEPER, F, "closed"),
    ({"maxaxleload": "10.4"}, SWEEPER, F, "open"),
    ({"maxaxleload": "10.3"}, SWEEPER, F, "closed"),
    ({"maxaxleload": "2"}, SWEEPER, F, "closed"),
    ({"maxheight": "3"}, SWEEPER, F, "open"),
    ({"maxheight": "2.99"}, SWEEPER, F, "closed"),
    ({"maxheight": "9'10\""}, SWEEPER, F, "open"),  # 299.7 cm, which is 300
    ({"maxheight": "9'9\""}, SWEEPER, F, "closed"),  # 297.2 cm
    ({"maxheight": "9 ft"}, SWEEPER, F, "closed"),
    ({"maxheight": "2.2 m (7'3\")"}, SWEEPER, F, "closed"),
    ({"maxheight": "限高2.5米"}, SWEEPER, F, "closed"),
    ({"maxheight": "default"}, SWEEPER, F, "open"),
    ({"maxheight": "below_default"}, SWEEPER, F, "open"),
    ({"maxheight:physical": "2.4"}, SWEEPER, F, "closed"),
    ({"maxheight": "4", "maxheight:physical": "2.4"}, SWEEPER, F, "closed"),
    ({"maxheight:forward": "2.4"}, SWEEPER, F, "closed"),
    ({"maxheight:forward": "2.4"}, SWEEPER, B, "open"),
    ({"maxheight": "2.4", "maxheight:backward": "4"}, SWEEPER, B, "open"),
    ({"maxheight:lanes": "2.4|4.2"}, SWEEPER, F, "open"),
    ({"maxheight:lanes": "2.4|2.8"}, SWEEPER, F, "closed"),
    ({"maxheight:lanes": "2.4|", "maxheight": "2.8"}, SWEEPER, F, "closed"),
    ({"maxheight:lanes": "2.4|", "maxheight": "4"}, SWEEPER, F, "open"),
    ({"maxwidth": "2.5"}, SWEEPER, F, "open"),
    ({"maxwidth": "2.4"}, SWEEPER, F, "closed"),
    ({"maxwidth:physical": "2"}, SWEEPER, F, "closed"),
    ({"maxwidth:hgv": "2"}, SWEEPER, F, "closed"),
    ({"maxlength": "9"}, SWEEPER, F, "open"),
    ({"maxlength": "8"}, SWEEPER, F, "closed"),
    ({"maxlength:hgv": "8"}, SWEEPER, F, "closed"),
    # A length that nobody states counts as fitting.
    ({"maxlength": "8"}, replace(SWEEPER, length_cm=0), F, "open"),
]


def on(date: tuple[int, int, int], vehicle: Vehicle = SWEEPER) -> Vehicle:
    """Returns the vehicle on another day."""
    return replace(vehicle, date=dt.date(*date))


SUNDAY, SATURDAY, FRIDAY = (2024, 5, 5), (2024, 5, 4), (2024, 5, 3)
JULY, DECEMBER, JANUARY = (2024, 7, 1), (2024, 12, 23), (2024, 1, 8)

HOURS: list[Row] = [
    ({"hgv:conditional": "no @ (07:00-22:00)"}, SWEEPER, F, "closed"),
    ({"hgv:conditional": "no @ (07:00-22:00)"}, CAR, F, "open"),
    ({"hgv:conditional": "no @ (07:00-22:00)"}, NIGHT, F, "open"),
    ({"hgv:conditional": "no @ 07:00-22:00"}, SWEEPER, F, "closed"),
    ({"hgv:conditional": "no @ (7:00-9:00)"}, SWEEPER, F, "closed"),
    # Both ends touch the shift, 06:00 to 12:00, and no more.
    ({"hgv:conditional": "no @ (12:00-13:00)"}, SWEEPER, F, "open"),
    ({"hgv:conditional": "no @ (05:00-06:00)"}, SWEEPER, F, "open"),
    ({"hgv:conditional": "no @ (11:59-13:00)"}, SWEEPER, F, "closed"),
    ({"hgv:conditional": "no @ (05:00-06:01)"}, SWEEPER, F, "closed"),
    ({"hgv:conditional": "no @ (22:00-06:00)"}, SWEEPER, F, "open"),
    ({"hgv:conditional": "no @ (22:00-06:30)"}, SWEEPER, F, "closed"),
    ({"hgv:conditional": "no @ (22:00-05:00)"}, NIGHT, F, "closed"),
    ({"hgv:conditional": "no @ (20:00-30:30)"}, SWEEPER, F, "closed"),
    ({"hgv:conditional": "no @ (24/7)"}, SWEEPER, F, "closed"),
    ({"motor_vehicle:conditional": "no @ (Mo-Fr 07:00-09:00)"}, SWEEPER, F, "closed"),
    ({"motor_vehicle:conditional": "no @ (Mo-Fr 07:00-09:00)"}, on(SUNDAY), F, "open"),
    ({"motor_vehicle:conditional": "no @ (Sa,Su)"}, SWEEPER, F, "open"),
    ({"motor_vehicle:conditional": "no @ (Sa,Su)"}, on(SATURDAY), F, "closed"),
    ({"motor_vehicle:conditional": "no @ (Sa-Mo)"}, SWEEPER, F, "closed"),
    # Monday 22:00 to Tuesday 06:00.
    ({"motor_vehicle:conditional": "no @ (Tu 05:00-07:00)"}, NIGHT, F, "closed"),
    ({"motor_vehicle:conditional": "no @ (Mo 05:00-07:00)"}, NIGHT, F, "open"),
    ({"motor_vehicle:conditional": "no @ (Fr 22:00-07:00)"}, on(SATURDAY), F, "closed"),
    ({"motor_vehicle:conditional": "no @ (Fr 22:00-07:00)"}, on(FRIDAY), F, "open"),
    ({"access:conditional": "no @ (May-Sep)"}, SWEEPER, F, "closed"),
    ({"access:conditional": "no @ (Jun-Sep)"}, SWEEPER, F, "open"),
    ({"access:conditional": "no @ (Jun-Sep)"}, on(JULY), F, "closed"),
    ({"access:conditional": "no @ (Dec 20-Jan 10)"}, on(DECEMBER), F, "closed"),
    ({"access:conditional": "no @ (Dec 20-Jan 10)"}, on(JANUARY), F, "closed"),
    ({"access:conditional": "no @ (Dec 20-Jan 10)"}, SWEEPER, F, "open"),
    ({"access:conditional": "no @ (May Mo-Fr 07:00-09:00,17:00-19:00)"}, SWEEPER, F, "closed"),
    ({"access:conditional": "no @ (May Mo-Fr 07:00-09:00,17:00-19:00)"}, NIGHT, F, "open"),
    ({"access": "no", "access:conditional": "yes @ (22:00-06:00)"}, NIGHT, F, "open"),
    ({"access": "no", "access:conditional": "yes @ (22:00-06:00)"}, SWEEPER, F, "closed"),
    ({"access": "no", "access:conditional": "yes @ (22:00-05:00)"}, NIGHT, F, "closed"),
    # Of clauses that hold the last counts.
    ({"hgv:conditional": "no @ (06:00-22:00); yes @ (Mo)"}, SWEEPER, F, "open"),
    ({"hgv:conditional": "yes @ (Mo); no @ (06:00-22:00)"}, SWEEPER, F, "closed"),
    ({"hgv": "yes", "motor_vehicle:conditional": "no @ (06:00-22:00)"}, SWEEPER, F, "open"),
    ({"motor_vehicle:forward:conditional": "no @ (06:00-22:00)"}, SWEEPER, F, "closed"),
    ({"motor_vehicle:forward:conditional": "no @ (06:00-22:00)"}, SWEEPER, B, "open"),
    ({"oneway:conditional": "yes @ (07:00-09:00)"}, SWEEPER, B, "closed"),
    ({"oneway:conditional": "yes @ (07:00-09:00)"}, SWEEPER, F, "open"),
    ({"oneway:conditional": "yes @ (07:00-09:00)"}, NIGHT, B, "open"),
    ({"oneway": "yes", "oneway:conditional": "no @ (00:00-24:00)"}, SWEEPER, B, "open"),
    (
        {"oneway": "reversible", "oneway:conditional": "yes @ (06:00-12:00)"},
        SWEEPER,
        F,
        "open",
    ),
    (
        {"oneway": "reversible", "oneway:conditional": "yes @ (06:00-11:00)"},
        SWEEPER,
        F,
        "closed",
    ),
    ({"maxweight:conditional": "7.5 @ (06:00-22:00)"}, SWEEPER, F, "closed"),
    ({"maxweight:conditional": "7.5 @ (22:00-06:00)"}, SWEEPER, F, "open"),
    ({"maxweight": "7.5", "maxweight:conditional": "none @ (00:00-24:00)"}, SWEEPER, F, "open"),
    ({"maxweight:hgv:conditional": "7.5 @ (Mo)"}, SWEEPER, F, "closed"),
    ({"access:conditional": "no @ (weight>7.5)"}, SWEEPER, F, "closed"),
    ({"access:conditional": "no @ (weight>7.5)"}, SMALL, F, "open"),
    ({"access:conditional": "no @ (weight > 16)"}, SWEEPER, F, "open"),
    ({"access:conditional": "no @ (weight>=16)"}, SWEEPER, F, "closed"),
    ({"access:conditional": "no @ (maxweight>7.5)"}, SWEEPER, F, "closed"),
    ({"access:conditional": "no @ (axleload>10)"}, SWEEPER, F, "closed"),
    ({"access:conditional": "no @ (height>2.9 m)"}, SWEEPER, F, "closed"),
    ({"access:conditional": "no @ (width>2.5)"}, SWEEPER, F, "open"),
    ({"access:conditional": "no @ (length>8.5)"}, SWEEPER, F, "closed"),
    ({"access:conditional": "no @ (length>8.5)"}, replace(SWEEPER, length_cm=0), F, "open"),
    ({"access:conditional": "no @ (weight>7.5 AND 06:00-22:00)"}, SWEEPER, F, "closed"),
    ({"access:conditional": "no @ (weight>7.5 AND 22:00-06:00)"}, SWEEPER, F, "open"),
    ({"access:conditional": "no @ (weight>7.5 AND 06:00-22:00)"}, SMALL, F, "open"),
    # What is not understood is listed and not applied.
    ({"maxweight:conditional": "8 @ (wet)"}, SWEEPER, F, "open"),
    ({"hgv:conditional": "no @ (SH)"}, SWEEPER, F, "open"),
    ({"hgv:conditional": "no @ (Mo-Fr 07:00-09:00; SH off)"}, SWEEPER, F, "open"),
    ({"hgv:conditional": "no @ (sunrise-sunset)"}, SWEEPER, F, "open"),
    ({"hgv:conditional": "no @ (wet); no @ (06:00-22:00)"}, SWEEPER, F, "closed"),
    ({"hgv:conditional": "no"}, SWEEPER, F, "open"),
    ({"bus:conditional": "no @ (06:00-22:00)"}, SWEEPER, F, "open"),
    ({"parking:both:access:conditional": "no @ (06:00-22:00)"}, SWEEPER, F, "open"),
]

WORKED_SATURDAY = replace(SWEEPER, date=dt.date(2024, 5, 11))
"""11 May 2024, worked in exchange for Friday, 3 May."""
LABOUR_DAY = replace(SWEEPER, date=dt.date(2024, 5, 1))
"""A Wednesday."""
DAY_IN_LIEU = replace(SWEEPER, date=dt.date(2024, 5, 3))
"""Friday, 3 May 2024, off in exchange for that Saturday."""
EVE = replace(NIGHT, date=dt.date(2024, 4, 30))
"""From 22:00 on the eve of Labour Day to 06:00."""
AFTER = replace(NIGHT, date=dt.date(2024, 5, 5))
"""From Sunday 22:00, no day off by law, to Monday 06:00."""

PUBLIC_HOLIDAYS: list[Row] = [
    ({"hgv:conditional": "no @ (PH)"}, SWEEPER, F, "open"),
    ({"hgv:conditional": "no @ (PH)"}, LABOUR_DAY, F, "closed"),
    ({"hgv:conditional": "no @ (PH)"}, DAY_IN_LIEU, F, "closed"),
    ({"hgv:conditional": "no @ (PH)"}, WORKED_SATURDAY, F, "open"),
    ({"hgv:conditional": "no @ (PH)"}, EVE, F, "closed"),
    ({"hgv:conditional": "no @ (PH)"}, AFTER, F, "open"),
    ({"hgv:conditional": "no @ (PH 00:00-06:00)"}, EVE, F, "closed"),
    ({"hgv:conditional": "no @ (PH 07:00-24:00)"}, EVE, F, "open"),
    # The evening of a holiday runs on past its midnight.
    (
        {"hgv:conditional": "no @ (PH 23:00-02:00)"},
        replace(LABOUR_DAY, start_h=0, end_h=6),
        F,
        "open",
    ),
    (
        {"hgv:conditional": "no @ (PH 23:00-02:00)"},
        replace(LABOUR_DAY, start_h=24, end_h=30),
        F,
        "closed",
    ),
    (
        {"hgv:conditional": "no @ (PH 23:00-02:00)"},
        replace(LABOUR_DAY, start_h=26, end_h=30),
        F,
        "open",
    ),
    (
        {"hgv:conditional": "no @ (PH 23:00-02:00)"},
        replace(DAY_IN_LIEU, start_h=0, end_h=1),
        F,
        "closed",
    ),
    # Weekdays are those of the calendar, whoever works on them.
    ({"hgv:conditional": "no @ (Sa)"}, WORKED_SATURDAY, F, "closed"),
    ({"hgv:conditional": "no @ (Mo-Fr 07:00-09:00)"}, LABOUR_DAY, F, "closed"),
    ({"hgv:conditional": "no @ (Mo-Fr 07:00-09:00; PH off)"}, SWEEPER, F, "closed"),
    ({"hgv:conditional": "no @ (Mo-Fr 07:00-09:00; PH off)"}, LABOUR_DAY, F, "open"),
    ({"hgv:conditional": "no @ (Mo-Fr 07:00-09:00; PH off)"}, DAY_IN_LIEU, F, "open"),
    ({"hgv:conditional": "no @ (07:00-09:00; PH closed)"}, LABOUR_DAY, F, "open"),
    ({"hgv:conditional": "no @ (07:00-09:00; PH closed)"}, WORKED_SATURDAY, F, "closed"),
    ({"hgv:conditional": "no @ (Sa,Su,PH 07:00-09:00)"}, SWEEPER, F, "open"),
    ({"hgv:conditional": "no @ (Sa,Su,PH 07:00-09:00)"}, LABOUR_DAY, F, "closed"),
    ({"hgv:conditional": "no @ (Sa,Su,PH 07:00-09:00)"}, WORKED_SATURDAY, F, "closed"),
    ({"hgv:conditional": "no @ (PH, Sa 07:00-09:00)"}, DAY_IN_LIEU, F, "closed"),
    ({"hgv": "no", "hgv:conditional": "yes @ (PH)"}, LABOUR_DAY, F, "open"),
    ({"hgv": "no", "hgv:conditional": "yes @ (PH)"}, SWEEPER, F, "closed"),
    ({"hgv:conditional": "no @ (PH AND weight>7.5)"}, LABOUR_DAY, F, "closed"),
    ({"hgv:conditional": "no @ (PH AND weight>20)"}, LABOUR_DAY, F, "open"),
    # Germany works on Friday, 3 May; of no country nobody knows.
    ({"hgv:conditional": "no @ (PH)"}, replace(LABOUR_DAY, country="DE"), F, "closed"),
    ({"hgv:conditional": "no @ (PH)"}, replace(DAY_IN_LIEU, country="DE"), F, "open"),
    ({"hgv:conditional": "no @ (PH)"}, replace(LABOUR_DAY, country=""), F, "open"),
    (
        {"hgv:conditional": "no @ (Mo-Fr 07:00-09:00; PH off)"},
        replace(SWEEPER, country=""),
        F,
        "open",
    ),
    # Whether months bind holidays too, and whether a day off ends the night before, nobody says.
    ({"hgv:conditional": "no @ (May PH 07:00-09:00)"}, LABOUR_DAY, F, "open"),
    ({"hgv:conditional": "no @ (22:00-06:00; PH off)"}, NIGHT, F, "open"),
    ({"hgv:conditional": "no @ (PH +1 day)"}, LABOUR_DAY, F, "open"),
]
"""Days off in China by the notices of the State Council for 2024 (1 to 5 May, worked on Sunday, 28
April and Saturday, 11 May)."""

WAYS: list[Row] = [*ONE_WAY, *ACCESS, *LIMITS, *HOURS, *PUBLIC_HOLIDAYS]

NODES: list[tuple[dict[str, str], Vehicle, bool]] = [
    ({"barrier": "bollard"}, SWEEPER, True),
    ({"barrier": "bollard", "motor_vehicle": "yes"}, SWEEPER, False),
    ({"barrier": "bollard", "bicycle": "yes"}, SWEEPER, True),
    ({"barrier": "gate"}, SWEEPER, False),
    ({"barrier": "gate", "locked": "yes"}, SWEEPER, True),
    ({"barrier": "gate", "access": "private"}, SWEEPER, True),
    ({"barrier": "gate", "access": "no", "hgv": "yes"}, SWEEPER, False),
    ({"barrier": "gate", "access": "no", "hgv": "yes"}, CAR, True),
    ({"barrier": "gate", "access:conditional": "no @ (22:00-06:00)"}, SWEEPER, False),
    ({"barrier": "gate", "access:conditional": "no @ (22:00-06:00)"}, NIGHT, True),
    ({"barrier": "gate", "access": "no", "access:conditional": "yes @ (Mo)"}, SWEEPER, False),
    ({"barrier": "height_restrictor", "maxheight": "2.2"}, SWEEPER, True),
    ({"barrier": "height_restrictor", "maxheight": "2.2"}, SMALL, False),
    ({"barrier": "block", "maxwidth:physical": "2.0", "access": "yes"}, SWEEPER, True),
    ({"barrier": "block", "maxwidth:physical": "2.0", "access": "yes"}, SMALL, False),
    ({"maxweight": "10"}, SWEEPER, True),
    ({"barrier": "gate", "access:lanes": "no|no"}, SWEEPER, True),
    ({"barrier": "gate", "access": "yes", "oneway": "yes"}, SWEEPER, False),
    ({"barrier": "bollard", "access:lanes": "yes|no"}, SWEEPER, False),
    ({"barrier": "gate", "hgv:backward": "no"}, SWEEPER, True),
    ({"barrier": "kerb"}, SWEEPER, False),
]
"""Tags of a node, vehicle, and whether it is stopped there."""

TURNS: list[tuple[dict[str, str], Vehicle, bool]] = [
    ({"restriction": "no_left_turn"}, SWEEPER, True),
    ({"restriction": "only_straight_on"}, SWEEPER, True),
    ({"restriction": "no_right_turn_on_red"}, SWEEPER, False),
    ({"restriction": "no_turn_on_red"}, SWEEPER, False),
    ({"restriction": "no_sense"}, SWEEPER, False),
    ({"restriction:hgv": "no_left_turn"}, SWEEPER, True),
    ({"restriction:hgv": "no_left_turn"}, SMALL, False),
    ({"restriction:goods": "no_left_turn"}, SMALL, True),
    ({"restriction:bus": "no_left_turn"}, SWEEPER, False),
    ({"restriction:motor_vehicle": "no_left_turn"}, CAR, True),
    ({"restriction": "no_left_turn", "except": "hgv"}, SWEEPER, False),
    ({"restriction": "no_left_turn", "except": "psv; hgv"}, SWEEPER, False),
    ({"restriction": "no_left_turn", "except": "psv;bicycle"}, SWEEPER, True),
    ({"restriction": "no_left_turn", "except": "motor_vehicle"}, CAR, False),
    ({"restriction": "no_left_turn", "restriction:hgv": "none"}, SWEEPER, False),
    ({"restriction:conditional": "no_left_turn @ (Mo-Fr 07:00-09:00)"}, SWEEPER, True),
    ({"restriction:conditional": "no_left_turn @ (Mo-Fr 07:00-09:00)"}, NIGHT, False),
    ({"restriction:conditional": "no_left_turn @ (wet)"}, SWEEPER, False),
    ({"restriction:hgv:conditional": "no_u_turn @ (Mo)"}, SWEEPER, True),
    ({"restriction:hgv:conditional": "no_u_turn @ (Mo)"}, CAR, False),
]
"""Tags of a turn restriction, vehicle, and whether it is bound."""
