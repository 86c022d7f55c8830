"""What admins have changed about the ladder of relations."""

from collections.abc import Mapping

from sqlalchemy import bindparam, select

from storage.session.reads import read_once
from storage.session.session import Session
from storage.standings.tables import LadderRuleRow

_ALL = select(LadderRuleRow.rung, LadderRuleRow.evidence, LadderRuleRow.at_least).where(
    LadderRuleRow.archived_at.is_(None)
)
_ONE = select(LadderRuleRow.id).where(
    LadderRuleRow.rung == bindparam("rung"), LadderRuleRow.evidence == bindparam("evidence")
)


class LadderRules:
    """How much of what each rung takes, where that is another number than the usual."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @read_once
    def changed(self) -> Mapping[tuple[str, str], int]:
        """The numbers by rung and kind of evidence."""
        rows = self._session.connection.execute(_ALL)
        return {(row.rung, row.evidence): row.at_least for row in rows}

    def change(self, rung: str, evidence: str, at_least: int) -> None:
        """From now on a rung takes so much of it."""
        found = self._session.connection.execute(_ONE, {"rung": rung, "evidence": evidence}).scalar_one_or_none()
        if found is None:
            self._session.changes.create(LadderRuleRow, rung=rung, evidence=evidence, at_least=at_least)
        else:
            self._session.changes.update(LadderRuleRow, found, at_least=at_least, archived_at=None)
