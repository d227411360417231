"""Large instances in parts.

::

    subinstance   some duties and some tasks of an instance, as an instance of its own
    links         which routes could exchange tasks
    cut           routes grouped so that few such links are cut
    territories   which tasks are whose before there are routes

A part is solved like any other instance, so no kernel knows of it.
"""
