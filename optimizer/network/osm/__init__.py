"""Reading OpenStreetMap: the only place that imports OSM libraries."""

from optimizer.network.osm.download import download
from optimizer.network.osm.limits import check_size
from optimizer.network.osm.reader import read_osm
from optimizer.network.osm.tags import width_cm

__all__ = [
    "check_size",
    "download",
    "read_osm",
    "width_cm",
]
