"""What a dispatcher decides by hand: the price and a plan, or the rule in the way."""

import re
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Header, Query, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.service.day import day_list
from api.service.db import Edit, EditStore
from api.service.deps import (
    DayStoreDep,
    DesksDep,
    InForceDep,
    SettledJobDep,
    StoreDep,
    TimeOfDay,
    WordsDep,
    streets_of,
)
from api.service.problems import Answers, HttpProblem, refusals
from api.service.routes.day_events import NOT_IN_FORCE
from api.words import Phrasebook
from fleet import Fleet, InvalidValue
from optimizer.events import Event
from optimizer.hands import Forbid, Hand, Lock, Move, Pin, PinAfter, PinHours, Release
from scenarios.day_shapes import ForbidIn, PinHoursIn, PinIn
from scenarios.rest_of_day import FREEZE_S

if TYPE_CHECKING:
    from scenarios.plan_file import PlanFile

router = APIRouter(prefix="/plans", tags=["running day"])

WISHES = ("pin", "forbid", "move", "hours", "after", "lock", "release")
"""Fields of which one says what is decided."""

MOST_OF_RUN = 40
"""Tasks that go with another: a run that is longer is carried in parts."""

_Id = Annotated[str, Field(min_length=1, max_length=200)]
_STRONG_TAG = re.compile(r'(?:^|,)\s*"([0-9]{1,9})-([0-9]{1,9})"\s*(?=,|$)')


class _WishIn(BaseModel):
    model_config = ConfigDict(extra="forbid")


class MoveIn(PinIn):
    """A task goes to a vehicle: right before another one, or where it costs least.

    Parameters
    ----------
    run
        Tasks that go with it: the rest of its run, in order.
    """

    before: _Id | None = None
    run: list[_Id] = Field(default=[], max_length=MOST_OF_RUN)


class PinAfterIn(_WishIn):
    """A task begins only when another is over."""

    task: _Id
    other: _Id


class LockIn(_WishIn):
    """A route stays as it is."""

    vehicle: _Id
    shift: _Id | None = None


class EditIn(_WishIn):
    """One wish, as `./run edit` takes it.

    Parameters
    ----------
    at
        The time of day.
    release
        Id of an earlier hand that is to bind no more.
    """

    at: TimeOfDay
    freeze_minutes: float = Field(default=FREEZE_S / 60, ge=0, le=1440)
    pin: PinIn | None = None
    forbid: ForbidIn | None = None
    move: MoveIn | None = None
    hours: PinHoursIn | None = None
    after: PinAfterIn | None = None
    lock: LockIn | None = None
    release: _Id | None = None

    @model_validator(mode="after")
    def _wishes_one(self) -> "EditIn":
        if sum(getattr(self, name) is not None for name in WISHES) != 1:
            raise InvalidValue(
                "request.one_wish",
                "give one of pin, forbid, move, hours, after, lock and release",
            )
        return self

    def hand(self, number: int, fleet: Fleet) -> Hand:
        """Returns the wish as a hand.

        Parameters
        ----------
        number
            How many hands the day has with it.
        """
        from scenarios.planning import only_shift_of

        def shift_of(one: PinIn | LockIn) -> str:
            return one.shift or only_shift_of(fleet, one.vehicle)

        both: dict[str, Any] = {"id": f"h{number}", "told_s": self.at}
        if self.release is not None:
            return Release(**both, hand_id=self.release)
        if self.forbid is not None:
            return Forbid(**both, task_id=self.forbid.task, vehicle_id=self.forbid.vehicle)
        if self.hours is not None:
            begins = self.hours.begins
            return PinHours(
                **both,
                task_id=self.hours.task,
                earliest_s=begins.earliest_s,
                latest_s=begins.latest_s,
            )
        if self.after is not None:
            return PinAfter(**both, task_id=self.after.task, other_id=self.after.other)
        if self.lock is not None:
            return Lock(**both, vehicle_id=self.lock.vehicle, shift_id=shift_of(self.lock))
        if self.move is not None:
            return Move(
                **both,
                task_id=[self.move.task, *self.move.run][-1],
                vehicle_id=self.move.vehicle,
                shift_id=shift_of(self.move),
                before=self.move.before,
            )
        assert self.pin is not None
        return Pin(
            **both,
            task_id=self.pin.task,
            vehicle_id=self.pin.vehicle,
            shift_id=shift_of(self.pin),
        )


class AlternativeOut(BaseModel):
    """Where else the task may go, and what that costs."""

    vehicle: str
    shift: str
    begin_s: int
    price_yuan: float


class WishRefusedOut(BaseModel):
    """The rules in the way; `alternative` is the cheapest that is legal, if any is."""

    rules: list[str]
    why: str
    alternative: AlternativeOut | None


class EditOut(BaseModel):
    """What a wish comes to.

    Parameters
    ----------
    plan
        The plan that keeps it; none where it is refused or none was to be kept. It is in force
        when you go on from it.
    version
        Of the day, with this edit.
    price_yuan
        How much more the day costs.
    violations
        That the checker found; a plan with any is not handed out.
    falls_out
        Tasks that nobody does for it.
    not_kept
        Earlier hands that the plan cannot keep.
    """

    plan: str | None
    version: str
    hand: Hand
    price_yuan: float | None
    violations: int
    falls_out: list[str]
    not_kept: list[str]
    refused: WishRefusedOut | None
    links: dict[str, str]


class EditsOut(BaseModel):
    """The edits of a plan, each with the plan that came of it."""

    version: str
    edits: list[Edit]


_TAG: dict[str, Any] = {
    "headers": {
        "ETag": {
            "description": "The version of the day: how many events, and how many edits",
            "schema": {"type": "string"},
        }
    }
}
_LISTED: Answers = {200: _TAG}
_ANSWERED: Answers = {
    200: {
        "model": EditOut,
        "description": "The wish cannot be: `refused` says why; or nothing was to be kept",
        **_TAG,
    },
    201: {"description": "A plan that keeps it", **_TAG},
}


def _edit_store(store: StoreDep) -> EditStore:
    return EditStore(store)


EditStoreDep = Annotated[EditStore, Depends(_edit_store)]


@router.get("/{plan_id}/edits", responses=_LISTED | refusals(NOT_IN_FORCE))
def list_edits(
    job: SettledJobDep,
    plan_file: InForceDep,
    day: DayStoreDep,
    edits: EditStoreDep,
    response: Response,
) -> EditsOut:
    """What was decided about this plan; of a plan that came of it, ask that one."""
    made = edits.edits(job.id)
    version = _version(day_list(plan_file, day.events(job.id)), made)
    response.headers["ETag"] = f'"{version}"'
    return EditsOut(version=version, edits=list(made))


@router.post(
    "/{plan_id}/edits",
    status_code=201,
    responses=_ANSWERED
    | refusals(
        {
            **NOT_IN_FORCE,
            410: ("http.other_streets",),
            412: ("http.day_edited",),
            422: (
                "edit.which_shift",
                "hand.no_task",
                "hand.no_vehicle",
                "hand.no_shift",
                "hand.bulk_truck",
                "hand.none_such",
                "replan.before_plan",
            ),
        }
    ),
)
async def edit_plan(
    body: EditIn,
    job: SettledJobDep,
    plan_file: InForceDep,
    day: DayStoreDep,
    edits: EditStoreDep,
    desks: DesksDep,
    words: WordsDep,
    response: Response,
    if_match: Annotated[
        str | None, Header(description="edits only a version of the day that you know")
    ] = None,
    keep: Annotated[
        bool, Query(description="false only says what it comes to: no plan is kept")
    ] = True,
) -> EditOut:
    """Decide by hand, without a search: a plan that keeps the wish, or the rule in the way."""
    work = partial(_edit, body, job.id, plan_file, day, edits, words, if_match, keep=keep)
    found = await to_thread.run_sync(work, limiter=desks.limiter)
    response.headers["ETag"] = f'"{found.version}"'
    response.status_code = 200 if found.plan is None else 201
    if found.plan is not None:
        response.headers["Location"] = found.links["self"]
    return found


def _edit(
    body: EditIn,
    plan_id: str,
    plan_file: "PlanFile",
    day: DayStoreDep,
    edits: EditStore,
    words: Phrasebook,
    if_match: str | None,
    *,
    keep: bool,
) -> EditOut:
    from api.exports.hands import hand_values
    from scenarios.planning import ReplanOptions, moves_of_run, try_hand, try_run

    network = streets_of(plan_file)
    events, made = day_list(plan_file, day.events(plan_id)), edits.edits(plan_id)
    _require_version(plan_id, events, made, if_match)
    number = len(plan_file.hands_by_now) + 1
    hand = body.hand(number, plan_file.fleet)
    options = ReplanOptions(now_s=body.at, freeze_s=round(60 * body.freeze_minutes))
    if body.move is not None and body.move.run and isinstance(hand, Move):
        moves = moves_of_run(hand, [body.move.task, *body.move.run[:-1]])
        answer = try_run(plan_file, network, events, moves, options)
    else:
        answer = try_hand(plan_file, network, events, hand, options)
    edited_id, position = None, len(made)
    while keep and answer.plan_file is not None and edited_id is None:
        position += 1
        edited_id = edits.add(plan_id, answer.hand, answer.plan_file, position=position)
        if edited_id is None:
            # Another client was quicker.
            made = edits.edits(plan_id)
            _require_version(plan_id, events, made, if_match)
            position = len(made)
    links = {"based_on": f"/plans/{plan_id}"}
    if edited_id is not None:
        own = f"/plans/{edited_id}"
        links |= {"self": own, "plan": f"{own}/plan.json", "map": f"{own}/plan.geojson"}
        links["changes"] = f"{own}/changes?since={plan_id}"
    return EditOut.model_validate(
        {
            **hand_values(answer, words),
            "plan": edited_id,
            "version": f"{len(events)}-{position}",
            "links": links,
        }
    )


def _version(events: tuple[Event, ...], made: tuple[Edit, ...]) -> str:
    return f"{len(events)}-{len(made)}"


def _require_version(
    plan_id: str, events: tuple[Event, ...], made: tuple[Edit, ...], if_match: str | None
) -> None:
    """Refuses where the day is at another version than a client knows, with what is new."""
    if if_match is None or if_match.strip() == "*":
        return
    known = [(int(told), int(edited)) for told, edited in _STRONG_TAG.findall(if_match)]
    now = len(events), len(made)
    if now in known:
        return
    told, edited = max((one for one in known if one <= now), default=(0, 0))
    newer = EditsOut(version=_version(events, made), edits=list(made[edited:]))
    raise HttpProblem(
        412,
        "http.day_edited",
        plan=plan_id,
        events=len(events[told:]),
        edits=len(newer.edits),
        more=newer.model_dump(mode="json") | {"events": len(events[told:])},
        headers={"ETag": f'"{newer.version}"'},
    )
