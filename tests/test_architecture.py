"""Rooms and doors: what lives in a package is reached through its face.

The arrows between packages are contracts of import-linter (`./run lint`); these tests hold what it
has no words for.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("api", "fleet", "optimizer", "scenarios")
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
ROOMS = {
    ".".join(path.parent.relative_to(ROOT).parts): path
    for path in FILES
    if path.stem == "__init__"
}

OPEN = {
    # Its modules are its face: the checker reads the plain values there and nothing else.
    "optimizer.network",
    # What the checker of tonnes reads, without the code that computes them.
    "optimizer.chain.ledger",
    # An engine is imported only when it is asked for by name.
    "optimizer.engines.rivals",
    # An export is imported only when it is asked for, with the library that it needs.
    "api.exports",
    "optimizer.week",
}
"""Packages and modules that others may import from below a face, each with its reason."""

IN_KERNEL_FILES = {"_Search", "_Side", "_Table", "_Travel"}
"""Private names of kernel files, which a public class elsewhere has too: no reader meets both."""


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[tuple[str, list[str]]]:
    """What a file imports from our packages: modules and names."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in PACKAGES:
            yield node.module or "", [alias.name for alias in node.names]


def room_of(module: str) -> str:
    """The innermost package that a module lives in; a package lives in itself."""
    while module not in ROOMS:
        module = module.rpartition(".")[0]
    return module


def is_inside(module: str, room: str) -> bool:
    return module == room or module.startswith(f"{room}.")


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_a_room_is_entered_by_its_door(path):
    here = module_of(path)
    broken = [
        module
        for module, _ in imports(path)
        if "." in room_of(module)
        and module != room_of(module)
        and not is_inside(here, room_of(module))
        and not {module, room_of(module)} & OPEN
    ]
    assert broken == [], f"import from the package, which offers what others may use: {broken}"


@pytest.mark.parametrize("path", [*FILES, *TESTS], ids=lambda path: path.stem)
def test_what_begins_with_an_underscore_stays_in_its_module(path):
    here = module_of(path)
    taken = [
        f"{module}.{name}"
        for module, names in imports(path)
        for name in names
        if name.startswith("_") and module != here
    ]
    assert taken == []


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_a_room_says_what_lives_in_it(room):
    assert ast.get_docstring(ast.parse(ROOMS[room].read_text(encoding="utf-8")))


def test_no_two_classes_have_one_name():
    places = defaultdict(list)
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and node.name not in IN_KERNEL_FILES:
                places[node.name.removeprefix("_")].append(module_of(path))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}
