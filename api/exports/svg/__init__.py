"""Plans as pictures: the map for the wall, one vehicle's way in time, and maps of a run sheet."""

from api.exports.svg.changed_streets import GAINED, LOST, draw_changed_streets
from api.exports.svg.drawing import rank_of
from api.exports.svg.duty import MAP_WIDTH, DutyMap, duty_maps
from api.exports.svg.duty_layers import DutyGround, NumberedPoint
from api.exports.svg.elements import FONTS, INK, SOFT_INK
from api.exports.svg.labels import pick_language
from api.exports.svg.plan import to_svg
from api.exports.svg.route import route_to_svg

__all__ = [
    "FONTS",
    "GAINED",
    "INK",
    "LOST",
    "MAP_WIDTH",
    "SOFT_INK",
    "DutyGround",
    "DutyMap",
    "NumberedPoint",
    "draw_changed_streets",
    "duty_maps",
    "pick_language",
    "rank_of",
    "route_to_svg",
    "to_svg",
]
