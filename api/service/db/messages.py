"""Messages to the drivers of a day, from its first plan to the last that came of it."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from api.service.db.opening import writing
from api.service.db.store import Store
from api.service.db.tables import messages

_MOST_STEPS = 1_000
"""Plans of one day, each made from the one before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverMessage:
    """A message to the driver of a duty; times in seconds since 1970.

    Parameters
    ----------
    seen_at
        When a phone first had it; None while none has.
    """

    day_id: str
    position: int
    vehicle_id: str
    shift_id: str
    sent_at: float
    sent_by: str
    text: str
    seen_at: float | None
    answer: str | None
    answered_at: float | None


class MessageStore:
    """Reads and writes the messages of the days of a store."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._engine = store.engine
        self._writer = writing(store.engine)
        self._clock = clock

    def day_of(self, plan_id: str) -> str:
        """Returns the id of the first plan of a plan's day."""
        first = plan_id
        for _ in range(_MOST_STEPS):
            job = self._store.get_brief(first)
            before = job.request.get("based_on") if job else None
            if not isinstance(before, str):
                break
            first = before
        return first

    def send(
        self, plan_id: str, *, vehicle_id: str, shift_id: str, text: str, who: str
    ) -> DriverMessage:
        """Writes a message of a plan's day, and returns it."""
        day_id = self.day_of(plan_id)
        last = select(func.coalesce(func.max(messages.c.position), 0))
        while True:
            try:
                with self._writer.begin() as connection:
                    before = connection.scalar(last.where(messages.c.day_id == day_id)) or 0
                    sent = DriverMessage(
                        day_id=day_id,
                        position=before + 1,
                        vehicle_id=vehicle_id,
                        shift_id=shift_id,
                        sent_at=self._clock(),
                        sent_by=who,
                        text=text,
                        seen_at=None,
                        answer=None,
                        answered_at=None,
                    )
                    connection.execute(insert(messages).values(**asdict(sent)))
                return sent
            except IntegrityError:
                # Another client took the place.
                continue

    def messages(self, plan_id: str) -> list[DriverMessage]:
        """Returns the messages of a plan's day, in the order in which they were sent."""
        return self._read(_of_day(self.day_of(plan_id)))

    def hand_over(self, plan_id: str, vehicle_id: str, shift_id: str) -> list[DriverMessage]:
        """Returns the messages to a duty, which are seen from now on."""
        day_id = self.day_of(plan_id)
        own = (
            (messages.c.day_id == day_id)
            & (messages.c.vehicle_id == vehicle_id)
            & (messages.c.shift_id == shift_id)
        )
        found = self._read(_of_day(day_id).where(own))
        if any(one.seen_at is None for one in found):
            with self._writer.begin() as connection:
                unseen = update(messages).where(own).where(messages.c.seen_at.is_(None))
                connection.execute(unseen.values(seen_at=self._clock()))
            found = self._read(_of_day(day_id).where(own))
        return found

    def answer(
        self, plan_id: str, vehicle_id: str, shift_id: str, *, position: int, text: str
    ) -> DriverMessage | None:
        """Writes what a driver answers, and returns the message; None where it is not his.

        The last answer counts; one that is sent again changes nothing.
        """
        mine = [
            one
            for one in self.hand_over(plan_id, vehicle_id, shift_id)
            if one.position == position
        ]
        if not mine:
            return None
        (asked,) = mine
        if asked.answer == text:
            return asked
        own = (messages.c.day_id == asked.day_id) & (messages.c.position == position)
        with self._writer.begin() as connection:
            connection.execute(
                update(messages).where(own).values(answer=text, answered_at=self._clock())
            )
        (answered,) = self._read(_of_day(asked.day_id).where(own))
        return answered

    def _read(self, query: Select[tuple[object, ...]]) -> list[DriverMessage]:
        with self._engine.connect() as connection:
            return [DriverMessage(**row._mapping) for row in connection.execute(query)]


def _of_day(day_id: str) -> Select[tuple[object, ...]]:
    return select(messages).where(messages.c.day_id == day_id).order_by(messages.c.position)
