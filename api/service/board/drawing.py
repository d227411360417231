"""A plan as a board."""

from api.exports.svg import pick_language
from api.service.board.duties import list_duties
from api.service.board.lots import LotsKept
from api.service.board.schema import BoardOut, CategoryOut, FacilityOut
from api.service.board.streets import (
    NameNumbers,
    Ways,
    list_barred,
    list_standards,
    list_water,
    step_to,
    tabulate_kerbs,
    tabulate_streets,
)
from api.service.board.tasks import tabulate_tasks
from api.words import Phrasebook
from optimizer.legible import make_legible
from optimizer.network.road_network import RoadNetwork
from scenarios.operations import categories_of
from scenarios.plan_file import PlanFile


def draw_board(
    plan_file: PlanFile, network: RoadNetwork, words: Phrasebook, lots: LotsKept
) -> BoardOut:
    """Returns the board of a plan, what it says in the language of the words."""
    scenario, due = lots.of(plan_file, network)
    standards = list_standards(scenario) if scenario else []
    ways, names, highways = Ways(network), NameNumbers(), NameNumbers()
    streets = tabulate_streets(
        network,
        ways,
        due,
        names=names,
        highways=highways,
        standard_ids=[one.id for one in standards],
    )
    table = tabulate_tasks(plan_file, network, ways, words, names=names)
    west, south, east, north = network.bounds
    return BoardOut(
        date=plan_file.date,
        title=make_legible(words.pick(plan_file.title, plan_file.title_zh)),
        generated=plan_file.network.generated,
        bounds=(*step_to(west, south), *step_to(east, north)),
        names=[make_legible(name) for name in names.list()],
        highways=highways.list(),
        windows=table.windows,
        reasons=table.reasons,
        standards=standards,
        categories=[
            CategoryOut(
                name=one.name,
                title=make_legible(words.pick(one.name, one.name_zh or one.name)),
                code=one.code,
                work=str(one.work),
            )
            for one in categories_of(scenario)
        ],
        facilities=[
            FacilityOut(
                id=make_legible(one.id),
                name=make_legible(pick_language(one.name, words.language)),
                kind=str(one.kind),
                at=step_to(*one.at.pair),
            )
            for one in plan_file.fleet.facilities
        ],
        duties=list_duties(plan_file, network, ways, words),
        tasks=table.tasks,
        kerbs=tabulate_kerbs(due, ways),
        streets=streets,
        barred=list_barred(plan_file, network, words),
        water=list_water(network),
    )
