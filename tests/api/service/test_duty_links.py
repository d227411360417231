"""A driver's link: one duty, for a time, and nothing else."""

import gpxpy
import pytest

from api.service.security import PERMITS, Role, make_link_token, read_link_token
from tests.api.service.people import DATA, refusal, town
from tests.api.service.test_roles import address

HOUR_S = 3600


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    with town(tmp_path_factory.mktemp("links")) as one:
        yield one


def new_link(place, vehicle="S1", **more):
    answer = place.ask(
        "POST", f"{place.plan}/links", Role.DISPATCHER, json={"vehicle": vehicle, **more}
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.fixture(scope="module")
def link(place):
    return new_link(place)


def test_a_link_gives_the_instructions_of_one_duty(place, link):
    duty = place.ask("GET", f"{link['url']}?form=json", None).json()
    assert (duty["vehicle"], duty["date"]) == ("S1", "2024-05-06")
    whole = place.ask("GET", f"{new_link(place, 'T1')['url']}?form=json", None).json()
    assert duty["lines"]
    assert duty["lines"] != whole["lines"]


def test_a_link_gives_a_route_to_follow_and_a_run_sheet(place, link):
    gpx = place.ask("GET", f"{link['url']}?form=gpx", None)
    assert gpxpy.parse(gpx.text).routes[0].name.startswith("S1")
    assert "T1" not in gpx.text
    pdf = place.ask("GET", f"{link['url']}?form=pdf", None)
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")
    phone = place.ask("GET", f"{link['url']}?form=html", None)
    # Saved and opened from there: no script of it runs on a page of the service.
    assert phone.headers["Content-Disposition"].startswith("attachment")
    assert "S1" in phone.text


@pytest.mark.parametrize(("lang", "says"), [("en", "Run sheet (PDF)"), ("zh", "路单（PDF）")])
def test_a_link_opens_as_lines_without_a_script(place, link, lang, says):
    page = place.ask("GET", link["url"], None, params={"lang": lang, "form": "lines"})
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert says in page.text
    assert "<script" not in page.text


def test_names_are_no_markup_on_the_page(place, link, monkeypatch):
    from api.service.routes import duty_links

    one = duty_links.InstructionOut(time="06:00", text="<script>x</script>", lon=0, lat=0)
    duty = duty_links.DutyOut(date="d", vehicle="<b>", shift='"', lines=[one])
    from api.words import Language, phrasebook

    page = duty_links._lines(duty, phrasebook(Language.EN), "token")
    assert "<script" not in page
    assert "<b>" not in page


def test_a_link_opens_nothing_else(place, link):
    """Tried as the key, as the cookie, and in the place of every value of every call."""
    token = link["url"].rpartition("/")[2]
    tried = 0
    for (method, path), permit in PERMITS.items():
        if permit.role is None:
            continue
        for sent in (
            {"Authorization": f"Bearer {token}"},
            {"Cookie": f"onebroom_session={token}"},
            {"X-CSRF-Token": token},
        ):
            body = {"json": {}} if method == "POST" else {}
            for url in (
                address(path.replace(":path", "")),
                path.replace("{plan_id}", place.plan[7:]),
            ):
                answer = place.ask(method, f"{url}?token={token}", None, headers=sent, **body)
                assert refusal(answer, 401)
                tried += 1
    # Each call with a role, three ways to send, two addresses.
    assert tried == 6 * sum(permit.role is not None for permit in PERMITS.values())


def test_a_link_of_a_duty_gives_no_other_form(place, link):
    for form in ("xlsx", "geojson", "../keys", ""):
        assert refusal(place.ask("GET", link["url"], None, params={"form": form}), 422)


def test_a_revoked_link_gives_nothing(place):
    link = new_link(place)
    assert (
        place.ask("DELETE", f"{place.plan}/links/{link['id']}", Role.DISPATCHER).status_code == 204
    )
    assert refusal(place.ask("GET", link["url"], None), 404) == "http.no_link"
    again = place.ask("DELETE", f"{place.plan}/links/{link['id']}", Role.DISPATCHER)
    assert refusal(again, 404) == "http.no_link"


def test_a_link_ends(place, monkeypatch):
    link = new_link(place, hours=1)
    access = place.client.app.state.access
    now = access.now()
    monkeypatch.setattr(access, "_clock", lambda: now + HOUR_S - 60)
    assert place.ask("GET", f"{link['url']}?form=json", None).status_code == 200
    monkeypatch.setattr(access, "_clock", lambda: now + HOUR_S + 1)
    assert refusal(place.ask("GET", link["url"], None), 404) == "http.no_link"


def test_a_signature_holds_for_one_link_and_time_only():
    token = make_link_token(b"secret", "0123456789ab", 1000)
    assert read_link_token(b"secret", token, now=999.0) == "0123456789ab"
    assert read_link_token(b"secret", token, now=1000.0) is None
    assert read_link_token(b"other", token, now=999.0) is None
    assert read_link_token(b"secret", token.replace(".1000.", ".9000."), now=999.0) is None
    assert read_link_token(b"secret", token.replace("0123456789ab", "0123456789ac"), now=0) is None
    for text in ("", ".", "0123456789ab.1000.", token + "A", token.replace(".", "/")):
        assert read_link_token(b"secret", text, now=0.0) is None


def test_a_link_is_for_a_vehicle_that_has_a_route(place):
    path = f"{place.plan}/links"
    for body in ({"vehicle": "S9"}, {"vehicle": "S1", "shift": "nightly"}):
        answer = place.ask("POST", path, Role.DISPATCHER, json=body)
        assert refusal(answer, 404) == "http.no_duty"
    answer = place.ask("POST", path, Role.DISPATCHER, json={"vehicle": "S1", "hours": True})
    assert refusal(answer, 422) == "http.fault"


def test_who_opened_a_link_stands_in_the_log_and_its_address_does_not(place, link):
    place.ask("GET", f"{link['url']}?form=json", None)
    (deed,) = place.ask("GET", "/deeds", params={"limit": 1}).json()
    assert (deed["who"], deed["status"]) == (f"link {link['id']}", 200)
    assert deed["plan_id"] == place.plan[7:]
    assert link["url"] not in deed["path"]
    listed = place.ask("GET", f"{place.plan}/links", Role.DISPATCHER)
    assert link["url"].rpartition(".")[2] not in listed.text
    assert DATA.is_dir()
