"""Runs the revisions of this directory on the database of the variable DATABASE_URL, or prints their SQL."""

import os

import sqlalchemy
from alembic import context

if context.is_offline_mode():
    context.configure(dialect_name="postgresql", literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    engine = sqlalchemy.create_engine(os.environ["DATABASE_URL"].replace("postgres://", "postgresql://"))
    with engine.connect() as connection:
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()
