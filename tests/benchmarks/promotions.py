"""An audience counted with its reasons, and sales attributed, each against the best plain SQL for the same over the same store."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import TextClause, text

from storage.promotions.audience import Audience
from storage.promotions.promotions import Promotions
from storage.promotions.records import RUNNING, PromotionContent
from storage.promotions.results import Results
from storage.questions.question import About, Field, Filter, Question
from storage.work import Store, Work
from tests.benchmarks.scale import Scale
from tests.benchmarks.stores import KINDS, SHOWN, ZONE, Stores
from tests.benchmarks.table import Row, median

PURCHASES, PROMOTIONS, PRODUCTS, TOLD = 50, 200, 400, 10
"""Purchases a customer; promotions and products in all; customers are told of one promotion in so many."""
AT_MOST = 1.5
LAUNCH = datetime(2026, 10, 1, 9, tzinfo=UTC)
LAST = date(2026, 11, 30)
NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)

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
_WON = "o.customer_id IN (SELECT customer_id FROM c) AND o.state = 'won' AND o.archived_at IS NULL AND o.closed_at >= :first"
_SALES = text(
    f"""WITH c AS (SELECT customer_id FROM promotion_customers WHERE promotion_id = :promotion
                   UNION SELECT customer_id FROM interactions WHERE promotion = :name AND archived_at IS NULL
                   UNION SELECT customer_id FROM leads WHERE promotion_id = :promotion AND archived_at IS NULL),
       b AS (SELECT * FROM purchases WHERE customer_id IN (SELECT customer_id FROM c) AND product_id = :product
             AND archived_at IS NULL AND day BETWEEN :first AND :until),
       claims AS (
         SELECT 'win' AS kind, o.id AS sale, o.customer_id AS customer, 1 AS rank, i.day AS since, o.amount AS amount
           FROM opportunities o JOIN interactions i ON i.customer_id = o.customer_id AND i.promotion = :name
           WHERE {_WON} AND i.archived_at IS NULL AND i.at <= o.closed_at
         UNION ALL SELECT 'win', o.id, o.customer_id, 2, date(l.arrived_at), o.amount
           FROM opportunities o JOIN leads l ON l.opportunity_id = o.id AND l.promotion_id = :promotion WHERE {_WON}
         UNION ALL SELECT 'win', o.id, o.customer_id, 2, date(t.answered_at), o.amount
           FROM opportunities o JOIN promotion_customers t ON t.customer_id = o.customer_id AND t.promotion_id = :promotion
           WHERE {_WON} AND t.state = 'answered' AND t.answered_at <= o.created_at
         UNION ALL SELECT 'purchase', b.id, b.customer_id, 1, i.day, b.amount
           FROM b JOIN interactions i ON i.customer_id = b.customer_id AND i.promotion = :name
           WHERE i.archived_at IS NULL AND i.day <= b.day
         UNION ALL SELECT 'purchase', b.id, b.customer_id, 2, date(t.answered_at), b.amount
           FROM b JOIN promotion_customers t ON t.customer_id = b.customer_id AND t.promotion_id = :promotion
           WHERE t.state = 'answered' AND date(t.answered_at) <= b.day
         UNION ALL SELECT 'purchase', b.id, b.customer_id, 3, date(t.sent_at), b.amount
           FROM b JOIN promotion_customers t ON t.customer_id = b.customer_id AND t.promotion_id = :promotion
           WHERE t.sent_at IS NOT NULL AND date(t.sent_at) <= b.day AND b.day <= t.counts_until
             AND NOT (t.state = 'sent' AND EXISTS (SELECT 1 FROM approaches a JOIN outbox m ON m.id = a.outbox_id
                      WHERE a.id = t.approach_id AND m.state IN ('dead', 'expired', 'withdrawn', 'unknown', 'held'))))
       SELECT rank, kind, count(*), count(DISTINCT customer), sum(amount) FROM (
         SELECT claims.*, row_number() OVER (PARTITION BY kind, sale ORDER BY rank, since DESC) AS place FROM claims
           WHERE NOT EXISTS (SELECT 1 FROM promotion_customers h WHERE h.promotion_id = :promotion
                             AND h.customer_id = claims.customer AND h.held)) AS ranked
       WHERE place = 1 GROUP BY rank, kind"""
)


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
        plain_sales: dict[str, object] = {"product": product, "promotion": promotion, "name": "Offer 7"}
        plain_sales |= {"first": LAUNCH.date(), "until": LAST + timedelta(days=30)}
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


def _plain(statement: TextClause, values: Mapping[str, object], work: Work) -> object:
    return work.connection.execute(statement, values).all()


def _fates(question: Question, work: Work) -> object:
    return work.topic(Audience).fates(question, ZoneInfo(ZONE), "phone")


def _sales(id_: int, work: Work) -> object:
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
    """Products, purchases of all customers, and promotions with whom they were told; the number of one of them, and its product."""
    with store.work(LAUNCH) as work:
        owner = work.people.everyone()[0] if work.people.everyone() else work.people.add("Ana", "rep", "es", ZONE)
        first = min([work.products.add(f"Product {number}") for number in range(PRODUCTS)])
        ids = [
            work.topic(Promotions).add(
                f"Offer {number}",
                PromotionContent(
                    f"Product {number}",
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
            text(
                f"INSERT INTO purchases ({columns}) {_NUMBERS[kind]} SELECT :low + (i * 31) % :customers,"
                f" :product + (i * 17 + i / :customers) % :products, {_DAY[kind]}, 1000, 1000 + i % 9000, 'EUR', :now, :now FROM n"
            ),
            values,
        )
        told = "promotion_id, customer_id, held, place, channel, state, version, sent_at, counts_until"
        work.connection.execute(
            text(
                f"INSERT INTO promotion_customers ({told}) SELECT p.id, c.id, false, c.id, 'phone', 'sent', 1, :now, :until"
                " FROM promotions p JOIN customers c ON (c.id + p.id) % :among = 0"
            ),
            {"now": LAUNCH, "until": LAST, "among": TOLD},
        )
    with store.engine.begin() as connection:
        connection.execute(text("ANALYZE"))
    return ids[7], first + 7
