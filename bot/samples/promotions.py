"""What the sample company offers, and how far it has got: the team has read it but for one, some customers were called."""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.samples.company import SampleCompany, SamplePromotion
from storage.promotions.audience import Audience
from storage.promotions.briefings import Briefings
from storage.promotions.promotions import Promotions
from storage.promotions.recipients import ToldCustomers
from storage.promotions.records import RUNNING, PromotionContent
from storage.questions.question import About, Field, Filter, Named, Question
from storage.work import Work

BRIEFED = frozenset({"rep", "support", "manager"})
BROUGHT_UP = time(9, 50)
"""On the day after the demo begins, who has not read it is reminded, and its owner hears of it: it does not begin with a flood."""


class SamplePromotions:
    """Promotions of the sample company; `at` makes an instant of a working day and a wall time, ids are by name."""

    def __init__(
        self,
        company: SampleCompany,
        currency: str,
        at: Callable[[int, time], datetime],
        staff: Mapping[str, int],
        zone: ZoneInfo,
    ) -> None:
        self._company, self._currency, self._at, self._staff = company, currency, at, staff
        self._zone = zone

    def into(self, work: Work) -> None:
        """Writes all of them."""
        for one in self._company.promotions:
            self._launched(work, one)

    def _launched(self, work: Work, one: SamplePromotion) -> None:
        launched, tomorrow = self._at(-one.ago, BROUGHT_UP), self._at(1, BROUGHT_UP)
        says = self._content(one, launched, tomorrow)
        promotions, told = work.topic(Promotions), work.topic(ToldCustomers)
        id_ = promotions.add(one.name, says, owner_id=self._staff[one.owner])
        promotions.change(id_, state=RUNNING, launched_at=launched)
        promotions.report_next(id_, "week", tomorrow)
        self._briefed(work, id_, one, tomorrow)
        members = work.topic(Audience).members(says.audience, self._zone, says.channel)
        told.assign(id_, members, held_back=0, channel=says.channel)
        for number, customer in enumerate(told.to_call(id_, None, limit=one.told)):
            told.sent(customer.id, 1, None)
            if number == one.told - 1:
                told.answered(customer.id, yes=False)

    def _briefed(self, work: Work, id_: int, one: SamplePromotion, tomorrow: datetime) -> None:
        people = {
            person.first_name: self._staff[person.first_name]
            for person in self._company.staff
            if person.role in BRIEFED
        }
        work.topic(Briefings).begin(id_, list(people.values()), tomorrow)
        for name in one.known:
            work.topic(Briefings).knows(id_, people[name])

    def _content(self, one: SamplePromotion, launched: datetime, tomorrow: datetime) -> PromotionContent:
        rep = next(person for person in self._company.staff if person.first_name == one.for_rep)
        theirs = Filter(Field.STAFF, Named(self._staff[rep.first_name], rep.name))
        return PromotionContent(
            products="\n".join(one.products),
            offer=one.offer,
            first=launched.date(),
            last=tomorrow.date() + timedelta(days=one.last),
            audience=Question(About.CUSTOMERS, (theirs,)),
            channel="phone",
            call_to_action=one.call_to_action,
            arguments="\n".join(one.arguments),
            price=one.price,
            currency=self._currency,
            objections="\n".join(one.objections),
            cost=one.cost,
            cost_currency=self._currency,
            margin=one.margin,
        )
