"""What runs came to, as files that a spreadsheet program or DuckDB opens: a row a run."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from api.commands.output import write_files
from api.commands.telling import tell
from api.words import Phrasebook
from optimizer.errors import InputError


def write_tables(
    out: Path,
    name: str,
    values: Mapping[str, Any],
    tables: Mapping[str, Sequence[Mapping[str, Any]]],
    words: Phrasebook,
) -> None:
    """Writes a JSON file and Parquet files to a folder, and tells which.

    Where the library of Parquet is missing that is told, and the JSON is written.

    Parameters
    ----------
    name
        Of the JSON file, which holds `values`.
    tables
        Rows by the name of their Parquet file; one without rows is not written.
    """
    from api.exports.report import to_parquet

    files = {f"{name}.json": json.dumps(values, ensure_ascii=False, indent=1).encode()}
    try:
        for table, rows in tables.items():
            if rows:
                files[f"{table}.parquet"] = to_parquet([dict(row) for row in rows])
    except InputError as error:
        # The runs took minutes; what can be told of them is told.
        tell(words.say(error.message))
    tell(words("plan.written", paths=write_files(out, files)))
