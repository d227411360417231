"""Files that are no map, cut short, or made to harm: each is refused in one clear sentence."""

import bz2
import codecs
import gzip
import subprocess
import sys
import zlib

import pytest

from optimizer.errors import NetworkError
from optimizer.network import cache
from optimizer.network.osm import file_check, limits, read_osm
from tests.optimizer.network.osm.osm_text import (
    HEAD,
    NODES,
    WAY,
    osm_text,
    refusal,
    triangle_pbf,
    write,
)

LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a0 "haha">'
    + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    + "]>"
)


# What is no map at all.


def test_a_folder_is_refused_as_a_folder(tmp_path):
    (tmp_path / "streets.osm").mkdir()
    assert "is a folder" in refusal(tmp_path / "streets.osm")


@pytest.mark.parametrize("suffix", [".osm", ".osm.pbf", ".osm.gz", ".osm.bz2", ".graphml"])
def test_an_empty_file_is_refused_as_empty(tmp_path, suffix):
    assert "is empty" in refusal(write(tmp_path / f"streets{suffix}", ""))


@pytest.mark.parametrize("suffix", [".osm", ".osm.pbf", ".osm.gz", ".osm.bz2", ".graphml"])
def test_noise_is_refused(tmp_path, suffix):
    refusal(write(tmp_path / f"streets{suffix}", bytes(range(32, 128)) * 40))


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/stdin"])
def test_what_can_be_read_for_ever_is_not_read(device, tmp_path):
    (tmp_path / "streets.osm").symlink_to(device)
    with pytest.raises(NetworkError, match="no such file"):
        cache.load(tmp_path / "streets.osm", directory=tmp_path)


@pytest.mark.parametrize(
    ("suffix", "content", "says"),
    [
        (".osm.pbf", osm_text(*NODES, WAY).encode(), "is XML, not PBF"),
        (".osm.pbf", osm_text(*NODES, WAY).encode("utf-16"), "is XML, not PBF"),
        (".osm.gz", osm_text(*NODES, WAY).encode(), "is XML, not gzip"),
        (".osm", gzip.compress(osm_text(*NODES, WAY).encode()), "is gzip, not XML"),
        (".osm.gz", bz2.compress(osm_text(*NODES, WAY).encode()), "is bzip2, not gzip"),
    ],
)
def test_a_file_under_the_name_of_another_format_is_refused_with_its_own(
    tmp_path, suffix, content, says
):
    assert says in refusal(write(tmp_path / f"streets{suffix}", content))


def test_a_pbf_called_osm_is_refused_as_pbf(tmp_path):
    content = triangle_pbf(tmp_path / "streets.osm.pbf").read_bytes()
    assert "is PBF, not XML" in refusal(write(tmp_path / "streets.osm", content))


def test_osm_data_called_graphml_is_refused(tmp_path):
    refusal(write(tmp_path / "streets.graphml", osm_text(*NODES, WAY)))


def test_a_file_too_big_is_refused_before_it_is_read(tmp_path, monkeypatch):
    path = write(tmp_path / "streets.osm", osm_text(*NODES, WAY))
    with path.open("r+b") as stream:
        stream.truncate(limits.MAX_FILE_BYTES + 1)  # a sparse file: takes no room
    monkeypatch.setattr("pathlib.Path.open", None)
    assert "has 512 MiB" in refusal(path)


# Files cut short.


def test_a_pbf_cut_anywhere_is_refused(tmp_path):
    content = triangle_pbf(tmp_path / "whole.osm.pbf").read_bytes()
    for length in range(1, len(content)):
        refusal(write(tmp_path / "streets.osm.pbf", content[:length]))


@pytest.mark.parametrize(
    ("suffix", "pack"), [("", bytes), (".gz", gzip.compress), (".bz2", bz2.compress)]
)
def test_xml_cut_anywhere_is_refused(tmp_path, suffix, pack):
    content = pack(osm_text(*NODES, WAY).encode())
    for length in range(1, len(content), 7):
        refusal(write(tmp_path / f"streets.osm{suffix}", content[:length]))


# Small files that unpack to gigabytes, and texts that grow.


def gigabytes_of_nodes(pack):
    """A packed file of streets between 2 GB of nodes: packed pieces may follow on each other."""
    filler = pack(b'<node id="9" lat="30" lon="120"/>' * 32_000)
    head, tail = osm_text("|", *NODES, WAY).encode().split(b"|")
    return pack(head) + filler * 2_000 + pack(tail)


def gigabytes_of_blocks(start):
    """A .osm.pbf with 100 blocks of 32 MB of zeros."""

    def field(number, content):
        size = len(content)
        length = bytearray()
        while size > 127:
            length.append(size & 127 | 128)
            size >>= 7
        return bytes([number << 3 | 2, *length, size]) + content

    packed = zlib.compress(bytes(32_000_000))
    blob = b"\x10\x80\x90\xa1\x0f" + field(3, packed)  # raw_size: 32,000,000 as a varint
    size = len(blob)
    header = field(1, b"OSMData") + bytes(
        [0x18, size & 127 | 128, size >> 7 & 127 | 128, size >> 14]
    )
    return start + (len(header).to_bytes(4, "big") + header + blob) * 100


BOMBS = {
    "nodes.osm.gz": lambda _: gigabytes_of_nodes(gzip.compress),
    "nodes.osm.bz2": lambda _: gigabytes_of_nodes(bz2.compress),
    "spaces.osm.gz": lambda _: gzip.compress(HEAD.encode()) + gzip.compress(b" " * (1 << 24)) * 99,
    "text.osm.gz": lambda _: (
        gzip.compress(b'<osm version="0.6"><way id="1"><tag k="name" v="')
        + gzip.compress(b"x" * (1 << 24)) * 99
    ),
    "blocks.osm.pbf": gigabytes_of_blocks,
    "laughs.osm": lambda _: osm_text(
        *NODES, '<way id="2"><tag k="name" v="&a9;"/></way>', doctype=LAUGHS
    ).encode(),
    "quadratic.osm": lambda _: osm_text(
        f'<way id="2"><tag k="name" v="{"&a;" * 50_000}"/></way>',
        doctype=f'<!DOCTYPE x [<!ENTITY a "{"x" * 50_000}">]>',
    ).encode(),
    "file.osm": lambda _: osm_text(
        '<way id="2"><tag k="name" v="&a;"/></way>',
        doctype='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///dev/zero">]>',
    ).encode(),
    "deep.osm": lambda _: osm_text("<a>" * 1_000_000).encode(),
    "laughs.graphml": lambda _: f"{HEAD}{LAUGHS}<graphml>&a9;</graphml>".encode(),
    "laughs16.graphml": lambda _: (
        codecs.BOM_UTF16_LE + f"{LAUGHS}<graphml>&a9;</graphml>".encode("utf-16-le")
    ),
    "deep.graphml": lambda _: f"{HEAD}<graphml>{'<graph>' * 4_000_000}".encode(),
}

READER = """
import resource, sys
from pathlib import Path
from optimizer.errors import NetworkError
from optimizer.network.osm import read_osm

(now,) = [int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmSize")]
# pyosmium's threads reserve 200 MiB that they never touch.
resource.setrlimit(resource.RLIMIT_AS, ((now << 10) + (500 << 20),) * 2)
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
for path in map(Path, sys.argv[1:]):
    try:
        read_osm(path)
    except NetworkError as error:
        print(error)
    else:
        print(path, "was read")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are kept by Linux")
def test_bombs_are_refused_within_300_mib(tmp_path):
    start = triangle_pbf(tmp_path / "start.osm.pbf").read_bytes()
    paths = [write(tmp_path / name, make(start)) for name, make in BOMBS.items()]
    assert max(path.stat().st_size for path in paths) < 40 << 20
    done = subprocess.run(
        [sys.executable, "-c", READER, *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    said = dict(zip(BOMBS, done.stdout.splitlines(), strict=True))
    assert all(str(path) in said[path.name] for path in paths)
    for name, reason in {
        "nodes.osm.gz": "60 times its size",
        "nodes.osm.bz2": "60 times its size",
        "spaces.osm.gz": "a text of more than 1 MiB",
        "text.osm.gz": "a text of more than 1 MiB",
        "blocks.osm.pbf": "60 times its size",
        "laughs.osm": "XML entities are not supported",
        "quadratic.osm": "XML entities are not supported",
        "file.osm": "XML entities are not supported",
        "deep.osm": "nested too deep",
        "laughs.graphml": "declares XML entities",
        "laughs16.graphml": "declares XML entities",
        "deep.graphml": "more than 3000000 XML tags",
    }.items():
        assert reason in said[name]


def test_a_packed_bomb_is_not_unpacked_to_its_end(tmp_path, monkeypatch):
    seen = []
    chunks = file_check.chunks_of
    monkeypatch.setattr(
        file_check, "chunks_of", lambda *file: (seen.append(len(c)) or c for c in chunks(*file))
    )
    path = write(tmp_path / "streets.osm.gz", gigabytes_of_nodes(gzip.compress))
    refusal(path)
    assert sum(seen) <= max(limits.FREE_BYTES, limits.MAX_RATIO * path.stat().st_size) + limits.MIB


@pytest.mark.parametrize(
    ("bytes_each", "is_refused"), [(36, True), (35, False)], ids=["too dense", "as a map may be"]
)
def test_more_elements_than_a_map_of_its_size_can_hold_are_not_all_looked_at(
    tmp_path, monkeypatch, bytes_each, is_refused
):
    strays = [f'<node id="{i:06}" lat="1" lon="1"/>' for i in range(10, 1010)]
    path = write(tmp_path / "streets.osm", osm_text(*NODES, *strays, WAY))
    # 1,003 nodes of 35 bytes and a head and a way: some 35.4 bytes for each.
    monkeypatch.setattr(limits, "FREE_ELEMENTS", 10)
    monkeypatch.setattr(limits, "MIN_BYTES_PER_ELEMENT", bytes_each)
    if is_refused:
        assert "elements in" in refusal(path)
    else:
        assert read_osm(path).num_arcs == 6
