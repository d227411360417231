"""Text that every file can hold."""

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from optimizer.legible import is_legible, make_legible


@given(st.text(st.characters(codec=None)))
def test_whatever_there_is_becomes_well_formed_xml_and_utf8(text):
    root = ET.Element("name")
    root.text = make_legible(text)
    read = ET.fromstring(ET.tostring(root, "utf-8")).text or ""
    # XML itself turns a carriage return into a line feed.
    assert read == make_legible(text).replace("\r\n", "\n").replace("\r", "\n")


@given(st.text())
def test_cleaning_keeps_the_length_and_what_is_legible(text):
    assert len(make_legible(text)) == len(text)
    assert is_legible(make_legible(text))
    if is_legible(text):
        assert make_legible(text) == text


def test_a_soft_return_of_an_office_program_becomes_a_blank():
    assert make_legible("甲\x0b乙\ud800𠮷野家🍜\tA\n") == "甲 乙 𠮷野家🍜\tA\n"
