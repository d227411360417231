"""The tables: plans asked for, under way and done; and the running day of those that are in force.

They are what the last of the migrations leaves; a database gets there by these alone.
"""

from sqlalchemy import (
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

plans = Table(
    "plans",
    metadata,
    Column("id", String(32), primary_key=True),
    # One of `JobKind`.
    Column("kind", String(12), nullable=False, server_default="plan"),
    Column("status", String(12), nullable=False, index=True),
    Column("created_at", Float, nullable=False),
    Column("finished_at", Float),
    # How often it was claimed; who writes names the attempt that is theirs.
    Column("attempt", Integer, nullable=False, server_default="0"),
    # How often its own process died of it.
    Column("crashes", Integer, nullable=False, server_default="0"),
    # Grows while somebody works on it; whether it still does, others see without any clock.
    Column("beat", Integer, nullable=False, server_default="0"),
    Column("stop_asked", Integer, nullable=False, server_default="0"),
    # Grows with everything that clients see; `better` is its value when the best plan was written.
    Column("revision", Integer, nullable=False, server_default="0"),
    Column("better", Integer, nullable=False, server_default="0"),
    # What attempts before this one have spent of the limits.
    Column("spent_s", Float, nullable=False, server_default="0"),
    Column("spent_iterations", Integer, nullable=False, server_default="0"),
    Column("scenario", String(200)),
    Column("date", String(10)),
    Column("asked_by", String(64), nullable=False, server_default=""),
    Column("idempotency_key", String(255)),
    Column("body_digest", String(64)),
    Column("request", Text, nullable=False),
    Column("progress", Text, nullable=False, server_default="{}"),
    Column("error", Text),
    Index("plans_by_age", "created_at", "id"),
    Index("plans_by_key", "asked_by", "idempotency_key", unique=True),
)

results = Table(
    "results",
    metadata,
    Column("plan_id", String(32), primary_key=True),
    # Of plan.json as text; the ETag of what is sent.
    Column("digest", String(64), nullable=False),
    # Of the search's objective, in yuan, where it told one.
    Column("best_cost", Float),
    # What a list shows; apart from the summary, which is long.
    Column("brief", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("packed", LargeBinary, nullable=False),
)
"""The best plan of each so far, apart from what is written several times a second."""

request_files = Table(
    "request_files",
    metadata,
    Column("plan_id", String(32), primary_key=True),
    Column("name", String(20), primary_key=True),
    Column("packed", LargeBinary, nullable=False),
)
"""What came with a request and is long: a table of contracts, a calendar."""

scenario_versions = Table(
    "scenario_versions",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("digest", String(64), nullable=False),
    Column("created_at", Float, nullable=False),
    Column("asked_by", String(64), nullable=False, server_default=""),
    Column("about", Text, nullable=False),
    Column("packed", LargeBinary, nullable=False),
)
"""Scenarios that clients have sent, as they sent them."""

day_events = Table(
    "day_events",
    metadata,
    Column("plan_id", String(32), primary_key=True),
    # The place in the day's list, from 1: two clients cannot both take the same.
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("event_id", String(200), nullable=False),
    Column("event", Text, nullable=False),
    UniqueConstraint("plan_id", "event_id"),
)

edits = Table(
    "edits",
    metadata,
    Column("plan_id", String(32), primary_key=True),
    # The place among the plan's edits, from 1: two clients cannot both take the same.
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("edited_id", String(32), nullable=False, unique=True),
    Column("hand", Text, nullable=False),
)
"""What was decided by hand about a plan, and the plan that keeps it."""

replans = Table(
    "replans",
    metadata,
    Column("job_id", String(32), primary_key=True),
    Column("plan_id", String(32), nullable=False, index=True),
)
"""The jobs that plan the rest of a day: they yield several plans and are none themselves."""

proposals = Table(
    "proposals",
    metadata,
    Column("job_id", String(32), primary_key=True),
    Column("choice", String(12), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("plan_id", String(32), nullable=False, unique=True),
    Column("weighed", Text, nullable=False),
)
"""What such a job has found: each a finished plan of its own."""

comparison_runs = Table(
    "comparison_runs",
    metadata,
    Column("job_id", String(32), primary_key=True),
    # The place among the plans that are compared, from 0.
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("is_done", Integer, nullable=False),
    Column("iterations", Integer, nullable=False),
    Column("packed", LargeBinary, nullable=False),
    # Of plans made before there was a map of them, None.
    Column("swept", LargeBinary),
)
"""What the plans of a comparison come to, each as soon as it is there."""

messages = Table(
    "messages",
    metadata,
    # The first plan of the day: those that came of it are of the same day.
    Column("day_id", String(32), primary_key=True),
    # The place among the day's messages, from 1: two clients cannot both take the same.
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("vehicle_id", String(200), nullable=False),
    Column("shift_id", String(200), nullable=False),
    Column("sent_at", Float, nullable=False),
    Column("sent_by", String(64), nullable=False),
    Column("text", Text, nullable=False),
    # When a phone first had it.
    Column("seen_at", Float),
    Column("answer", Text),
    Column("answered_at", Float),
)
"""What dispatchers tell drivers, and what those answer."""
