"""Coordinate systems by the names that people and maps give them."""

import re
import unicodedata
from functools import lru_cache

from fleet import Message, message
from scenarios.files.datum import Datum
from scenarios.files.office.cells import key, normalise
from scenarios.files.office.fault import FaultKind, Unreadable
from scenarios.workbook import Cell

_NAMES = {
    "wgs84": Datum.WGS84, "wgs1984": Datum.WGS84, "wgs": Datum.WGS84, "gps": Datum.WGS84,
    "epsg4326": Datum.WGS84, "4326": Datum.WGS84, "84": Datum.WGS84, "osm": Datum.WGS84,
    "openstreetmap": Datum.WGS84, "世界大地": Datum.WGS84,
    "cgcs2000": Datum.CGCS2000, "cgcs": Datum.CGCS2000, "2000": Datum.CGCS2000,
    "国家2000": Datum.CGCS2000, "大地2000": Datum.CGCS2000, "国家大地2000": Datum.CGCS2000,
    "2000国家大地": Datum.CGCS2000, "2000国家": Datum.CGCS2000, "中国2000": Datum.CGCS2000,
    "中国大地2000": Datum.CGCS2000, "epsg4490": Datum.CGCS2000, "4490": Datum.CGCS2000,
    "天地图": Datum.CGCS2000, "tianditu": Datum.CGCS2000,
    "北斗": Datum.CGCS2000, "beidou": Datum.CGCS2000, "bds": Datum.CGCS2000,
    "gcj02": Datum.GCJ02, "gcj": Datum.GCJ02, "gcj2": Datum.GCJ02, "火星": Datum.GCJ02,
    "高德": Datum.GCJ02, "腾讯": Datum.GCJ02, "qq": Datum.GCJ02, "国测局": Datum.GCJ02,
    "国测": Datum.GCJ02, "amap": Datum.GCJ02, "autonavi": Datum.GCJ02, "gaode": Datum.GCJ02,
    "tencent": Datum.GCJ02,
    "bd09": Datum.BD09, "bd09ll": Datum.BD09, "bd": Datum.BD09, "bd9": Datum.BD09,
    "百度": Datum.BD09, "baidu": Datum.BD09,
}  # fmt: skip

# Short names stand in other words: "bd" in a column of birth dates.
_SYSTEM_OF = {
    word + behind: system
    for word, system in _NAMES.items()
    if len(word) > 2 or not word.isascii()
    for behind in ("坐标系", "坐标", "地图", "")
}
_WITH_WORDS = tuple(_SYSTEM_OF)
"""How the name of a system may begin or end a header."""

# What may stand behind the name of a map or a system and says no more.
_BEHIND = re.compile(
    r"(?:坐标系统|坐标系|坐标|经纬度|地图|地理|拾取|maps?|coordinatesystem|coordinates|datum)$"
)
_BRACKETS = re.compile(r"[()\[\]【】,;、/|]|\s-\s")
_DEGREES = {
    "", "°", "度", "deg", "degrees", "e", "n", "东经", "北纬", "十进制", "十进制度", "decimal",
    "decimaldegrees", "经度", "纬度", "小数",
}  # fmt: skip
"""What a header may say of coordinates beside their system."""


@lru_cache(maxsize=1 << 10)
def datum_of(text: str) -> Datum | None:
    """Returns the coordinate system that a name means, None for none or for two that differ.

    Takes 高德地图, GPS坐标, GCJ-02(高德), 国家2000坐标系 and the like.
    """
    parts = _BRACKETS.split(unicodedata.normalize("NFKC", text))
    found = {_read_one(part) for part in parts if not says_degrees(part)}
    return found.pop() if len(found) == 1 else None


def _read_one(text: str) -> Datum | None:
    name = key(text)
    while name not in _NAMES and (shorter := _BEHIND.sub("", name)) != name:
        name = shorter
    return _NAMES.get(name)


def split_datum(name: str) -> tuple[str, Datum | None]:
    """Returns a header's key without a system before or behind it, and that system.

    As in GPS经度, 经度_gcj02 or bd09 lng.
    """
    # Nearly all headers name none, and each is asked for by every kind of table.
    if not (name.startswith(_WITH_WORDS) or name.endswith(_WITH_WORDS)):
        return name, None
    for full, datum in _SYSTEM_OF.items():
        if name.startswith(full) and name != full:
            return name.removeprefix(full), datum
        if name.endswith(full) and name != full:
            return name.removesuffix(full), datum
    return name, None


def says_degrees(text: str) -> bool:
    """Says whether words in a header's brackets are about degrees, not about a system."""
    return key(text) in _DEGREES


def datum(cell: Cell) -> Datum:
    """Returns the coordinate system of a cell."""
    found = datum_of(normalise(cell))
    if found is None:
        raise Unreadable(FaultKind.DATUM, *explain_no_datum(normalise(cell)))
    return found


def explain_no_datum(text: str) -> tuple[Message, Message]:
    """Returns what to say of a coordinate system that is unknown."""
    return (
        message(
            "table.is_no_coordinate_system",
            "{text!r} is no coordinate system",
            text=text,
        ),
        message(
            "table.write_wgs_84_gps_cgcs2000_gcj",
            "write WGS-84 (GPS), CGCS2000, GCJ-02 (Amap, Tencent) or BD-09 (Baidu)",
        ),
    )
