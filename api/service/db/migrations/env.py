"""What Alembic runs: the migrations, in the transaction that `schema` holds open."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
