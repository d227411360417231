"""A scenario of two sweepers and a kitchen truck on two blocks, and how it is planned."""

SCENARIO = """
extends = "yinzhou-2012"
name = "two-blocks"
title = "Two sweepers and a kitchen truck"
"""
VEHICLES = """
id,kind,profile,works,hopper_kg,working_kph,travel_kph,cost_per_km_fen,cost_per_hour_fen
S1,sweeper,sweeper,sweep,6000,7,40,224,20000
S2,sweeper,sweeper,sweep,6000,7,40,224,20000
K1,kitchen_truck,truck,kitchen,4000,10,40,250,18000
""".lstrip()
CONTRACTS = """id,name,lon,lat,demand_kg,windows
K01,Noodles,121.541,29.821,120,20:00-23:30
K02,Hotel,121.545,29.825,200,13:30-16:30
"""


def arguments(scenario, streets, out, *more):
    fixed = [
        "plan",
        str(scenario),
        "--osm",
        str(streets),
        "--iterations",
        "200",
        "--out",
        str(out),
    ]
    return [*fixed, *more]
