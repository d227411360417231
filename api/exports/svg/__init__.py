"""Plans as pictures: the map for the wall with all routes, and one vehicle's way in time."""

from api.exports.svg.labels import pick_language
from api.exports.svg.map import route_map
from api.exports.svg.plan import to_svg
from api.exports.svg.route import route_to_svg

__all__ = [
    "pick_language",
    "route_map",
    "route_to_svg",
    "to_svg",
]
