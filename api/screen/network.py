"""What was read of streets, on a terminal: the first thing to look at when a plan seems odd."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sized

from api.screen.console import console, table_of
from api.words import Phrasebook
from optimizer.network.barrier import Barrier, limit_text
from optimizer.network.findings import LeftOut, NotApplied
from optimizer.network.reach import BarredStreet
from optimizer.network.report import NetworkReport

LISTED = 12
"""Streets printed by name for each reason; `--json` lists them all."""

_RELATIONS, _STREETS = 3, 4
"""Examples of turn restrictions and of streets that were left out."""


def print_network(report: NetworkReport, words: Phrasebook) -> None:
    """Prints the figures of a network by class, and what of the file cannot be used, and why."""
    out = console()
    heading = words(
        "network_sheet.heading",
        network=report.label,
        junctions=report.num_nodes,
        arcs=report.num_arcs,
        street_km=report.street_m / 1000,
        area=report.area_m2 / 1e6,
    )
    out.print(heading, soft_wrap=True)
    if report.generated:
        out.print(words("network_sheet.generated"), soft_wrap=True)
    if report.copied_of:
        out.print(words("network_sheet.copy", date=report.copied_of), soft_wrap=True)
    shares = words(
        "network_sheet.shares",
        one_way=report.one_way_share,
        bridges=report.bridge_share,
        named=report.named_share,
    )
    out.print(shares)
    out.print()
    table = table_of(*words.columns("class", "arcs", "km", "one_way_km", "area"))
    for row in report.classes:
        table.add_row(
            words.word("highway", row.highway),
            f"{row.num_arcs:,}",
            *_thousandths(row.street_m, row.one_way_m, row.area_m2),
        )
    one_way_m = sum(row.one_way_m for row in report.classes)
    table.add_row(
        words("plan.total"),
        f"{report.num_arcs:,}",
        *_thousandths(report.street_m, one_way_m, report.area_m2),
        style="bold",
    )
    out.print(table)
    out.print()
    for line in (*_restrictions(report, words), "", *_list_left_out(report, words), ""):
        out.print(line, soft_wrap=True)
    for line in (*_edge(report, words), *_signs(report, words), *_list_barred(report, words)):
        out.print(line, soft_wrap=True)


def _thousandths(*amounts: int) -> list[str]:
    return [f"{one / 1000:,.1f}" for one in amounts]


def _restrictions(report: NetworkReport, words: Phrasebook) -> Iterator[str]:
    yield words(
        "network_sheet.restrictions",
        found=report.restrictions.found,
        applied=report.restrictions.applied,
        turns=report.num_banned_turns,
        paths=report.num_banned_paths,
    )
    groups: dict[str, list[NotApplied]] = defaultdict(list)
    for one in report.restrictions.not_applied:
        groups[one.reason].append(one)
    for reason, members in sorted(groups.items(), key=lambda pair: -len(pair[1])):
        text = words(
            "network_sheet.not_applied",
            count=len(members),
            reason=reason,
            examples=[
                words("network_sheet.relation", kind=one.kind, id=one.relation_id)
                for one in members[:_RELATIONS]
            ],
            more=_count_more(members, _RELATIONS, words),
        )
        yield f"  {text}"


def _count_more(members: Sized, shown: int, words: Phrasebook) -> str:
    over = len(members) - shown
    return words("network_sheet.and_more", count=over) if over > 0 else ""


def _list_left_out(report: NetworkReport, words: Phrasebook) -> Iterator[str]:
    if not report.left_out:
        yield words("network_sheet.left_out_nothing")
        return
    yield words("network_sheet.left_out")
    groups: dict[str, list[LeftOut]] = defaultdict(list)
    for one in report.left_out:
        groups[one.reason].append(one)
    for reason, members in sorted(groups.items()):
        area_m2 = sum(one.area_m2 for one in members)
        code = "left_out_group_with_area" if area_m2 else "left_out_group"
        text = words(
            f"network_sheet.{code}",
            reason=reason,
            km=sum(one.length_m for one in members) / 1000,
            area_m2=area_m2,
            pieces=sum(one.num_arcs for one in members),
            examples=[
                words(
                    "network_sheet.left_out_street",
                    name=one.name or words("network_sheet.no_name"),
                    km=one.length_m / 1000,
                )
                for one in members[:_STREETS]
            ],
            more=_count_more(members, _STREETS, words),
        )
        yield f"  {text}"


def _edge(report: NetworkReport, words: Phrasebook) -> Iterator[str]:
    if report.edge.number:
        yield words(
            "network_sheet.edge",
            streets=_length(report.edge.street_m, words),
            drives=report.edge.number,
            length=_length(report.edge.length_m, words),
        )
        yield ""


def _signs(report: NetworkReport, words: Phrasebook) -> Iterator[str]:
    """Yields the signs that hold under conditions, and those that are not understood."""
    conditional = [
        words("network_sheet.conditional_along", tag=tag, length=_length(length_m, words))
        if length_m
        else tag
        for tag, length_m in report.conditional
    ]
    unread = [words.say(one.message) for one in report.unread]
    for code, texts in (("conditional", conditional), ("unread", unread)):
        if texts:
            yield words(f"network_sheet.{code}")
            yield from (f"  {text}" for text in texts[:LISTED])
            if len(texts) > LISTED:
                yield f"  {words('network_sheet.more', count=len(texts) - LISTED)}"
            yield ""


def _list_barred(report: NetworkReport, words: Phrasebook) -> Iterator[str]:
    """Yields what cannot be driven to and back, by who, why and street name."""
    alike: dict[tuple[BarredStreet, ...], list[str]] = defaultdict(list)
    for reach in report.reach:
        alike[reach.barred].append(reach.profile)
    yield words("network_sheet.barred")
    anyone = [words("network_sheet.any_vehicle")]
    for barred, who in ((report.outside, anyone), *alike.items()):
        length = _length(sum(one.length_m for one in barred), words)
        code = "network_sheet.barred_to" if barred else "network_sheet.barred_nothing"
        yield f"  {words(code, who=who, length=length)}"
        reasons: dict[tuple[Barrier, int], Counter[str]] = defaultdict(Counter)
        for one in barred:
            street = one.name or words("network_sheet.unnamed", highway=one.highway)
            reasons[one.barrier, one.limit][street] += one.length_m
        for (barrier, limit), streets in reasons.items():
            sign = limit_text(barrier, limit)
            text = words(
                "network_sheet.barred_by",
                barrier=" ".join(filter(None, (words.word("barrier", barrier), sign))),
                length=_length(streets.total(), words),
                streets=[
                    words("network_sheet.street", name=name, length=_length(length_m, words))
                    for name, length_m in streets.most_common(LISTED)
                ],
                more=_count_more(streets, LISTED, words),
            )
            yield f"    {text}"


def _length(length_m: int, words: Phrasebook) -> str:
    if length_m < 1000:
        return words("network_sheet.metres", metres=length_m)
    return words("network_sheet.kilometres", km=length_m / 1000)
