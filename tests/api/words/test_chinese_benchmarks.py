"""Faults and notices of public benchmark files are told in Chinese, but for what they quote."""

import re

import pytest

from api.commands.__main__ import main
from optimizer.benchmark import solving
from optimizer.benchmark.read.kind import Kind
from tests.api.words.latin import latin_words
from tests.optimizer.benchmark.read.test_carp import SMALL as CARP
from tests.optimizer.benchmark.read.test_mcarptif import SMALL as SITES
from tests.optimizer.benchmark.read.test_waste_vrptw import DAY as WASTE
from tests.optimizer.benchmark.turn_file import SMALL as TURNS

FAULTS = [
    # A line, a keyword, a count, a sum, a capacity, a place out of reach, an edge outside a list.
    (CARP, "( 3, 4)   coste 4   demanda 4", "( 3, 4)   coste x   demanda 4"),
    (CARP, " CAPACIDAD : 5\n", ""),
    (CARP, " CAPACIDAD : 5\n", " CAPACIDAD : 5\n CAPACIDAD : 6\n"),
    (CARP, "CAPACIDAD : 5", "CAPACIDAD : x"),
    (CARP, "CAPACIDAD : 5", "CAPACIDAD : 3"),
    (CARP, "CAPACIDAD : 5", "CAPACIDAD : -3"),
    (CARP, "demanda 3", "demanda 0"),
    (CARP, "demanda 3", ""),
    (CARP, "( 3, 4)   coste 4", "( 7, 8)   coste 4"),
    (CARP, "( 4, 1)   coste 1\n DEPOSITO :   1\n", ""),
    (CARP, " LISTA_ARISTAS_REQ :\n", ""),
    (CARP, "coste 3", "coste 999999999"),
    (CARP, CARP[CARP.index(" ( 1, 2)") : CARP.index(" LISTA_ARISTAS_NOREQ")], ""),
    (SITES, "cost 6", "cost six"),
    (SITES, "(4,1)   cost 1\n", "(4,1)   cost 1\n)\n"),
    (SITES, "LIST_NOREQ_ARCS :\n", ""),
    (SITES, "demand 4", "demand 6"),
    (SITES, "trav_cost 3", "trav_cost -3"),
    (SITES, "DUMPING_SITES : 4", "DUMPING_SITES : 9"),
    (SITES, "MAX_TRIP : 60", "MAX_TRIP : 20"),
    (SITES, "(4,1)   cost 1", "(4,2)   cost 1"),
    (SITES, "DUMPING_SITES : 4\n", ""),
    (TURNS, "2\t1\t2\t0\tO", "2\t1\t2\tx\tO"),
    (TURNS, "2\t1\t2\t0\tO", "2\t1\t2\t0\tO\n2\t1\t2\t1\tO"),
    (TURNS, "2\t1\t2\t0\tO\n", ""),
    (TURNS, "2\t1\t2\t0\tO\n", "2\t1\t2\n"),
    (TURNS, "#Vehicles:\t1", "#Vehicles:\t0"),
    (TURNS, "Capacity:\t6", "Capacity:\t2"),
    (TURNS, "Capacity:\t6", "Capacity:\t5"),
    (TURNS, "3\t4\t2\t1\t4", "5\t4\t2\t1\t4"),
    (TURNS, "#Required-N:\t1", "#Required-N:\tx"),
    (WASTE, "Stop_ID", "id"),
    (WASTE, "60\t// speed: MPH\n", ""),
    (WASTE, "10.0 \t", "x \t"),
    (WASTE, "10.0 \t", "10.005 \t"),
    (WASTE, "10.0 \t", "0 \t"),
    (WASTE, "10.0 \t", "4.2 \t"),
    (WASTE, "600  4.00 1", "600  4.00"),
    (WASTE, "600  4.00 1", "600  4.00 3"),
    (WASTE, "0000 2400 600", "1000 0900 600"),
    (WASTE, "0000 2400 600", "0000 2500 600"),
    (WASTE, "1   21220.00", "2   21220.00"),
    (WASTE, "0  9999.00 0", "0  9999.00 2"),
    (WASTE, "9999.00 2", "9999.00 1"),
    (WASTE, "52900 ", "9999999999 "),
    (WASTE, "930 2400 300", "1655 1656 300"),
]

NOTICES = [
    (CARP, "VERTICES : 4", "VERTICES : 5"),
    (CARP, "COSTE_TOTAL_REQ : 9", "COSTE_TOTAL_REQ : 8"),
    (TURNS, "2\t1\t2\t0\tO", "2\t9\t2\t0\tO\n2\t1\t2\t0\tO"),
    (WASTE, "930 2400 300", "975 2400 300"),
]


def own_words(*texts):
    """The words of a file, by which people find the place; and how it writes a time of day."""
    return {"HHMM", *(word for text in texts for word in re.findall(r"[A-Za-z_]+", text))}


def solved(capsys, monkeypatch, tmp_path, text):
    """What is said of a file, and how the command ended."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.dat").write_text(text, encoding="latin-1")
    capsys.readouterr()
    code = main(["solve", "a.dat", "--iterations", "5", "--lang", "zh"])
    out, err = capsys.readouterr()
    return out + err, code


@pytest.mark.parametrize(("text", "old", "new"), FAULTS)
def test_a_fault_of_a_file_is_told_in_chinese(capsys, monkeypatch, tmp_path, text, old, new):
    assert old in text
    changed = text.replace(old, new)
    said, code = solved(capsys, monkeypatch, tmp_path, changed)
    assert code == 2
    assert re.search("[一-鿿]", said)
    assert latin_words([said], own_words(text, changed)) == []


@pytest.mark.parametrize(("text", "old", "new"), NOTICES)
def test_what_a_file_contradicts_is_told_in_chinese(capsys, monkeypatch, tmp_path, text, old, new):
    assert old in text
    changed = text.replace(old, new)
    said, code = solved(capsys, monkeypatch, tmp_path, changed)
    assert code == 0
    notices = [line for line in said.splitlines() if "a.dat，" in line]
    assert notices
    assert latin_words(notices, own_words(text, changed)) == []


def twice(routes):
    return [*routes, *routes]


def unloading_nowhere(routes):
    """Routes of which each serves all and unloads last of all nowhere."""
    return [[step for route in routes for step in route][:-1]] if routes else []


@pytest.mark.parametrize(
    ("text", "kind", "damage", "says"),
    [
        (CARP, Kind.CARP, twice, "被服务 2 次"),
        (SITES, Kind.MCARPTIF, unloading_nowhere, "回车场前没有卸料"),
        (TURNS, Kind.MCGRP_TP, twice, "被服务 2 次"),
        (WASTE, Kind.WASTE_VRPTW, unloading_nowhere, "回车场前没有卸料"),
    ],
)
def test_what_the_evaluator_finds_is_told_in_chinese(
    capsys, monkeypatch, tmp_path, text, kind, damage, says
):
    # No engine is known to break a rule, so the evaluator is shown other routes than were found.
    evaluate = solving._EVALUATORS[kind]
    monkeypatch.setitem(
        solving._EVALUATORS, kind, lambda path, routes: evaluate(path, damage(routes))
    )
    said, code = solved(capsys, monkeypatch, tmp_path, text)
    assert code != 0
    assert says in said
    assert latin_words([said], own_words(text)) == []
