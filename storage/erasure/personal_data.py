"""One person's data, taken out or erased on request (GDPR, articles 15, 17 and 20), as the tables declare it.

Whoever has a row in a table that declares `data_subject` can be taken out and erased: customers, the people at them,
colleagues. What is theirs is deleted; what is about something else too loses them and keeps the rest; the audit keeps
who changed which row when, without the values; messages and waiting state that name them are emptied. Messages on their
way at that moment are emptied with all others within a week, and so are files; archives of earlier backups are not
touched.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Result, Table, bindparam, delete, select, update

from storage.audit.changes import Changes
from storage.audit.tables import AuditRow
from storage.entities.catalogue import catalogue
from storage.entities.entity import ByRow, UndeclaredError, audit_name, entity_of, key_of, table_of
from storage.entities.naming import NameUpkeep
from storage.erasure.messages import Messages
from storage.erasure.personal_rows import Reach, around, batches, is_kept, reach
from storage.erasure.redaction import BLACK, Identity
from storage.session.base import Base
from storage.session.json_values import all_as_json
from storage.session.session import Session


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did: how many rows of each table are gone, how many lost the person, how many messages were emptied."""

    gone: Mapping[str, int]
    blacked_out: Mapping[str, int]
    messages: int


class PersonalData:
    """Taking out and erasing what the store holds about one person. `entity` is the table's name in the audit."""

    def __init__(self, session: Session, changes: Changes, names: NameUpkeep) -> None:
        self._session = session
        self._changes = changes
        self._names = names
        self._messages = Messages(session)

    # ------------------------------------------------------------------ taking out
    def export(self, entity: str, id_: int) -> dict[str, Any]:
        """All that is held about them, messages aside: {"rows": {table: [row]}, "changes": [change]}, as JSON keeps values.

        Raises UndeclaredError for a table whose rows are no data subject.
        """
        found = reach(self._session, _subject(entity), id_)
        rows: dict[str, list[dict[str, Any]]] = {}
        changes: list[dict[str, Any]] = []
        for model, ids in _together(found).items():
            if ids and not entity_of(model).fleeting:
                rows[model.__tablename__] = [all_as_json(row) for row in self._rows(table_of(model), ids)]
                changes += [all_as_json(row) for row in self._audit(model, ids)]
        return {"rows": rows, "changes": changes}

    # ------------------------------------------------------------------ erasing
    def erase(self, entity: str, id_: int) -> Erased:
        """Erases somebody for good; only that it was done stays in the audit, and nothing brings it back.

        A colleague is to leave first (`storage.crm.leaving`): what they answer for goes to somebody then. Raises
        UndeclaredError for a table whose rows are no data subject.
        """
        model = _subject(entity)
        found = reach(self._session, model, id_)
        identity = self._identity(found)
        beside = around(self._session, model, id_)
        blacked_out: Counter[str] = Counter()
        turns: set[str] = set()
        for others, loosely in ((found.referring, True), (beside, False)):
            for other, ids in others.items():
                rest = ids - found.own.get(other, set())
                changed = self._black_out(other, rest, identity, loosely=loosely)
                turns |= self._turns(other, rest if loosely else changed)
                blacked_out[other.__tablename__] += len(changed)
        for own, ids in found.own.items():
            self._forget_audit(own, ids)
            turns |= self._turns(own, ids)
        messages = self._messages.empty(found, identity) + self._messages.empty_events(turns)
        for (other, column), ids in found.others.items():
            self._set(other, ids, {column: None})
        for own in reversed(catalogue().models):
            if own in found.own:
                self._remove(own, found.own[own])
                self._names.refresh(own, found.own[own])
        self._changes.erased(model, id_)
        gone = {own.__tablename__: len(ids) for own, ids in found.own.items()}
        return Erased(gone, {table: count for table, count in blacked_out.items() if count}, messages)

    def _identity(self, found: Reach) -> Identity:
        """By what they are recognised: all that identifies them in whatever is theirs, now or in former times."""
        held: list[Mapping[str, Any]] = []
        for model, ids in found.own.items():
            names = entity_of(model).identifies
            rows = self._rows(table_of(model), ids) if names else ()
            former = (change[side] or {} for change in self._audit(model, ids) for side in ("before", "after"))
            held += ({name: row.get(name) for name in names} for row in (*rows, *former))
        return Identity.of({value for values in held for value in values.values() if value})

    def _remove(self, model: type[Base], ids: Collection[int]) -> None:
        """Deletes rows, or leaves empty shells of them where what is somebody else's refers to them."""
        entity, table = entity_of(model), table_of(model)
        if not is_kept(model):
            for batch in batches(ids):
                self._session.connection.execute(delete(table).where(key_of(table).in_(batch)))
            return
        about = (*entity.identifies, *entity.words)
        self._set(model, ids, {name: None if table.c[name].nullable else BLACK for name in about})
        if isinstance(entity.undo, ByRow):
            away = table.c[entity.undo.put_away]
            self._set(model, ids, {away.name: self._session.now}, away.is_(None))

    # ------------------------------------------------------------------ words
    def _black_out(self, model: type[Base], ids: Collection[int], identity: Identity, *, loosely: bool) -> set[int]:
        """Blacks the person out of what people wrote in these rows, now and in former times; returns in which."""
        table, words = table_of(model), entity_of(model).words

        def without(values: Mapping[str, Any]) -> dict[str, Any]:
            return {
                name: identity.blacked_out(value, loosely=loosely) if name in words and value else value
                for name, value in values.items()
            }

        if not words:
            return set()
        changed = set()
        for row in self._rows(table, ids):
            read = {name: row[name] for name in words}
            if (written := without(read)) != read:
                self._set(model, [row["id"]], written)
                changed.add(row["id"])
        return changed | self._rewrite_audit(model, ids, without)

    # ------------------------------------------------------------------ the audit
    def _forget_audit(self, model: type[Base], ids: Collection[int]) -> None:
        """Who changed these rows when stays, what they held does not.

        Of a row that stays as a shell, what does not tell who it was stays too.
        """
        entity = entity_of(model)
        about = {*entity.identifies, *entity.words} if is_kept(model) else None

        def without(values: Mapping[str, Any]) -> dict[str, Any]:
            return {} if about is None else {name: value for name, value in values.items() if name not in about}

        self._rewrite_audit(model, ids, without)

    def _rewrite_audit(
        self, model: type[Base], ids: Collection[int], without: Callable[[Mapping[str, Any]], dict[str, Any]]
    ) -> set[int]:
        """Replaces what the audit keeps of rows; returns those of which it kept something else."""
        changed = set()
        for change in self._audit(model, ids):
            before = None if change["before"] is None else without(change["before"])
            after = without(change["after"])
            if (before, after) != (change["before"], change["after"]):
                self._session.connection.execute(_REWRITE, {"change": change["id"], "before": before, "after": after})
                changed.add(change["entity_id"])
        return changed

    def _turns(self, model: type[Base], ids: Collection[int]) -> set[str]:
        """The turns that changed these rows: what was said in them came to be in the rows."""
        return {change["turn"] for change in self._audit(model, ids)}

    def _audit(self, model: type[Base], ids: Collection[int]) -> Iterator[dict[str, Any]]:
        for batch in batches(ids):
            changes = select(table_of(AuditRow)).where(
                AuditRow.entity == audit_name(model), AuditRow.entity_id.in_(batch)
            )
            yield from _read(self._session.connection.execute(changes.order_by(AuditRow.id)))

    # ------------------------------------------------------------------ rows
    def _rows(self, table: Table, ids: Collection[int]) -> Iterator[dict[str, Any]]:
        for batch in batches(ids):
            rows = select(table).where(key_of(table).in_(batch)).order_by(key_of(table))
            yield from _read(self._session.connection.execute(rows))

    def _set(
        self,
        model: type[Base],
        ids: Collection[int],
        values: Mapping[str, Any],
        where: ColumnElement[bool] | None = None,
    ) -> None:
        table = table_of(model)
        for batch in batches(ids):
            these = key_of(table).in_(batch) if where is None else key_of(table).in_(batch) & where
            self._session.connection.execute(update(table).where(these).values(**values))


_REWRITE = update(table_of(AuditRow)).where(AuditRow.id == bindparam("change"))


def _read(rows: Result[Any]) -> list[dict[str, Any]]:
    """All of them at once: whoever reads them writes to the same table."""
    return [dict(row) for row in rows.mappings()]


def _subject(entity: str) -> type[Base]:
    model = catalogue().audited(entity)
    if not entity_of(model).data_subject:
        raise UndeclaredError(f"the rows of {entity} are no data subject")
    return model


def _together(found: Reach) -> dict[type[Base], set[int]]:
    return {
        model: found.own.get(model, set()) | found.referring.get(model, set())
        for model in catalogue().models
        if model in found.own or model in found.referring
    }
