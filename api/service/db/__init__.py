"""Jobs, plans and their running days in a database; who may do what, and who did it.

::

    store          plans: asked for, listed, read, deleted
    attempts       plans: claimed, kept, ended
    uploaded       scenarios of clients, all versions
    day            what happens on their days
    edits          what is decided by hand on them
    messages       what drivers are told, and answer
    compared       what the plans of comparisons come to
    job            a plan as the database knows it
    leases         whose worker is lost
    listing        plans page by page
    census         how many there are
    access         keys, sessions, drivers' links, deeds; their tables are in keys
    packing        plans compressed
    opening        SQLite or PostgreSQL, by address
    schema         the version of a database; migrations bring it up to date
    retrying       what must be written while the database is in trouble
    backup         a copy in a file, and back
    tables         the tables
"""

from api.service.db.access import AccessStore, ApiKey, Deed, DutyLink
from api.service.db.attempts import Hold
from api.service.db.backup import back_up, restore
from api.service.db.census import Census, UnderWay
from api.service.db.compared import ComparedRun, ComparisonStore, SweptStreets
from api.service.db.day import DayStore, Kept
from api.service.db.edits import Edit, EditStore
from api.service.db.job import ENDED, Job, JobKind, Status
from api.service.db.listing import PlanFilter
from api.service.db.messages import DriverMessage, MessageStore
from api.service.db.opening import DatabaseRefused, is_trouble
from api.service.db.packing import PackedText
from api.service.db.retrying import persist
from api.service.db.store import Added, Store
from api.service.db.uploaded import ScenarioStore, UploadedScenario

__all__ = [
    "ENDED",
    "AccessStore",
    "Added",
    "ApiKey",
    "Census",
    "ComparedRun",
    "ComparisonStore",
    "DatabaseRefused",
    "DayStore",
    "Deed",
    "DriverMessage",
    "DutyLink",
    "Edit",
    "EditStore",
    "Hold",
    "Job",
    "JobKind",
    "Kept",
    "MessageStore",
    "PackedText",
    "PlanFilter",
    "ScenarioStore",
    "Status",
    "Store",
    "SweptStreets",
    "UnderWay",
    "UploadedScenario",
    "back_up",
    "is_trouble",
    "persist",
    "restore",
]
