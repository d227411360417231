"""The sentences and the table of a report, as its page and its Markdown show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.exports.report.contents import DAYS_A_YEAR, ComparisonReport, ReportedScenario
from api.words import Language, Phrasebook
from scenarios.measures import ComparisonRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """A measure in a report's table.

    Parameters
    ----------
    cells
        The median of each scenario.
    spreads
        The least and the greatest of each, "" where they are one.
    changes
        The difference of each scenario but the first to the first; that it drowns in the noise
        is said in words.
    """

    measure: str
    is_part: bool
    cells: tuple[str, ...]
    spreads: tuple[str, ...]
    changes: tuple[tuple[str, bool], ...]


def title_of(report: ComparisonReport, words: Phrasebook) -> str:
    """Returns the heading: what is compared."""
    names = [one.name for one in report.scenarios]
    if report.xs is not None:
        return words("report.title_varied", first=names[0], last=names[-1])
    return words("report.title", names=names)


def table_lines(report: ComparisonReport, words: Phrasebook) -> list[ReportLine]:
    """Returns the measures in the order of the comparison."""
    return [
        ReportLine(
            measure=words.say(row.measure).strip(),
            is_part=row.measure.text.startswith(" "),
            cells=row.texts,
            spreads=tuple(f"{one[0]}..{one[1]}" if one else "" for one in row.spreads),
            changes=tuple(
                (words("comparison.none") if one.counts is False else one.text, bool(one.counts))
                for one in row.changes
            ),
        )
        for row in report.comparison.rows
    ]


def headline(report: ComparisonReport, words: Phrasebook) -> list[str]:
    """Returns what a committee wants to know first."""
    rows = {row.measure.code: row for row in report.comparison.rows}
    told = [_tell(rows[code], report, words) for code in _FIRST if code in rows]
    cost = rows.get("measure.cost_yuan")
    if cost is not None:
        years = [
            words("report.year", name=one.name, yuan=value * DAYS_A_YEAR, days=DAYS_A_YEAR)
            for one, value in zip(report.scenarios, cost.values, strict=True)
            if value is not None
        ]
        told += years if len(years) <= _FEW else [years[0], years[-1]]
    counted = sum(bool(row.counts) for row in report.comparison.rows)
    if any(row.counts is not None for row in report.comparison.rows):
        told.append(words("comparison.verdict", count=counted, rows=len(report.comparison.rows)))
    else:
        told.append(words("comparison.once"))
    return told


_FIRST = ("measure.mechanised_rate", "measure.required_unserved", "measure.cost_yuan")
_FEW = 4
"""The cost of a year is told of so many scenarios each; of more, of the first and the last."""


def _tell(row: ComparisonRow, report: ComparisonReport, words: Phrasebook) -> str:
    first, last = report.scenarios[0].name, report.scenarios[-1].name
    measure = words.say(row.measure)
    if row.counts is False:
        return words("report.same", measure=measure, first=first, last=last, figure=row.texts[0])
    return words(
        "report.differs",
        measure=measure,
        first=first,
        last=last,
        before=row.texts[0],
        after=row.texts[-1],
        difference=row.difference,
    )


def tell_streets(report: ComparisonReport, words: Phrasebook) -> str:
    """Returns how many kilometres of kerbs are gained and lost."""
    return words(
        "report.streets",
        first=report.scenarios[0].name,
        last=report.scenarios[-1].name,
        gained_km=_length_km(report, report.gained),
        lost_km=_length_km(report, report.lost),
    )


def made_of(report: ComparisonReport, words: Phrasebook) -> list[str]:
    """Returns how the report came about, so that anybody can make it again."""
    seeds = sorted({run.seed for one in report.scenarios for run in one.runs})
    return [
        words("report.made_of", streets=words.say(report.streets), date=report.date, seeds=seeds),
        words("report.command", command=report.command, version=report.version),
        words("comparison.rule", none=words("comparison.none")),
    ]


def assumptions_of(
    report: ComparisonReport, words: Phrasebook
) -> Sequence[tuple[str, Sequence[str]]]:
    """Returns each scenario that states assumptions, with them."""
    return [(one.name, _pick(one, words)) for one in report.scenarios if one.assumptions]


def _length_km(report: ComparisonReport, arcs: Iterable[str]) -> float:
    network = report.network
    known = [network.arc_of_key[arc] for arc in arcs if arc in network.arc_of_key]
    return sum(int(network.arc_length_m[arc]) for arc in known) / 1000


def _pick(scenario: ReportedScenario, words: Phrasebook) -> Sequence[str]:
    if words.language is Language.ZH and scenario.assumptions_zh:
        return scenario.assumptions_zh
    return scenario.assumptions
