"""Reading OpenStreetMap: the only place that imports OSM libraries."""

from optimizer.network.osm.download import date_of, download
from optimizer.network.osm.file_kind import is_street_file
from optimizer.network.osm.limits import check_size
from optimizer.network.osm.reader import read_osm
from optimizer.network.osm.tags import width_cm

__all__ = [
    "check_size",
    "date_of",
    "download",
    "is_street_file",
    "read_osm",
    "width_cm",
]
