"""Events told of the small plan: S1 sweeps North and West Road, K1 empties Kitchen K01."""

import pytest

from optimizer.events import Event
from scenarios.operations import EventFault, EventFaults, events_of
from tests.scenarios.small_plan import network, plan_file

NETWORK = network()
PLAN = plan_file()


def told(*values: object, plan=PLAN, streets=NETWORK, **options) -> tuple[Event, ...]:
    """Returns the events that are told of the small plan."""
    return events_of(list(values), plan, streets, **options)


def one(kind: str, at: str = "06:10", **values: object) -> Event:
    """Returns one event that is told."""
    (event,) = told({"kind": kind, "at": at} | values)
    return event


def refused(*values: object, **options) -> list[EventFault]:
    """Returns what is wrong with events, all of which are refused."""
    with pytest.raises(EventFaults) as caught:
        told(*values, **options)
    return list(caught.value.faults)


def fault(kind: str, at: str = "06:10", **values: object) -> tuple[str, str, str]:
    """Returns the field, the code and the sentence of the only fault of an event."""
    (found,) = refused({"kind": kind, "at": at} | values)
    return found.field, found.why.code, str(found.why)
