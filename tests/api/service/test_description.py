"""The description of the service against the service: schemathesis asks what may be asked.

With `ONEBROOM_CASES=2000` so many cases are asked by every role and by nobody, on each database.
"""

import contextlib
import math
import os
import warnings

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.specs.openapi import checks

from api.service.description import codes_in
from api.service.security import Role
from api.words import Language, catalogue
from tests.api.service.databases import postgres_running
from tests.api.service.people import HOST, town
from tests.api.service.test_roles import LEAST

HELD = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
"""No 500, and no answer that is not described."""

CASES = int(os.environ.get("ONEBROOM_CASES", "0"))
"""How many cases on each database; 0 for the few that each change is tried with."""

APART = {
    # They could end the key of the test, or have nothing to vary.
    ("DELETE", "/keys/{key_id}"),
    ("GET", "/readyz"),
    # Zips have tests of their own.
    ("POST", "/scenarios"),
}
CALLS = [one for one in LEAST if one not in APART]
ROLES = [*Role, None] if CASES else [Role.ADMIN, None]
EACH = math.ceil(CASES / (len(CALLS) * len(ROLES)))

STATUSES = {400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 503}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"] if CASES else ["sqlite"])
def place(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("described")
    with contextlib.ExitStack() as living:
        changes = {}
        if request.param == "postgresql":
            changes["database_url"] = living.enter_context(postgres_running()).new_database()
        yield living.enter_context(town(folder, **changes))


@pytest.fixture(scope="module")
def schema(place):
    return schemathesis.openapi.from_dict(place.client.app.openapi())


def ask(place, case, role):
    """Sends a case; where it speaks of a plan, of one that there is."""
    if "plan_id" in (case.path_parameters or {}):
        case.path_parameters["plan_id"] = place.plan[7:]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sent = case.as_transport_kwargs(base_url=HOST)
    headers = {
        name: str(value).encode("utf-8", "replace") for name, value in sent["headers"].items()
    }
    for name in ("Authorization", "authorization", "Host", "Cookie", "cookie"):
        headers.pop(name, None)
    place.client.cookies.clear()
    return place.client.request(
        sent["method"],
        sent["url"],
        params=sent.get("params"),
        content=sent.get("data"),
        json=sent.get("json"),
        headers=headers | place.headers(role),
    )


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("method", "path"), CALLS)
def test_every_answer_is_described(place, schema, method, path, role):
    operation = schema[path][method]
    modes = schemathesis.GenerationMode
    strategy = operation.as_strategy(generation_mode=modes.POSITIVE)
    if role and (operation.query or operation.body):
        strategy |= operation.as_strategy(generation_mode=modes.NEGATIVE)

    @seed(1)
    @settings(
        max_examples=EACH or (5 if role else 2),
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def holds(case):
        answer = ask(place, case, role)
        case.validate_response(answer, checks=HELD)

    holds()


def test_every_refusal_is_described_with_codes(place):
    described = place.client.app.openapi()
    said = {
        int(status)
        for operations in described["paths"].values()
        for operation in operations.values()
        for status in operation["responses"]
        if int(status) >= 400
    }
    assert said >= STATUSES
    # The Chinese catalogue has every code there is.
    assert codes_in(described) - set(catalogue(Language.ZH)) == set()
    for operations in described["paths"].values():
        for operation in operations.values():
            assert {"400", "429", "503"} <= set(operation["responses"])
            assert ("401" in operation["responses"]) or "security" not in operation


def test_the_description_names_no_outside_host(place):
    assert "://" not in place.ask("GET", "/openapi.json").text.replace("application/", "")
