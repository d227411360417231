"""The embedded district: a generated stand-in for real streets, written as OSM XML.

A canal-plain city district of 10 x 10 km with about 585 km of street lines. The names of the
arterial roads are real, their courses are not. The file is read by the same reader as a download.
"""

from scenarios.district.generator import district_file

__all__ = ["district_file"]
