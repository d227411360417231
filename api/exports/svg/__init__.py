"""The map for the wall: streets, routes on their kerbs, facilities, a list of the routes."""

from api.exports.svg.map import route_map
from api.exports.svg.plan import to_svg

__all__ = [
    "route_map",
    "to_svg",
]
