"""Who enquired at the sample company, and how soon somebody called."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, time, timedelta

from bot.samples.company import SampleCompany, SampleLead
from storage.crm.leads.bulk import PastLead
from storage.crm.leads.records import NEW, TAKEN, Attribution, Enquiry
from storage.crm.leads.waits import Chase
from storage.names.folding import fold
from storage.work import Work

PROMISED = timedelta(hours=1)
"""Of working time, all of it in the same day's."""
BROUGHT_UP = time(9, 20)
"""On the day after the demo begins, those that wait are brought up: it does not begin with a flood."""


class SampleLeads:
    """Leads of the sample company; `at` makes an instant of a working day and a wall time, ids are by name."""

    def __init__(
        self,
        company: SampleCompany,
        at: Callable[[int, time], datetime],
        staff: Mapping[str, int],
        phones: Iterator[str],
    ) -> None:
        self._company, self._at, self._staff, self._phones = company, at, staff, phones

    def leads(self, work: Work) -> list[PastLead]:
        """All of them; their sources take further ones."""
        sources = {name: work.lead_sources.add(name) for name in self._company.lead_sources}
        return [self._lead(one, sources[one.source]) for one in self._company.leads]

    def _lead(self, one: SampleLead, source_id: int) -> PastLead:
        arrived = self._at(-one.ago, time.fromisoformat(one.at))
        answered = None if one.minutes is None else arrived + timedelta(minutes=one.minutes)
        mailbox, _space, surname = fold(one.name).partition(" ")
        return PastLead(
            Enquiry(
                "form",
                one.name,
                source_id,
                company=one.company,
                email=f"{mailbox}@{surname.replace(' ', '')}.example",
                phone=next(self._phones),
                message=one.message,
                territory=one.territory,
                language=self._company.locale[:2],
                first=Attribution(campaign=one.campaign, origin=one.origin),
            ),
            arrived,
            arrived + PROMISED,
            self._staff[one.owner],
            answered_at=answered,
            seconds=None if one.minutes is None else one.minutes * 60.0,
            state=one.end or (NEW if answered is None else TAKEN),
            closed_at=answered if one.end else None,
            reason=one.reason,
            chase=Chase("owner", self._at(1, BROUGHT_UP)) if answered is None else Chase(None, None),
        )
