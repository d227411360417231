import numpy as np
import pytest

from optimizer.network.paths import kept_hierarchies
from optimizer.network.paths.contraction import contract
from optimizer.network.paths.kept_hierarchies import hierarchy_of

RING = (
    np.array([0, 2, 4, 6, 8], dtype=np.int64),
    np.array([1, 3, 2, 0, 3, 1, 0, 2], dtype=np.int64),
    np.array([5, 9, 7, 5, 4, 7, 9, 4], dtype=np.int64),
)
"""Four vertices in a ring, with both directions: where edges begin, their heads, their costs."""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("ONEBROOM_CACHE", str(tmp_path))
    monkeypatch.setattr(kept_hierarchies, "KEPT_FROM", 3)
    return tmp_path / "hierarchies"


def same(one, other):
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_a_hierarchy_is_made_once_and_read_after_that(folder, monkeypatch):
    made = hierarchy_of(*RING)
    monkeypatch.setattr(kept_hierarchies, "contract", lambda *graph: pytest.fail("made again"))
    assert same(hierarchy_of(*RING), made)
    assert same(made, contract(*RING))
    assert len(list(folder.iterdir())) == 1


def test_other_costs_are_another_graph(folder):
    start, head, cost = RING
    hierarchy_of(*RING)
    found = hierarchy_of(start, head, cost + 1)
    assert same(found, contract(start, head, cost + 1))
    assert len(list(folder.iterdir())) == 2


def test_a_damaged_file_is_made_anew(folder, caplog):
    hierarchy_of(*RING)
    (path,) = folder.iterdir()
    path.write_bytes(path.read_bytes()[:100])
    assert same(hierarchy_of(*RING), contract(*RING))
    assert "damaged" in caplog.text


def test_the_folder_keeps_what_was_used_last(folder, monkeypatch):
    monkeypatch.setattr(kept_hierarchies, "MOST_KEPT", 2)
    start, head, cost = RING
    for more in range(4):
        hierarchy_of(start, head, cost + more)
    assert len(list(folder.iterdir())) == 2


def test_a_small_graph_needs_no_file(folder, monkeypatch):
    # The ring has four vertices.
    monkeypatch.setattr(kept_hierarchies, "KEPT_FROM", 5)
    hierarchy_of(*RING)
    assert not folder.exists()
