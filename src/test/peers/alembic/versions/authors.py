"""add authors"""

import sqlalchemy as sa
from alembic import op

revision = "27c6a30d7c24"
down_revision = "ae1027a6acf0"


def upgrade():
    op.add_column("books", sa.Column("author", sa.String(50), server_default="nobody"))
    op.execute("create view authors as select distinct author from books")


def downgrade():
    op.execute("drop view authors")
    op.drop_column("books", "author")
