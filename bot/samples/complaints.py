"""What customers of the sample company complain of, and how soon it was put right."""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta

from bot.samples.company import SampleCompany, SampleComplaint
from storage.crm.complaints.bulk import PastComplaint
from storage.crm.complaints.records import ComplaintInput

PROMISED = 1
"""Working days until a first answer."""
RESCUE = timedelta(days=30)
BROUGHT_UP = time(9, 40)
"""On the day after the demo begins, their carers are asked whether they improved: it does not begin with a flood."""


class SampleComplaints:
    """Complaints of the sample company; `at` makes an instant of a working day and a wall time, ids are by name."""

    def __init__(
        self,
        company: SampleCompany,
        at: Callable[[int, time], datetime],
        staff: Mapping[str, int],
        customers: Mapping[str, int],
    ) -> None:
        self._company, self._at, self._staff, self._customers = company, at, staff, customers

    def complaints(self) -> list[PastComplaint]:
        """All of them."""
        return [self._complaint(one) for one in self._company.complaints]

    def _complaint(self, one: SampleComplaint) -> PastComplaint:
        hour = time.fromisoformat(one.at)
        opened = self._at(-one.ago, hour)
        return PastComplaint(
            ComplaintInput(self._customers[one.customer], one.words, cause=one.cause, severity=one.severity),
            opened,
            self._at(PROMISED - one.ago, hour),
            opened + RESCUE,
            self._staff[one.carer],
            self._staff[one.told_by],
            opened + timedelta(minutes=one.minutes),
            one.minutes * 60.0,
            self._at(1, BROUGHT_UP),
            closed_at=None if one.closed is None else self._at(one.closed - one.ago, hour),
            closed_on="customer" if one.closing else None,
            closing=one.closing,
        )
