"""The events reference: every field of every event, from the schema that reads them.

What a field means is written once, under `Parameters` in the docstring of its part of the schema.
"""

import inspect
from collections.abc import Iterator
from itertools import groupby

from api.words import Language, phrasebook
from fleet import CaseCategory
from scenarios.files.schema import NotDescribed, read_docstring
from scenarios.operations import CATEGORIES
from scenarios.operations.schema import DOORS, HappenedIn
from tests.docs.pages import ROOT
from tests.docs.programs.scenario_reference import (
    Row,
    default_of,
    kind_of,
    plain,
)

EXAMPLE = "docs/events-example.toml"
"""One event of every kind, which `tests/docs` reads."""

HEAD = """# Events reference

What happens after a plan was made is told as events: a list that only grows. This page names every
field of every kind, for files and for the service alike; `./run docs` makes it of the schema that
reads them.

- A file is JSON (a list, or a table with the list under `events`), JSON Lines (`.jsonl`, an event
  a line) or TOML (`.toml`, each event under `[[events]]`). Beside `events` there may be a `date`,
  which must be the plan's.
- A time is `HH:MM` or `HH:MM:SS` after midnight of the service day; `25:10` and `01:10 +1` are
  ten past one in the night after it.
- Names are looked up in the plan in force and on its streets. A name that is none is refused, with
  the nearest that there are.
- All faults of a list are said at once, each with its event, field and remedy; of a list with a
  fault nothing is taken.
- An event that is told twice counts once. What contradicts what was told before is refused.

"""

HAPPENED = "## Every event\n\nEach event says of which `kind` it is, and:\n\n"

CATEGORIES_HEAD = """## Categories of cases

What a case comes to where the scenario has no
[`[[case_categories]]`](scenario-reference.md#a-category-of-cases) of its own. The names are those
of events that concern sanitation in the tables which cities publish after GB/T 30428.2 (digital
city management, part 2: components and events), but for foul water on the road. The codes of the
standard are left out: published tables number the same events differently, so a city puts its own
into its scenario. Works, minutes and amounts are **assumed**, and so are the deadlines but for
two, which are read in two cities' tables: two and five working hours for a dirty road, four and
eight for exposed rubbish; the shorter holds. Dead animals are not among them, since none of these
vehicles may carry them.

| category | 类别 | work | minutes | over after | kg | litres |
|---|---|---|---|---|---|---|
"""

WORK_HEAD = """
A case, as any work that comes up, is a stop of so many minutes on the side of the street where it
lies: a sweeper goes up and down there until they are over. It has no kerb, and no square metres
are credited for it. It is required, and it is to be over by its deadline.

## An example

A day of the hamlet that the tests plan (`tests/data/hamlet` on `tests/data/nine_corners.osm`):

"""


def render() -> str:
    """Returns the page."""
    parts = [HEAD, HAPPENED, _table(rows_of(HappenedIn))]
    common = {row.name for row in rows_of(HappenedIn)}
    for kind, door in DOORS.items():
        rows = [row for row in rows_of(door) if row.name not in common]
        parts.append(f"## `{kind}`\n\n{_says(door)}\n\n{_table(rows)}")
    parts += [CATEGORIES_HEAD, *map(_category, CATEGORIES), WORK_HEAD]
    example = (ROOT / EXAMPLE).read_text(encoding="utf-8")
    parts.append(f"```toml\n{example}```\n")
    return "".join(parts)


def rows_of(door: type[HappenedIn]) -> Iterator[Row]:
    """Yields the fields of a kind of event, but for the kind itself.

    Raises
    ------
    NotDescribed
        Names the field that no docstring of the schema describes.
    """
    described: dict[str, str] = {}
    for part in reversed(door.__mro__[: door.__mro__.index(HappenedIn) + 1]):
        described |= read_docstring(part)
    for own, field in door.model_fields.items():
        if own == "kind":
            continue
        name = field.alias or own
        if name not in described:
            raise NotDescribed(f"{door.__name__}.{name}: say what it means under Parameters.")
        yield Row(
            name=name,
            kind=kind_of(field),
            default=default_of(field),
            meaning=plain(described[name]),
        )


def _says(door: type[HappenedIn]) -> str:
    return (inspect.getdoc(door) or "").partition("\n\n")[0].replace("\n", " ")


def _table(rows: Iterator[Row] | list[Row]) -> str:
    head = "| field | what to write | without it | what it means |\n|---|---|---|---|\n"
    lines = [
        f"| `{'`, `'.join(row.name for row in alike)}` | {' | '.join(said)} |\n"
        for said, alike in groupby(rows, lambda row: row[1:])
    ]
    return "".join((head, *lines, "\n"))


def _category(one: CaseCategory) -> str:
    work = phrasebook(Language.EN).word("work", one.work)
    return (
        f"| {one.name} | {one.name_zh} | {work} (`{one.work}`) | {one.service_s // 60} "
        f"| {one.deadline_s // 60} min | {one.demand_kg or ''} | {one.demand_l or ''} |\n"
    )
