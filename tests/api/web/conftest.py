"""What tests of the page share: one server that offers the hamlet."""

import pytest

from tests.api.service.service import DATA, running


def two_sweepers():
    """The hamlet with S2 beside S1, either with so short a shift that both are needed."""
    text = (DATA / "hamlet" / "scenario.toml").read_text(encoding="utf-8")
    text = text.replace('name = "hamlet"', 'name = "two-sweepers"')
    text = text.replace('start = "06:00", end = "12:00"', 'start = "06:00", end = "06:45"')
    begin = text.index('[[vehicles]]\nid = "S1"')
    end = text.index("[[vehicles]]", begin + 1)
    return text[:end] + text[begin:end].replace('"S1"', '"S2"') + text[end:]


def early_home():
    """The hamlet whose truck is back too early for both of its kitchens."""
    text = (DATA / "hamlet" / "scenario.toml").read_text(encoding="utf-8")
    return text.replace('name = "hamlet"', 'name = "early-home"').replace("17:00", "14:00")


@pytest.fixture(scope="package")
def hamlet(tmp_path_factory):
    """A server that offers the hamlet, where S1 sweeps from six and T1 collects after one."""
    folder = tmp_path_factory.mktemp("hamlet")
    own = folder / "own"
    own.mkdir()
    (own / "hamlet").symlink_to(DATA / "hamlet")
    for name, text in (("two-sweepers", two_sweepers()), ("early-home", early_home())):
        (own / name).mkdir()
        (own / name / "scenario.toml").write_text(text, encoding="utf-8")
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


@pytest.fixture
def shared_out(hamlet):
    """The same with a new plan in which S1 and S2 share the sweeping."""
    asked = {"scenario": "two-sweepers", "osm": "nine_corners.osm", "iterations": 60, "seed": 1}
    plan = hamlet.post("/plans", asked)
    assert hamlet.wait_for_status(plan["id"], "done", "failed")["status"] == "done"
    return plan["id"]
