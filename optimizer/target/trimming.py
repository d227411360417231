"""Taking optional kerbs out of routes, the dearest for their area first."""

import heapq

from fleet import Work
from optimizer.day import Day
from optimizer.instance import Solution
from optimizer.network.kerb import KerbKey


def trim_optional(day: Day, solution: Solution, spare_m2: int) -> list[list[int]]:
    """Returns the elements of each route without the optional kerbs that can be spared.

    What the removal of a kerb saves is its work and its detour; it is computed anew when a
    neighbour in the route has gone, so that a street is left as a whole once one kerb of it is.

    Parameters
    ----------
    spare_m2
        So much area may go at most.
    """
    links = [_Links(day, solution, duty) for duty in range(len(solution.routes))]
    passes: dict[KerbKey | None, int] = {}
    for route in solution.routes:
        for visit in route:
            if visit.element < day.instance.num_tasks:
                kerb = day.tasks[visit.element].kerb
                passes[kerb] = passes.get(kerb, 0) + 1

    def may_go(element: int) -> bool:
        if element >= day.instance.num_tasks:
            return False
        task = day.tasks[element]
        return task.work is Work.SWEEP and not task.required and passes[task.kerb] == 1

    heap: list[tuple[float, int, int, int]] = []

    def offer(duty: int, place: int) -> None:
        element = links[duty].element(place)
        if may_go(element):
            area_m2 = max(1, day.tasks[element].area_m2)
            heapq.heappush(heap, (-links[duty].saved_s(place) / area_m2, element, duty, place))

    for duty, route in enumerate(solution.routes):
        for place in range(1, len(route) + 1):
            offer(duty, place)
    while heap:
        price, element, duty, place = heapq.heappop(heap)
        route_links = links[duty]
        area_m2 = day.tasks[element].area_m2
        if route_links.gone[place] or area_m2 > spare_m2:
            continue
        if -route_links.saved_s(place) / max(1, area_m2) != price:
            # The route has changed beside it since; its newer price is in the heap too.
            continue
        spare_m2 -= area_m2
        for beside in route_links.remove(place):
            offer(duty, beside)
    return [one.list_left() for one in links]


class _Links:
    """A route as a linked list of places; place 0 is the start, the last one the end."""

    def __init__(self, day: Day, solution: Solution, duty: int) -> None:
        instance = day.instance
        route = solution.routes[duty]
        self.instance = instance
        self.visits = route
        self.kind, self.profile = int(instance.duty_type[duty]), day.profile_of(duty)
        self.places = [
            int(instance.duty_start_place[duty]),
            *(int(instance.mode_place[self.profile, visit.mode]) for visit in route),
            int(instance.duty_end_place[duty]),
        ]
        count = len(self.places)
        self.before = list(range(-1, count - 1))
        self.after = list(range(1, count + 1))
        self.gone = [False] * count

    def element(self, place: int) -> int:
        """Returns the element at a place; that of no place is beyond all tasks."""
        if 1 <= place <= len(self.visits):
            return self.visits[place - 1].element
        return self.instance.num_elements

    def saved_s(self, place: int) -> int:
        """Returns the seconds that leaving a place out saves."""
        before, after = self.before[place], self.after[place]
        travel_s = self.instance.travel_s
        here = self.places[place]
        return (
            int(self.instance.mode_service_s[self.kind, self.visits[place - 1].mode])
            + travel_s(self.profile, self.places[before], here)
            + travel_s(self.profile, here, self.places[after])
            - travel_s(self.profile, self.places[before], self.places[after])
        )

    def remove(self, place: int) -> tuple[int, int]:
        """Takes a place out; returns those beside it."""
        before, after = self.before[place], self.after[place]
        self.after[before], self.before[after] = after, before
        self.gone[place] = True
        return before, after

    def list_left(self) -> list[int]:
        """Returns the elements that are left, in order; none where only facilities are."""
        elements = [
            visit.element
            for place, visit in enumerate(self.visits, start=1)
            if not self.gone[place]
        ]
        return elements if any(one < self.instance.num_tasks for one in elements) else []
