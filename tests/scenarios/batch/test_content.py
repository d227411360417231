"""Values as files by content."""

import os

import numpy as np
import pytest

from scenarios.batch.content import (
    MOST_KEPT,
    content_digest,
    has_content,
    keep_content,
    open_content,
    pack_content,
)


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("ONEBROOM_CACHE", str(tmp_path))
    return tmp_path / "content"


def test_a_value_comes_back_with_its_arrays_mapped_and_read_only():
    value = {"name": "streets", "arrays": [np.arange(5000), np.zeros(0), np.eye(3)]}
    content = pack_content(value)
    digest = content_digest(content)
    assert not has_content(digest)
    keep_content(content)
    assert has_content(digest)
    found = open_content(digest)
    assert found["name"] == "streets"
    for one, other in zip(found["arrays"], value["arrays"], strict=True):
        assert np.array_equal(one, other)
        assert one.dtype == other.dtype
    assert not found["arrays"][0].flags.writeable
    assert not found["arrays"][0].flags.owndata


def test_a_damaged_file_is_taken_for_missing_and_removed(cache):
    content = pack_content(np.arange(100))
    keep_content(content)
    digest = content_digest(content)
    (cache / digest).write_bytes(content[:-1] + b"x")
    with pytest.raises(LookupError):
        open_content(digest)
    assert not has_content(digest)


def test_what_was_used_longest_ago_makes_room(cache):
    digests = []
    for number in range(MOST_KEPT + 1):
        content = pack_content(number)
        digests.append(content_digest(content))
        keep_content(content)
        os.utime(cache / digests[-1], (number, number))
    # The last one is the newest by its place though its time was set after it was kept.
    keep_content(pack_content("one more"))
    assert len(list(cache.iterdir())) == MOST_KEPT
    assert not has_content(digests[0])
    assert has_content(digests[-1])


def test_nothing_is_left_where_it_cannot_be_written(cache, monkeypatch):
    content = pack_content(np.arange(100))

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(OSError, match="No space"):
        keep_content(content)
    assert list(cache.iterdir()) == []
