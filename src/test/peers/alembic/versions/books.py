"""create books"""

import sqlalchemy as sa
from alembic import op

revision = "1975ea83b712"
down_revision = None


def upgrade():
    op.create_table("books", sa.Column("id", sa.Integer, primary_key=True), sa.Column("title", sa.String(200)))


def downgrade():
    op.drop_table("books")
