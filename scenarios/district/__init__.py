"""The embedded district: a generated stand-in for real streets, written as OSM XML.

A canal-plain city district of 10 x 10 km with about 600 km of street lines. The names of the
arterial roads are real, their courses are not. The file is read by the same reader as a download.

Its figures are those of real towns on such a plain, measured as osmnx does: from junction to
junction, where at least three streets meet or one ends; a two-way street once, each carriageway
of a dual one once. A street counts as bridge with its whole length when a piece of it carries the
tag: about a fifth of the length does, the pieces themselves are 7 %.
"""

from scenarios.district.generator import district_file, town_offsets_deg

__all__ = ["district_file", "town_offsets_deg"]
