"""Jobs, plans and their running days in a database."""

from api.service.db.day import DayStore, Kept
from api.service.db.edits import Edit, EditStore
from api.service.db.store import ENDED, Job, Status, Store

__all__ = ["ENDED", "DayStore", "Edit", "EditStore", "Job", "Kept", "Status", "Store"]
