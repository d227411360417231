from fractions import Fraction

import pytest

from fleet import Message, Work
from optimizer.checker import Nearest, Violation, ViolationCode
from scenarios.second_opinion.comparing import compare

CODE = ViolationCode.STATED_COSTS


def said(stated, due):
    return {
        str(one.where): str(one.detail)
        for one in compare(stated, due, "here", CODE)
        if isinstance(one, Violation)
    }


def test_what_is_the_same_says_nothing():
    assert said({"a": [1, 0.5, "x", None, True]}, {"a": (1, 0.5, "x", None, True)}) == {}


def test_a_difference_is_told_where_it_stands_with_both_values():
    assert said({"a": [{"b": 1}]}, {"a": [{"b": 2}]}) == {"here.a.0.b": "says 1, it is 2"}


def test_what_is_missing_and_what_is_too_much_is_told():
    assert said([1], [1, 2]) == {"here.1": "is missing; it is 2"}
    assert said([1, 2], [1]) == {"here.1": "says 2, and there is no such thing"}
    assert said({}, {"a": 1}) == {"here.a": "is missing; it is 1"}


@pytest.mark.parametrize(
    ("stated", "due"),
    [(1, True), (0, False), (None, 0), ("1", 1), (0.1, 0.2), ([1], 1), ({"a": 1}, None), ("", [])],
)
def test_other_values_are_other_whatever_python_makes_of_them(stated, due):
    assert said(stated, due)
    assert said(due, stated)


def test_shares_may_differ_in_their_last_digit():
    assert said(0.1 + 0.2, 0.3) == {}
    assert said(2.0, 2) == {}


def test_rounded_figures_may_be_rounded_either_way():
    assert said(3, Nearest(Fraction(5, 2))) == {}
    assert said(4, Nearest(Fraction(5, 2))) == {"here": "says 4, it is 2"}


def test_the_member_of_an_enum_is_its_value():
    assert said("sweep", Work.SWEEP) == {}
    assert said(Work.WASH, "sweep") == {"here": "says wash, it is sweep"}


def test_messages_of_earlier_versions_are_held_by_their_words():
    due = Message(code="a.code", text="so it is", arguments={"n": 1})
    assert said(Message(code="", text="so it is"), due) == {}
    assert said(Message(code="", text="it is not"), due)
    assert said(Message(code="b.code", text="so it is", arguments={"n": 1}), due)


def test_a_figure_that_nothing_recomputes_is_named():
    (found,) = compare({"a": 1, "b": 2}, {"a": 1}, "here", CODE)
    assert (found.what, str(found.why)) == ("here.b", "nothing recomputes it")


def test_long_values_are_cut():
    (detail,) = said("x" * 500, "").values()
    assert len(detail) < 200
