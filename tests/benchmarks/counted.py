"""Turns of the bench's mix in this process, which callgrind runs: what is not to be counted comes before.

python -m tests.benchmarks.counted FIRST COUNT PEOPLE, with the store in DATABASE_URL
"""

import os
import random
import subprocess
import sys
from collections.abc import Sequence

from sqlalchemy import select

from handlers.language.understand import prepare
from storage.crm.tables import ContactRow, CustomerRow
from storage.session.engine import reading
from tests.benchmarks.path import said
from tests.benchmarks.stores import Company
from tests.benchmarks.talking import Talk


def counting(*, on: bool) -> None:
    """Tells callgrind whether to count from now on."""
    state = "on" if on else "off"
    subprocess.run(["callgrind_control", "-i", state, str(os.getpid())], check=True, stdout=subprocess.DEVNULL)


def main(first: int, count: int, people: int) -> None:
    """Takes so many turns uncounted, and then so many that are counted."""
    talk = Talk.at(os.environ["DATABASE_URL"])
    prepare()
    with reading(talk.store.engine) as connection:
        customers = connection.execute(
            select(CustomerRow.id, CustomerRow.name).order_by(CustomerRow.id).limit(2_000)
        ).all()
        contacts = (
            connection.execute(select(ContactRow.name).order_by(ContactRow.customer_id).limit(2_000)).scalars().all()
        )
    company = Company([row.id for row in customers], [row.name for row in customers], contacts)
    sentences = said(range(1, people + 1), first + count, company, 0, random.Random(11))
    _take(talk, sentences[:first])
    counting(on=True)
    _take(talk, sentences[first:])
    counting(on=False)
    talk.store.close()


def _take(talk: Talk, sentences: Sequence[tuple[int, str]]) -> None:
    """From the event to the mark that its answer was sent: what a platform's library does is not in it."""
    for person, text in sentences:
        taken, _spent = talk.says(str(person), text)
        with talk.store.work() as work:
            for message in taken.outgoing:
                work.outbox.sent(message.id, str(message.id))


if __name__ == "__main__":
    main(*(int(number) for number in sys.argv[1:4]))
