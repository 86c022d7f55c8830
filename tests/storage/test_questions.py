"""Every question there can be runs on both stores, and its figures are those of plain SQL over the same rows."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from storage.crm.interactions import InteractionInput
from storage.crm.opportunities.records import NewStage, OpportunityInput
from storage.crm.records import Due
from storage.purchases.records import PurchaseLine
from storage.questions.answers import Answers, UnknownFieldError
from storage.questions.question import (
    ANY,
    HAS,
    ME,
    TOLD,
    About,
    AnyOf,
    Comparison,
    Dated,
    Field,
    Filter,
    Group,
    Measure,
    Money,
    Named,
    Order,
    Period,
    Question,
    Value,
)
from storage.questions.sources import source
from storage.work import Store, Work

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
MADRID = ZoneInfo("Europe/Madrid")
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
KINDS = ("visit", "call", "email")
VALUES: Mapping[Field, Value] = {
    Field.STAFF: ME,
    Field.CUSTOMER: Named(1, "Bar 1"),
    Field.SECTOR: "hosteleria",
    Field.PLACE: "malaga",
    Field.STATUS: "customer",
    Field.KIND: "visit",
    Field.STATE: "open",
    Field.STAGE: Named(1, "New"),
    Field.REASON: "Price",
    Field.AMOUNT: Money(Decimal(100), "EUR"),
    Field.MET: "visit",
    Field.LAST: TOLD,
    Field.AUTHOR: ME,
    Field.BOUGHT: "vino",
    Field.PRODUCT: Named(1, "Vino"),
    Field.CLASS: "A",
    Field.SEGMENT: "loyal",
    Field.FACT: "sensitive:price",
    Field.CONTACT: Named(1, "Marta"),
    Field.SOURCE: Named(1, "Web"),
    Field.CAUSE: "delivery",
    Field.HAS: "contact",
    Field.TIMES: "2",
    Field.SURVEY: Named(1, "nps"),
    Field.SCORE: "7",
    Field.ANSWER: "detractor",
}


@pytest.fixture
def work(store: Store) -> Iterator[Work]:
    """Ana and Luis, ten customers, and what was logged about them."""
    with store.work(NOW) as work:
        work.pipelines.begin("Sales", (NewStage("New", 10, 5),), ["Price"])
        people = [work.people.add(name, "rep", "es", "Europe/Madrid") for name in ("Ana", "Luis")]
    for at in range(1, 11):
        with store.work(NOW - timedelta(days=20 * at), person=people[at % 2], turn=str(at)) as work:
            customer = work.customers.add(f"Bar {at}", owner=people[at % 2])
            work.customers.change(customer.id, "sector", "Hostelería" if at % 3 else "Comercio")
            work.customers.change(customer.id, "address", "C/ Sol, MÁLAGA" if at % 2 else "Valencia")
            for n in range(at):
                when = NOW - timedelta(days=n * 13)
                work.interactions.log(InteractionInput(customer.id, KINDS[n % 3], when, when.date(), "day", "nota"))
            due = Due((NOW + timedelta(days=at - 5)).replace(tzinfo=None), "UTC", "minute")
            work.follow_ups.add("llamar", due, owner_id=people[at % 2].id, customer_id=customer.id)
            stage = work.pipelines.stages(1)[0]
            currency = "EUR" if at % 4 else "MXN"
            amount = Decimal(at * 100) if at != 5 else None
            said = OpportunityInput(customer.id, "x", stage.id, 1, people[at % 2].id, currency, amount=amount)
            found = work.opportunities.get(work.opportunities.add(said))
            if found and at > 7:
                work.opportunities.win(found, Decimal(at), currency)
    with store.work(NOW, person=people[0]) as work:
        yield work


def questions(about: About) -> list[Question]:
    """Every field, group, measure and date that there is for it, with a period and without."""
    of = source(about)
    found = []
    for field, measure, group in product((None, *of.fields), Measure, (None, *of.groups, Group.MONTH)):
        if measure in {Measure.SUM, Measure.AVERAGE} and of.amount is None:
            continue
        if measure is Measure.SHARE and not group:
            continue
        value = min(of.states) if field is Field.STATE else VALUES.get(field) if field else None
        filters = (Filter(field, value),) if field and value else ()
        found.append(Question(about, filters, measure, group))
    found += [Question(about, (Filter(Field.STATE, state),), Measure.COUNT) for state in sorted(of.states)]
    for when in of.dates:
        period = Period(YEAR.first, YEAR.last, when)
        found += [Question(about, measure=Measure.COUNT, group=group, period=period) for group in (None, Group.MONTH)]
    return found


@pytest.mark.parametrize("about", About)
@pytest.mark.parametrize("sees", [None, frozenset({1})])
def test_every_question_there_can_be_runs(work: Work, about: About, sees: frozenset[int] | None) -> None:
    work.sees_owners = sees
    answers = work.topic(Answers)
    for question in questions(about):
        answers.rows(question, MADRID, limit=3)
        answers.totals(question, MADRID)
        if question.group:
            answers.groups(question, MADRID, limit=5)


def test_figures_are_those_of_plain_sql(work: Work) -> None:
    answers = work.topic(Answers)
    visits = Question(About.INTERACTIONS, (Filter(Field.KIND, "visit"),), Measure.COUNT, period=YEAR)
    plain = work.connection.execute(
        text("SELECT author_id, count(*) FROM interactions WHERE kind = 'visit' GROUP BY author_id")
    )
    assert {
        one.key: one.total.count for one in answers.groups(replace(visits, group=Group.STAFF), MADRID, limit=9)
    } == {row[0]: row[1] for row in plain}
    assert answers.totals(visits, MADRID)[0].count == len(answers.rows(visits, MADRID, limit=99))
    months = replace(visits, group=Group.MONTH)
    rows = Counter(row.at.astimezone(MADRID).month for row in answers.rows(visits, MADRID, limit=99) if row.at)
    assert {one.key.month: one.total.count for one in answers.groups(months, MADRID, limit=99)} == rows  # type: ignore[union-attr]


def test_a_total_of_several_currencies_is_several_totals_and_no_amount_is_no_nought(work: Work) -> None:
    answers = work.topic(Answers)
    open_ = (Filter(Field.STATE, "open"),)
    sums = {t.currency: t for t in answers.totals(Question(About.OPPORTUNITIES, open_, Measure.SUM), MADRID)}
    assert sums["EUR"].amount == Decimal(100 + 200 + 300 + 600 + 700)
    assert (sums["EUR"].count, sums["EUR"].with_amount) == (6, 5)
    assert sums["MXN"].amount == Decimal(400)
    mean = {t.currency: t for t in answers.totals(Question(About.OPPORTUNITIES, open_, Measure.AVERAGE), MADRID)}
    assert mean["EUR"].amount == Decimal(380)


def test_who_was_met_and_who_was_not_are_all(work: Work) -> None:
    answers = work.topic(Answers)

    def names(comparison: Comparison) -> set[str | None]:
        met = Filter(Field.MET, "call", comparison)
        found = answers.rows(Question(About.CUSTOMERS, (met,), period=YEAR), MADRID, limit=99)
        return {row.customer for row in found}

    assert names(Comparison.WITHOUT) == {"Bar 1"}
    assert names(Comparison.IS) == {f"Bar {at}" for at in range(2, 11)}


def test_what_there_is_not_cannot_be_asked(work: Work) -> None:
    answers = work.topic(Answers)
    for question in (
        Question(About.CUSTOMERS, measure=Measure.SUM),
        Question(About.INTERACTIONS, (Filter(Field.STATE, "open"),)),
        Question(About.FOLLOW_UPS, group=Group.SECTOR),
        Question(About.OPPORTUNITIES, period=Period(YEAR.first, YEAR.last, Dated.DUE)),
    ):
        with pytest.raises(UnknownFieldError):
            answers.totals(question, MADRID)


def test_sectors_are_found_however_they_are_spelled(work: Work) -> None:
    answers = work.topic(Answers)
    assert list(answers.sectors) == ["Comercio", "Hostelería"]
    assert list(answers.spelled("hosteleria")) == ["Hostelería"]
    assert not answers.spelled("pesca")
    place = Question(About.CUSTOMERS, (Filter(Field.PLACE, "malaga"),), Measure.COUNT)
    assert answers.totals(place, MADRID)[0].count == 5


def test_a_state_that_something_has_not_is_not_taken_for_another(work: Work) -> None:
    for about, state in ((About.OPPORTUNITIES, "stalled"), (About.FOLLOW_UPS, "won"), (About.LEADS, "done")):
        with pytest.raises(UnknownFieldError):
            work.topic(Answers).totals(Question(about, (Filter(Field.STATE, state),), Measure.COUNT), MADRID)


def test_who_bought_nothing_in_a_time_is_who_has_no_line_in_it(work: Work) -> None:
    product = work.products.add("Vino")
    days = {1: NOW.date(), 2: NOW.date() - timedelta(days=200)}
    for customer, day in days.items():
        line = PurchaseLine(product, Decimal(2), Decimal(10), "EUR")
        work.purchases.add(customer, day, [line])
    lately = Period(NOW.date() - timedelta(days=30), NOW.date())
    nothing = Filter(Field.BOUGHT, ANY, Comparison.WITHOUT)
    rows = work.topic(Answers).rows(Question(About.CUSTOMERS, (nothing,), period=lately), MADRID, limit=20)
    assert {row.id for row in rows} == set(range(2, 11))
    rows = work.topic(Answers).rows(Question(About.CUSTOMERS, (nothing,)), MADRID, limit=20)
    assert {row.id for row in rows} == set(range(3, 11))  # within a year, where nobody says when


def test_who_was_met_more_often_than_so_many_times(work: Work) -> None:
    answers = work.topic(Answers)
    met = (Filter(Field.MET, ANY), Filter(Field.TIMES, "7", Comparison.OVER))
    often = answers.rows(Question(About.CUSTOMERS, met, period=YEAR), MADRID, limit=99)
    assert [row.customer for row in often] == ["Bar 10", "Bar 8", "Bar 9"]
    seldom = (Filter(Field.MET, ANY), Filter(Field.TIMES, "3", Comparison.UNDER))
    rows = answers.rows(Question(About.CUSTOMERS, seldom, period=YEAR), MADRID, limit=99)
    assert {row.customer for row in rows} == {"Bar 1", "Bar 2"}


def test_those_of_several_colleagues_are_those_of_each(work: Work) -> None:
    answers = work.topic(Answers)
    both = AnyOf((Named(1, "Ana"), Named(2, "Luis")))
    count = answers.totals(Question(About.CUSTOMERS, (Filter(Field.STAFF, both),), Measure.COUNT), MADRID)[0].count
    each = [
        answers.totals(Question(About.CUSTOMERS, (Filter(Field.STAFF, one),), Measure.COUNT), MADRID)[0].count
        for one in both.each
    ]
    assert count == sum(each) == 10


def test_what_is_not_known_of_a_customer(work: Work) -> None:
    answers = work.topic(Answers)
    for what in HAS:
        kept = [
            answers.totals(Question(About.CUSTOMERS, (Filter(Field.HAS, what, how),), Measure.COUNT), MADRID)[0].count
            for how in (Comparison.IS, Comparison.WITHOUT)
        ]
        assert sum(kept) == 10
    missing = Question(About.CUSTOMERS, (Filter(Field.HAS, "email", Comparison.WITHOUT),), Measure.COUNT)
    assert answers.totals(missing, MADRID)[0].count == 10


def test_a_question_is_kept_as_it_was_asked() -> None:
    both = AnyOf((Named(1, "Ana"), Named(2, "Luis")))
    share = Question(
        About.OPPORTUNITIES, (Filter(Field.STAFF, both), Filter(Field.STATE, "won")), Measure.SHARE, of=Field.STAFF
    )
    least = Question(About.INTERACTIONS, measure=Measure.COUNT, group=Group.STAFF, limit=3, order=Order.LEAST)
    for question in (share, least):
        assert Question.from_json(question.as_json()) == question
    assert share.whole.filters == (Filter(Field.STATE, "won"),)
