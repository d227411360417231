"""The tables: plans asked for, under way and done; and the running day of those that are in force.

A database of an earlier version gets the tables that it lacks; none changes.
"""

from sqlalchemy import Column, Float, Integer, MetaData, String, Table, Text, UniqueConstraint

metadata = MetaData()

plans = Table(
    "plans",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("status", String(12), nullable=False, index=True),
    Column("created_at", Float, nullable=False),
    Column("finished_at", Float),
    Column("attempt", Integer, nullable=False, default=0),
    Column("lease_until", Float, nullable=False, default=0.0),
    Column("request", Text, nullable=False),
    Column("progress", Text, nullable=False, default="{}"),
    Column("error", Text),
    Column("summary", Text),
    Column("plan", Text),
)

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
