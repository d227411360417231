"""A small file with turn penalties, drawn by hand.

From depot 1 an edge leads to 2 and on to 3; arcs lead 3-4, 4-1 and 2-4. Turning back at 2 after
3 is forbidden, as it is not listed.
"""

SMALL = """Name:\t\tsmall.dat
#Vehicles:\t1
Capacity:\t6
Depot:\t\t1
#Nodes:\t\t4
#Edges:\t\t2
#Arcs:\t\t3
#Required-N:\t1
#Required-E:\t1
#Required-A:\t1
#Nb-Turns:\t11

----------NODES----------
INDEX\tQTY\tIS-REQUIRED\tX\tY
1\t0\t0\t0.5\t0.5
2\t0\t0\t1.5\t0.5
3\t0\t0\t1.5\t1.5\t
4\t1\t1\t0.5\t1.5

----------EDGES----------
INDEX-I\tINDEX-J\tQTY\tIS-REQUIRED\tTR-COST
1\t2\t0\t0\t2
2\t3\t3\t1\t3

-----------ARCS----------
INDEX-I\tINDEX-J\tQTY\tIS-REQUIRED\tTR-COST
3\t4\t2\t1\t4
4\t1\t0\t0\t1
2\t4\t0\t0\t5

----------TURNS----------
INDEX-I\tINDEX-J INDEX-K\tCOST TYPE
2\t1\t2\t0\tO
4\t1\t2\t0\tO
1\t2\t3\t5\tL
1\t2\t1\t9\tU
1\t2\t4\t0\tF
3\t2\t1\t1\tR
3\t2\t4\t2\tL
2\t3\t4\t7\tL
2\t3\t2\t2\tU
3\t4\t1\t1\tF
2\t4\t1\t6\tR
"""


def replaced(*pairs):
    """Returns the text with pieces replaced, each of which must be there."""
    text = SMALL
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


NODE_ONLY = (
    ("2\t3\t3\t1\t3", "2\t3\t3\t0\t3"),
    ("3\t4\t2\t1\t4", "3\t4\t2\t0\t4"),
    ("#Required-E:\t1", "#Required-E:\t0"),
    ("#Required-A:\t1", "#Required-A:\t0"),
)
"""Leaves node 4 as all that is required."""

TWO_VEHICLES = (("Vehicles:\t1", "Vehicles:\t2"), ("Capacity:\t6", "Capacity:\t3"))
