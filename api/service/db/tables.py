"""The one table: plans asked for, under way and done."""

from sqlalchemy import Column, Float, Integer, MetaData, String, Table, Text

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
