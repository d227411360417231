"""What was deleted is gone: by an editor, in a history, in a file of changes."""

import pytest

from optimizer.network.osm import read_osm
from tests.optimizer.network.osm.osm_text import HEAD, NODES, REFS, TAG, WAY, refusal, write

NORTH = '<node id="4" lat="30.002" lon="120"/>'


def street(attributes, name="North"):
    """A way from node 2 to node 4."""
    refs = '<nd ref="2"/><nd ref="4"/>'
    return f'<way id="2" {attributes}>{refs}{TAG}<tag k="name" v="{name}"/></way>'


def names(tmp_path, *elements, root="osm", nodes=(*NODES, NORTH)):
    text = f"{HEAD}<{root} version='0.6'>{''.join([*nodes, WAY, *elements])}</{root}>"
    network = read_osm(write(tmp_path / "town.osm", text))
    return {network.street_name(arc) for arc in range(network.num_arcs)}


@pytest.mark.parametrize(
    "attributes", ['action="delete"', "action='delete' visible='true'", 'visible="false"']
)
def test_a_way_that_is_deleted_is_gone(tmp_path, attributes):
    assert names(tmp_path, street("")) == {"", "North"}
    assert names(tmp_path, street(attributes)) == {""}


def test_what_an_editor_changed_stays(tmp_path):
    assert names(tmp_path, street("action='modify'")) == {"", "North"}


def test_a_deleted_node_cuts_its_street(tmp_path):
    gone = NORTH.replace("/>", ' action="delete"/>')
    assert names(tmp_path, street(""), nodes=(*NODES, gone)) == {""}


def test_a_deleted_restriction_binds_nobody(tmp_path):
    members = (
        '<member type="way" ref="1" role="from"/><member type="node" ref="1" role="via"/>'
        '<member type="way" ref="1" role="to"/>'
        '<tag k="type" v="restriction"/><tag k="restriction" v="no_u_turn"/>'
    )
    for attributes, found in (("", 1), ('action="delete"', 0), ('visible="false"', 0)):
        text = (
            f"{HEAD}<osm version='0.6'>{''.join(NODES)}{WAY}"
            f'<relation id="9" {attributes}>{members}</relation></osm>'
        )
        network = read_osm(write(tmp_path / "town.osm", text))
        assert network.restrictions.found == found


def test_of_a_history_the_newest_version_counts_wherever_it_stands(tmp_path):
    first, second = street('version="1"', "Old"), street('version="2"', "New")
    assert names(tmp_path, first, second) == {"", "New"}
    assert names(tmp_path, second, first) == {"", "New"}
    gone = street('version="3" visible="false"')
    assert names(tmp_path, first, second, gone) == {""}
    assert names(tmp_path, gone, first, second) == {""}
    back = street('version="4" visible="true"', "Again")
    assert names(tmp_path, first, gone, back) == {"", "Again"}


def test_a_node_of_a_history_lies_where_it_lies_now(tmp_path):
    moved = '<node id="2" version="2" lat="30.003" lon="120"/>'
    text = f"{HEAD}<osm version='0.6'>{moved}{''.join(NODES)}{WAY}</osm>"
    network = read_osm(write(tmp_path / "town.osm", text))
    assert network.node_lat.max() == 30.003


@pytest.mark.parametrize(
    "text",
    [
        f"<osmChange version='0.6'><create>{''.join(NODES)}{WAY}</create></osmChange>",
        "<osm version='0.6'><action type='modify'><old/><new/></action></osm>",
    ],
    ids=["osmChange", "augmented difference"],
)
def test_a_file_of_changes_is_refused_as_one(tmp_path, text):
    assert "holds changes, not streets" in refusal(write(tmp_path / "town.osm", HEAD + text))


def test_a_name_of_a_file_of_changes_is_refused_as_one(tmp_path):
    path = write(tmp_path / "town.osc.gz", b"\x1f\x8b")
    assert "is a file of changes, not of streets" in refusal(path)


def test_an_answer_with_a_remark_is_refused_with_what_the_server_says(tmp_path):
    remark = "<remark> runtime error: Query timed out in line 3. </remark>"
    text = f"{HEAD}<osm version='0.6'>{''.join(NODES)}{WAY}{remark}</osm>"
    said = refusal(write(tmp_path / "town.osm", text))
    assert "an answer cut short" in said
    assert "Query timed out in line 3." in said


def test_a_remark_does_not_hide_in_two_bytes_a_letter(tmp_path):
    text = f"{HEAD}<osm version='0.6'>{''.join(NODES)}{WAY}<remark>timed out</remark></osm>"
    assert "cut short" in refusal(write(tmp_path / "town.osm", text.encode("utf-16")))


def test_an_entity_beside_a_deletion_is_refused(tmp_path):
    text = (
        f'{HEAD}<!DOCTYPE osm [<!ENTITY a "b">]><osm version="0.6">{"".join(NODES)}'
        f'<way id="1" action="delete">{REFS}{TAG}</way></osm>'
    )
    assert "entit" in refusal(write(tmp_path / "town.osm", text))
