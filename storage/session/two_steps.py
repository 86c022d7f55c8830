"""What is due is found in two steps, since most of the time nothing is."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Executable


def in_two_steps(
    connection: Connection, which: Executable, rows: Executable, values: Mapping[str, Any]
) -> Sequence[Any]:
    """By `which` the ids of what is due, in one table and by its index; then by `rows` what there is to say of those "ids".

    Where nothing is due that is one small question, and no planner begins it with a table that has nothing to do with that.
    """
    ids = list(connection.execute(which, values).scalars())
    return connection.execute(rows, {**values, "ids": ids}).all() if ids else ()
