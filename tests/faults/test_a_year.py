"""A year of customers' lives: two hundred surveys and promotions, visits, answers, and nothing asked too often, too late or twice.

Customers have nothing to do with each other, so there are few of them in the short form and five thousand in the long one.
"""

import os
import shutil
import sys
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import heapify, heappop, heappush
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.settings import Settings
from handlers.kit.calendar.public_holidays import public_holidays
from handlers.kit.calendar.week import Week
from handlers.kit.messages.action import Target
from handlers.kit.messages.reply import Reply
from handlers.kit.outreach.gate import CAP_OVER, CUSTOMERS_WEEK, LEAST_GAP, MOST, Gate, Go, Hold
from handlers.kit.surveys.answers import follows_from
from handlers.kit.surveys.choosing import A_COLLEAGUE_LATELY, DISMISSED_FOR, next_questions
from handlers.kit.surveys.sending import look_at, plan_for
from storage.crm.outreach.records import PURPOSES
from storage.crm.outreach.tables import ApproachRow
from storage.crm.records import CustomerRecord
from storage.crm.surveys.records import Answer, SurveyQuestion
from storage.crm.surveys.surveys import Surveys
from storage.crm.surveys.tables import SurveyAskRow
from storage.work import Store, Work
from tests.faults.process import LONG

pytestmark = [pytest.mark.faults, pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)]

CUSTOMERS, PROCESSES = (5_000, os.cpu_count() or 1) if LONG else (6, 1)
SURVEYS, PROMOTIONS, VISITS = 100, 100, 26
BEGIN = datetime(2026, 1, 5, 7, tzinfo=UTC)
YEAR = timedelta(days=365)
OVER_AFTER = timedelta(days=14)
"""An offer that could not be sent by then is not sent at all."""
MADRID = ZoneInfo("Europe/Madrid")
WEEKS = (None, "mon-sat 15:00-20:00", "tue 10:00-12:00", "sun 10:00-23:30", "mon-fri 06:00-09:00")
GAPS = (None, 7, 30)
AGAIN = (None, 60, 90, 180)
FILLS = {3: "channel", 40: "channel", 7: "sector", 60: "sector"}
"""Of the questions, by their place: what their answer tells of a customer."""

Event = tuple[datetime, int, str, int]


@dataclass
class Life:
    """One customer's year."""

    work: Work
    number: int
    customer: CustomerRecord
    draw: Random
    staff: int

    def __post_init__(self) -> None:
        self.company = Settings(_env_file=None).company
        self.events: list[Event] = []
        self.known: dict[str, datetime] = {"sector": BEGIN} if self.customer.sector else {}
        for what, count in (("survey", SURVEYS), ("offer", PROMOTIONS), ("visit", VISITS)):
            self.events += [(BEGIN + self.draw.random() * YEAR, n, what, n) for n in range(count)]
        self.offered = {n: at + OVER_AFTER for at, _n, what, n in self.events if what == "offer"}
        heapify(self.events)

    def live(self) -> None:
        """Whatever happens, in its order."""
        while self.events:
            at, _order, what, which = heappop(self.events)
            if at > BEGIN + YEAR:
                return
            self.work = Work(self.work.connection, at)
            getattr(self, f"_{what}")(at, which)

    def _later(self, at: datetime, what: str, which: int) -> None:
        heappush(self.events, (at, len(self.events), what, which))

    def _survey(self, at: datetime, _which: int) -> None:
        ask = plan_for(self.work, "interval", self.customer, at)
        if ask is not None:
            self._look(at, ask)

    def _look(self, at: datetime, ask: int) -> None:
        """As the rule does: puts it, reminds of it, lets it fade; and now and then they answer."""
        surveys = self.work.topic(Surveys)
        asked = surveys.get(ask)
        if asked is None or asked.state not in {"planned", "asked"}:
            return
        decision = look_at(self.work, self.company, at, asked)
        if isinstance(decision, Go) and self.draw.random() < 0.6:
            self._later(at + self.draw.random() * timedelta(days=6), "answer", ask)
        row = self.work.connection.execute(select(SurveyAskRow.look_at).where(SurveyAskRow.id == ask)).scalar()
        if row is not None:
            assert row > at
            self._later(row, "look", ask)

    def _answer(self, at: datetime, ask: int) -> None:
        surveys = self.work.topic(Surveys)
        asked = surveys.get(ask)
        question = surveys.question(asked.question_id) if asked else None
        if question is None or asked is None or asked.state not in {"asked", "faded"}:
            return
        answer = Answer(choice="telegram")
        if surveys.answer(ask, answer, via="bot"):
            follows_from(self.work, self.company, question, self.customer.id, answer)
            if question.fills == "channel":
                self.known.setdefault("channel", at)

    def _offer(self, at: datetime, which: int) -> None:
        gate = Gate(self.work, self.company, at)
        decision = gate.decide(self.customer.id, "promotions")
        if isinstance(decision, Hold):
            assert decision.until > at
            if decision.until < self.offered[which]:
                self._later(decision.until, "offer", which)
        if isinstance(decision, Go):
            gate.send(decision, Reply.of("…"), about=Target("test", which), key=f"{which}:{self.number}")

    def _visit(self, at: datetime, _which: int) -> None:
        for question in next_questions(self.work, self.customer, by="staff", now=at, today=at.date(), most=2):
            state = self.draw.choice(("answered", "skipped", "unknown"))
            answer = Answer(choice="telegram") if state == "answered" else Answer()
            self.work.topic(Surveys).noted(question.id, self.customer.id, state, answer, staff_id=self.staff)
            if state == "answered":
                follows_from(self.work, self.company, question, self.customer.id, answer)
                if question.fills == "channel":
                    self.known.setdefault("channel", at)

    # ------------------------------------------------------------------ what holds
    def check(self, questions: dict[int, SurveyQuestion]) -> int:
        """All that was said unasked and all that was asked; returns how much that was."""
        rows = self.work.connection.execute(
            select(ApproachRow.at).where(ApproachRow.customer_id == self.customer.id).order_by(ApproachRow.at)
        )
        times = list(rows.scalars())
        self._not_too_much(times)
        put = defaultdict[int, list[tuple[datetime, str]]](list)
        for question, at, state in self.work.connection.execute(
            select(SurveyAskRow.question_id, SurveyAskRow.asked_at, SurveyAskRow.state)
            .where(SurveyAskRow.customer_id == self.customer.id, SurveyAskRow.asked_at.is_not(None))
            .order_by(SurveyAskRow.asked_at)
        ):
            assert at is not None
            put[question].append((at, state))
            known = self.known.get(questions[question].fills or "")
            assert known is None or at <= known, "what is known is never asked"
        for question, asked in put.items():
            again = questions[question].again_days
            wait = DISMISSED_FOR if again is None else max(timedelta(days=again), A_COLLEAGUE_LATELY)
            for (before, came), (at, _state) in pairwise(asked):
                assert at - before >= wait, "no question is asked twice"
                assert again is not None or came != "answered", "one that is answered for good never again"
        return len(times) + sum(map(len, put.values()))

    def _not_too_much(self, times: Sequence[datetime]) -> None:
        gap = timedelta(days=GAPS[self.number % len(GAPS)] or 0) or LEAST_GAP
        assert all(later - earlier >= gap for earlier, later in pairwise(times)), "frequency"
        assert all(later - earlier >= CAP_OVER for earlier, later in zip(times, times[MOST:], strict=False)), "cap"
        week = WEEKS[self.number % len(WEEKS)]
        allowed = Week.parse(week) if week else CUSTOMERS_WEEK
        for at in times:
            local = at.astimezone(MADRID)
            assert allowed.has(local.weekday(), local.hour * 60 + local.minute), "their hours"
            assert 8 <= local.hour < 21, "quiet hours"
            assert local.date() not in public_holidays("ES", local.year, "")


def _bank(work: Work) -> dict[int, SurveyQuestion]:
    surveys = work.topic(Surveys)
    for place in range(SURVEYS):
        said = {"text_es": "¿?", "text_en": "?", "purpose_es": "medir", "purpose_en": "measure"}
        rules = {"audience": "", "again_days": AGAIN[place % len(AGAIN)], "asked_by": "both", "trigger": "interval"}
        kind = {"kind": "choice", "options": [["telegram", "Telegram", "Telegram"]], "fills": FILLS.get(place)}
        more = {"priority": place, "expires_on": None, "low_score": None, "anonymous": False}
        surveys.add(name=f"q{place}", **said, **rules, **kind, **more)
    return {question.id: question for question in surveys.questions()}


def _joined(work: Work, number: int) -> CustomerRecord:
    customer = work.customers.add(f"Bar {number}")
    if number % 2:
        work.customers.change(customer.id, "sector", "bares")
    account = work.customer_accounts.link(customer.id, "local", str(number), str(number), "es")
    for purpose in PURPOSES:
        work.consents.say(account.id, purpose, granted=True, words="sí")
    if week := WEEKS[number % len(WEEKS)]:
        work.contact_preferences.note(customer.id, "hours", week)
    if gap := GAPS[number % len(GAPS)]:
        work.contact_preferences.note(customer.id, "gap", str(gap))
    found = work.customers.get(customer.id)
    assert found
    return found


def lives(store_url: str, numbers: range) -> int:
    """The years of these customers, each checked; returns how much was said to them and asked of them."""
    said = 0
    with Store.open(store_url) as store:
        with store.work(BEGIN) as work:
            questions, staff = _bank(work), work.people.add("Ana", "rep", "es", "Europe/Madrid").id
        for number in numbers:
            with (
                store.engine.begin() as connection
            ):  # one commit each: what is looked at is when, not whether it is kept
                work = Work(connection, BEGIN)
                life = Life(work, number, _joined(work, number), Random(number), staff)
                life.live()
                said += life.check(questions)
    return said


def test_a_year_of_surveys_promotions_and_visits(store_url: str, tmp_path: Path) -> None:
    urls = [f"sqlite:///{tmp_path / f'{number}.db'}" for number in range(PROCESSES)]
    for url in urls:
        shutil.copy(store_url.removeprefix("sqlite:///"), url.removeprefix("sqlite:///"))
    shares = [range(number, CUSTOMERS, PROCESSES) for number in range(PROCESSES)]
    if PROCESSES == 1:
        said = lives(urls[0], shares[0])
    else:
        with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
            said = sum(pool.map(lives, urls, shares))
    sys.stdout.write(f"\n{CUSTOMERS} customers' years: {said} approaches and questions, each when it may be\n")
    assert said > CUSTOMERS * 20, "there was something to break"
