"""A plan as GeoJSON (RFC 7946): routes, facilities, unserved work, barred and other streets."""

from collections.abc import Collection
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from api.exports.datum import write_point
from api.exports.tracks import Point, legs_of, task_points, what_of
from api.words import Language, Phrasebook, change_text, phrasebook
from optimizer.legible import make_legible
from optimizer.network.barrier import limit_text
from optimizer.network.profile import PROFILES
from optimizer.network.reach import list_barred_pieces
from optimizer.network.road_network import RoadNetwork
from scenarios.changes import side_of
from scenarios.files import Datum
from scenarios.plan_file import PlanFile

Feature = dict[str, Any]


def to_geojson(
    plan_file: PlanFile,
    network: RoadNetwork,
    *,
    vehicle_id: str | None = None,
    with_streets: bool = False,
    language: Language = Language.EN,
    datum: Datum = Datum.WGS84,
) -> dict[str, Any]:
    """Returns a FeatureCollection.

    The property `kind` tells service, deadhead, stop, skipped, delay, broken_down, facility,
    unserved, barred, street and water.

    Parameters
    ----------
    vehicle_id
        Only this vehicle's routes.
    with_streets
        Adds the network's own streets, a two-way street once, and its lines of water.
    """
    words = phrasebook(language)
    features: list[Feature] = []
    if with_streets:
        features += [*waters(network), *streets(network)]
    for colour, route in enumerate(plan_file.plan.routes):
        if vehicle_id is not None and route.vehicle_id != vehicle_id:
            continue
        shift = words.say(plan_file.shift_label(route.vehicle_id, route.shift_id))
        for leg in legs_of(plan_file, network, route):
            properties = {
                "vehicle_id": route.vehicle_id,
                "shift_id": route.shift_id,
                "shift": shift,
                "colour": colour,
                "number": leg.number,
            }
            if leg.is_service or leg.is_mishap:
                worked = "service" if len(leg.points) > 1 else "stop"
                properties |= {
                    "kind": worked if leg.is_service else what_of(leg.activity),
                    "task_id": leg.activity.task_id,
                    "name": leg.name,
                    "side": leg.side,
                    "begin": words.clock(leg.activity.begin_s),
                    "end": words.clock(leg.activity.end_s),
                }
            else:
                properties |= {"kind": "deadhead", "to": str(leg.activity.kind)}
            features.append(_feature(leg.points, properties))
    features += _facilities(plan_file)
    if vehicle_id is None:
        features += _mark_unserved(plan_file, network, words)
        profiles = {one.profile for one in plan_file.fleet.vehicles}
        features += mark_barred_streets(network, profiles, words)
    title = words.pick(plan_file.title, plan_file.title_zh)
    return {
        "type": "FeatureCollection",
        "title": make_legible(f"{title} {plan_file.date}"),
        "notices": [make_legible(words.say(notice)) for notice in plan_file.notices],
        "datum": str(datum),
        "features": [_shift(feature, datum) for feature in features],
    }


def _feature(points: tuple[Point, ...], properties: dict[str, Any]) -> Feature:
    geometry = (
        {"type": "LineString", "coordinates": [list(point) for point in points]}
        if len(points) > 1
        else {"type": "Point", "coordinates": list(points[0])}
    )
    legibly = {
        name: make_legible(value) if isinstance(value, str) else value
        for name, value in properties.items()
    }
    return {"type": "Feature", "geometry": geometry, "properties": legibly}


def _shift(feature: Feature, datum: Datum) -> Feature:
    """Returns a feature with its coordinates in a datum; RFC 7946 itself knows WGS-84 alone."""
    if datum is Datum.WGS84:
        return feature
    kind, at = feature["geometry"]["type"], feature["geometry"]["coordinates"]
    line = at if kind == "LineString" else [at]
    moved = [list(write_point((lon, lat), datum)) for lon, lat in line]
    shifted = {"type": kind, "coordinates": moved if kind == "LineString" else moved[0]}
    return feature | {"geometry": shifted}


def _facilities(plan_file: PlanFile) -> list[Feature]:
    return [
        _feature(
            (facility.at.pair,),
            {
                "kind": "facility",
                "id": facility.id,
                "name": facility.name,
                "facility_kind": str(facility.kind),
            },
        )
        for facility in plan_file.fleet.facilities
    ]


def _mark_unserved(plan_file: PlanFile, network: RoadNetwork, words: Phrasebook) -> list[Feature]:
    tasks = {task.id: task for task in plan_file.tasks}
    features = []
    for one in plan_file.plan.unassigned:
        task = tasks[one.task_id]
        _, points = task_points(task, 0, network)
        features.append(
            _feature(
                tuple(points),
                {
                    "kind": "unserved",
                    "task_id": one.task_id,
                    "work": str(task.work),
                    "name": task.name,
                    "side": side_of(task),
                    "service_class": task.service_class,
                    "required": task.required,
                    "reason": str(one.reason),
                    "detail": words.say(one.detail),
                    "change": change_text(one.change, plan_file, words) if one.change else "",
                },
            )
        )
    return features


def mark_barred_streets(
    network: RoadNetwork, profile_ids: Collection[str], words: Phrasebook
) -> list[Feature]:
    """Returns the streets that vehicles of some profiles cannot go to and come back from.

    A street has several features where profiles or its directions are barred for other reasons.
    """
    features = []
    profiles = [PROFILES[id_] for id_ in sorted(profile_ids)]
    for piece in list_barred_pieces(network, profiles):
        sign = limit_text(piece.barrier, piece.limit)
        reason = " ".join(filter(None, (words.word("barrier", piece.barrier), sign)))
        unnamed = words("network_sheet.unnamed", highway=piece.highway)
        features.append(
            _feature(
                _line(piece.points),
                {
                    "kind": "barred",
                    "name": piece.name,
                    "highway": piece.highway,
                    "barrier": str(piece.barrier),
                    "closed": piece.barrier.is_closed,
                    "reason": reason,
                    "label": piece.name or unnamed,
                    "profiles": ",".join(piece.profiles),
                    "all_profiles": len(piece.profiles) == len(profiles),
                    "one_direction": piece.one_direction,
                    "length_m": piece.length_m,
                },
            )
        )
    return features


def _line(points: NDArray[np.float64]) -> tuple[Point, ...]:
    return tuple((round(float(x), 6), round(float(y), 6)) for x, y in points)


def waters(network: RoadNetwork) -> list[Feature]:
    """Returns the canals, rivers and banks of a network as features."""
    starts = network.water_start.tolist()
    return [
        _feature(_line(network.water[begin:end]), {"kind": "water"})
        for begin, end in pairwise(starts)
    ]


def streets(network: RoadNetwork) -> list[Feature]:
    """Returns the network's own streets as features, a two-way street once."""
    features = []
    for arc in np.flatnonzero(~network.is_beyond).tolist():
        inverse = int(network.arc_inverse[arc])
        if 0 <= inverse < arc:
            continue
        features.append(
            _feature(
                _line(network.arc_geometry(arc)),
                {
                    "kind": "street",
                    "highway": network.highway(arc),
                    "name": network.street_name(arc),
                    "one_way": inverse < 0,
                },
            )
        )
    return features
