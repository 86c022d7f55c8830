"""Backup and restore: one archive for both stores, so that what was kept in the one can go on in the other.

The archive is a zip: `manifest.json` (the archive's form, the schema's version, how many rows of each table) and a file
of JSON lines a table. It is a picture of one instant while the bot goes on running: PostgreSQL is read in one
repeatable-read transaction, SQLite from a copy that its own backup interface makes, so that the log need not be held
while the archive is written.
"""

import json
import os
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, exists, func, insert, select, text, update

from storage.attachments.tables import AttachmentRow
from storage.entities.catalogue import catalogue
from storage.entities.entity import entity_of, table_of
from storage.revisions.tables import RevisionRow
from storage.session.engine import is_sqlite, open_engine, reading
from storage.session.json_values import as_json, from_json
from storage.session.schema import HEAD, SchemaError, check, migrate, version
from storage.tables import metadata
from storage.vault import Vault, digest_of

FORM = 1
"""Of the archive; one that this program does not know is refused."""

BATCH = 1_000
FILES = "files/"
"""What stands before the digests of kept files in an archive."""

Rows = Iterator[dict[str, Any]]


class BackupError(Exception):
    """The backup cannot be made or brought back; the message says why, in plain words."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds: the schema's version, when it was made (UTC), and the rows and columns of each table."""

    version: str
    made_at: datetime
    rows: Mapping[str, int]
    columns: Mapping[str, Sequence[str]]

    @property
    def total(self) -> int:
        """All rows."""
        return sum(self.rows.values())


# ------------------------------------------------------------------ making one
def backup(engine: Engine, path: Path, vault: Vault | None = None) -> Manifest:
    """Writes the archive to `path`, whole or not at all; a file that is there already is not touched (BackupError).

    The kept files go into it as they are. One that is missing, or not what it was, is left out: its row says that there was one.

    It is read again before it gets its name: what cannot be brought back is no backup. Only its owner can read it: it holds
    everything.
    """
    check(engine)
    if path.exists():
        raise BackupError(f"{path} exists already. Choose another name.")
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        with _picture(engine, path.parent) as connection, os.fdopen(_only_for_me(unfinished), "wb") as file:
            manifest = _write(connection, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED), vault)
            file.flush()
            os.fsync(file.fileno())
        _verify(unfinished, manifest)
        unfinished.rename(path)
    except OSError as error:
        raise BackupError(f"{path} could not be written: {error.strerror}.") from None
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def _verify(path: Path, made: Manifest) -> None:
    """Raises BackupError where the file does not say what was written: every row of every table, each of which can be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(archive)
            _check_whole(archive, manifest)
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError):
        manifest = None
    if manifest is None or manifest.rows != made.rows:
        raise BackupError("What was written could not be read again, so there is no backup: look after that disk.")


def _only_for_me(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)


@contextmanager
def _picture(engine: Engine, folder: Path) -> Iterator[Connection]:
    """A connection that sees one instant, for as long as it takes."""
    if not is_sqlite(engine):
        with engine.connect() as plain:
            connection = plain.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection
        return
    with tempfile.TemporaryDirectory(dir=folder, prefix=".cartera-") as scratch:
        copy = Path(scratch) / "copy.db"
        with closing(sqlite3.connect(str(engine.url.database))) as source, closing(sqlite3.connect(copy)) as target:
            copy.chmod(0o600)
            source.backup(target)
            if (found := target.execute("PRAGMA quick_check").fetchone()[0]) != "ok":
                raise BackupError(f"The database is damaged: {found}. Restore the last backup that was good.")
        copied = open_engine(f"sqlite:///{copy}")
        try:
            with reading(copied) as connection:
                yield connection
        finally:
            copied.dispose()


def _write(connection: Connection, archive: zipfile.ZipFile, vault: Vault | None) -> Manifest:
    rows: dict[str, int] = {}
    attachments = table_of(AttachmentRow)
    digests = select(attachments.c.digest).where(attachments.c.digest.is_not(None)).distinct()
    with archive:
        for table in _tables():
            with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as file:
                rows[table.name] = 0
                for row in connection.execute(select(table).execution_options(yield_per=BATCH)):
                    file.write(
                        json.dumps(
                            [as_json(value) for value in row], ensure_ascii=False, separators=(",", ":")
                        ).encode()
                        + b"\n"
                    )
                    rows[table.name] += 1
        for digest in connection.execute(digests).scalars() if vault else ():
            if vault and (content := vault.read(digest)) is not None:
                archive.writestr(f"{FILES}{digest}", content, zipfile.ZIP_STORED)  # pictures are packed already
        manifest = Manifest(
            HEAD, datetime.now(UTC), rows, {table.name: [c.name for c in table.columns] for table in _tables()}
        )
        raw = {
            "form": FORM,
            "version": HEAD,
            "made_at": manifest.made_at.isoformat(),
            "rows": rows,
            "columns": manifest.columns,
        }
        archive.writestr("manifest.json", json.dumps(raw, indent=1))
    return manifest


# ------------------------------------------------------------------ bringing one back
def restore(engine: Engine, path: Path, vault: Vault | None = None, *, replace: bool = False) -> Manifest:
    """Fills the database with what the archive holds, in one transaction, and brings an older schema up to date.

    The kept files are put back first: files that no row speaks of do no harm, rows without their files would.

    A database that holds anything is refused unless `replace` says that it may go; an archive of a newer program, or one
    that is damaged, is refused too. Whatever is refused leaves the database as it was.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(archive)
            _check_whole(archive, manifest)
            _prepare(engine, manifest, replace=replace)
            if vault:
                _put_back(archive, vault)
            _load(engine, archive, manifest, replace=replace)
    except FileNotFoundError:
        raise BackupError(f"There is no file {path}.") from None
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError):
        raise BackupError(f"{path} is no whole backup: it is damaged, cut, or something else.") from None
    except OSError as error:
        raise BackupError(f"The kept files could not be written: {error.strerror}.") from None
    migrate(engine)
    return manifest


def is_empty(engine: Engine) -> bool:
    """Whether a database holds nothing of ours."""
    if version(engine) is None:
        return True
    with engine.connect() as connection:
        return not any(connection.execute(select(exists(select(table)))).scalar() for table in _tables())


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    raw = json.loads(archive.read("manifest.json"))
    if raw["form"] != FORM or raw["version"] > HEAD:
        raise BackupError(
            f"The backup is of version {raw['version']}, made by a newer Cartera than this one, which knows {HEAD}. "
            "Install that version to restore it."
        )
    return Manifest(raw["version"], datetime.fromisoformat(raw["made_at"]), raw["rows"], raw["columns"])


def _check_whole(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Every table is there, uncut, each line a row of its columns: looked at before anything of the database is touched."""
    if set(manifest.rows) - {t.name for t in _tables()}:
        raise ValueError("damaged")
    for name, count in manifest.rows.items():
        columns = len(manifest.columns[name])
        with archive.open(f"{name}.jsonl") as file:  # the checksum is compared when its end is read
            if sum(len(json.loads(line)) == columns for line in file) != count:
                raise ValueError("cut")
    for name in archive.namelist():
        if name.startswith(FILES) and digest_of(archive.read(name)) != name.removeprefix(FILES):
            raise ValueError("damaged")


def _put_back(archive: zipfile.ZipFile, vault: Vault) -> None:
    for name in archive.namelist():
        if name.startswith(FILES):
            vault.keep(archive.read(name))


def _prepare(engine: Engine, manifest: Manifest, *, replace: bool) -> None:
    """The schema that the rows were of: the present one, or an older one in a database that is empty yet."""
    if not replace and not is_empty(engine):
        raise BackupError("The database is not empty. To give up what it holds: cartera restore FILE --replace")
    found = version(engine)
    if found is None:
        migrate(engine, to=manifest.version)
    elif found != manifest.version:
        raise SchemaError(
            f"The backup is of version {manifest.version} and the database of {found}: restore it into a new, empty one."
        )


def _load(engine: Engine, archive: zipfile.ZipFile, manifest: Manifest, *, replace: bool) -> None:
    with engine.connect() as connection, connection.begin():
        if is_sqlite(engine):
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        tables = [table for table in _tables() if table.name in manifest.rows]
        connection.execute(table_of(RevisionRow).delete())
        if replace:
            for table in reversed(list(metadata().sorted_tables)):
                connection.execute(table.delete())
        for table in tables:
            with archive.open(f"{table.name}.jsonl") as file:
                _fill(connection, table, manifest.columns[table.name], (json.loads(line) for line in file))
        if not is_sqlite(engine):
            for table in tables:
                _count_on(connection, table)


def _fill(connection: Connection, table: Table, names: Sequence[str], lines: Iterator[list[Any]]) -> None:
    """Inserts a table's rows. What refers to rows of the same table is filled in once they are all there."""
    columns = [table.c[name] for name in names]
    later = [column.name for column in columns if any(key.column.table is table for key in column.foreign_keys)]
    referring: list[dict[str, Any]] = []
    rows = ({c.name: from_json(c, value) for c, value in zip(columns, line, strict=True)} for line in lines)
    while batch := list(islice(rows, BATCH)):
        if later:
            referring += [
                {name: row[name] for name in ("id", *later)} for row in batch if any(row[name] for name in later)
            ]
            batch = [row | dict.fromkeys(later) for row in batch]
        connection.execute(insert(table), batch)
    for row in referring:
        connection.execute(update(table).where(table.c.id == row["id"]).values({name: row[name] for name in later}))


def _count_on(connection: Connection, table: Table) -> None:
    """New rows are numbered after those that came back."""
    key = table.c.get("id")
    if key is None:
        return
    sequence = connection.execute(text("SELECT pg_get_serial_sequence(:table, 'id')"), {"table": table.name}).scalar()
    highest = connection.execute(select(func.max(key))).scalar()
    if sequence and highest:
        connection.execute(text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest})


# ------------------------------------------------------------------ shared by both
def _tables() -> list[Table]:
    """What is kept, each table after those it refers to: all but what declares to be nothing to bring back."""
    left_out = {table_of(model) for model in catalogue().models if not entity_of(model).backup}
    left_out.add(table_of(RevisionRow))  # says what a process may keep in mind of this very database
    return [table for table in metadata().sorted_tables if table not in left_out]
