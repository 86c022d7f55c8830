"""An audience counted with its reasons, and sales attributed, each against the best plain SQL for the same over the same store."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import TextClause, bindparam, text

from storage.crm.opportunities.records import NewStage
from storage.promotions.attribution import REASONS, WITHIN, after
from storage.promotions.audience import Audience
from storage.promotions.promotions import Promotions
from storage.promotions.records import RUNNING, PromotionContent
from storage.promotions.results import Results, Sale
from storage.questions.question import About, Field, Filter, Question
from storage.session.base import UtcDateTime
from storage.work import Store, Work
from tests.benchmarks.scale import Scale
from tests.benchmarks.stores import KINDS, SHOWN, ZONE, Stores
from tests.benchmarks.table import Row, median

PURCHASES, PROMOTIONS, PRODUCTS, OFFERED, TOLD = 50, 200, 400, 100, 10
"""Purchases a customer; promotions and products in all, and those that promotions are about, each two; customers are told of one
promotion in so many."""
AT_MOST = 1.5
LAUNCH = datetime(2026, 10, 1, 9, tzinfo=UTC)
LAST = date(2026, 11, 30)
NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
INSTANTS = ("now", "later", "answered", "asked", "closed", "launch", "over")


def _typed(statement: str) -> TextClause:
    """A text whose instants are stored as the product stores them."""
    instants = [name for name in INSTANTS if f":{name}" in statement]
    return text(statement).bindparams(*[bindparam(name, type_=UtcDateTime()) for name in instants])


_NUMBERS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :most - 1)",
    "postgres": "WITH n(i) AS (SELECT generate_series(CAST(0 AS bigint), CAST(:most AS bigint) - 1))",
}
_DAY = {
    "sqlite": "date('2026-11-19', '-' || ((i * 7919) % 700) || ' days')",
    "postgres": "date '2026-11-19' - CAST((i * 7919) % 700 AS integer)",
}
_AUDIENCE = text(
    """SELECT CASE WHEN EXISTS (SELECT 1 FROM complaints q WHERE q.customer_id = c.id AND q.state = 'open'
                               AND q.archived_at IS NULL) THEN 'complaint'
              WHEN EXISTS (SELECT 1 FROM customer_accounts a WHERE a.customer_id = c.id AND a.archived_at IS NULL
                           AND a.stopped_at IS NOT NULL)
               AND NOT EXISTS (SELECT 1 FROM customer_accounts a WHERE a.customer_id = c.id AND a.archived_at IS NULL
                               AND a.stopped_at IS NULL AND a.unreachable_at IS NULL) THEN 'stopped'
              WHEN c.phone IS NULL AND NOT EXISTS (SELECT 1 FROM contacts p WHERE p.customer_id = c.id
                               AND p.archived_at IS NULL AND p.phone IS NOT NULL) THEN 'no_phone'
              ELSE 'to_send' END AS fate, count(*)
       FROM customers c WHERE c.archived_at IS NULL AND c.id IN
         (SELECT customer_id FROM purchases WHERE product_id = :product AND day >= :since AND archived_at IS NULL AND quantity > 0)
       GROUP BY 1"""
)
_APART = """NOT EXISTS (SELECT 1 FROM promotion_customers h WHERE h.promotion_id = {promotion} AND h.customer_id = {customer}
                       AND h.held = :yes)"""
_MINE_APART = _APART.format(promotion=":promotion", customer="s.customer_id")
_BETTER = (
    "(c.rank > {rank} OR c.rank = {rank} AND ({since} > c.since OR {since} = c.since AND {promotion} > :promotion))"
)
_CAME = """(t.state <> 'sent' OR NOT EXISTS (SELECT 1 FROM approaches a JOIN outbox m ON m.id = a.outbox_id WHERE a.id = t.approach_id
            AND m.state IN ('dead', 'expired', 'withdrawn', 'unknown', 'held')))"""
_TAPPED = "(t.state = 'answered' AND date(t.answered_at) <= {day})"
_HEARD = f"(t.sent_at IS NOT NULL AND date(t.sent_at) <= {{day}} AND {{day}} <= t.counts_until AND {_CAME})"
_WON = "s.state = 'won' AND s.archived_at IS NULL AND s.closed_at >= :launch AND s.closed_at < :over"
_SOLD = "s.product_id = :product AND s.archived_at IS NULL AND s.day BETWEEN :first AND :until"
_SALES = _typed(
    f"""WITH rivals AS (SELECT p.id, p.name, p.launched_at FROM promotions p JOIN promotion_versions v
                          ON v.promotion_id = p.id AND v.version = p.version
                        WHERE p.id <> :promotion AND p.archived_at IS NULL AND p.launched_at IS NOT NULL
                          AND v.products = :called AND v.first <= :until AND v.last >= :earlier),
       claims_of_wins AS (
         SELECT s.id AS sale, s.customer_id, s.amount, s.created_at, s.closed_at, 1 AS rank, i.day AS since
           FROM opportunities s JOIN interactions i ON i.customer_id = s.customer_id AND i.promotion = :name
           WHERE {_WON} AND i.archived_at IS NULL AND i.at >= :launch AND i.at <= s.closed_at AND {_MINE_APART}
         UNION ALL SELECT s.id, s.customer_id, s.amount, s.created_at, s.closed_at, 2, date(l.arrived_at)
           FROM opportunities s JOIN leads l ON l.opportunity_id = s.id AND l.promotion_id = :promotion
           WHERE {_WON} AND l.archived_at IS NULL AND {_MINE_APART}
         UNION ALL SELECT s.id, s.customer_id, s.amount, s.created_at, s.closed_at, 2, date(t.answered_at)
           FROM opportunities s JOIN promotion_customers t ON t.customer_id = s.customer_id AND t.promotion_id = :promotion
           WHERE {_WON} AND t.held = :no AND t.state = 'answered' AND t.answered_at <= s.created_at),
       wins AS (
         SELECT rank, 'win' AS kind, customer_id, amount
         FROM (SELECT *, row_number() OVER (PARTITION BY sale ORDER BY rank, since DESC) AS place FROM claims_of_wins) AS c
         WHERE place = 1
           AND NOT EXISTS (SELECT 1 FROM interactions i JOIN promotions r ON r.name = i.promotion
                           WHERE i.customer_id = c.customer_id AND i.archived_at IS NULL AND i.at <= c.closed_at
                             AND r.id <> :promotion AND r.launched_at <= i.at AND {_APART.format(promotion="r.id", customer="c.customer_id")}
                             AND {_BETTER.format(rank=1, since="i.day", promotion="r.id")})
           AND NOT EXISTS (SELECT 1 FROM leads l WHERE l.opportunity_id = c.sale AND l.promotion_id <> :promotion AND l.archived_at IS NULL
                             AND {_APART.format(promotion="l.promotion_id", customer="c.customer_id")}
                             AND {_BETTER.format(rank=2, since="date(l.arrived_at)", promotion="l.promotion_id")})
           AND NOT EXISTS (SELECT 1 FROM promotion_customers t WHERE t.customer_id = c.customer_id AND t.promotion_id <> :promotion
                             AND t.held = :no AND t.state = 'answered' AND t.answered_at <= c.created_at
                             AND {_BETTER.format(rank=2, since="date(t.answered_at)", promotion="t.promotion_id")})),
       claims_of_purchases AS (
         SELECT s.id AS sale, s.customer_id, s.amount, s.day, 1 AS rank, i.day AS since
           FROM purchases s JOIN interactions i ON i.customer_id = s.customer_id AND i.promotion = :name
           WHERE {_SOLD} AND i.archived_at IS NULL AND i.at >= :launch AND i.day <= s.day AND {_MINE_APART}
         UNION ALL
         SELECT s.id, s.customer_id, s.amount, s.day, CASE WHEN {_TAPPED.format(day="s.day")} THEN 2 ELSE 3 END,
                date(CASE WHEN {_TAPPED.format(day="s.day")} THEN t.answered_at ELSE t.sent_at END)
           FROM purchases s JOIN promotion_customers t ON t.customer_id = s.customer_id AND t.promotion_id = :promotion
           WHERE {_SOLD} AND t.held = :no AND ({_TAPPED.format(day="s.day")} OR {_HEARD.format(day="s.day")})),
       bought AS (
         SELECT rank, 'purchase' AS kind, customer_id, amount
         FROM (SELECT *, row_number() OVER (PARTITION BY sale ORDER BY rank, since DESC) AS place FROM claims_of_purchases) AS c
         WHERE place = 1 AND customer_id NOT IN (SELECT customer_id FROM wins)
           AND NOT EXISTS (SELECT 1 FROM interactions i JOIN rivals r ON r.name = i.promotion
                           WHERE i.customer_id = c.customer_id AND i.archived_at IS NULL AND i.day <= c.day AND r.launched_at <= i.at
                             AND {_APART.format(promotion="r.id", customer="c.customer_id")}
                             AND {_BETTER.format(rank=1, since="i.day", promotion="r.id")})
           AND NOT EXISTS (SELECT 1 FROM promotion_customers t WHERE t.customer_id = c.customer_id AND t.held = :no
                             AND t.promotion_id IN (SELECT id FROM rivals)
                             AND ({_TAPPED.format(day="c.day")}
                                  AND {_BETTER.format(rank=2, since="date(t.answered_at)", promotion="t.promotion_id")}
                                  OR {_HEARD.format(day="c.day")}
                                  AND {_BETTER.format(rank=3, since="date(t.sent_at)", promotion="t.promotion_id")})))
       SELECT rank, kind, count(*), count(DISTINCT customer_id), sum(amount)
       FROM (SELECT * FROM wins UNION ALL SELECT * FROM bought) AS sold GROUP BY rank, kind ORDER BY rank, kind"""
)
"""A sale is one promotion's at the most: of the sales that this one has a claim on, those on which no other has a better one."""


_CAME_OF_IT = (
    """INSERT INTO promotion_customers
         (promotion_id, customer_id, held, place, channel, state, version, sent_at, counts_until, answered_at)
       SELECT promotion, customer, chance = 0, customer, 'phone',
              CASE WHEN chance = 0 THEN 'not_sent' WHEN chance < 6 THEN 'answered' ELSE 'sent' END, 1,
              CASE WHEN chance = 0 THEN NULL WHEN chance % 2 = 0 THEN :now ELSE :later END, :until,
              CASE WHEN chance BETWEEN 1 AND 5 THEN :answered END
       FROM (SELECT p.id AS promotion, c.id AS customer, (c.id * 7 + p.id * 3) % 50 AS chance
             FROM promotions p JOIN customers c ON (c.id + p.id) % :among = 0) AS told""",
    """INSERT INTO interactions (customer_id, author_id, kind, at, day, grain, summary, promotion, created_at, updated_at)
       SELECT c.id, :owner, 'call', :later, date(:later), 'day', 'told them', p.name, :later, :later
       FROM customers c JOIN promotions p ON (c.id + p.id * 7) % 200 = 0""",
    """INSERT INTO opportunities (customer_id, title, amount, currency, pipeline_id, stage_id, owner_id, state, closed_at,
                                   entered_stage_at, version, created_at, updated_at)
       SELECT id, 'a year of it', 50000, 'EUR', :pipeline, :stage, :owner, 'won', :closed, :asked, 1, :asked, :asked
       FROM customers WHERE id % 15 = 0""",
    """INSERT INTO leads (name, promotion_id, state, owner_id, customer_id, opportunity_id, arrived_at, created_at, updated_at)
       SELECT 'Lead', :first + (o.id * 13) % :promotions, 'qualified', :owner, o.customer_id, o.id, :answered, :answered, :answered
       FROM opportunities o WHERE o.id % 3 = 0""",
)
"""Who was told, held back, and said yes; to whom colleagues named it; what was won, and which leads that came of."""


def measure(scale: Scale, made: Stores, note: Callable[[str], None]) -> list[Row]:
    """On both stores, in turns."""
    rows = []
    for kind in KINDS:
        url, company = made.big(kind, scale.names)
        store = Store.open(url)
        note(f"promotions: {len(company.ids):,} customers, {PURCHASES * len(company.ids):,} purchases on {SHOWN[kind]}")
        promotion, product = _fill(store, kind, len(company.ids))
        audience = Question(About.CUSTOMERS, (Filter(Field.BOUGHT, f"Product {product}"),))
        since = NOW.date() - timedelta(days=365)
        plain_audience = {"product": product, "since": since}
        rows.append(
            _compared(
                f"an audience with its reasons, {SHOWN[kind]}",
                scale.runs,
                store,
                partial(_fates, audience),
                partial(_plain, _AUDIENCE, plain_audience),
            )
        )
        plain_sales: dict[str, object] = {
            "product": product,
            "promotion": promotion,
            "name": "Offer 7",
            "called": "Product 7",
        }
        plain_sales |= {
            "launch": LAUNCH,
            "first": LAUNCH.date(),
            "earlier": LAUNCH.date() - WITHIN,
            "until": LAST + WITHIN,
        }
        plain_sales |= {"over": after(LAST + WITHIN), "yes": True, "no": False}
        _assert_alike(store, promotion, plain_sales)
        rows.append(
            _compared(
                f"sales attributed to one of {PROMOTIONS} promotions, {SHOWN[kind]}",
                scale.runs,
                store,
                partial(_sales, promotion),
                partial(_plain, _SALES, plain_sales),
            )
        )
        store.close()
    return rows


def _assert_alike(store: Store, promotion: int, values: Mapping[str, object]) -> None:
    """Both say the same of the same sales."""
    with store.look(NOW) as work:
        ours = [(one.reason, one.kind, one.sales, one.customers, one.amount) for one in _sales(promotion, work)]
        plain = [
            (REASONS[rank], kind, count, customers, Decimal(cents) / 100)
            for rank, kind, count, customers, cents in _plain(_SALES, values, work)
        ]
    assert ours == plain
    assert ours


def _plain(statement: TextClause, values: Mapping[str, object], work: Work) -> Sequence[Any]:
    return work.connection.execute(statement, values).all()


def _fates(question: Question, work: Work) -> object:
    return work.topic(Audience).fates(question, ZoneInfo(ZONE), "phone")


def _sales(id_: int, work: Work) -> list[Sale]:
    found = work.topic(Promotions).get(id_)
    assert found is not None
    return work.topic(Results).sales(found)


def _compared(
    what: str, runs: int, store: Store, ours: Callable[[Work], object], plain: Callable[[Work], object]
) -> Row:
    """Each in turn, so that a busy moment disturbs both."""
    mine: list[float] = []
    theirs: list[float] = []
    for _run in range(runs + 1):
        for measured, into in ((plain, theirs), (ours, mine)):
            with store.look(NOW) as work:
                begun = time.perf_counter()
                measured(work)
                into.append(time.perf_counter() - begun)
    own, other = median(mine[1:]), median(theirs[1:])  # the first ones warm up
    ratio = own / other
    return Row(
        what,
        f"{own * 1000:.0f} ms",
        f"<= {AT_MOST} x",
        ratio <= AT_MOST,
        f"plain SQL: {other * 1000:.0f} ms",
        f"{ratio:.2f} x",
    )


def _fill(store: Store, kind: str, customers: int) -> tuple[int, int]:
    """Products, purchases of all customers, and promotions with what came of them; the number of one of them, and its product."""
    with store.work(LAUNCH) as work:
        owner = work.people.everyone()[0] if work.people.everyone() else work.people.add("Ana", "rep", "es", ZONE)
        work.pipelines.begin("Sales", (NewStage("New", 10, 5),), ["Price"])
        pipeline = work.pipelines.all()[0].id
        first = min([work.products.add(f"Product {number}") for number in range(PRODUCTS)])
        ids = [
            work.topic(Promotions).add(
                f"Offer {number}",
                PromotionContent(
                    f"Product {number % OFFERED}",
                    "2 for 1",
                    LAUNCH.date(),
                    LAST,
                    Question(About.CUSTOMERS),
                    "phone",
                    "Call",
                    "Good",
                ),
                owner_id=owner.id,
            )
            for number in range(PROMOTIONS)
        ]
        for id_ in ids:
            work.topic(Promotions).change(id_, state=RUNNING, launched_at=LAUNCH)
        lowest = work.connection.execute(text("SELECT min(id) FROM customers")).scalar_one()
        values: dict[str, Any] = {"most": PURCHASES * customers, "low": lowest, "customers": customers, "now": LAUNCH}
        values |= {"product": first, "products": PRODUCTS}
        columns = "customer_id, product_id, day, quantity, amount, currency, created_at, updated_at"
        work.connection.execute(
            _typed(
                f"INSERT INTO purchases ({columns}) {_NUMBERS[kind]} SELECT :low + (i * 31) % :customers,"
                f" :product + (i * 17 + i / :customers) % :products, {_DAY[kind]}, 1000, 1000 + i % 9000, 'EUR', :now, :now FROM n"
            ),
            values,
        )
        values = {"now": LAUNCH, "later": LAUNCH + timedelta(days=4), "answered": LAUNCH + timedelta(days=6)}
        values |= {"asked": LAUNCH + timedelta(days=12), "closed": NOW - timedelta(days=9), "day": NOW.date()}
        values |= {"until": LAST, "among": TOLD, "owner": owner.id, "pipeline": pipeline, "first": ids[0]}
        values |= {"stage": work.pipelines.stages(pipeline)[0].id, "promotions": PROMOTIONS}
        for statement in _CAME_OF_IT:
            named = {name: value for name, value in values.items() if f":{name}" in statement}
            work.connection.execute(_typed(statement), named)
    with store.engine.begin() as connection:
        connection.execute(text("ANALYZE"))
    return ids[7], first + 7
