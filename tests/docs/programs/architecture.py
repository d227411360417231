"""The page of the house: its rooms and what they say of themselves, and a picture of its imports.

The imports are those that `./run lint` sees. A room is a package or a module right below one of
the four packages; `fleet` is one room.
"""

import ast
from functools import cache
from itertools import pairwise
from pathlib import Path

import grimp
import networkx as nx

from tests.docs.programs.drawing import GREY, Sheet, width_of
from tests.docs.programs.layers import lay_out

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = ("api", "scenarios", "optimizer", "fleet")
"""From the top of the house to the ground."""

COLOURS = {"api": "#fdebd8", "scenarios": "#e6f1e1", "optimizer": "#e3edf8", "fleet": "#f3e6f3"}
LINES = {"api": "#b8651b", "scenarios": "#4a8a34", "optimizer": "#3a73b5", "fleet": "#8a4a8a"}

WIDTH = 900.0
LEFT = 120.0
TOP = 30.0
ROW = 68.0
BOX = 30.0
SIZE = 14.0

HEAD = """# Architecture

The house has four packages. An arrow means *imports*; none runs up, and there is no circle.

![The rooms of the four packages, from api at the top to fleet at the bottom](architecture.svg)

The picture leaves out an arrow where a way over other rooms leads to the same one: {drawn} arrows
are drawn of {all}. Import-linter contracts hold them (`./run lint`), and
`tests/test_architecture.py` holds the doors: what lives in a room is reached through its face, the
names in its `__init__`.

Two walls are special:

- `optimizer.checker` shares no code with the search. It may read streets, values and plans, and
  nothing that makes plans.
- `fleet` and `optimizer` know neither the web nor a database; pydantic stands at the door, in
  `scenarios.files`.

## The way of a day

`scenarios.planning.plan` tells it from top to bottom, and everybody comes through it:
command line, service, comparison, tests.

```mermaid
flowchart LR
    scenario["scenario<br>(scenarios.files)"] --> due["tasks due<br>(scenarios.due)"]
    streets["streets<br>(optimizer.network)"] --> due
    due --> day["instance<br>(optimizer.day)"]
    day --> search["search<br>(optimizer.engines)"]
    search --> plan["plan with times<br>(optimizer.answer)"]
    plan --> check["check<br>(optimizer.checker)"]
    check --> measures["measures<br>(scenarios.measures)"]
    measures --> file["plan.json and exports<br>(api)"]
```

## The rooms

"""

COMMAND_LINE = """## The command line: argparse

The commands could be typer's. They are argparse's, from the standard library, for reasons that
were tried with typer 0.29.2:

- **Two languages by one mechanism.** Help, metavars, refusals of a value and argparse's own
  sentences come from the catalogues of `api.words`; argparse looks its sentences up under two
  names, which `api.commands.arguments` gives to the catalogue. typer carries its own copy of
  click, in which "Invalid value for", "Missing argument", "No such option" and "requires an
  argument" are written into the code; its gettext covers headings and hints only, and what is
  wrong with a number is pydantic's English. With `--lang zh` those would stay English, or have to
  be matched by their English text, which is forbidden here.
- **The language is known before the parser is made.** argparse's parser is a value, made for one
  language at the time of the call. typer reads help from the annotations of functions, when their
  module is imported.
- **It starts at once.** `import argparse` takes 0.05 s of computing time, `import typer` 0.16 to
  0.24 s (all of our own help takes 0.3 s); 21 modules against 89.
  `tests/api/commands/test_start.py` holds that the command line starts without numpy, pydantic
  and rich.
- **Exit codes and streams are a contract** (0, 1, 2, 130, 143): `main` returns a code, and tests
  call it in their own process. typer ends with 2 on wrong use just the same, but ends the process
  itself unless it is told not to.
- **Programs behind `bench`** have options of their own, which pass through as they are
  (`argparse.REMAINDER`); typer needs `ignore_unknown_options` for that.
- No further dependency.

typer is better at boxed and coloured help, at "did you mean", at completion in the shell, and at
less to write for one option: a parameter instead of a call. argparse takes some 380 lines here
for seventeen commands and sixty arguments, and it accepts options cut short as long as one fits.

"""


def render_page() -> str:
    """Returns the page."""
    whole, drawn = imports(), reduced()
    parts = [
        HEAD.replace("{drawn}", str(drawn.number_of_edges())).replace(
            "{all}", str(whole.number_of_edges())
        )
    ]
    for package in PACKAGES:
        parts.append(f"**`{package}`**: {said_of(package)}\n\n")
        inside = [room for room in rooms() if room.startswith(f"{package}.")]
        if not inside:
            continue
        parts.append("| room | what lives there |\n|---|---|\n")
        parts += [f"| `{room}` | {said_of(room)} |\n" for room in inside]
        parts.append("\n")
    parts.append(COMMAND_LINE)
    parts.append("`./run docs` makes this page and its picture of the sources; change those.\n")
    return "".join(parts)


def said_of(room: str) -> str:
    """Returns the first sentences of a room's docstring."""
    stem = ROOT.joinpath(*room.split("."))
    file = stem / "__init__.py" if stem.is_dir() else stem.with_suffix(".py")
    doc = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return " ".join(doc.split("\n\n")[0].split())


@cache
def _graph() -> grimp.ImportGraph:
    return grimp.build_graph(*PACKAGES, cache_dir=None)


@cache
def rooms() -> tuple[str, ...]:
    """Returns the rooms of the house."""
    graph = _graph()
    inner = [room for one in PACKAGES[:-1] for room in sorted(graph.find_children(one))]
    return (*inner, "fleet")


@cache
def imports() -> nx.DiGraph:
    """Returns which room imports from which."""
    graph, found = _graph(), nx.DiGraph()
    found.add_nodes_from(rooms())
    found.add_edges_from(
        (upper, lower)
        for upper in rooms()
        for lower in rooms()
        if upper != lower
        and graph.direct_import_exists(importer=upper, imported=lower, as_packages=True)
    )
    return found


def reduced() -> nx.DiGraph:
    """Returns the arrows of which no way over other rooms says the same."""
    return nx.transitive_reduction(imports())


def render_picture() -> str:
    """Returns the picture of the imports."""
    arrows = reduced()
    floors = floors_of(arrows)
    middles, ways = lay_out(
        floors, arrows, {room: _box_width(room) for room in rooms()}, left=LEFT, right=WIDTH - 30
    )
    top = {room: TOP + number * ROW for number, floor in enumerate(floors) for room in floor}
    sheet = Sheet(
        WIDTH,
        TOP + len(floors) * ROW,
        "What imports what, from api at the top to fleet at the bottom",
    )
    for package in PACKAGES:
        numbers = [n for n, floor in enumerate(floors) if floor[0].split(".")[0] == package]
        upper = TOP + numbers[0] * ROW - 20
        tall = len(numbers) * ROW - 8
        sheet.box((8, upper), WIDTH - 16, tall, fill=COLOURS[package], edge="none")
        sheet.text(package, (22, upper + 25), size=17, bold=True, colour=LINES[package])
    for (upper_room, _), way in ways.items():
        _draw_arrow(sheet, way, top[upper_room], LINES[upper_room.split(".")[0]])
    for room, x in middles.items():
        corner = (x - _box_width(room) / 2, top[room])
        sheet.box(
            corner, _box_width(room), BOX, [_label(room)], fill="#ffffff", edge=GREY, size=SIZE
        )
    return sheet.svg


def _label(room: str) -> str:
    return room.rpartition(".")[2]


def _box_width(room: str) -> float:
    return width_of(_label(room), SIZE) + 22


def floors_of(arrows: nx.DiGraph) -> list[list[str]]:
    """Returns the rooms floor by floor: each as high as its longest way down in its package."""
    floors: list[list[str]] = []
    for package in PACKAGES:
        own = arrows.subgraph(room for room in arrows if room.split(".")[0] == package)
        height: dict[str, int] = {}
        for room in reversed(list(nx.topological_sort(own))):
            height[room] = max((height[lower] + 1 for lower in own[room]), default=0)
        floors += (
            sorted(room for room in own if height[room] == floor)
            for floor in range(max(height.values()), -1, -1)
        )
    return floors


def _draw_arrow(sheet: Sheet, way: list[float], top: float, colour: str) -> None:
    """Draws an arrow from below its room to above the other; it bends beside what lies between."""
    points = [(way[0], top + BOX)]
    for number, x in enumerate(way[1:-1], start=1):
        points += [(x, top + number * ROW - 4), (x, top + number * ROW + BOX + 4)]
    points.append((way[-1], top + (len(way) - 1) * ROW))
    path = f"M{points[0][0]:.1f},{points[0][1]:.1f}"
    for (x0, y0), (x1, y1) in pairwise(points):
        bend = (y1 - y0) / 2
        path += f"C{x0:.1f},{y0 + bend:.1f} {x1:.1f},{y1 - bend:.1f} {x1:.1f},{y1:.1f}"
    (x0, _), (x1, y1) = points[-2:]
    sheet.curve(path, (x1 - (x1 - x0) * 0.04, y1 - 12), (x1, y1), colour=colour, width=1.2)
