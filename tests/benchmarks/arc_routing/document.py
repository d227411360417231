"""The document of the benchmarks: Markdown made of the sections kept beside it as JSON."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from optimizer.errors import InputError

from .figures import number, share
from .report import MERGED_SHARE, Means, Reference, Row, Section, bugs

MOST_NAMED = 5
"""More instances than these are counted, not named, where their values' source is said."""

HEAD = """\
# Benchmarks

Public arc-routing instances, solved by `./run bench carp`. Every cost is recomputed from the
file by an evaluator that shares no code with the search. The program makes this page of
`{data}`; change the program, not the page.

- *gap*: (cost - best known) / best known, the mean over seeds; *best* the best of them.
- *proven gap*: how far the best cost can at most lie above the optimum, by our own lower bound.
- *seconds*: computing time of one process, so that a busy machine matters less;
- *after 5 s* ...: the gap of the best plan that far into the search; `-` where none was complete.
- *target*: the mean gap that the default engine is to reach, and in how many seconds a run.
- *routes*: of the best plan; vehicles, in waste collection.
- Means are left out (`-`) where an instance lacks the figure.
- *(guide)*: the best known values are uncertain, and so are the gaps.
- **bold**: the best known value is reached; **new** undercuts it;
  `!`: some runs left work unserved.
"""


def read_sections(path: Path) -> dict[str, Section]:
    """Returns the sections that a document's data holds; none when it is not there.

    Raises
    ------
    InputError
        When it cannot be understood.
    """
    if not path.is_file():
        return {}
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        return {name: Section.from_json(section) for name, section in values.items()}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError(
            f"{path}: holds no sections of benchmarks ({error}); move it away."
        ) from error


def write(path: Path, sections: Sequence[Section]) -> None:
    """Writes the document and its data; sections of other sets stay as they are.

    Raises
    ------
    InputError
        When the data beside it cannot be understood, or the document was not made from it.
    """
    data = path.with_suffix(".json")
    if path.is_file() and not data.is_file():
        raise InputError(f"{path}: {data.name}, of which it was made, is missing; move it away.")
    kept = read_sections(data) | {section.name: section for section in sections}
    path.parent.mkdir(parents=True, exist_ok=True)
    data.write_text(_to_json(kept), encoding="utf-8")
    path.write_text(render(kept, data.name), encoding="utf-8")


def _to_json(sections: Mapping[str, Section]) -> str:
    """Returns JSON with a line for each run, so that differences can be read."""
    parts = []
    for name, section in sections.items():
        values = section.to_json()
        runs = ",\n".join(json.dumps(run, ensure_ascii=False) for run in values.pop("runs"))
        rest = json.dumps(values, ensure_ascii=False)
        parts.append(f'{json.dumps(name)}: {rest[:-1]}, "runs": [\n{runs}\n]}}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def render(sections: Mapping[str, Section], data: str) -> str:
    """Returns the document."""
    text = [HEAD.format(data=data), "## Summary\n", summary(list(sections.values()))]
    text += [render_section(section) for section in sections.values()]
    return "\n".join(text)


def summary(sections: Sequence[Section]) -> str:
    """Returns a table with one row a set: mean gaps by engine next to the target."""
    engines = list(dict.fromkeys(e for section in sections for e in section.engines))
    rows = []
    for section in sections:
        means = {engine: Means.of(engine, section.rows(engine)) for engine in section.engines}
        # Renderers of Markdown give headings addresses in small letters.
        name = f"[{section.name}](#{section.name.lower()})"
        name += " (guide)" * section.is_guide + " (part)" * (not section.is_complete)
        rows.append(
            [name, str(len(section.references)), section.limit, str(section.seeds)]
            + [_mean_gap(means[e]) if e in means else "" for e in engines]
            + [str(section.target or "-")]
        )
    return table(["set", "files", "limit", "seeds", *engines, "target"], rows, left=1)


def _mean_gap(means: Means) -> str:
    marks = f" ({means.unserved} unserved)" if means.unserved else ""
    if means.failed == 0:
        return share(means.mean_gap) + marks
    return "refused" if means.mean_gap is None and not marks else share(means.mean_gap) + marks


def render_section(section: Section) -> str:
    """Returns a set's part of the document."""
    lines = [f"## {section.name}\n"]
    if not section.is_complete:
        lines.append("Cut short: only part of the runs below were done.\n")
    lines += [f"**BUG**: {bug}\n" for bug in bugs(section)]
    has_proven = any(reference.proven for reference in section.references.values())
    early = section.stops_when_optimal and has_proven
    lines += [
        f"- `{section.command}`",
        f"- {section.date}, commit {section.commit}",
        f"- {section.machine}; {section.jobs} at once, each on one core",
        f"- {section.limit} a run, {section.seeds_used}"
        + ("; a run ends when it meets the proven optimum" if early else ""),
        *_about_references(section),
        "",
        means_table(section),
        "### Instances of " + section.name + "\n",
        instances_table(section),
    ]
    for engine in section.engines:
        if all(run.failed for run in section.runs if run.engine == engine):
            continue
        lines += [
            f"<details><summary>{engine} in detail</summary>\n",
            engine_table(section, engine),
            "</details>\n",
        ]
    reasons = {(run.engine, run.failed): run.instance for run in section.runs if run.failed}
    if reasons:
        lines += [
            f"- {engine} on {instance}: {reason}" for (engine, reason), instance in reasons.items()
        ]
        lines.append("")
    notices = dict.fromkeys((run.instance, said) for run in section.runs for said in run.notices)
    if notices:
        lines.append("<details><summary>Files that contradict themselves</summary>\n")
        lines += [f"- {instance}, {said}" for instance, said in notices]
        lines.append("\n</details>\n")
    return "\n".join(lines)


def renew(path: Path, reference_of: Callable[[Section, str], Reference | None], date: str) -> None:
    """Puts today's best known values into a document; the runs and our bounds stay as they are.

    Parameters
    ----------
    reference_of
        What is known of an instance of a section, None for nothing new.
    date
        Today, which the sections say whose values have changed.

    Raises
    ------
    InputError
        When the data beside the document cannot be understood.
    """
    changed = []
    for section in read_sections(path.with_suffix(".json")).values():
        references = {
            name: replace(known, bound=old.bound)
            if (known := reference_of(section, name))
            else old
            for name, old in section.references.items()
        }
        if references != section.references:
            same = all(
                (known.best_known, known.proven) == (old.best_known, old.proven)
                for known, old in zip(
                    references.values(), section.references.values(), strict=True
                )
            )
            renewed = section.renewed if same else date
            changed.append(replace(section, references=references, renewed=renewed))
    write(path, changed)


def _about_references(section: Section) -> list[str]:
    """Returns what a reader must know of costs and of the values they are compared with."""
    of = section.references.values()
    lines = []
    if section.renewed:
        lines.append(f"- best known values of {section.renewed}, younger than the runs")
    for source in sorted({reference.source for reference in of if reference.source}):
        names = [name for name, known in section.references.items() if known.source == source]
        said = ", ".join(names) if len(names) <= MOST_NAMED else f"{len(names)} instances"
        lines.append(f"- best known values of {said}: {source}")
    if any(reference.in_miles for reference in of):
        lines.append("- costs are miles")
    if section.is_guide:
        lines.append(
            "- best known values are quoted second-hand: a guide, below which nothing is claimed"
        )
    if any(reference.is_merged for reference in of):
        lines.append(
            "- published values of Beijing merge parallel streets, which are kept apart here: "
            f"{MERGED_SHARE:.2%} below them is no record"
        )
    if all(reference.best_known is None for reference in of):
        lines.append("- no best known values, so no gaps")
    return lines


def means_table(section: Section) -> str:
    """Returns the means of each engine side by side."""
    head = ["engine", "mean gap", "target", "best gap", "proven gap"]
    head += [f"after {mark} s" for mark in section.marks]
    head += ["iterations/s", "best known reached", "new best", "unserved", "failed"]
    rows = []
    for engine in section.engines:
        means = Means.of(engine, section.rows(engine))
        rows.append(
            [engine, share(means.mean_gap), str(section.target or "-")]
            + [share(means.best_gap), share(means.proven_gap)]
            + [share(means.marks.get(str(mark))) for mark in section.marks]
            + [number(None if means.iterations_per_s is None else round(means.iterations_per_s))]
            + [f"{means.reached} of {means.known}" if means.known else "-"]
            + [str(n) if n else "" for n in (means.new_best, means.unserved, means.failed)]
        )
    return table(head, rows, left=1)


def instances_table(section: Section) -> str:
    """Returns a row for each instance: the engines' best costs, mean gaps and routes."""
    head = ["instance", "best known", "proven", "our bound"]
    for engine in section.engines:
        head += [engine, "gap", "routes"]
    of_engine = [{row.instance: row for row in section.rows(e)} for e in section.engines]
    rows = []
    for name, reference in section.references.items():
        show = reference.show
        cells = [name, *map(show, (reference.best_known, reference.proven, reference.bound))]
        for found in of_engine:
            row = found.get(name)
            cells += (
                [best_cell(row), share(row.gap(row.mean)), number(row.routes)] if row else [""] * 3
            )
        rows.append(cells)
    return table(head, rows, left=1)


def best_cell(row: Row) -> str:
    """Returns the best cost with what is to be said of it."""
    best = row.reference.show(row.best)
    if row.is_new_best:
        best = f"**{best} new**"
    elif row.reaches_best_known:
        best = f"**{best}**"
    return best + "!" * bool(row.unserved)


def engine_table(section: Section, engine: str) -> str:
    """Returns the rest of what one engine did on each instance."""
    head = ["instance", "mean cost", "best gap", "proven gap"]
    head += [f"after {mark} s" for mark in section.marks] + ["iterations/s"]
    rows = []
    for row in section.rows(engine):
        rate = row.iterations_per_s
        rows.append(
            [
                row.instance,
                row.reference.show(row.mean, is_mean=True),
                share(row.gap(row.best)),
                share(row.proven_gap),
                *(share(row.gap(row.marks.get(str(mark)))) for mark in section.marks),
                number(None if rate is None else round(rate)),
            ]
        )
    return table(head, rows, left=1)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, left: int) -> str:
    """Returns a Markdown table; columns after the first `left` are set to the right."""
    rule = [":--" if i < left else "--:" for i in range(len(head))]
    lines = [head, rule, *rows]
    return "".join("| " + " | ".join(cells) + " |\n" for cells in lines)
