"""Whether this process may be forked: a copy that has everything it has read."""

import threading

WAITS_ONLY = "waits only"
"""Name of threads that do nothing but wait for a pipe, and hold no lock meanwhile."""


def can_fork() -> bool:
    """Says whether a forked process is to be had, and cannot hang.

    Beside other threads, as in the service, it could wait for ever for a lock that one of them
    held.
    """
    # Only here: the process that listens for commands starts with what this module imports.
    import multiprocessing

    others = [one for one in threading.enumerate() if one is not threading.main_thread()]
    alone = all(one.name == WAITS_ONLY for one in others)
    if multiprocessing.current_process().daemon:
        # It may have no children, by the rules of the library.
        return False
    return alone and "fork" in multiprocessing.get_all_start_methods()
