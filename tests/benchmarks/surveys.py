"""Choosing the next questions for one customer: very many customers, each of whom answered every question once."""

import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text

from handlers.kit.surveys.choosing import By, next_questions
from storage.crm.surveys.surveys import Surveys
from storage.crm.surveys.tables import SurveyAskRow
from storage.entities.entity import table_of
from storage.promotions.segments import Segments
from storage.questions.question import About, Field, Filter, Question
from storage.work import Store, Work
from tests.benchmarks.scale import Scale
from tests.benchmarks.stores import KINDS, SHOWN, ZONE, Stores, analyze
from tests.benchmarks.table import Row, centile, median

QUESTIONS = 50
"""Of each ten of them five are for everybody, two for a sector, two for a class and one for a segment."""
FILLS = {9: "channel", 19: "sector", 29: "sensitive"}
"""What the answer of one fills in; of each third customer what the last fills in is known."""
MOST = 2
AT_MOST_MS = 5.0
NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
SECTORS = ("bars", "hotels", "shops", "offices")
CUSTOMERS_AT_A_TIME = 10_000
DAYS = 700
"""The answers are of so many days: half of the questions may be put again."""
WARMING_UP = 20
OUT_OF_ORDER = {"ix_survey_asks_question", "ix_survey_asks_account"}

_CUSTOMERS = "(SELECT id FROM customers ORDER BY id LIMIT :some OFFSET :after)"
_AT = {
    "sqlite": "datetime('2026-11-19 12:00:00', '-' || ((c.id * 7919 + q.id * 104729) % :days) || ' days') || '.000000'",
    "postgres": "timestamptz '2026-11-19 12:00:00+00' - ((c.id * 7919 + q.id * 104729) % :days) * interval '1 day'",
}


def measure(scale: Scale, made: Stores, note: Callable[[str], None]) -> list[Row]:
    """On both stores, for customers drawn by chance: what a colleague takes along, and what the bot puts."""
    rows = []
    for kind in KINDS:
        url, company = made.big(kind, scale.names)
        store = Store.open(url)
        answers = QUESTIONS * len(company.ids)
        note(f"surveys: {len(company.ids):,} customers, {QUESTIONS} questions, {answers:,} answers on {SHOWN[kind]}")
        _fill(store, kind, len(company.ids))
        asked: tuple[tuple[By, int, str], ...] = (("staff", MOST, "a colleague"), ("bot", 1, "the bot"))
        for by, most, whom in asked:
            runs = [
                _chosen(store, company.ids, scale.look_ups, (by, most), random.Random(run)) for run in range(scale.runs)
            ]
            middle = median([median(times) for times, _found in runs])
            slow = median([centile(times, 99) for times, _found in runs])
            found = sum(found for _times, found in runs)
            rows.append(
                Row(
                    f"the next questions of {QUESTIONS} for {whom}, {answers:,} answers, {SHOWN[kind]}",
                    f"p50 {middle:.2f} ms, p99 {slow:.2f} ms",
                    f"p99 <= {AT_MOST_MS:.0f} ms",
                    slow <= AT_MOST_MS and found > 0,
                    f"{found / (scale.runs * scale.look_ups):.1f} found each",
                )
            )
        store.close()
    return rows


def _chosen(
    store: Store, ids: Sequence[int], count: int, asked: tuple[By, int], chance: random.Random
) -> tuple[list[float], int]:
    """Milliseconds of each choice, each in a unit of work of its own, and how many questions were chosen in all."""
    by, most = asked
    times: list[float] = []
    found = 0
    for number in range(-WARMING_UP, count):
        with store.look(NOW) as work:
            customer = work.customers.get(chance.choice(ids))
            assert customer
            begun = time.perf_counter()
            chosen = next_questions(work, customer, by=by, now=NOW, today=NOW.date(), most=most)
            spent = (time.perf_counter() - begun) * 1000
        if number >= 0:
            times.append(spent)
            found += len(chosen)
    return times, found


def _fill(store: Store, kind: str, customers: int) -> None:
    """Sectors and classes of the customers, the questions, and an answer of every customer to each, made within the database."""
    with store.work(NOW) as work:
        owner = work.people.everyone()[0] if work.people.everyone() else work.people.add("Ana", "rep", "es", ZONE)
        work.connection.execute(
            text(
                "UPDATE customers SET sector = CASE id % 4 WHEN 0 THEN 'bars' WHEN 1 THEN 'hotels' WHEN 2 THEN 'shops' ELSE 'offices' END"
            )
        )
        work.connection.execute(
            text(
                "INSERT INTO customer_standings (customer_id, letter, day, last, currency, sales, before, orders, segment)"
                " SELECT id, CASE id % 3 WHEN 0 THEN 'A' WHEN 1 THEN 'B' ELSE 'C' END, :day, :day, 'EUR', 1, 0, 1, 'active'"
                " FROM customers"
            ),
            {"day": NOW.date()},
        )
        work.connection.execute(
            text(
                "INSERT INTO customer_facts (customer_id, kind, value, folded, rank, created_at, updated_at)"
                " SELECT id, 'sensitive', 'price', 'price', 1, created_at, updated_at FROM customers WHERE id % 3 = 0"
            )
        )
        for number in range(QUESTIONS):
            work.topic(Surveys).add(**_question(number, work))
    _indexes(store, there=False)
    for after in range(0, customers, CUSTOMERS_AT_A_TIME):
        with store.engine.begin() as connection:
            connection.execute(
                text(
                    "INSERT INTO survey_asks (question_id, customer_id, owner_id, staff_id, via, state, asked_at, answered_at, number,"
                    " created_at, updated_at)"
                    f" SELECT question, customer, :owner, :owner, 'staff', 'answered', at, at, customer % 11, at, at"
                    f" FROM (SELECT q.id AS question, c.id AS customer, {_AT[kind]} AS at"
                    f" FROM {_CUSTOMERS} AS c CROSS JOIN survey_questions AS q) AS made"
                ),
                {"some": CUSTOMERS_AT_A_TIME, "after": after, "owner": owner.id, "days": DAYS},
            )
    _indexes(store, there=True)
    analyze(store)


def _indexes(store: Store, *, there: bool) -> None:
    """Takes away what would be filled in no order, a row here and a row there, and puts it back: in a fraction of the time."""
    with store.engine.begin() as connection:
        for index in table_of(SurveyAskRow).indexes:
            if index.name in OUT_OF_ORDER:
                (index.create if there else index.drop)(connection)


def _question(number: int, work: Work) -> dict[str, Any]:
    """One of the questions; see `QUESTIONS`."""
    place = number % 10
    audience = ""
    if place in {1, 6}:
        audience = SECTORS[number % len(SECTORS)]
    elif place in {2, 7}:
        audience = f"class:{'ABC'[number % 3]}"
    elif place == 4:
        of = Question(About.CUSTOMERS, (Filter(Field.SECTOR, SECTORS[number // 10 % len(SECTORS)]),))
        audience = f"segment:{work.topic(Segments).keep(f'Segment {number}', of)}"
    return {
        "name": f"survey {number}",
        "kind": ("nps", "csat", "yes_no", "text", "choice")[number % 5],
        "text_es": "¿…?",
        "text_en": "…?",
        "purpose_es": "para medir",
        "purpose_en": "to measure",
        "options": [["a", "a", "a"], ["b", "b", "b"]],
        "audience": audience,
        "again_days": 30 * (1 + number % 12),
        "asked_by": "both",
        "trigger": "interval",
        "priority": number,
        "expires_on": None,
        "fills": FILLS.get(number),
        "low_score": None,
        "anonymous": False,
    }
