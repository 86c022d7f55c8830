"""Kept files: named by what they hold, in the backup, swept when nobody speaks of them, gone with whom they were about."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.cli.doctor import examine
from bot.settings import load
from storage.attachments.attachments import KEEP_DISCARDED, Attachments
from storage.attachments.records import DOCUMENT, AttachmentInput
from storage.attachments.tables import AttachmentRow
from storage.backup import BackupError, backup, restore
from storage.crm.interactions import InteractionInput
from storage.vault import YOUNG, Vault
from storage.work import Store

AT = datetime(2026, 11, 18, 10, tzinfo=UTC)


def contract(store: Store, vault: Vault, customer: str, content: bytes) -> tuple[int, int]:
    """A document that came with a visit; returns the customer's id and its own."""
    with store.work(AT) as work:
        work.person = next(iter(work.people.everyone()), None) or work.people.add("Ana", "admin", "es", "Europe/Madrid")
        id_ = work.customers.add(customer).id
        visit = work.interactions.log(InteractionInput(id_, "visit", AT, AT.date(), "day", "firmado"))
        came = AttachmentInput(DOCUMENT, "contrato.pdf", AT, "application/pdf", len(content), vault.keep(content))
        return id_, work.topic(Attachments).add(came, interaction_id=visit)


def wanted(store: Store) -> set[str]:
    with store.look() as work:
        return work.topic(Attachments).wanted()


async def test_files_live_and_die_with_what_they_came_with(store: Store, store_url: str, tmp_path: Path) -> None:
    settings = load(database_url=store_url, data_dir=tmp_path, _env_file=None)
    vault = Vault.beside(tmp_path)
    sol, _signed = contract(store, vault, "Bar Sol", b"uno")
    _luna, copy = contract(store, vault, "Bar Luna", b"dos")
    contract(store, vault, "Bar Mar", b"dos")
    assert vault.size() == (2, 6), "the same content is one file"
    assert vault.folder.stat().st_mode & 0o077 == 0
    vault.keep(b"nobody speaks of it")
    assert vault.sweep(wanted(store), young=YOUNG) == 0, "its row may not be committed yet"
    assert vault.sweep(wanted(store), young=-1) == 1

    backup(store.engine, tmp_path / "b.cartera", vault)
    [uno] = wanted(store) - {one for one in wanted(store) if vault.read(one) == b"dos"}
    with store.work(AT) as work:
        assert "contrato.pdf" in str(work.personal_data.export("customers", sol)["rows"]["attachments"])
        work.personal_data.erase("customers", sol)
    assert vault.sweep(wanted(store), young=-1) == 1
    assert vault.read(uno) is None

    with store.work(AT) as work:  # discarded: for a month it can be had back, where others have not the same
        work.changes.archive(AttachmentRow, copy)
        work.connection.execute(
            update(AttachmentRow).values(archived_at=work.machine_now - KEEP_DISCARDED).where(AttachmentRow.id == copy)
        )
    assert len(wanted(store)) == 1
    found = "\n".join(
        finding.what for finding in await examine(settings, probe_seconds=0) if "Kept files" in finding.what
    )
    assert "1 in" in found

    elsewhere = Vault(tmp_path / "elsewhere")
    restore(store.engine, tmp_path / "b.cartera", elsewhere, replace=True)
    assert elsewhere.read(uno) == b"uno"
    assert all(elsewhere.holds(digest) for digest in wanted(store))
    said = "\n".join(finding.what for finding in await examine(settings, probe_seconds=0) if not finding.ok)
    assert "Kept files: 1 are missing" in said

    broken = tmp_path / "broken.cartera"
    with zipfile.ZipFile(tmp_path / "b.cartera") as whole, zipfile.ZipFile(broken, "w") as other:
        for name in whole.namelist():
            other.writestr(name, b"something else" if name.startswith("files/") else whole.read(name))
    with pytest.raises(BackupError, match="no whole backup"):
        restore(store.engine, broken, elsewhere, replace=True)
