"""A company with a hundred thousand of everything, and what of a statement's plan reads a whole table of it."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text

from handlers.kit.surveys.bank import questions_of
from storage.crm.opportunities.records import NewStage
from storage.work import Store

ROWS = 100_000
BIG = (
    "interactions",
    "interaction_contacts",
    "follow_ups",
    "audit",
    "inbox",
    "outbox",
    "customers",
    "contacts",
    "customer_phones",
    "referrals",
    "absences",
    "leads",
    "lead_touches",
    "lead_waits",
    "opportunities",
    "opportunity_events",
    "customer_standings",
    "survey_asks",
    "survey_suggestions",
    "complaints",
    "complaint_events",
)
NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)

SERIES = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) INSERT INTO",
    "postgresql": "WITH n(i) AS (SELECT generate_series(1, {rows})) INSERT INTO",
}
AT = "'2026-01-01 00:00:00'"
LONG_AGO = "'2020-01-01 00:00:00'"
LATELY = f"'{datetime.now(UTC) - timedelta(hours=1):%Y-%m-%d %H:%M:%S}'"
"""By the machine's clock, which retention goes by: a day's tidying finds little to do."""
COLLEAGUES = 100
STAFF = (
    "staff (id, name, role, language, zone, created_at, updated_at)"
    f" SELECT i + 2, 'Colega ' || i, 'rep', 'es', 'Europe/Madrid', {AT}, {AT} FROM n"
)
OPPORTUNITIES = (
    "opportunities (id, customer_id, title, amount, currency, pipeline_id, stage_id, owner_id, expected_close,"
    " entered_stage_at, version, look_at, close_look_at, created_at, updated_at, state"
)
OPPORTUNITY = (
    f"SELECT i, i % 500 + 1, 'vinos', 100000, 'EUR', 1, i % 4 + 1, i % {COLLEAGUES} + 1, '2026-12-01',"
    f" {LONG_AGO}, 1, '2027-01-01 00:00:00', '2027-01-02 00:00:00', {LONG_AGO}, {LONG_AGO}"
)
FILL = (
    f"customers (id, name, folded, status, owner_id, created_at, updated_at) SELECT i, 'Cliente ' || i, 'cliente ' || i, 'customer', i % {COLLEAGUES} + 1, {AT}, {AT} FROM n",
    f"customer_phones (id, customer_id, number, created_at, updated_at) SELECT i, i, '+349' || (10000000 + i), {AT}, {AT} FROM n",
    f"referrals (id, referrer_id, referred_id, created_at, updated_at) SELECT i, i, i % 700 + 1, {AT}, {AT} FROM n",
    f"contacts (id, customer_id, name, folded, created_at, updated_at) SELECT i, i, 'Persona', 'persona', {AT}, {AT} FROM n",
    "interactions (id, customer_id, author_id, kind, at, day, grain, summary, source, created_at, updated_at)"
    f" SELECT i, i % 500 + 1, 1, 'visit', {AT}, '2026-01-01', 'day', 'nota', 'local:' || i, {AT}, {AT} FROM n",
    "interaction_contacts (id, interaction_id, contact_id, created_at, updated_at)"
    f" SELECT i, i, i % 500 + 1, {AT}, {AT} FROM n",
    "follow_ups (id, customer_id, interaction_id, owner_id, what, due_at, due_local, zone, grain, deadline, state, created_at, updated_at)"
    f" SELECT i, i % 500 + 1, i, i % {COLLEAGUES} + 1, 'llamar', {AT}, {AT}, 'UTC', 'day', false, 'done', {AT}, {AT} FROM n",
    "absences (id, staff_id, first, last, cover_id, created_at, updated_at)"
    f" SELECT i, i % {COLLEAGUES} + 1, '2020-01-01', '2020-01-02', i % 7 + 1, {AT}, {AT} FROM n",
    f"{OPPORTUNITIES}, closed_at) {OPPORTUNITY}, 'won', {LONG_AGO} FROM n WHERE i % 500 <> 0",
    f"{OPPORTUNITIES}) {OPPORTUNITY}, 'open' FROM n WHERE i % 500 = 0",
    "opportunity_events (id, opportunity_id, at, kind, version, new_stage_id, created_at, updated_at)"
    f" SELECT i, i, {LONG_AGO}, 'created', 1, 1, {LONG_AGO}, {LONG_AGO} FROM n",
    "leads (id, name, phone, email, state, owner_id, customer_id, arrived_at, created_at, updated_at)"
    f" SELECT i, 'Pepe ' || i, '+346' || (10000000 + i), 'p' || i || '@marin.example', 'refused', i % {COLLEAGUES} + 1, i, {AT}, {AT}, {AT} FROM n",
    f"lead_touches (id, lead_id, at, kind, staff_id, created_at, updated_at) SELECT i, i, {AT}, 'assigned', i % {COLLEAGUES} + 1, {AT}, {AT} FROM n",
    "lead_waits (id, lead_id, started_at, target_at, assigned_at, answered_at, seconds, step, look_at, created_at, updated_at)"
    f" SELECT i, i, {AT}, {AT}, {AT}, {AT}, 60, 'owner', {AT}, {AT}, {AT} FROM n",
    f"audit (id, at, staff_id, turn, entity, entity_id, after) SELECT i + 10, {AT}, 1, 'event:' || i, 'interactions', i, '{{}}' FROM n",
    "inbox (id, platform, bot, event_id, chat, raw, received_at, state, tries, finished_at)"
    f" SELECT i, 'local', 'old', 'e' || i, 'c' || i % 200, '{{}}', {LATELY}, 'done', 0, {LATELY} FROM n",
    "customer_standings (customer_id, day, currency, sales, before, orders, last, segment, fallen, habitual)"
    " SELECT i, '2026-11-20', 'EUR', 100000, 100000, 10, '2026-11-01', 'loyal', i % 100 + 50, 10000 FROM n",
    "survey_asks (id, question_id, customer_id, staff_id, owner_id, via, state, asked_at, answered_at, number, created_at, updated_at)"
    f" SELECT i, i % 2 + 2, i, i % {COLLEAGUES} + 1, i % {COLLEAGUES} + 1, 'staff', 'answered', {LONG_AGO}, {LONG_AGO}, i % 6, {LONG_AGO}, {LONG_AGO} FROM n",
    "survey_suggestions (id, question_id, customer_id, staff_id, at, created_at, updated_at)"
    f" SELECT i, i % 2 + 2, i, i % {COLLEAGUES} + 1, {LONG_AGO}, {LONG_AGO}, {LONG_AGO} FROM n",
    "complaints (id, customer_id, words, origin, carer_id, state, opened_at, answer_by, rescue_by, closed_at, told, created_at, updated_at)"
    f" SELECT i, i, 'llegó tarde', 'staff', i % {COLLEAGUES} + 1, 'closed', {LONG_AGO}, {LONG_AGO}, {LONG_AGO}, {LONG_AGO}, '', {LONG_AGO}, {LONG_AGO} FROM n",
    f"complaint_events (id, complaint_id, at, kind, created_at, updated_at) SELECT i, i, {LONG_AGO}, 'closed', {LONG_AGO}, {LONG_AGO} FROM n",
    "outbox (id, platform, chat, kind, token, payload, state, tries, created_at, sent_at, message_id)"
    f" SELECT i, 'local', 'c' || i % 200, 'reply', 't' || i, '{{}}', 'sent', 0, {LATELY}, {LATELY}, 'm' || i FROM n",
)


def filled(store: Store) -> None:
    """A big company that Ana works at."""
    kind = store.engine.dialect.name
    with store.work(NOW) as work:
        work.people.link(work.people.add("Ana", "manager", "es", "Europe/Madrid").id, "local", "1", "1")
        work.people.add("Luis", "rep", "es", "Europe/Madrid")
        work.pipelines.begin(
            "Ventas", [NewStage(name, 20, 5) for name in ("Nuevo", "Cualificado", "Propuesta", "Fin")], ["Precio"]
        )
        # A survey's results are of all its answers: the one that is looked at has few, the others all the rest.
        assert [one.name for one in questions_of(work) if one.id == 1] == ["nps"]
        work.connection.execute(text(f"{SERIES[kind].format(rows=COLLEAGUES)} {STAFF}"))
        for insert in FILL:
            work.connection.execute(text(f"{SERIES[kind].format(rows=ROWS)} {insert}"))
        if kind == "postgresql":
            work.connection.execute(text(f"SELECT setval(pg_get_serial_sequence('staff', 'id'), {COLLEAGUES + 2})"))
            for table in (
                "customers",
                "contacts",
                "customer_phones",
                "referrals",
                "interactions",
                "interaction_contacts",
                "follow_ups",
                "audit",
                "inbox",
                "outbox",
                "absences",
                "leads",
                "lead_touches",
                "lead_waits",
                "opportunities",
                "opportunity_events",
                "survey_asks",
                "survey_suggestions",
                "complaints",
                "complaint_events",
            ):
                work.connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {ROWS + 10})"))
    with store.work(NOW) as work:
        work.person = work.people.get(1)
        work.customers.add("Bar Sol")
    with store.engine.begin() as connection:
        connection.execute(text("ANALYZE"))


def scan(store: Store, statement: str, parameters: Any) -> str:
    """What of a statement's plan reads a whole big table; "" where nothing does."""
    with store.engine.connect() as connection, closing(connection.connection.cursor()) as cursor:
        if connection.dialect.name == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            lines = [row[3] for row in cursor.fetchall()]
            return "; ".join(
                line for line in lines if re.match(rf"SCAN ({'|'.join(BIG)})\b(?!.* USING (COVERING )?INDEX)", line)
            )
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
        return "; ".join(_sequential(cursor.fetchall()[0][0]))


def _sequential(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for part in node:
            yield from _sequential(part)
    elif isinstance(node, dict):
        if node.get("Node Type") == "Seq Scan" and node.get("Relation Name") in BIG:
            yield f"Seq Scan on {node['Relation Name']}"
        for part in node.values():
            yield from _sequential(part)
