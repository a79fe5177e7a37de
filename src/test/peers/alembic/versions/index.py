"""index titles"""

from alembic import op

revision = "ae1027a6acf0"
down_revision = "1975ea83b712"


def upgrade():
    op.create_index("books_title", "books", ["title"])


def downgrade():
    op.drop_index("books_title")
