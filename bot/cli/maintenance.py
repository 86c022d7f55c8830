"""`cartera doctor`, `backup` and `restore`: looking after what runs."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import opened, stop
from bot.settings import SettingsError, load
from storage.backup import BackupError
from storage.backup import backup as make
from storage.backup import restore as bring_back
from storage.messaging.leases import TICK
from storage.session.schema import version
from storage.vault import Vault
from storage.work import Store

File = Annotated[Path, typer.Argument(help="The backup: one file, whichever the database.")]


def doctor() -> None:
    """Say what is wrong: settings, database, what was lost, tokens, other pollers, clock, disk. Exit code 1 where something is."""
    from bot.cli.doctor import examine  # noqa: PLC0415 - only where it is asked for

    try:
        settings = load()
    except SettingsError as error:
        typer.echo("\n".join(f"WRONG  {problem}" for problem in error.problems))
        sys.exit(1)
    findings = asyncio.run(examine(settings))
    for finding in findings:
        typer.echo(f"{'ok   ' if finding.ok else 'WRONG'}  {finding.what}")
    if not all(finding.ok for finding in findings):
        sys.exit(1)


def backup(file: File) -> None:
    """Write all that is kept into one file, while the bot goes on running."""
    settings = load()
    with opened(settings) as store:
        try:
            manifest = make(store.engine, file, Vault.beside(settings.data_dir))
        except BackupError as error:
            stop(str(error))
    typer.echo(
        f"{file}: {manifest.total} rows, version {manifest.version}. It holds everything that customers told: keep it safe."
    )


def restore(
    file: File, replace: Annotated[bool, typer.Option("--replace", help="Give up what the database holds now.")] = False
) -> None:
    """Bring a backup back, into an empty database or, with --replace, instead of what it holds. Stop the bot first."""
    settings = load()
    with Store.open(settings.store_url) as store:
        if _runs(store):
            stop("The bot is running. Stop it, restore, and start it again.")
        try:
            manifest = bring_back(store.engine, file, Vault.beside(settings.data_dir), replace=replace)
        except BackupError as error:
            stop(str(error))
    typer.echo(f"Restored {manifest.total} rows as they were on {manifest.made_at:%Y-%m-%d %H:%M} UTC.")


def _runs(store: Store) -> bool:
    """Whether a bot works on this database."""
    if version(store.engine) is None:
        return False
    with store.work() as work:
        return work.leases.held(TICK)
