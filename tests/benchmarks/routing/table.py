"""The paths benchmark as a table."""

_MEGABYTE = 1e6


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
    head = ("scipy 1 core", "scipy 2 proc.", "igraph", "networkx")
    print(
        f"  {'places':>7}{'ours s':>9}{'cores':>7}"
        + "".join(f"{name:>15}" for name in head)
        + f"{'ratio 1':>9}{'ratio 2':>9}{'matrix MB':>11}{'beyond MB':>11}"
        + f"{'rows checked':>14}{'differing':>11}"
    )
    for row in figures["matrices"]:
        print(
            f"  {row['places']:>7,}{row['ours_s']:>9.3f}{row['cores_used']:>7.2f}"
            + "".join(
                f"{_timing(row[key]):>15}"
                for key in ("scipy_one_core", "scipy_two_processes", "igraph", "networkx")
            )
            + f"{row['ratio_one_core']:>9.1f}{row['ratio_two_processes']:>9.1f}"
            + f"{_megabytes(row['matrix_bytes']):>11}"
            + f"{_megabytes(row['peak_beyond_matrix_bytes']):>11}"
            + f"{row['compared_rows']:>14,}{row['differing_entries']:>11,}"
        )
    drives = figures["drives"]
    print(
        f"  {drives['number']:,} drives of {drives['mean_arcs']:.0f} arcs on average: "
        f"{drives['seconds']:.3f} s, peak memory +{_megabytes(drives['peak_bytes'])} MB, "
        f"{drives['differing']} differ from the matrix\n",
        flush=True,
    )


def _timing(timing: dict) -> str:
    """Returns seconds, marked where rows were left out."""
    if timing["is_extrapolated"]:
        return f"~{timing['seconds']:.2f}"
    return f"{timing['seconds']:.2f}{'*' if timing['is_partly_extrapolated'] else ''}"


def _megabytes(number: int | None) -> str:
    return "?" if number is None else f"{number / _MEGABYTE:,.1f}"
