"""The paths benchmark as a table."""

_MEGABYTE = 1e6
_RIVALS = {
    "scipy_one_core": "scipy 1 core",
    "scipy_two_processes": "scipy 2 proc.",
    "igraph": "igraph",
    "networkx": "networkx",
}
_RATIOS = {
    "ratio_one_core": "ratio 1 core",
    "ratio_two_processes": "2 proc.",
    "ratio_cpu": "CPU time",
    "ratio_with_preparation": "with prep.",
}


def print_network(figures: dict) -> None:
    """Prints one network's figures."""
    load = figures["load"]
    print(
        f"{figures['network']} ({figures['file']}): {figures['junctions']:,} junctions, "
        f"{figures['arcs']:,} arcs ({figures['routable_arcs']:,} routable), "
        f"{figures['turns']:,} turns\n"
        f"  load {load['cold_s']:.2f} s cold, {load['warm_s']:.3f} s warm, peak memory "
        f"+{_megabytes(load['peak_bytes'])} MB; "
        f"preparation {figures['preparation_s']:.3f} s (not in the times below)"
    )
    print(_line(["places", "ours s", *_RIVALS.values(), *_RATIOS.values()]))
    for row in figures["matrices"]:
        print(
            _line(
                [
                    f"{row['places']:,}",
                    f"{row['ours_s']:.3f}",
                    *(_timing(row[key]) for key in _RIVALS),
                    *(f"{row[key]:.1f}" for key in _RATIOS),
                ]
            )
        )
    print(_line(["places", "cores", "matrix MB", "MB beyond", "rows checked", "differing"]))
    for row in figures["matrices"]:
        print(
            _line(
                [
                    f"{row['places']:,}",
                    f"{row['cores_used']:.2f}",
                    _megabytes(row["matrix_bytes"]),
                    _megabytes(row["peak_beyond_matrix_bytes"]),
                    f"{row['compared_rows']:,}",
                    f"{row['differing_entries']:,}",
                ]
            )
        )
    drives = figures["drives"]
    print(
        f"  {drives['number']:,} drives of {drives['mean_arcs']:.0f} arcs on average: "
        f"{drives['seconds']:.3f} s, peak memory +{_megabytes(drives['peak_bytes'])} MB, "
        f"{drives['differing']} differ from the matrix\n",
        flush=True,
    )


def _line(cells: list[str]) -> str:
    return f"  {cells[0]:>7}" + "".join(f"{cell:>14}" for cell in cells[1:])


def _timing(timing: dict) -> str:
    """Returns seconds, marked where rows were left out."""
    if timing["is_extrapolated"]:
        return f"~{timing['seconds']:.2f}"
    return f"{timing['seconds']:.2f}{'*' if timing['is_partly_extrapolated'] else ''}"


def _megabytes(number: int | None) -> str:
    return "?" if number is None else f"{number / _MEGABYTE:,.1f}"
