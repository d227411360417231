"""Vehicles, facilities, collection points, standards and drivers as offices list them."""

import datetime as dt

import pytest

from api.commands.arguments import TABLES
from api.words import Language, phrasebook
from fleet import (
    CollectionPoint,
    Driver,
    Facility,
    FacilityKind,
    LonLat,
    SnowStandard,
    Stream,
    Supply,
    TimeWindow,
    Vehicle,
    VehicleKind,
    WashStandard,
    Work,
)
from scenarios.files.tables import KINDS, read_any_table, read_table

CHINESE = phrasebook(Language.ZH)


def table(folder, name, *lines, encoding="utf-8"):
    path = folder / f"{name}.csv"
    path.write_bytes("".join(f"{line}\n" for line in lines).encode(encoding))
    return path


def things(folder, name, *lines, encoding="utf-8"):
    read = read_table(name, table(folder, name, *lines, encoding=encoding))
    assert not read.faults, [str(fault) for fault in read.faults]
    return list(read.things)


def faults(folder, name, *lines):
    """Kind, row and value of each fault, and both languages of each on the way."""
    found = read_table(name, table(folder, name, *lines)).faults
    assert all(CHINESE.say(fault.message) != str(fault) for fault in found)
    return [(str(fault.kind), fault.row, fault.value) for fault in found]


def test_vehicles_of_an_office_in_gb18030_under_a_title(tmp_path):
    (vehicle,) = things(
        tmp_path,
        "vehicles",
        "鄞州区环卫车辆一览表,,,,,,,,,",
        "车牌号,车辆类型,载重(吨),水箱(立方米),作业速度,行驶速度,每公里成本(元),每小时成本(元),"
        "百公里油耗,清扫宽度(米)",
        "浙B·12345,洗扫车,5.5,4,7公里/小时,40,2.24,200,28,3",
        encoding="gb18030",
    )
    assert vehicle == Vehicle(
        id="浙B·12345",
        kind=VehicleKind.SWEEPER,
        # Its kind says what it does and how it drives.
        profile="sweeper",
        works=(Work.SWEEP,),
        hopper_kg=5_500,
        tank_l=4_000,
        working_kph=7,
        travel_kph=40,
        cost_per_km_fen=224,
        cost_per_hour_fen=20_000,
        # 28 l on 100 km are 280 ml a kilometre.
        fuel_ml_per_km=280,
        sweeping_width_cm=300,
    )


def test_compartments_and_several_works_stand_in_one_cell_each(tmp_path):
    (vehicle,) = things(
        tmp_path,
        "vehicles",
        "id,kind,profile,works,hopper_kg,compartments,working_kph,travel_kph,cost_per_km_fen,"
        "cost_per_hour_fen",
        "C1,compactor,truck,container;kitchen,5000,kitchen_waste: 3000; domestic_waste: 2 t,30,"
        "30,240,22000",
    )
    assert vehicle.works == (Work.CONTAINER, Work.KITCHEN)
    assert vehicle.compartments == ((Stream.KITCHEN_WASTE, 3000), (Stream.DOMESTIC_WASTE, 2000))


def test_every_kind_of_vehicle_can_stand_in_a_table_by_its_chinese_word(tmp_path):
    listed = things(
        tmp_path,
        "vehicles",
        "编号,车型,载重(吨),水箱(升),续航里程(公里),作业速度,行驶速度,每公里成本(元),每小时成本(元)",
        *(
            f"V{number},{CHINESE.word('kind', kind)},5,4000,80.5,20,40,2,200"
            for number, kind in enumerate(VehicleKind)
        ),
    )
    assert [one.kind for one in listed] == list(VehicleKind)
    assert {one.range_m for one in listed} == {80_500}


def test_a_snow_plough_needs_a_tank_and_no_hopper(tmp_path):
    header = "id,kind,tank_l,working_kph,travel_kph,cost_per_km_fen,cost_per_hour_fen"
    (plough,) = things(tmp_path, "vehicles", header, "P1,snow_plough,3000,25,40,240,22000")
    assert (plough.profile, plough.works, plough.hopper_kg) == ("truck", (Work.SNOW,), 0)
    assert faults(tmp_path, "vehicles", header, "P1,snow_plough,,25,40,240,22000") == [
        ("missing_value", 2, "")
    ]


def test_every_supply_is_read_by_its_chinese_word(tmp_path):
    words = "、".join(CHINESE.word("supply", one) for one in Supply)
    (point,) = things(
        tmp_path, "facilities", "编号,名称,类型,经度,纬度,供应", f"F1,站,加水点,121.5,29.8,{words}"
    )
    assert point.supplies == tuple(Supply)


def test_all_faults_of_vehicles_come_at_once(tmp_path):
    header = "id,kind,hopper_kg,载重量,working_kph,travel_kph,cost_per_km_fen,cost_per_hour_fen"
    assert [one[0] for one in faults(tmp_path, "vehicles", header)] == ["column_twice"] * 2
    header = header.replace(",载重量", "")
    assert faults(
        tmp_path,
        "vehicles",
        header,
        "S1,bus,6000,7,40,224,20000",
        "S2,sweeper,heavy,7.5,40,224,20000",
        "S3,sweeper,,0,40,-1,20000",
        "S3,washer,6000,7,40,224,20000",
    ) == [
        ("choice", 2, "bus"),
        ("no_number", 3, "heavy"),
        ("no_number", 3, "7.5"),
        ("not_positive", 4, "0"),
        ("not_positive", 4, "-1"),
        # A sweeper needs a hopper, a washer a tank.
        ("missing_value", 4, ""),
        ("missing_value", 5, ""),
        ("duplicate_id", 5, "S3"),
    ]


def test_a_capacity_without_a_unit_is_refused(tmp_path):
    header = "编号,车型,载重,作业速度,行驶速度,每公里成本(元),每小时成本(元)"
    assert faults(tmp_path, "vehicles", header, "S1,清扫车,6,7,40,2,200") == [("unit", 2, "6")]


def test_facilities_of_a_chinese_map(tmp_path):
    plain, shifted = things(
        tmp_path,
        "facilities",
        "编号,名称,类型,经度,纬度,坐标系,接收种类,可加水,车位,开放时间,停留时间",
        "P1,嵩江西路停保场,停车场,121.5,29.8,WGS-84,扫集物,是,20个,,",
        "T1,大雁桥中转站,中转站,121.5,29.8,高德,生活垃圾、扫集物,否,,05:00-20:00,12分钟",
    )
    assert plain == Facility(
        id="P1",
        name="嵩江西路停保场",
        kind=FacilityKind.DEPOT,
        at=LonLat(lon=121.5, lat=29.8),
        streams=(Stream.SWEEPINGS,),
        supplies=(Supply.WATER,),
        parking=20,
    )
    assert (shifted.visit_s, shifted.opening[0].earliest_s) == (720, 18_000)
    # GCJ-02 lies some 500 m from WGS-84 here.
    assert 0.003 < abs(shifted.at.lon - 121.5) < 0.007


@pytest.mark.parametrize("header", ["bays", "卸料位"])
def test_the_bays_of_a_facility_are_told_as_they_are_written(tmp_path, header):
    head = f"编号,名称,类型,经度,纬度,接收种类,{header}"
    rows = (
        "T1,中转站,中转站,121.5,29.8,生活垃圾, 2-4 过磅后 ",
        "T2,中转站,中转站,121.5,29.8,生活垃圾,",
    )
    with_bays, without = things(tmp_path, "facilities", head, *rows)
    assert (with_bays.bays, without.bays) == ("2-4 过磅后", "")
    long = rows[1] + "x" * 81
    assert [row for _, row, _ in faults(tmp_path, "facilities", head, long)] == [2]


def test_what_a_facility_cannot_be_is_said_in_both_languages(tmp_path):
    assert faults(
        tmp_path,
        "facilities",
        "id,name,kind,lon,lat,streams,parking,storage_kg,stock_kg",
        "P1,Yard,depot,121,29,,,,",
        "P2,Plant,plant,121,29,kitchen_waste,3,5000,",
        "T1,Station,transfer_station,121,29,domestic_waste,,5000,6000",
    ) == [
        ("missing_value", 2, ""),
        ("contradiction", 3, "3"),
        ("contradiction", 3, "5000"),
        ("contradiction", 4, "6000"),
    ]


def test_collection_points_with_litres_percents_and_dates_as_written(tmp_path):
    (point,) = things(
        tmp_path,
        "containers",
        "编号,名称,经纬度,桶数,桶容积(升),日产量(公斤),波动,上次收运,收运时段,收运日,街道",
        'C1,永阳街,"121.55,29.82",5个,660,290,20%,2012年12月11日,18:00-21:00,每天,钟公庙',
    )
    assert point == CollectionPoint(
        id="C1",
        name="永阳街",
        at=LonLat(lon=121.55, lat=29.82),
        num_bins=5,
        # 660 l at 200 g.
        bin_kg=132,
        fill_kg_per_day=290,
        fill_spread_share=0.2,
        last_emptied=dt.date(2012, 12, 11),
        windows=(TimeWindow(earliest_s=64_800, latest_s=75_600),),
        town="钟公庙",
    )


def test_a_bin_without_a_size_is_a_fault(tmp_path):
    header = "id,name,lon,lat,num_bins,bin_l,fill_kg_per_day,windows"
    assert faults(tmp_path, "containers", header, "C1,X,1,1,5,,290,6:00-9:00") == [
        ("missing_value", 2, "")
    ]


def test_standards_part_their_passes_by_a_bar(tmp_path):
    (standard,) = things(
        tmp_path,
        "standards",
        "等级,道路类型,清扫时段,必做,prize_fen_per_m2,最小间隔",
        "I,trunk;primary,00:30-07:00 | 09:00-16:00;17:00-18:00,是,12,2小时",
    )
    assert standard.highways == ("trunk", "primary")
    assert [len(windows) for windows in standard.passes] == [1, 2]
    assert (standard.required, standard.least_apart_s) == (True, 7_200)


def test_standards_say_what_washing_and_clearing_of_snow_is_owed(tmp_path):
    washed, cleared, swept = things(
        tmp_path,
        "standards",
        "等级,清扫时段,必做,每周冲洗次数,冲洗时段,冲洗单价(分/m2),除雪时段,除雪必做",
        "I,00:30-07:00,是,3,22:00-26:00,2,,",
        "II,00:30-07:00,是,,,,07:00-09:00;09:00-11:00,否",
        "III,00:30-07:00,是,,,,,",
    )
    night = TimeWindow(earliest_s=22 * 3600, latest_s=26 * 3600)
    assert washed.wash == WashStandard(washes_per_week=3, windows=(night,), prize_fen_per_m2=2)
    passes = tuple(TimeWindow(earliest_s=h * 3600, latest_s=(h + 2) * 3600) for h in (7, 9))
    assert cleared.snow == SnowStandard(passes=passes, required=False)
    assert (washed.snow, cleared.wash, swept.wash, swept.snow) == (None,) * 4


@pytest.mark.parametrize(
    ("header", "cells", "said"),
    [
        ("冲洗时段", "22:00-26:00", "needs the column washes_per_week too"),
        ("每周冲洗次数,冲洗时段", "3,", "is blank"),
        ("除雪必做", "是", "needs the column snow_passes too"),
        ("每周冲洗次数,冲洗时段", "8,22:00-26:00", "must be between 1 and the 7 weekdays, got 8"),
    ],
)
def test_half_a_washing_is_a_fault(tmp_path, header, cells, said):
    rows = (f"等级,清扫时段,必做,{header}", f"I,00:30-07:00,是,{cells}")
    (fault,) = read_table("standards", table(tmp_path, "standards", *rows)).faults
    assert said in str(fault)
    assert CHINESE.say(fault.message) != str(fault)


def test_drivers_with_chinese_kinds_and_dates(tmp_path):
    (driver,) = things(
        tmp_path,
        "crews",
        "工号,姓名,准驾,每周最多工时,希望休息,不能出勤,可夜班",
        "００７,王五,清扫车、洒水车,44.5,2024/5/11,2024年5月7日~2024年5月9日,否",
        encoding="gb18030",
    )
    assert driver == Driver(
        id="007",
        name="王五",
        licences=(VehicleKind.SWEEPER, VehicleKind.WASHER),
        most_s_a_week=160_200,
        days_off_wanted=(dt.date(2024, 5, 11),),
        unavailable=tuple(dt.date(2024, 5, day) for day in (7, 8, 9)),
        by_night=False,
    )


def test_hours_are_said_as_they_were_written(tmp_path):
    assert faults(
        tmp_path,
        "crews",
        "id,licences,most_hours_a_week,unavailable",
        "D1,sweeper,-40,",
        "D2,sweeper,200,",
        "D3,sweeper,44,5月7日",
    ) == [("not_positive", 2, "-40"), ("implausible", 3, "200"), ("date", 4, "5月7日")]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("工号,姓名,准驾", "crews"),
        ("id,kind,hopper_kg,working_kph,travel_kph,cost_per_km_fen,cost_per_hour_fen", "vehicles"),
        ("编号,名称,类型,经度,纬度,车位", "facilities"),
        ("id,name,lon,lat,num_bins,bin_l,fill_kg_per_day,windows", "containers"),
        ("编号,单位名称,经度,纬度,每次收运量(公斤),收运时段", "contracts"),
        ("id,highways,passes,required", "standards"),
    ],
)
def test_a_table_is_known_by_its_columns(tmp_path, header, name):
    assert read_any_table(table(tmp_path, "december", header))[0] == name


def test_a_table_is_known_by_its_name_first(tmp_path):
    path = table(tmp_path, "crews", "编号,单位名称,经度,纬度,每次收运量(公斤),收运时段")
    assert read_any_table(path)[0] == "crews"


def test_the_command_line_offers_every_table_that_there_is():
    assert set(TABLES) == set(KINDS)
