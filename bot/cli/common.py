"""What the commands of the command line share."""

import sys
from typing import NoReturn

import typer

from bot.settings import Settings
from storage.session.schema import check, migrate
from storage.work import Store


def stop(message: str) -> NoReturn:
    """Ends with a sentence for the person at the keyboard, and the exit code of a mistake of theirs."""
    typer.echo(message, err=True)
    sys.exit(2)


def open_store(settings: Settings) -> Store:
    """The store, where it is of this version."""
    store = Store.open(settings.store_url)
    if store.single_writer:
        migrate(store.engine)
    else:
        check(store.engine)
    return store
