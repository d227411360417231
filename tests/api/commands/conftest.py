"""Streets, a scenario and its plan, for the tests of several commands."""

import signal

import pytest

from api.commands.__main__ import main
from api.commands.interrupt import REQUESTS
from tests.api.commands.two_blocks import CONTRACTS, SCENARIO, VEHICLES, arguments


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory):
    """A cache of its own, English, and the signal handlers that were there."""
    handlers = {number: signal.getsignal(number) for number in REQUESTS}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONEBROOM_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("LC_ALL", "C.UTF-8")
        yield
    for number, handler in handlers.items():
        signal.signal(number, handler)


@pytest.fixture(scope="module")
def streets(tmp_path_factory):
    """Four streets each way, 200 m apart, all two-way."""
    path = tmp_path_factory.mktemp("streets") / "grid.osm"
    step = 0.0018
    nodes = [
        f'<node id="{10 * row + column}" version="1" lat="{30 + row * step:.4f}" '
        f'lon="{120 + column * step:.4f}"/>'
        for row in range(1, 5)
        for column in range(1, 5)
    ]
    lines = [(f"Row {n}", "primary", [10 * n + c for c in range(1, 5)]) for n in range(1, 5)]
    lines += [(f"Column {n}", "tertiary", [10 * r + n for r in range(1, 5)]) for n in range(1, 5)]
    ways = [
        f'<way id="{number}" version="1">'
        + "".join(f'<nd ref="{node}"/>' for node in ends)
        + f'<tag k="highway" v="{highway}"/><tag k="name" v="{name}"/></way>'
        for number, (name, highway, ends) in enumerate(lines, start=1)
    ]
    body = "\n".join(nodes + ways)
    path.write_text(f'<osm version="0.6">\n{body}\n</osm>\n', encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scenarios") / "two-blocks"
    folder.mkdir()
    (folder / "scenario.toml").write_text(SCENARIO, encoding="utf-8")
    (folder / "vehicles.csv").write_text(VEHICLES, encoding="utf-8")
    (folder / "contracts.csv").write_text(CONTRACTS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def planned(surroundings, scenario, streets, tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    assert main(arguments(scenario, streets, out)) == 0
    return out
