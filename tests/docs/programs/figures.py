"""The figures of `how-it-works.md`: modes, a step of the search, the bound."""

from collections.abc import Sequence

from tests.docs.programs.drawing import BLUE, GREEN, GREY, ORANGE, RED, Point, Sheet

ROAD = "#dfe3e8"


def modes() -> str:
    """Returns the figure of tasks and their modes."""
    sheet = Sheet(900, 330, "Three tasks: a kerb with one mode, a lane and a stop with two modes")
    _heading(sheet, 30, "A kerb", "one mode: with the traffic")
    _heading(sheet, 330, "A narrow lane", "two modes: either direction")
    _heading(sheet, 630, "A stop", "two modes: from either side of the street")
    for left in (30, 330, 630):
        _road(sheet, left, 150, 240, 58 if left != 330 else 30)
    # The kerb on the right of a driver who goes east is the lower one.
    sheet.line([(40, 200), (258, 200)], colour=BLUE, width=6, arrow=True)
    _end(sheet, (40, 200), "enter", BLUE, below=True)
    _end(sheet, (262, 200), "leave", BLUE, below=True)
    sheet.line([(340, 159), (558, 159)], colour=BLUE, width=4, arrow=True)
    sheet.line([(560, 171), (342, 171)], colour=ORANGE, width=4, arrow=True)
    _end(sheet, (340, 150), "enter", BLUE)
    _end(sheet, (560, 150), "leave", BLUE)
    _end(sheet, (560, 180), "enter", ORANGE, below=True)
    _end(sheet, (340, 180), "leave", ORANGE, below=True)
    sheet.line([(640, 194), (738, 194)], colour=BLUE, width=3, arrow=True)
    sheet.line([(762, 194), (858, 194)], colour=BLUE, width=3, arrow=True)
    sheet.line([(860, 164), (762, 164)], colour=ORANGE, width=3, arrow=True)
    sheet.line([(738, 164), (642, 164)], colour=ORANGE, width=3, arrow=True)
    sheet.box((738, 216), 24, 22, fill=GREEN, edge=GREEN, corner=3)
    sheet.text("bins", (770, 233), colour=GREEN)
    sheet.text("Between any two modes: seconds and metres of the best drive.", (30, 285), size=15)
    sheet.text("The search sees modes and these numbers, never a street.", (30, 307), size=15)
    return sheet.svg


def _heading(sheet: Sheet, left: float, words: str, below: str) -> None:
    sheet.text(words, (left, 40), size=18, bold=True)
    sheet.text(below, (left, 64), size=15)


def _road(sheet: Sheet, left: float, top: float, width: float, height: float) -> None:
    sheet.box((left, top), width, height, fill=ROAD, edge=ROAD, corner=0)
    if height > 40:
        middle = top + height / 2
        sheet.line([(left, middle), (left + width, middle)], colour="#ffffff", dashes="12 10")


def _end(sheet: Sheet, at: Point, words: str, colour: str, *, below: bool = False) -> None:
    sheet.dot(at, 5, colour=colour)
    sheet.text(words, (at[0], at[1] + (24 if below else -12)), colour=colour, anchor="middle")


DEPOT = (130, 190)
EAST = ((60, 120), (95, 75), (150, 60), (205, 95), (215, 150))
WEST = ((65, 255), (110, 300), (165, 305), (215, 270), (190, 215))
TAKEN_EAST, TAKEN_WEST = (3, 4), (3, 4)


def ruin_and_recreate() -> str:
    """Returns the figure of one step of the search."""
    sheet = Sheet(900, 400, "One step: strings of tasks are taken out of two routes and put back")
    titles = (
        ("1. Two routes", "the task in red is drawn by lot"),
        ("2. Ruin", "strings near it are taken out"),
        ("3. Recreate", "each goes where it is cheapest"),
    )
    for number, (title, below) in enumerate(titles):
        left = 30 + 300 * number
        sheet.text(title, (left, 40), size=18, bold=True)
        sheet.text(below, (left, 64), size=15)
    _routes(sheet, 20, EAST, WEST)
    sheet.dot(_moved(EAST[4], 20), 9, colour=RED)
    rest_east = [at for n, at in enumerate(EAST) if n not in TAKEN_EAST]
    rest_west = [at for n, at in enumerate(WEST) if n not in TAKEN_WEST]
    _routes(sheet, 320, rest_east, rest_west)
    for at in (*EAST[3:], *WEST[3:]):
        sheet.dot(_moved(at, 320), 6, colour=GREY)
    _routes(sheet, 620, [*EAST[:4]], [*WEST[:4], EAST[4], WEST[4]])
    return sheet.svg


def _moved(at: Point, left: float) -> Point:
    return at[0] + left, at[1] + 40


def _routes(sheet: Sheet, left: float, east: Sequence[Point], west: Sequence[Point]) -> None:
    for stops, colour in ((east, BLUE), (west, ORANGE)):
        way = [_moved(at, left) for at in (DEPOT, *stops, DEPOT)]
        sheet.line(way, colour=colour, width=2.4)
        for at in way[1:-1]:
            sheet.dot(at, 6, colour=colour)
    x, y = _moved(DEPOT, left)
    sheet.box((x - 9, y - 9), 18, 18, fill="#20262e", corner=2)


NODES = {"a": (90.0, 120.0), "b": (290.0, 120.0), "c": (290.0, 280.0), "d": (90.0, 280.0)}


def bound() -> str:
    """Returns the figure of the bound: work leaves a surplus at junctions, which driving evens."""
    sheet = Sheet(900, 400, "The bound: the least driving that brings every junction into balance")
    sheet.text("1. The work alone", (30, 40), size=18, bold=True)
    sheet.text("it ends at b twice, and begins at a and at c", (30, 64), size=15)
    sheet.text("2. The least driving beside it", (470, 40), size=18, bold=True)
    sheet.text("a flow: what comes in goes out again", (470, 64), size=15)
    for left in (0.0, 440.0):
        _work(sheet, left)
    for node, words, shift in (("b", "+2", 22), ("a", "-1", -34), ("c", "-1", 22)):
        x, y = NODES[node]
        sheet.text(words, (x + shift, y - 14), colour=RED, size=17, bold=True)
    for way in (
        [(_at("b", 440, 0, 10)), (_at("c", 440, 0, -12))],
        [(_at("b", 440, -10, 12)), (_at("a", 440, 12, 12))],
    ):
        sheet.line(way, colour=ORANGE, width=2.4, dashes="8 6", arrow=True)
    sheet.line([(60, 350), (110, 350)], colour=BLUE, width=5, arrow=True)
    sheet.text("work that is due", (122, 355), size=15)
    sheet.line([(300, 350), (350, 350)], colour=ORANGE, width=2.4, dashes="8 6", arrow=True)
    sheet.text("driving that no plan can do without", (362, 355), size=15)
    return sheet.svg


def _at(node: str, left: float, x: float, y: float) -> Point:
    return NODES[node][0] + left + x, NODES[node][1] + y


def _work(sheet: Sheet, left: float) -> None:
    corners = [(x + left, y) for x, y in NODES.values()]
    sheet.line([*corners, corners[0]], colour=ROAD, width=18)
    for begin, end, y in (("a", "b", -6), ("c", "b", 0)):
        shift = 6 if begin == "c" else 0
        sheet.line(
            [_at(begin, left, shift, y), _at(end, left, shift, y)],
            colour=BLUE,
            width=5,
            arrow=True,
        )
    for node, (x, y) in NODES.items():
        sheet.dot((x + left, y), 6)
        sheet.text(node, (x + left - 24 if node in "ad" else x + left + 16, y + 22), size=15)
