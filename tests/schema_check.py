"""Whether models and migrations say the same: part of `make check`."""

import sys
import tempfile
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.session.schema import HEAD, MIGRATIONS, migrate
from storage.tables import metadata
from storage.work import Store


def differences() -> list[str]:
    """What a migrated database lacks, or has too much, against the models."""
    newest = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    found = [] if newest == HEAD else [f"storage.session.schema.HEAD is {HEAD}, the newest migration is {newest}"]
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(f"sqlite:///{Path(folder) / 'x.db'}")
        migrate(store.engine)
        with store.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            found += [str(difference) for difference in compare_metadata(context, metadata())]
        store.close()
    return found


if __name__ == "__main__":
    wrong = differences()
    sys.stdout.write("\n".join(wrong or ["Models and migrations agree."]) + "\n")
    sys.exit(bool(wrong))
