"""What was decided by hand about a plan in the database: each wish, and the plan that keeps it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import TypeAdapter
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from api.service.db.attempts import add_finished
from api.service.db.opening import writing
from api.service.db.store import Store
from api.service.db.tables import edits
from optimizer.hands import Hand

if TYPE_CHECKING:
    from scenarios.plan_file import PlanFile

_HAND: TypeAdapter[Hand] = TypeAdapter(Hand)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One wish that was granted, and the plan that keeps it."""

    plan_id: str
    hand: Hand


class EditStore:
    """Reads and writes what was decided about the plans of a store."""

    def __init__(self, store: Store) -> None:
        self._engine = store.engine
        self._writer = writing(store.engine)

    def edits(self, plan_id: str) -> tuple[Edit, ...]:
        """Returns the edits of a plan, in the order in which they were made."""
        query = (
            select(edits.c.edited_id, edits.c.hand)
            .where(edits.c.plan_id == plan_id)
            .order_by(edits.c.position)
        )
        with self._engine.connect() as connection:
            return tuple(
                Edit(plan_id=row.edited_id, hand=_HAND.validate_json(row.hand))
                for row in connection.execute(query)
            )

    def add(self, plan_id: str, hand: Hand, plan_file: "PlanFile", *, position: int) -> str | None:
        """Writes a plan that was edited, and returns its id; None where others were quicker.

        Parameters
        ----------
        plan_id
            The plan that it goes on from.
        position
            The place among the edits of that plan that this one is to have, from 1.
        """
        assert plan_file.running is not None
        request = {
            "scenario": plan_file.scenario_name,
            "date": plan_file.date,
            "based_on": plan_id,
            "number": plan_file.running.number,
            "hand": _HAND.dump_python(hand, mode="json"),
        }
        try:
            with self._writer.begin() as connection:
                edited_id = add_finished(connection, plan_file, request)
                connection.execute(
                    insert(edits).values(
                        plan_id=plan_id,
                        position=position,
                        edited_id=edited_id,
                        hand=_HAND.dump_json(hand).decode(),
                    )
                )
        except IntegrityError:
            return None
        return edited_id
