"""The gate over a year: whatever is sent when, nobody gets more, sooner or later than they may."""

from datetime import UTC, datetime, timedelta
from heapq import heapify, heappop, heappush
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bot.settings import Settings
from handlers.kit.calendar.public_holidays import public_holidays
from handlers.kit.calendar.week import Week
from handlers.kit.messages.action import Target
from handlers.kit.messages.reply import Reply
from handlers.kit.outreach.gate import CAP_OVER, CUSTOMERS_WEEK, LEAST_GAP, MOST, Gate, Go, Hold
from handlers.kit.surveys.choosing import next_questions
from storage.crm.outreach.records import PURPOSES, Purpose
from storage.crm.surveys.records import Answer
from storage.crm.surveys.surveys import Surveys
from storage.work import Store, Work

BEGIN = datetime(2026, 1, 5, 7, tzinfo=UTC)
CUSTOMERS, CAMPAIGNS = 5, 200
OVER_AFTER = timedelta(days=14)
"""A survey or an offer that could not be sent by then is not sent at all."""
MADRID = ZoneInfo("Europe/Madrid")
WEEKS = (None, "mon-sat 15:00-20:00", "tue 10:00-12:00", "sun 10:00-23:30", "mon-fri 06:00-09:00")
GAPS = (None, 7, 30)


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_a_year_of_surveys_and_promotions(store: Store) -> None:
    company, draw = Settings(_env_file=None).company, Random(7)
    with store.work(BEGIN) as work:
        people = [_joined(work, number) for number in range(CUSTOMERS)]
    sent: dict[int, list[datetime]] = {number: [] for number in range(CUSTOMERS)}
    due: list[tuple[datetime, int, Purpose, int, datetime]] = []
    for campaign in range(CAMPAIGNS):
        at = BEGIN + timedelta(minutes=draw.randrange(365 * 24 * 60))
        due += [(at, number, PURPOSES[campaign % 2], campaign, at + OVER_AFTER) for number in range(CUSTOMERS)]
    stopped_at = BEGIN + timedelta(days=200)
    heapify(due)
    with store.engine.begin() as connection:  # one commit: what is looked at is when, not whether it is kept
        while due:
            at, number, purpose, campaign, over = heappop(due)
            work = Work(connection, at)
            account = work.customer_accounts.of_customer(people[number])[0]
            if number == 0 and at >= stopped_at and account.stopped_at is None:
                work.customer_accounts.stop(account.id)
            gate = Gate(work, company, at)
            decision = gate.decide(people[number], purpose)
            if isinstance(decision, Hold):
                assert decision.until > at
                if decision.until < over:
                    heappush(due, (decision.until, number, purpose, campaign, over))
            if isinstance(decision, Go):
                gate.send(decision, Reply.of("…"), about=Target("test", campaign), key=f"{campaign}:{number}")
                sent[number].append(at)
    for number, times in sent.items():
        _holds(number, times)
    assert sum(map(len, sent.values())) > CUSTOMERS * 8
    assert all(at < stopped_at for at in sent[0])


def _joined(work: Work, number: int) -> int:
    customer = work.customers.add(f"Bar {number}").id
    account = work.customer_accounts.link(customer, "local", str(number), str(number), "es")
    for purpose in PURPOSES:
        work.consents.say(account.id, purpose, granted=True, words="sí")
    if week := WEEKS[number % len(WEEKS)]:
        work.contact_preferences.note(customer, "hours", week)
    if gap := GAPS[number % len(GAPS)]:
        work.contact_preferences.note(customer, "gap", str(gap))
    return customer


def _holds(number: int, times: list[datetime]) -> None:
    gap = timedelta(days=GAPS[number % len(GAPS)] or 0) or LEAST_GAP
    assert all(later - earlier >= gap for earlier, later in pairwise(times))
    assert all(later - earlier >= CAP_OVER for earlier, later in zip(times, times[MOST:], strict=False))
    week = WEEKS[number % len(WEEKS)]
    allowed = Week.parse(week) if week else CUSTOMERS_WEEK
    for at in times:
        local = at.astimezone(MADRID)
        assert allowed.has(local.weekday(), local.hour * 60 + local.minute)
        assert 8 <= local.hour < 21
        assert local.date() not in public_holidays("ES", local.year, "")


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_no_question_is_asked_twice_and_nothing_known_is_asked(store: Store) -> None:
    draw, now, answered = Random(3), BEGIN, set[int]()
    with store.work(BEGIN) as work:
        staff = work.people.add("Ana", "rep", "es", "Europe/Madrid").id
        customer = work.customers.add("Bar Sol")
        work.contact_preferences.note(customer.id, "channel", "email")
    for _day in range(170):
        now += timedelta(days=1)
        with store.work(now) as work:
            for question in next_questions(work, customer, by="staff", now=now, today=now.date(), most=2):
                assert question.name != "canal"
                assert question.id not in answered or question.again_days == 90
                state = draw.choice(("answered", "skipped", "unknown"))
                answered |= {question.id} if state == "answered" else set()
                work.topic(Surveys).noted(question.id, customer.id, state, Answer(words="x"), staff_id=staff)
    assert answered
