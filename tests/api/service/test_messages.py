"""Messages to drivers: sent to a duty of a day, seen under its links, answered there."""

import pytest

from api.service.security import Role
from tests.api.service.people import refusal, town

TEXT = "Leave out North Road.\nAfter that go home."


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    with town(tmp_path_factory.mktemp("messages")) as one:
        yield one


def link(place, vehicle):
    answer = place.ask("POST", f"{place.plan}/links", Role.DISPATCHER, json={"vehicle": vehicle})
    return answer.json()["url"]


def send(place, vehicle="S1", shift="day", text=TEXT, plan=None):
    body = {"vehicle": vehicle, "shift": shift, "text": text}
    return place.ask("POST", f"{plan or place.plan}/messages", Role.DISPATCHER, json=body)


def listed(place, plan=None):
    return place.ask("GET", f"{plan or place.plan}/messages", Role.DISPATCHER).json()


def test_a_message_is_seen_by_its_driver_alone_and_answered(place):
    own, other = link(place, "S1"), link(place, "T1")
    sent = send(place)
    assert sent.status_code == 201, sent.text
    number = sent.json()["number"]
    assert listed(place)[-1] == sent.json()
    assert (sent.json()["seen_at"], sent.json()["answer"]) == (None, None)

    assert place.ask("GET", f"{other}/messages", None).json() == []
    assert listed(place)[-1]["seen_at"] is None
    (seen,) = place.ask("GET", f"{own}/messages", None).json()
    assert (seen["text"], seen["number"]) == (TEXT, number)
    first_seen = listed(place)[-1]["seen_at"]
    assert first_seen is not None

    answer = {"answer": "Understood"}
    foreign = place.ask("POST", f"{other}/messages/{number}", None, json=answer)
    assert refusal(foreign, 404) == "http.no_message"
    given = place.ask("POST", f"{own}/messages/{number}", None, json=answer)
    assert given.json()["answer"] == "Understood"
    # However often it is sent, it was answered once.
    again = place.ask("POST", f"{own}/messages/{number}", None, json=answer)
    assert again.json() == given.json() == listed(place)[-1]
    assert listed(place)[-1]["seen_at"] == first_seen


def test_a_message_of_a_later_plan_of_the_day_reaches_an_earlier_link(place):
    own = link(place, "S1")
    wish = {"at": "06:15", "lock": {"vehicle": "T1"}}
    later = place.ask("POST", f"{place.plan}/edits", Role.DISPATCHER, json=wish).json()
    number = send(place, text="later", plan=later["links"]["self"]).json()["number"]
    found = place.ask("GET", f"{own}/messages", None).json()
    assert found[-1]["text"] == "later"
    assert [one["number"] for one in listed(place)] == list(range(1, number + 1))
    assert listed(place, later["links"]["self"]) == listed(place)


def test_a_message_to_nobody_is_refused_with_who_there_is(place):
    assert refusal(send(place, shift="night"), 404) == "http.no_duty"
    assert send(place, text="").status_code == 422


def test_messages_are_forgotten_with_their_day(place):
    store = place.client.app.state.store
    plan_id = place.plan.rsplit("/", 1)[1]
    send(place)
    assert listed(place)
    assert store.delete(plan_id)
    with store.engine.connect() as connection:
        left = connection.exec_driver_sql("SELECT count(*) FROM messages").scalar()
    assert left == 0
