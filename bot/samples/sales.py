"""What the sample company may sell, and what it sold: opportunities with all that became of them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time

from bot.samples.company import SampleCompany, SampleOpportunity
from storage.crm.opportunities.bulk import PastMove, PastOpportunity
from storage.crm.opportunities.records import OPEN, LostReasonRecord, OpportunityInput, StageRecord
from storage.work import Work

TOLD_AT, MOVED_AT, ENDED_AT = time(11, 20), time(12, 40), time(16, 10)


class SampleSales:
    """Opportunities of the sample company; `at` makes an instant of a working day and a wall time, ids are by name."""

    def __init__(
        self,
        company: SampleCompany,
        currency: str,
        at: Callable[[int, time], datetime],
        staff: Mapping[str, int],
        customers: Mapping[str, int],
    ) -> None:
        self._company, self._currency, self._at = company, currency, at
        self._staff, self._customers = staff, customers
        self._reps = {client.name: client.rep for client in company.customers}

    def opportunities(self, work: Work) -> list[PastOpportunity]:
        """All of them, in the pipeline that the company begins with."""
        pipeline = work.pipelines.all()[0]
        stages, reasons = work.pipelines.stages(pipeline.id), work.pipelines.reasons()
        return [self._opportunity(one, stages, reasons) for one in self._company.opportunities]

    def _opportunity(
        self, one: SampleOpportunity, stages: Sequence[StageRecord], reasons: Sequence[LostReasonRecord]
    ) -> PastOpportunity:
        told = OpportunityInput(
            customer_id=self._customers[one.customer],
            title=one.what,
            stage_id=stages[0].id,
            pipeline_id=stages[0].pipeline_id,
            owner_id=self._staff[self._reps[one.customer]],
            currency=self._currency,
            amount=one.amount,
            expected_close=None if one.close is None else self._at(one.close, TOLD_AT).date(),
        )
        return PastOpportunity(
            told,
            self._at(one.began, TOLD_AT),
            [PastMove(self._at(day, MOVED_AT), stages[n].id) for n, day in enumerate(one.moves, 1)],
            [(self._at(day, ENDED_AT), self._at(day, TOLD_AT).date()) for day in one.slipped],
            one.end or OPEN,
            self._at(one.ended, ENDED_AT) if one.end else None,
            one.won_for,
            None if one.reason is None else reasons[one.reason].id,
        )
