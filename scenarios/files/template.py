"""A new scenario: a folder with every table, and a file of all that may be said, as comments."""

import json
import shutil
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_origin

import tomlkit
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import PydanticUndefined

from optimizer.errors import InputError
from scenarios.files.gathering import FILE, LIBRARY, TABLES, gather, locate
from scenarios.files.schema import ScenarioIn, meanings_of, parts_in

SCHEMA_FILE = "scenario.schema.json"
WIDTH = 96

_SAID = ("name", "title", "title_zh", "assumptions", "assumptions_zh")
"""Fields of a new scenario that are its own, not its parent's."""


def make_scenario(name: str, *, from_name: str, directory: Path) -> Path:
    """Makes a folder with a scenario that extends another, ready to be edited.

    It holds `scenario.toml`, a copy of every table that the other scenario has in a file of its
    own or of those that it extends, and the schema for editors.

    Raises
    ------
    InputError
        When the folder is there already or the other scenario is unknown.
    """
    parent = locate(from_name)
    folder = directory / name
    if folder.exists():
        raise InputError(
            "scenario.is_there",
            "{folder}: is there already; choose another name.",
            folder=folder,
        )
    gathered = gather(parent)
    text = _write_template(
        gathered.values,
        name=name,
        extends=from_name if (LIBRARY / from_name).is_dir() else str(parent.parent.resolve()),
        title=f"Variant of {from_name}",
        title_zh=f"{from_name} 的变体",
        files={table: path.name for table, path in gathered.tables.items()},
    )
    folder.mkdir(parents=True)
    (folder / FILE).write_text(text, encoding="utf-8")
    schema = json.dumps(scenario_schema(), ensure_ascii=False, indent=1)
    (folder / SCHEMA_FILE).write_text(schema + "\n", encoding="utf-8")
    for path in gathered.tables.values():
        shutil.copy(path, folder / path.name)
    return folder


def _write_template(
    values: Mapping[str, Any],
    *,
    name: str,
    extends: str,
    title: str,
    title_zh: str,
    files: Mapping[str, str],
) -> str:
    """Returns the text of a new scenario file.

    Parameters
    ----------
    values
        All values of the scenario that it extends, as TOML has them: shown as comments.
    files
        The file beside it that holds a list, by the name of the list.
    """
    lines = [
        f"#:schema {SCHEMA_FILE}",
        "",
        *_write({"extends": extends, "name": name, "title": title, "title_zh": title_zh}),
        "",
        "## What no source states, a sentence each; in Chinese one for each, or none at all.",
        *_write({"assumptions": [], "assumptions_zh": []}),
        "",
        *_comment(f"All else is as in {extends}: take away the # before a line to change it."),
        "",
    ]
    meanings = meanings_of(ScenarioIn)
    for plain in (True, False):
        # Fields at the top of a TOML file come before its first table.
        if not plain:
            lines += _show_modes([one for one in TABLES if one in values and one not in files])
        for field_name, field in ScenarioIn.model_fields.items():
            if field_name in _SAID or _is_plain(field) is not plain:
                continue
            lines += _comment(meanings[field_name])
            if field_name in files:
                lines += _comment(f"Change the rows of {files[field_name]}.")
            elif plain:
                value = values.get(field_name, _default(field))
                lines += _comment_out({field_name: value} if value is not None else {})
            else:
                lines += _show_part(field_name, field, values.get(field_name))
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def scenario_schema() -> dict[str, Any]:
    """Returns the JSON Schema of a scenario file, for editors; a variant may leave out anything.

    TOML's dates are texts in it.
    """
    schema = ScenarioIn.model_json_schema(schema_generator=_AsWritten)
    del schema["required"]
    schema["properties"]["extends"] = {"type": "string"}
    for table in TABLES:
        schema["properties"][f"{table}_mode"] = {"enum": ["replace", "add"]}
    meanings = meanings_of(ScenarioIn)
    for field_name, meaning in meanings.items():
        schema["properties"][field_name]["description"] = meaning
    return schema


class _AsWritten(GenerateJsonSchema):
    """Titles made of names of fields say nothing that the names do not."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def _show_modes(tables: Iterable[str]) -> Iterator[str]:
    """Yields how the rows of a new scenario go with its parent's."""
    for table in tables:
        yield from _comment(
            f'Whether rows of {table} that stand below are all there are ("replace") or come to '
            'those that there are ("add").'
        )
        yield from _comment_out({f"{table}_mode": "replace"})
        yield ""


def _is_plain(field: FieldInfo) -> bool:
    """Returns whether a field stands on a line of its own, in no table."""
    return get_origin(field.annotation) is not dict and not list(parts_in(field.annotation))


def _show_part(name: str, field: FieldInfo, value: Any) -> Iterator[str]:
    """Yields the fields of a part, or the rows of a list with what a row may say, as comments."""
    parts = list(parts_in(field.annotation))
    if parts and get_origin(field.annotation) is None:
        (part,) = parts
        meanings = meanings_of(part)
        said = value if isinstance(value, dict) else {}
        yield f"# [{name}]"
        for inner, one in part.model_fields.items():
            yield from _comment(meanings[inner])
            known = said.get(inner, _default(one))
            yield from _comment_out({inner: known} if known is not None else {})
        return
    if parts:
        rows = ", ".join(parts[0].model_fields)
        yield from _comment(f"A row may say: {rows}.")
    if value:
        yield from _comment_out({name: value})
    elif get_origin(field.annotation) is dict:
        yield f"# [{name}]"
    else:
        yield f"# [[{name}]]"


def _default(field: FieldInfo) -> Any:
    value = field.default
    if value is PydanticUndefined or value is None or isinstance(value, BaseModel):
        return None
    return value


def _comment(text: str) -> Iterator[str]:
    yield from textwrap.wrap(text, WIDTH, initial_indent="## ", subsequent_indent="## ")


def _comment_out(values: Mapping[str, Any]) -> Iterator[str]:
    for line in _write(values):
        yield f"# {line}" if line else "#"


def _write(values: Mapping[str, Any]) -> list[str]:
    return tomlkit.dumps(dict(values)).splitlines()
