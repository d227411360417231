"""Jobs and plans in a database."""

from api.service.db.store import ENDED, Job, Status, Store

__all__ = ["ENDED", "Job", "Status", "Store"]
