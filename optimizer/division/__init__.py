"""Large instances in parts.

::

    subinstance   some duties and some tasks of an instance, as an instance of its own
    links         which routes could exchange tasks
    cut           routes grouped so that few such links are cut
    facilities    which facilities are near nothing in a part
    parts         all of these together: the parts of an instance, another way each time
    rounds        how the budget and the temperatures are shared out
    territories   which tasks are whose before there are routes

A part is solved like any other instance, so no kernel knows of it.
"""
