"""Messages, waiting conversations and events that hold something about a person: emptied, whatever else they hold."""

import json
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, bindparam, or_, select, true, tuple_, update

from storage.crm.outreach.tables import CustomerAccountRow
from storage.entities.catalogue import catalogue
from storage.entities.entity import Entity, entity_of, key_of, table_of
from storage.erasure.personal_rows import Reach, batches
from storage.erasure.redaction import Identity
from storage.messaging.inbox import event_of
from storage.messaging.tables import InboxRow
from storage.people.tables import AccountRow
from storage.session.base import Base
from storage.session.session import Session

READ = 500
"""Rows that are in memory at once while all messages are looked through."""


class Messages:
    """The columns that tables declare to be `fleeting`.

    What waits for its turn, or to be sent, is left: it is emptied with all others within a week.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def empty(self, found: Reach, identity: Identity) -> int:
        """Empties what names the person, is about what is theirs, or was said to or by them; returns how many that were."""
        return sum(self._empty(model, found, identity) for model in catalogue().models if entity_of(model).fleeting)

    def empty_events(self, turns: Collection[str]) -> int:
        """Empties the events of these turns: what people wrote that came to be about the person."""
        events = {event for turn in turns if (event := event_of(turn)) is not None}
        return self._blank(table_of(InboxRow), entity_of(InboxRow), [(event,) for event in sorted(events)])

    def _empty(self, model: type[Base], found: Reach, identity: Identity) -> int:
        table, entity = table_of(model), entity_of(model)
        keys = {key for key, texts in self._held(table, entity) if any(identity.is_in(text) for text in texts)}
        for theirs in self._theirs(model, found):
            statement = select(*table.primary_key.columns).where(theirs, _at_rest(table, entity))
            keys |= {tuple(row) for row in self._session.connection.execute(statement)}
        return self._blank(table, entity, sorted(keys))

    def _held(self, table: Table, entity: Entity) -> Iterator[tuple[tuple[Any, ...], list[str]]]:
        """Every row that holds something, by its key, and what it holds as text."""
        keys, columns = list(table.primary_key.columns), [table.c[name] for name in entity.fleeting]
        holds = or_(*(column.is_not(None) for column in columns))
        statement = select(*keys, *columns).where(holds, _at_rest(table, entity))
        for row in self._session.connection.execute(statement.execution_options(yield_per=READ)):
            yield tuple(row[: len(keys)]), [_as_text(value) for value in row[len(keys) :] if value is not None]

    def _theirs(self, model: type[Base], found: Reach) -> Iterator[ColumnElement[bool]]:
        """Conditions for what is about what is theirs, refers to them, or was said to or by them."""
        table, entity = table_of(model), entity_of(model)
        for ids in batches(found.referring.get(model, set())):
            yield key_of(table).in_(ids)
        if entity.refers_by:
            together = [(other, ids) for rows in (found.own, found.referring) for other, ids in rows.items()]
            abouts = {f"{about}:{id_}" for other, ids in together if (about := entity_of(other).about) for id_ in ids}
            for batch in batches(abouts):
                yield table.c[entity.refers_by].in_(batch)
        for accounts in (AccountRow, CustomerAccountRow):
            if entity.addressed and (own := found.own.get(accounts)):
                theirs = select(accounts.platform, getattr(accounts, entity.addressed)).where(accounts.id.in_(own))
                yield tuple_(table.c.platform, table.c[entity.addressed]).in_(theirs)

    def _blank(self, table: Table, entity: Entity, keys: Collection[tuple[Any, ...]]) -> int:
        if not keys:
            return 0
        names = [column.name for column in table.primary_key.columns]
        this = and_(*(table.c[name] == bindparam(f"key_{name}") for name in names))
        empty: dict[str, Any] = {name: None if table.c[name].nullable else {} for name in entity.fleeting}
        statement = update(table).where(this, _at_rest(table, entity)).values(**empty)
        rows = [{f"key_{name}": part for name, part in zip(names, key, strict=True)} for key in keys]
        return self._session.connection.execute(statement, rows).rowcount


def _at_rest(table: Table, entity: Entity) -> ColumnElement[bool]:
    """Whether nobody waits for it."""
    state = table.c.get("state")
    return true() if state is None or state.name in entity.fleeting else state != "new"


def _as_text(value: Any) -> str:  # noqa: ANN401 - text, or JSON
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
