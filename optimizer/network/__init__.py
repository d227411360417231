"""WHERE: the road network, read from OpenStreetMap, and paths on it.

Its modules are its face, so that who needs the plain values loads nothing else::

    road_network   directed arcs, their geometry, bans, controls; findings on reading them
    place, profile where work is; which streets a class of vehicle may use, and how fast
    osm            reading OpenStreetMap; cache keeps what was read
    signs          who may drive where, how large and when; barrier names what keeps one out
    turns          which turns there are and what they cost
    paths          fastest paths from arc to arc
    components, reach   what can be reached and left, and why not
    snap, nearby, water the street that a place belongs to
    surface        kerbs and square metres
    report         what was read and what was left out
"""
