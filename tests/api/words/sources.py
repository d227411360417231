"""What the sources say by code: messages of the core with their English, codes of the api."""

import ast
import re
import string
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = ("fleet", "optimizer", "scenarios", "api")
WEB = ROOT / "api" / "web"


@cache
def trees() -> tuple[tuple[str, ast.Module], ...]:
    """Every module of ours with its syntax tree."""
    paths = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return tuple(
        (str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8")))
        for path in paths
    )


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


@cache
def messages() -> dict[str, dict[str, list[str]]]:
    """The templates of each code that stand beside it, and where: one, if all is well."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path, tree in trees():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or len(node.args) < 2:
                continue
            code, template = (_text(one) for one in node.args[:2])
            if not code or not template:
                continue
            is_message = ast.unparse(node.func) == "message"
            # Errors, too, are made of code and template.
            if is_message or re.fullmatch(r"[a-z_]+(\.[a-z0-9_]+)+", code):
                found[code][template].append(path)
    return found


@cache
def constants() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Every text that stands in the sources, and patterns of those with values in them."""
    texts: set[str] = set()
    patterns: set[str] = set()
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                parts = [_text(one) for one in node.values]
                if "." in "".join(parts):
                    patterns.add("".join(re.escape(part) if part else r"[\w.]+" for part in parts))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                # Fields of rows are codes of columns.
                texts.add(node.target.id)
    return frozenset(texts), tuple(map(re.compile, patterns))


@cache
def web_texts() -> frozenset[str]:
    """Every quoted text of the page."""
    files = [*WEB.rglob("*.js"), *WEB.glob("*.html")]
    return frozenset(
        text for path in files for text in re.findall(r'"([\w-]+)"', path.read_text("utf-8"))
    )


def fields(template: str) -> set[str]:
    """Returns the values that a template takes, those that only one language names once.

    ``names_zh`` stands in Chinese where ``names`` stands in English; what a library says stands
    in English only.
    """
    return {
        name.partition("!")[0].removesuffix("_zh")
        for _, name, spec, _ in string.Formatter().parse(template)
        if name and spec != "aside"
    }


def tables_named(template: str) -> Iterator[str]:
    """Yields the tables of words that a template takes words of."""
    for _, name, spec, _ in string.Formatter().parse(template):
        how, _, table = (spec or "").partition(".")
        if name and how in ("word", "list", "both", "either", "clauses", "lines") and table:
            yield table
