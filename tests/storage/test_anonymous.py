"""Answers to anonymous questions: whatever is looked at, by whom and how often, nothing of fewer than five can be subtracted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, insert, select, text

from storage.audit.tables import AuditRow
from storage.crm.surveys.records import LOT, Answer
from storage.crm.surveys.surveys import Surveys
from storage.crm.surveys.tables import SurveyAskRow, SurveyBallotRow
from storage.crm.tables import CustomerRow
from storage.session.schema import migrate
from storage.survey_results.results import SurveyResults
from storage.work import Store, Work
from tests.postgres import database

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
CUSTOMERS, OWNERS, STEPS = 30, 3, 90
FIRST = 1_000
"""Each answer is a number of its own: a figure tells by itself which answers are in it."""
LATER = 100_000
"""What is added to that for a comment that came after the answer."""


def asked(work: Work, **values: object) -> int:
    """An anonymous question."""
    said = {"text_es": "¿?", "text_en": "?", "purpose_es": "medir", "purpose_en": "measure", "options": []}
    rules = {"audience": "", "again_days": None, "asked_by": "both", "trigger": "", "priority": 1, "expires_on": None}
    more = {"fills": None, "low_score": None, "anonymous": True, "kind": "number", "name": "n"}
    return work.topic(Surveys).add(**{**said, **rules, **more, **values})


@dataclass
class Company:
    """What there is to ask, who answers for whom, and all that anybody was ever shown."""

    store: Store
    chance: Random
    question: int = 0
    owners: list[int] = field(default_factory=list)
    customers: list[int] = field(default_factory=list)
    said_by: dict[int, int] = field(default_factory=dict)
    """Whose each answer is, or each comment."""
    shown: set[frozenset[int]] = field(default_factory=set)
    """The answers behind each figure that was shown."""
    themes: set[frozenset[int]] = field(default_factory=set)
    now: datetime = NOW

    def begin(self) -> None:
        """Some colleagues have many customers, one has few, and some customers are nobody's."""
        with self.store.work(self.now) as work:
            self.question = asked(work)
            self.owners = [work.people.add(f"Rep {n}", "rep", "es", "Europe/Madrid").id for n in range(OWNERS)]
            for number in range(CUSTOMERS):
                customer = work.customers.add(f"Bar {number}").id
                if owner := self._any_owner():
                    work.changes.update(CustomerRow, customer, owner_id=owner)
                self.customers.append(customer)

    def _any_owner(self) -> int | None:
        return self.chance.choice([*self.owners, *self.owners[:1] * 3, None])

    def step(self) -> None:
        """Mostly an answer; now and then something that changes what was there; then everybody looks."""
        self.now += timedelta(minutes=self.chance.randrange(600))
        with self.store.work(self.now) as work:
            match self.chance.randrange(20):
                case 0:
                    work.changes.update(CustomerRow, self.chance.choice(self.customers), owner_id=self._any_owner())
                case 1 if len(self.customers) > CUSTOMERS // 2:
                    gone = self.customers.pop(self.chance.randrange(len(self.customers)))
                    work.personal_data.erase("customers", gone)
                case 2:
                    self._put_away(work)
                case _:
                    self._answer(work)
        others = ([self.chance.choice(self.owners)], self.owners[:2], self.owners[1:])
        for sees in (None, self.chance.choice(others)):
            self._look(sees)

    def _answer(self, work: Work) -> None:
        customer = self.chance.choice(self.customers)
        surveys, mark = work.topic(Surveys), FIRST + len(self.said_by)
        ask = surveys.plan(self.question, customer, self.now)
        self.said_by[mark] = customer
        words = str(mark) if self.chance.random() < 0.5 else None
        assert surveys.answer(ask, Answer(number=mark, words=words), via="bot")
        if self.chance.random() < 0.2:
            later = LATER + mark
            self.said_by[later] = customer
            surveys.comment(ask, str(later))

    def _put_away(self, work: Work) -> None:
        """As an undo puts away what was answered."""
        ids = work.connection.execute(select(SurveyAskRow.id).where(SurveyAskRow.archived_at.is_(None))).scalars().all()
        if ids:
            work.changes.archive(SurveyAskRow, self.chance.choice(ids))

    def _look(self, sees: list[int] | None) -> None:
        with self.store.look(self.now) as work:
            work.sees_owners = None if sees is None else frozenset(sees)
            results = work.topic(SurveyResults)
            total, groups = results.of_nobody(self.question), defaultdict[str | None, list[int]](list)
            for row in results.of_nobody(self.question, by_owner=True):
                assert row.number is not None
                groups[row.group].append(row.number)
            whole = [row.number for row in total if row.number is not None]
            for marks in (whole, *groups.values()):
                assert len(set(marks)) == len(marks), "an answer counts once"
                self.shown.add(frozenset(marks))
            for most in (LOT, 2 * LOT + 3, 300):
                said = [comment.split()[0] for comment in results.comments_of_nobody(self.question, limit=most)]
                self.themes.add(frozenset(map(int, said)))


def atoms(figures: Iterable[frozenset[int]]) -> list[set[int]]:
    """What can be told apart by adding and subtracting figures, at the finest: what is in the same ones."""
    ordered = sorted(figures, key=sorted)
    parts: Mapping[tuple[bool, ...], set[int]] = defaultdict(set)
    for mark in set().union(*ordered):
        parts[tuple(mark in figure for figure in ordered)].add(mark)
    return list(parts.values())


@pytest.mark.parametrize("seed", range(2))
def test_nothing_of_fewer_than_five_can_be_had_by_subtracting(store: Store, seed: int) -> None:
    """Over time, over the groups, and by what several colleagues see who put it together."""
    company = Company(store, Random(seed))
    company.begin()
    for _step in range(STEPS):
        company.step()
    for figures in (company.shown, company.themes):
        found = atoms(figures)
        assert len(found) > 3, "there was something to subtract"
        assert all(len({company.said_by[mark] for mark in part}) >= LOT for part in found)
    counted = max(map(len, company.shown))
    with store.look() as work:
        waits = work.connection.execute(select(func.count()).where(SurveyBallotRow.is_comment.is_(False))).scalar_one()
        named = select(SurveyAskRow.id).where(SurveyAskRow.number.is_not(None) | SurveyAskRow.words.is_not(None))
        assert work.connection.execute(named).first() is None, "no row says who answered what"
        after = str(work.connection.execute(select(AuditRow.after)).scalars().all())
    assert not any(f": {mark}" in after for mark in company.said_by), "nor does the audit"
    assert counted >= sum(mark < LATER for mark in company.said_by) * 0.7, "most is counted"
    assert waits < CUSTOMERS


def test_the_first_five_are_shown_at_once_and_a_colleagues_own_apart(store: Store) -> None:
    with store.work(NOW) as work:
        question, surveys = asked(work), work.topic(Surveys)
        ana, luis = (work.people.add(name, "rep", "es", "Europe/Madrid").id for name in ("Ana", "Luis"))
        results = work.topic(SurveyResults)

        def answers(owner: int, count: int) -> None:
            for _each in range(count):
                customer = work.customers.add(f"Bar {owner} {surveys.counts(question).get('answered', 0)}").id
                work.changes.update(CustomerRow, customer, owner_id=owner)
                surveys.answer(surveys.plan(question, customer, NOW), Answer(number=owner), via="web")

        def told() -> tuple[int, dict[str | None, int]]:
            apart = {row.group: row.count for row in results.of_nobody(question, by_owner=True)}
            return sum(row.count for row in results.of_nobody(question)), apart

        answers(ana, 3)
        answers(luis, 1)
        assert told() == (0, {})
        answers(luis, 1)
        assert told() == (5, {}), "the first five, whosever"
        answers(ana, 5)
        assert told() == (10, {"Ana": 5})
        answers(luis, 4)
        assert told() == (10, {"Ana": 5})
        answers(luis, 1)
        assert told() == (15, {"Ana": 5, "Luis": 5})


def test_five_answers_of_one_customer_are_no_five(store: Store) -> None:
    with store.work(NOW) as work:
        question, surveys = asked(work), work.topic(Surveys)
        customer = work.customers.add("Bar Sol").id
        for number in range(12):
            ask = surveys.plan(question, customer, NOW)
            surveys.answer(ask, Answer(number=number, words=f"razón {number}"), via="web")
        results = work.topic(SurveyResults)
        assert results.of_nobody(question) == []
        assert results.comments_of_nobody(question, limit=300) == []


def test_what_was_answered_openly_before_is_in_no_lot(store: Store) -> None:
    """Four answers that everybody knows and a fifth one: there would be no secret about the fifth."""
    with store.work(NOW) as work:
        question, surveys = asked(work, anonymous=False), work.topic(Surveys)
        for number in range(4):
            surveys.answer(
                surveys.plan(question, work.customers.add(f"Bar {number}").id, NOW), Answer(number), via="bot"
            )
        assert surveys.change(question, anonymous=True)
        results = work.topic(SurveyResults)
        assert sum(row.count for row in results.of_nobody(question)) == 4
        for number in range(4, 8):
            surveys.answer(surveys.plan(question, work.customers.add(f"Bar {number}").id, NOW), Answer(99), via="bot")
        assert {row.number for row in results.of_nobody(question)} == {0, 1, 2, 3}
        surveys.answer(surveys.plan(question, work.customers.add("Bar 9").id, NOW), Answer(99), via="bot")
        assert {row.number: row.count for row in results.of_nobody(question)}[99] == 5


@pytest.mark.parametrize("store_url", ["postgres"], indirect=True)
def test_answers_that_come_at_the_same_moment_count_once(store: Store) -> None:
    with store.work(NOW) as work:
        question = asked(work)
        asks = [work.topic(Surveys).plan(question, work.customers.add(f"Bar {number}").id, NOW) for number in range(40)]

    def answer(ask: int) -> None:
        with store.work(NOW) as work:
            assert work.topic(Surveys).answer(ask, Answer(number=ask), via="web")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(answer, asks))
    with store.look() as work:
        told = work.topic(SurveyResults).of_nobody(question)
    assert all(row.count == 1 for row in told)
    assert len(told) == 40


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_what_an_earlier_version_kept_by_name_becomes_nobodys(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Of seven five are counted, whoever gave them, and two wait; what was answered with a name stays as it is."""
    with ExitStack() as ending:
        url = f"sqlite:///{tmp_path / 'named.db'}"
        if kind == "postgres":
            url = ending.enter_context(database(request.getfixturevalue("postgres"), at="0034"))
        store = Store.open(url)
        ending.callback(store.close)
        migrate(store.engine, to="0034")
        stamp = {"now": "2026-11-20 10:00:00.000000"}
        with store.engine.begin() as connection:
            for id_, anonymous in ((1, True), (2, False)):
                connection.execute(
                    text(
                        "INSERT INTO survey_questions (id, name, kind, text_es, text_en, purpose_es, purpose_en, options, audience,"
                        ' asked_by, "trigger", priority, anonymous, created_at, updated_at)'
                        " VALUES (:id, :name, 'nps', '', '', '', '', '[]', '', 'bot', '', 1, :anonymous, :now, :now)"
                    ),
                    {"id": id_, "name": f"q{id_}", "anonymous": anonymous, **stamp},
                )
            for number in range(1, 8):
                connection.execute(
                    text(
                        "INSERT INTO customers (id, name, status, created_at, updated_at, folded)"
                        " VALUES (:id, :name, 'customer', :now, :now, :name)"
                    ),
                    {"id": number, "name": f"bar viejo {number}", **stamp},
                )
                for question in (1, 2):
                    connection.execute(
                        text(
                            "INSERT INTO survey_asks (id, question_id, customer_id, via, state, asked_at, answered_at, number, words,"
                            " created_at, updated_at) VALUES (:id, :question, :customer, 'bot', 'answered', :now, :now, :customer, 'x',"
                            " :now, :now)"
                        ),
                        {"id": number * 10 + question, "question": question, "customer": number, **stamp},
                    )
                    told = {"answered_at": NOW.isoformat(), "number": number, "words": "x"}
                    changed = {"before": dict.fromkeys(told), "after": told, "turn": "7"}
                    row = {"at": NOW, "entity": "survey_asks", "entity_id": number * 10 + question, **changed}
                    connection.execute(insert(AuditRow).values(row))
        migrate(store.engine)
        with store.look() as work:
            audit = select(AuditRow.entity_id, AuditRow.before, AuditRow.after).order_by(AuditRow.id)
            for ask, before, after in work.connection.execute(audit):
                left = {"answered_at"} if ask % 10 == 1 else {"answered_at", "number", "words"}
                assert before is not None
                assert before.keys() == after.keys() == left, "that something was answered stays, and what with a name"
            results = work.topic(SurveyResults)
            assert {row.number for row in results.of_nobody(1)} == {1, 2, 3, 4, 5}
            assert results.comments_of_nobody(1, limit=300) == ["x"] * 5
            assert {row.number for row in results.spread(2)} == set(range(1, 8))
        with store.work() as work:
            surveys, results = work.topic(Surveys), work.topic(SurveyResults)
            for number in (8, 9, 10):
                customer = work.customers.get(number - 7)
                assert customer
                surveys.answer(surveys.plan(1, customer.id, NOW), Answer(number=number), via="bot")
            assert {row.number for row in results.of_nobody(1)} == set(range(1, 11)), (
                "the two that waited are counted too"
            )
