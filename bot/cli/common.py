"""What the commands of the command line share."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer

from bot.settings import Settings
from storage.session.schema import check
from storage.tables import bring_up_to_date, check_whole
from storage.work import Store

MISTAKE = 2
"""The exit code where what was typed or set cannot be meant."""
TROUBLE = 1
"""The exit code where something else is not as it should be: the database, a platform, a file."""


def stop(message: str, code: int = MISTAKE) -> NoReturn:
    """Ends with a sentence for the person at the keyboard."""
    typer.echo(message, err=True)
    sys.exit(code)


@contextmanager
def opened(settings: Settings) -> Iterator[Store]:
    """The store, where it is of this version, and whole; closed at the end."""
    with Store.open(settings.store_url) as store:
        if store.single_writer:
            bring_up_to_date(store.engine)
        else:
            check(store.engine)
        check_whole(store.engine)
        yield store
