from pathlib import Path

import pytest

from optimizer.errors import InputError
from tests.benchmarks.arc_routing.sets import (
    FOLDERS,
    TARGETS,
    best_known,
    expanded,
    files_of,
    reference_of,
    usual_seconds,
)
from tests.optimizer.benchmark.drawn import ENGLISH, a_file, text_of

BKS = """\
set,instance,lower_bound,best_known,note,source
egl-e,egl-e1-A,3548,3548,,a list of 2021
gdb,open,,275,,
kshs,kshs-kshs1,,14661,,
waste-vrptw,102,,174.5,miles,
odd,none,5,,,
odd,dash,0,n/a,,
"""


def known_of(folder):
    (folder / "bks.csv").write_text(BKS, encoding="utf-8")
    return best_known(folder)


def test_a_folder_without_known_values_is_refused_by_name(tmp_path):
    with pytest.raises(InputError, match=r"bks\.csv: no such file"):
        best_known(tmp_path)


def test_values_may_have_decimals_and_names_lack_their_set(tmp_path):
    known = known_of(tmp_path)
    assert set(known) == {"egl-e1-A", "open", "102", "kshs-kshs1", "kshs1"}
    assert (known["egl-e1-A"].best, known["egl-e1-A"].proven) == (3548, 3548)
    assert (known["open"].best, known["open"].proven) == (275, None)
    assert (known["egl-e1-A"].source, known["open"].source) == ("a list of 2021", "")
    assert reference_of(Path("carp/egl-e1-A.dat"), known).source == "a list of 2021"
    assert known["102"].best == 174.5


def test_a_file_of_waste_collection_is_found_by_its_number_and_proves_nothing(tmp_path):
    known = known_of(tmp_path)
    reference = reference_of(Path("waste-vrptw/102_stop.txt"), known)
    assert (reference.best_known, reference.proven) == (174.5, None)
    assert reference.in_miles
    assert reference.is_guide
    # Only that family's files carry the ending.
    assert reference_of(Path("carp/open_stop.dat"), known).best_known is None
    assert reference_of(Path("carp/egl-e1-A.dat"), known).proven == 3548
    assert reference_of(Path("carp-large/Beijing-2.txt"), known).is_merged
    assert not reference_of(Path("carp-large/Hefei-2.txt"), known).is_merged


def test_a_set_is_a_family_or_how_names_begin_in_natural_order(tmp_path):
    for folder in FOLDERS:
        (tmp_path / folder).mkdir()
    for name in ("waste-vrptw/804_stop.txt", "waste-vrptw/102_stop.txt", "carp/gdb10.dat"):
        (tmp_path / name).touch()
    (tmp_path / "carp" / "gdb2.dat").touch()
    (tmp_path / "carp" / "gdb2.png").touch()
    assert [file.stem for file in files_of(tmp_path, "waste-vrptw")] == ["102_stop", "804_stop"]
    assert [file.stem for file in files_of(tmp_path, "gdb")] == ["gdb2", "gdb10"]


def test_the_large_files_are_run_in_two_parts_by_their_required_edges(tmp_path):
    folder = tmp_path / "carp-large"
    folder.mkdir()
    for name, number in (("small", 2000), ("great", 2001)):
        star = a_file([(1, end, 1, 1) for end in range(2, number + 2)], capacity=9)
        (folder / f"{name}.txt").write_text(text_of(star, ENGLISH), encoding="utf-8")
    parts = expanded(["gdb", "carp-large", "gdb"])
    assert parts == ["gdb", "carp-large-to-2000", "carp-large-over-2000"]
    assert [[file.stem for file in files_of(tmp_path, name)] for name in parts] == [
        *([], ["small"], ["great"]),
    ]
    assert [usual_seconds(name) for name in parts] == [None, 60, 300]


def test_every_target_is_of_a_public_set_with_known_values(shared):
    data = shared / "benchmarks"
    known = best_known(data)
    for name in TARGETS:
        files = files_of(data, name)
        unknown = [file.stem for file in files if not reference_of(file, known).best_known]
        assert files
        # Of S1_g-6 nobody has published a value that is comparable.
        assert unknown in ([], ["S1_g-6"])
