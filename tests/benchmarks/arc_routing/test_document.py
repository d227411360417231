from dataclasses import replace
from itertools import pairwise

import pytest

from optimizer.errors import InputError
from tests.benchmarks.arc_routing.document import read_sections, render, renew, write
from tests.benchmarks.arc_routing.made_up import a_run, a_section
from tests.benchmarks.arc_routing.report import Reference, Target

TWO = {"a1": {"best_known": 100, "proven": 90, "bound": 80}, "a2": {"best_known": 200}}


def two_engines(name="a", **more):
    return a_section(
        name,
        runs=[
            a_run("a1", cost=99, marks={"5": 120}),
            a_run("a2", cost=200, marks={"5": 220}),
            a_run("a1", engine="theirs", cost=110, marks={"5": None}),
            a_run("a2", engine="theirs", cost=None, marks={"5": None}),
        ],
        references=TWO,
        engines=["ours", "theirs"],
        target=Target(gap=0.001, seconds=10),
        **more,
    )


def cells(text, start):
    """The cells of the first table row that starts so."""
    row = next(line for line in text.splitlines() if line.startswith(f"| {start} |"))
    return [cell.strip() for cell in row.strip("|").split("|")]


def test_the_summary_sets_the_engines_side_by_side():
    text = render({"a": two_engines()}, "x.json")
    # a1 is 1 % below, a2 at the best known value; theirs has no mean without a2.
    assert cells(text, "[a](#a)") == [
        *("[a](#a)", "2", "10 s", "2"),
        *("-0.50%", "- (1 unserved)", "0.10% in 10 s"),
    ]


def test_an_instance_shows_what_was_reached():
    text = render({"a": two_engines()}, "x.json")
    assert cells(text, "a1") == [
        *("a1", "100", "90", "80"),
        *("**99 new**", "-1.00%", "4"),
        *("110", "10.00%", "4"),
    ]
    assert cells(text, "a2") == [
        *("a2", "200", "-", "-"),
        *("**200**", "0.00%", "4"),
        *("-!", "-", "-"),
    ]


def test_miles_have_one_decimal_and_claim_nothing_of_a_guide():
    known = {"in_miles": True, "is_guide": True}
    text = render(
        {
            "w": a_section(
                "w",
                runs=[a_run("w1", cost=174.549), a_run("w2", cost=174.55), a_run("w3", cost=99)],
                references={
                    "w1": known | {"best_known": 174.5},
                    "w2": known | {"best_known": 174.5},
                    "w3": known | {"best_known": 100.0},
                },
            )
        },
        "x.json",
    )
    # As published, 174.549 is the best known value and 174.55 is not.
    assert cells(text, "w1")[1:] == ["174.5", "-", "-", "**174.5**", "0.03%", "4"]
    assert cells(text, "w2")[4] == "174.6"
    assert cells(text, "w3")[4] == "**99.0**"
    assert "- costs are miles" in text
    assert cells(text, "[w](#w) (guide)")
    assert "a guide" in text
    assert "proven optimum" not in text


def test_an_engine_that_took_no_file_has_its_reason_and_no_details():
    runs = [a_run("A1"), a_run("A1", engine="theirs", cost=None, failed="too large")]
    section = a_section("A", runs=runs, references={"A1": {}}, engines=["ours", "theirs"])
    text = render({"A": section}, "x.json")
    assert "ours in detail" in text
    assert "theirs in detail" not in text
    assert "- theirs on A1: too large" in text
    assert "[A](#a)" in text


def test_a_set_without_known_values_says_so_and_counts_none_reached():
    text = render({"a": a_section(runs=[a_run()], references={"a1": {}})}, "x.json")
    assert "- no best known values" in text
    # The column before new best, unserved and failed.
    assert cells(text, "ours")[-4] == "-"


def test_the_means_hold_marks_and_counts():
    text = render({"a": two_engines()}, "x.json")
    # After 5 s 20 % and 10 %; 99 of a bound of 80 is 23.75 %.
    assert cells(text, "ours") == [
        *("ours", "-0.50%", "0.10% in 10 s", "-0.50%", "23.75%", "15.00%", "100"),
        *("2 of 2", "1", "", ""),
    ]
    assert cells(text, "theirs")[5] == "-"


def test_every_table_row_has_as_many_cells_as_its_head():
    lines = render({"a": two_engines()}, "x.json").splitlines()
    for head, row in pairwise(lines):
        if head.startswith("|") and row.startswith("|"):
            assert head.count("|") == row.count("|")


def test_says_how_the_runs_were_made():
    text = render({"a": two_engines(commit="abc with changes")}, "x.json")
    for part in ("./run bench carp --set a", "2026-01-02", "abc with changes", "a machine"):
        assert part in text
    assert "seeds 1-2" in text


def test_a_bug_and_a_set_cut_short_stand_out():
    section = a_section(
        runs=[a_run(cost=80)], references={"a1": {"proven": 90}}, is_complete=False
    )
    text = render({"a": section}, "x.json")
    assert "**BUG**: a1, engine ours, seed 1: cost 80 lies below" in text
    assert "[a](#a) (part)" in text


def test_writing_replaces_the_sets_just_run_and_keeps_the_others(tmp_path):
    path = tmp_path / "docs" / "benchmarks.md"
    write(path, [two_engines("a", date="2026-01-01"), two_engines("b", date="2026-01-01")])
    write(path, [two_engines("b", date="2026-03-03"), two_engines("c", date="2026-03-03")])
    text = path.read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        *("## Summary", "## a", "## b", "## c"),
    ]
    assert text.count("2026-01-01") == 1
    assert text.count("2026-03-03") == 2


def test_the_document_can_be_made_again_from_its_data(tmp_path):
    path = tmp_path / "benchmarks.md"
    write(path, [two_engines()])
    sections = read_sections(tmp_path / "benchmarks.json")
    assert sections == {"a": two_engines()}
    assert render(sections, "benchmarks.json") == path.read_text(encoding="utf-8")


def test_what_a_file_contradicts_is_said_once(tmp_path):
    said = ["line 4: ARISTAS_REQ says 3, 2 are listed: the list counts."]
    runs = [a_run("a1", seed=seed, notices=said) for seed in (1, 2)]
    section = a_section("a", runs=runs, references={"a1": {}})
    assert render({"a": section}, "x.json").count(f"- a1, {said[0]}") == 1
    path = tmp_path / "benchmarks.md"
    write(path, [section])
    assert read_sections(tmp_path / "benchmarks.json") == {"a": section}


def test_best_known_values_are_renewed_without_a_run(tmp_path):
    path = tmp_path / "benchmarks.md"
    write(path, [two_engines("a"), two_engines("b")])
    new = Reference(best_known=99, source="a list of 2026")
    old = Reference(best_known=200, source="a list of 2021")

    def known(section, instance):
        return {"a1": new, "a2": old}[instance] if section.name == "a" else None

    renew(path, known, "2026-05-05")
    sections = read_sections(tmp_path / "benchmarks.json")
    assert sections["b"] == two_engines("b")
    # What we have proven ourselves and what was run stay.
    assert sections["a"].references == {"a1": replace(new, bound=80), "a2": old}
    assert sections["a"].runs == two_engines("a").runs
    text = path.read_text(encoding="utf-8")
    assert text.count("- best known values of 2026-05-05, younger than the runs") == 1
    assert "- best known values of a1: a list of 2026" in text
    # 99 was one below the best known value, and is the best known value now.
    assert cells(text, "a1")[1:6] == ["99", "-", "80", "**99**", "0.00%"]


def test_a_source_alone_makes_no_values_younger(tmp_path):
    path = tmp_path / "benchmarks.md"
    write(path, [two_engines()])
    before = two_engines().references
    renew(path, lambda _, name: replace(before[name], source="a list"), "2026-05-05")
    text = path.read_text(encoding="utf-8")
    assert "2026-05-05" not in text
    assert "- best known values of a1, a2: a list" in text


def test_a_document_of_other_making_is_not_overwritten(tmp_path):
    path = tmp_path / "benchmarks.md"
    path.write_text("by hand", encoding="utf-8")
    with pytest.raises(InputError, match=r"benchmarks\.json"):
        write(path, [two_engines()])
    (tmp_path / "benchmarks.json").write_text("[1]", encoding="utf-8")
    with pytest.raises(InputError, match="move it away"):
        write(path, [two_engines()])
    assert path.read_text(encoding="utf-8") == "by hand"
