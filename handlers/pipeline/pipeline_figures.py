"""What one screen of the pipeline and its pictures are made of: each figure asked for once, and only where it is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from handlers.kit.figures.chances import Weighted
from handlers.kit.turn import Turn
from handlers.pipeline.listing import every_stage
from handlers.pipeline.patience import still
from handlers.pipeline.sales_scope import SalesScope, days, span, view
from handlers.pipeline.wording import Sums, counted, weighted_sums
from storage.crm.opportunities.records import StageRecord
from storage.crm.sales.records import ChangeCount, StageStanding, TimeSpan

LATELY = timedelta(days=7)
"""How far "since last week" goes back."""


@dataclass(frozen=True)
class PipelineFigures:
    """The figures of whoever is asked about, on a day."""

    turn: Turn
    asked: SalesScope
    day: date

    @cached_property
    def stages(self) -> Sequence[StageRecord]:
        """The stages of all pipelines, in order."""
        return every_stage(self.turn)

    @cached_property
    def standing(self) -> Sequence[StageStanding]:
        """What is open; with a period, what of it is expected to close then."""
        return self.turn.work.sales.standing(view(self.turn, self.asked, closing=self.closing), self.day)

    @cached_property
    def closing(self) -> tuple[date, date] | None:
        """The days that are asked about; None where all are."""
        return days(self.asked.period) if self.asked.period else None

    @cached_property
    def whole(self) -> str:
        """All that is open, whenever it closes: how many, and what they come to."""
        rows = self.turn.work.sales.standing(view(self.turn, self.asked), self.day)
        return counted(self.turn, sum(row.count for row in rows), Sums((row.currency, row.amount) for row in rows))

    def of_stage(self, stage: int) -> list[StageStanding]:
        """What stands in a stage, close dates that are over left out."""
        return [row for row in self.standing if row.stage_id == stage and not row.past]

    @property
    def ahead(self) -> list[StageStanding]:
        """What is open, close dates that are over left out."""
        return [row for row in self.standing if not row.past]

    @property
    def past(self) -> list[StageStanding]:
        """What is open though its close date is over."""
        return [row for row in self.standing if row.past]

    @cached_property
    def since(self) -> date:
        """The first day of "since last week"."""
        return self.day - LATELY

    @cached_property
    def lately(self) -> TimeSpan:
        """From then on, today included; of a period that is asked for, what of it is not to come."""
        first, last = self.closing or (self.since, self.day)
        return span(self.turn, first, min(last, self.day))

    @cached_property
    def changes(self) -> Sequence[ChangeCount]:
        """What became of opportunities in that time."""
        if self.closing and self.closing[0] > self.day:
            return ()
        return self.turn.work.sales.changes(view(self.turn, self.asked), self.lately)

    @cached_property
    def quiet(self) -> tuple[int, Sums]:
        """How many lie still, and what they come to."""
        rows = self.turn.work.sales.total(
            still(self.turn, view(self.turn, self.asked, closing=self.closing), self.stages)
        )
        return sum(count for _currency, count, _amount in rows), Sums((c, amount) for c, _count, amount in rows)

    @property
    def shown(self) -> list[tuple[StageRecord, list[StageStanding]]]:
        """The stages with what stands in them; an archived stage that still has some comes last."""
        known = {stage.id for stage in self.stages}
        left = {row.stage_id for row in self.ahead} - known
        others = [stage for id_ in sorted(left) if (stage := self.turn.work.pipelines.stage(id_))]
        return [(stage, self.of_stage(stage.id)) for stage in (*self.stages, *others)]

    @property
    def weighted(self) -> Mapping[str, Weighted]:
        """What is open is worth, by currency; where nothing has an amount that is no 0."""
        return weighted_sums(
            (row.currency, row.weighted, row.variance) for row in self.ahead if row.unvalued < row.count
        )
