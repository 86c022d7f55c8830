"""What customers of the sample company answered, and those of them who are on the bot."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from random import Random

from bot.samples.company import SampleCompany
from handlers.kit.format.texts import Voice, Words, _
from handlers.kit.surveys.bank import questions_of
from storage.crm.outreach.records import PURPOSES, Purpose
from storage.crm.surveys.bulk import PastAnswer
from storage.work import Work

ASKED = 0.65
"""Of the customers, those that were asked."""
DISMISSED = 0.1
FAR, LATELY = 80, 21
"""Working days ago between which they were: what was asked later would not be asked again in the demo's first days."""
SCORES = (10, 10, 9, 9, 9, 9, 8, 8, 8, 7, 7, 6, 6, 5, 3)
WORDS: Mapping[int, tuple[Words, ...]] = {
    10: (_("The people are great."), _("Always on time, and the people help.")),
    9: (_("Good service, a bit expensive."),),
    6: (_("Deliveries come late in summer."),),
    5: (_("Too expensive, and deliveries are late."),),
    3: (_("Nobody told us that the order was late."),),
}


class SampleSurveys:
    """Answers of the sample company; `at` makes an instant of a working day and a wall time, ids are by name."""

    def __init__(
        self,
        company: SampleCompany,
        at: Callable[[int, time], datetime],
        staff: Mapping[str, int],
        customers: Mapping[str, int],
        speaks: Voice,
    ) -> None:
        self._company, self._at, self._staff, self._customers, self._voice = company, at, staff, customers, speaks
        self._draw = Random(f"answers {company.locale}")

    def answers(self, work: Work) -> list[PastAnswer]:
        """What was answered to how likely they are to recommend us; the customer with the phone was not asked yet."""
        nps = next(question for question in questions_of(work) if question.kind == "nps")
        _phone, *others = self._company.customers
        asked = [client for client in others if client.pace != "new" and self._draw.random() < ASKED]
        return [self._answer(nps.id, self._customers[client.name], self._staff[client.rep]) for client in asked]

    def _answer(self, question_id: int, customer_id: int, owner_id: int) -> PastAnswer:
        draw = self._draw
        at = self._at(-draw.randint(LATELY, FAR), time(draw.randint(10, 17), draw.randrange(60)))
        if draw.random() < DISMISSED:
            return PastAnswer(question_id, customer_id, owner_id, at)
        score = draw.choice(SCORES)
        said = WORDS.get(score)
        words = self._voice.say(draw.choice(said)) if said and draw.random() < 0.5 else None
        return PastAnswer(question_id, customer_id, owner_id, at, score, words)

    def join(self, work: Work, platform: str) -> None:
        """Some customers are on the bot since lately, and want to hear of promotions; the first is asked questions, too."""
        agreed: tuple[Purpose, ...] = PURPOSES
        for client in self._company.customers:
            if client.chat is None:
                continue
            customer = self._customers[client.name]
            account = work.customer_accounts.link(customer, platform, client.chat, client.chat, self._voice.language)
            for purpose in agreed:
                work.consents.say(account.id, purpose, granted=True, words=self._voice.say(_("Yes")))
            if agreed is PURPOSES:
                work.customer_accounts.look(account.id, self._at(-1, time(10)))  # so the demo begins with a question
            agreed = ("promotions",)
