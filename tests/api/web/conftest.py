"""What tests of the page share: one server that offers the hamlet."""

import pytest

from tests.api.service.service import DATA, running


@pytest.fixture(scope="package")
def hamlet(tmp_path_factory):
    """A server that offers the hamlet, where S1 sweeps from six and T1 collects after one."""
    folder = tmp_path_factory.mktemp("hamlet")
    own = folder / "own"
    own.mkdir()
    (own / "hamlet").symlink_to(DATA / "hamlet")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONEBROOM_SCENARIOS", str(own))
        with running(folder) as service:
            yield service


@pytest.fixture
def planned(hamlet):
    """The same with a new plan of the day, which the page shows first."""
    asked = {"scenario": "hamlet", "osm": "nine_corners.osm", "iterations": 30, "seed": 1}
    plan = hamlet.post("/plans", asked)
    assert hamlet.wait_for_status(plan["id"], "done", "failed")["status"] == "done"
    return plan["id"]
