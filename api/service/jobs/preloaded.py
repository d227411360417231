"""Read first by the process that those of plans are copies of: it ends with the server."""

from api.service.jobs.lifeline import NURSERY, die_with_parent, hear_no_signals, name_process

die_with_parent()
hear_no_signals()
name_process(NURSERY)
