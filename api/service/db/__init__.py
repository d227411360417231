"""Jobs, plans and their running days in a database."""

from api.service.db.day import DayStore, Kept
from api.service.db.store import ENDED, Job, Status, Store

__all__ = ["ENDED", "DayStore", "Job", "Kept", "Status", "Store"]
