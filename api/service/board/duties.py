"""The duties of a board: what each vehicle does in its shift, and along which streets."""

from collections.abc import Mapping

from api.exports.tracks import what_of
from api.service.board.schema import SHARES, ActivitiesOut, BoardDutyOut
from api.service.board.streets import Ways
from api.service.board.tasks import share_at
from api.words import Phrasebook
from optimizer.legible import make_legible
from optimizer.network.place import ArcKey, Drive
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import Activity, Route
from scenarios.plan_file import PlanFile


def list_duties(
    plan_file: PlanFile, network: RoadNetwork, ways: Ways, words: Phrasebook
) -> list[BoardDutyOut]:
    """Returns the duties, each with the number of its route."""
    task_of = {task.id: number for number, task in enumerate(plan_file.tasks)}
    facility_of = {one.id: number for number, one in enumerate(plan_file.fleet.facilities)}
    return [
        _duty(
            plan_file,
            route,
            words,
            _tabulate(route, network, ways, task_of=task_of, facility_of=facility_of),
        )
        for route in plan_file.plan.routes
    ]


def _duty(
    plan_file: PlanFile, route: Route, words: Phrasebook, activities: ActivitiesOut
) -> BoardDutyOut:
    vehicle = plan_file.fleet.vehicle(route.vehicle_id)
    label = plan_file.shift_label(route.vehicle_id, route.shift_id)
    return BoardDutyOut(
        vehicle_id=make_legible(route.vehicle_id),
        shift_id=make_legible(route.shift_id),
        shift=make_legible(words.say(label)),
        kind=str(vehicle.kind),
        works=[str(work) for work in vehicle.works],
        start_s=route.start_s,
        end_s=route.end_s,
        hopper_kg=vehicle.hopper_kg,
        tank_l=vehicle.tank_l,
        activities=activities,
    )


def _tabulate(
    route: Route,
    network: RoadNetwork,
    ways: Ways,
    *,
    task_of: Mapping[str, int],
    facility_of: Mapping[str, int],
) -> ActivitiesOut:
    listed = route.activities
    over = (0, *(one.end_s for one in listed))
    return ActivitiesOut(
        kind=[what_of(one) for one in listed],
        task=[task_of.get(one.task_id or "", -1) for one in listed],
        facility=[facility_of.get(one.facility_id or "", -1) for one in listed],
        drive_s=[one.drive.duration_s if one.drive else 0 for one in listed],
        drive_m=[one.drive.distance_m if one.drive else 0 for one in listed],
        lane_change_s=[one.lane_change_s for one in listed],
        ways=[_ways(one, ways) for one in listed],
        first=[_first(one, network) for one in listed],
        last=[_last(one, network) for one in listed],
        coming_s=[one.arrival_s - over_s for one, over_s in zip(listed, over, strict=False)],
        waiting_s=[one.begin_s - one.arrival_s for one in listed],
        lasting_s=[one.end_s - one.begin_s for one in listed],
        load_kg=[one.load_kg for one in listed],
        tank_l=[one.tank_l for one in listed],
    )


def _drive(activity: Activity) -> Drive[ArcKey] | None:
    drive = activity.drive
    return drive if drive is not None and drive.distance_m > 0 else None


def _ways(activity: Activity, ways: Ways) -> list[int]:
    drive = _drive(activity)
    return [ways.of_key(key) for key in drive.arcs] if drive else []


def _first(activity: Activity, network: RoadNetwork) -> int:
    drive = _drive(activity)
    return share_at(network, drive.arcs[0], drive.from_offset_m) if drive else 0


def _last(activity: Activity, network: RoadNetwork) -> int:
    drive = _drive(activity)
    return share_at(network, drive.arcs[-1], drive.to_offset_m) if drive else SHARES
