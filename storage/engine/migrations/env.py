"""Alembic's command line for developers: `alembic -x url=… revision --autogenerate`.

The program itself never runs this file's code; it migrates through `storage.engine.migrate`.
"""

from alembic import context
from sqlalchemy import create_engine

from storage.engine.tables import add_postgresql_conditions, metadata

add_postgresql_conditions()
url = context.get_x_argument(as_dictionary=True)["url"]
with create_engine(url).connect() as connection:
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()
