"""Whether models and migrations say the same, and released migrations what they said: part of `make check`.

python -m tests.schema_check release    # records the migrations of a version that is being released
"""

import hashlib
import sys
import tempfile
import tomllib
from collections.abc import Mapping
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


RELEASED = Path(__file__).parent / "storage" / "fixtures" / "released_migrations.toml"
"""The hash of each migration that somebody's database may have been through: changed, it would leave that one different."""


def digests() -> dict[str, str]:
    """The SHA-256 of every migration, by its file's name."""
    files = sorted((MIGRATIONS / "versions").glob("*.py"))
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def edited(released: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """What was done to migrations that were released; what is to be changed in the schema goes into a new one."""
    return [
        f"{name} was released, and has been {'changed' if name in now else 'removed'}: make a new migration instead"
        for name, digest in released.items()
        if now.get(name) != digest
    ]


def recorded() -> dict[str, str]:
    """The hashes of what was released."""
    return tomllib.loads(RELEASED.read_text())


def record() -> None:
    """Adds those that are new; none that is known is overwritten."""
    known = recorded()
    RELEASED.write_text("".join(f'"{name}" = "{digest}"\n' for name, digest in (digests() | known).items()))


if __name__ == "__main__":
    if sys.argv[1:] == ["release"]:
        record()
    wrong = differences() + edited(recorded(), digests())
    sys.stdout.write("\n".join(wrong or ["Models and migrations agree."]) + "\n")
    sys.exit(bool(wrong))
