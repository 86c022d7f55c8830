"""Pipelines, their stages, and the reasons for which something is lost."""

from collections.abc import Sequence

from sqlalchemy import func, select, update

from storage.crm.opportunities.records import LostReasonRecord, NewStage, PipelineRecord, StageRecord
from storage.crm.opportunities.scope import IS_OPEN
from storage.crm.opportunities.tables import LostReasonRow, OpportunityRow, PipelineRow, StageRow
from storage.session.dialects import insert_for_ids, insert_new
from storage.session.session import Session

_FIRST = "first"
# Built once: making a statement takes several times as long as running it.
_PIPELINES = select(PipelineRow.id, PipelineRow.name).where(PipelineRow.archived_at.is_(None)).order_by(PipelineRow.id)
_STAGE = (
    StageRow.id,
    StageRow.pipeline_id,
    StageRow.name,
    StageRow.position,
    StageRow.probability,
    StageRow.patience,
    StageRow.archived_at,
)


class Pipelines:
    """How the company sells: few rows, read whole."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # ------------------------------------------------------------------ reading
    def all(self) -> list[PipelineRecord]:
        """The pipelines that take opportunities, the first one first."""
        return [PipelineRecord(*row) for row in self._session.rows(_PIPELINES)]

    def stages(self, pipeline_id: int) -> list[StageRecord]:
        """The stages of a pipeline in their order."""
        rows = self._session.connection.execute(
            select(*_STAGE)
            .where(StageRow.pipeline_id == pipeline_id, StageRow.archived_at.is_(None))
            .order_by(StageRow.position, StageRow.id)
        )
        return [StageRecord(*row) for row in rows]

    def stage(self, stage_id: int) -> StageRecord | None:
        """One stage, archived ones too."""
        row = self._session.connection.execute(select(*_STAGE).where(StageRow.id == stage_id)).one_or_none()
        return StageRecord(*row) if row else None

    def standing_in(self, stage_id: int) -> int:
        """How many open opportunities stand in a stage, whoever sees them."""
        return self._session.connection.execute(
            select(func.count())
            .select_from(OpportunityRow)
            .where(
                OpportunityRow.stage_id == stage_id,
                IS_OPEN,
            )
        ).scalar_one()

    def reasons(self) -> list[LostReasonRecord]:
        """Why something is lost, in the order in which the reasons came up."""
        rows = self._session.connection.execute(
            select(LostReasonRow.id, LostReasonRow.name)
            .where(LostReasonRow.archived_at.is_(None))
            .order_by(LostReasonRow.id)
        )
        return [LostReasonRecord(*row) for row in rows]

    # ------------------------------------------------------------------ beginning
    def begin(self, name: str, stages: Sequence[NewStage], reasons: Sequence[str]) -> None:
        """What every company begins with, unless it has a pipeline already.

        Nobody did that, so it is in no audit, and an undo of the first opportunity leaves it alone. Two that begin at once
        begin once: whoever comes second waits, and finds it.
        """
        session = self._session
        if session.connection.execute(select(PipelineRow.id).limit(1)).first():
            return
        stamp = {"created_at": session.now, "updated_at": session.now}
        if not insert_new(session.connection, PipelineRow, [{"name": name, "seed": _FIRST, **stamp}], unique=["seed"]):
            return
        first = session.connection.execute(select(PipelineRow.id).where(PipelineRow.seed == _FIRST)).scalar_one()
        insert_for_ids(
            session.connection,
            StageRow,
            [
                {
                    "pipeline_id": first,
                    "name": stage.name,
                    "position": position,
                    "probability": stage.probability,
                    "patience": stage.patience,
                    **stamp,
                }
                for position, stage in enumerate(stages, 1)
            ],
        )
        insert_for_ids(session.connection, LostReasonRow, [{"name": reason, **stamp} for reason in reasons])

    # ------------------------------------------------------------------ changing
    def add(self, name: str, stages: Sequence[NewStage]) -> int:
        """A further pipeline with its stages. Returns its id."""
        pipeline_id = self._session.changes.create(PipelineRow, name=name)
        for position, stage in enumerate(stages, 1):
            self._add_stage(pipeline_id, stage, position)
        return pipeline_id

    def add_stage(self, pipeline_id: int, stage: NewStage) -> int:
        """A further stage, behind the others. Returns its id."""
        last = max((known.position for known in self.stages(pipeline_id)), default=0)
        return self._add_stage(pipeline_id, stage, last + 1)

    def change_stage(self, stage_id: int, **values: object) -> bool:
        """Sets a stage's `name`, `probability` or `patience`; False where nothing is different."""
        changed = self._session.changes.update(StageRow, stage_id, **values)
        if changed and "patience" in values:
            self._look_again(stage_id)
        return changed

    def reorder(self, stages: Sequence[StageRecord]) -> None:
        """The stages of a pipeline in a new order."""
        for position, stage in enumerate(stages, 1):
            self._session.changes.update(StageRow, stage.id, position=position)

    def archive_stage(self, stage_id: int) -> None:
        """No opportunity comes into it any more."""
        self._session.changes.archive(StageRow, stage_id)

    def archive(self, pipeline_id: int) -> None:
        """It takes no opportunities any more; those that it has go on."""
        self._session.changes.archive(PipelineRow, pipeline_id)

    def add_reason(self, name: str) -> int:
        """A reason for losing that was not known. Returns its id."""
        return self._session.changes.create(LostReasonRow, name=name)

    def _add_stage(self, pipeline_id: int, stage: NewStage, position: int) -> int:
        return self._session.changes.create(
            StageRow,
            pipeline_id=pipeline_id,
            name=stage.name,
            position=position,
            probability=stage.probability,
            patience=stage.patience,
        )

    def _look_again(self, stage_id: int) -> None:
        """Another patience: what stands in the stage is looked at anew."""
        self._session.connection.execute(
            update(OpportunityRow)
            .where(
                OpportunityRow.stage_id == stage_id,
                IS_OPEN,
            )
            .values(look_at=self._session.now)
        )
