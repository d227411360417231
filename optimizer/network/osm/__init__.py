"""Reading OpenStreetMap: the only place that imports OSM libraries."""

from optimizer.network.osm.download import download
from optimizer.network.osm.reader import read_osm

__all__ = ["download", "read_osm"]
