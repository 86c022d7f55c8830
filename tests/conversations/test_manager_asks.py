"""A manager asks ten questions in a row, acts on three, and a program of theirs gets the same figures: those of plain SQL."""

import re

from tests.conversations.test_programs import calls, open_office, token_of
from tests.conversations.test_questions import log, sector, won
from tests.office import Office

__all__ = ["open_office"]

OCTOBER = "day BETWEEN '2026-10-01' AND '2026-10-31'"
ANA, LUIS = ("(SELECT id FROM staff WHERE name = 'Ana Ruiz')", "(SELECT id FROM staff WHERE name = 'Luis Gil')")
INTERACTIONS = "SELECT count(*) FROM interactions WHERE archived_at IS NULL AND"
QUESTIONS = (
    ("cuántas visitas hizo Ana en octubre", f"{INTERACTIONS} kind = 'visit' AND author_id = {ANA} AND {OCTOBER}"),
    (
        "cuántas llamadas hizo Luis este mes",
        f"{INTERACTIONS} kind = 'call' AND author_id = {LUIS} AND day BETWEEN '2026-11-01' AND '2026-11-30'",
    ),
    ("cuántos clientes tenemos", "SELECT count(*) FROM customers WHERE archived_at IS NULL"),
    ("clientes de hostelería", "SELECT count(*) FROM customers WHERE sector = 'hostelería' AND archived_at IS NULL"),
    (
        "clientes sin visita en 30 días",
        "SELECT count(*) FROM customers c WHERE NOT EXISTS (SELECT 1 FROM interactions i WHERE i.customer_id = c.id"
        " AND i.kind = 'visit' AND i.day > '2026-10-21')",
    ),
    ("cuántas visitas en octubre", f"{INTERACTIONS} kind = 'visit' AND {OCTOBER}"),
    ("qué hizo Luis en octubre", f"{INTERACTIONS} author_id = {LUIS} AND {OCTOBER}"),
    ("cuánto hemos ganado este mes", "SELECT sum(amount) / 100 FROM opportunities WHERE state = 'won'"),
    (
        "visitas por comercial en octubre",
        f"{INTERACTIONS} kind = 'visit' AND {OCTOBER}",
    ),
    (
        "cuántas tareas pendientes tiene Ana",
        f"SELECT count(*) FROM follow_ups WHERE owner_id = {ANA} AND done_at IS NULL",
    ),
)
"""In a manager's own words, and the figure in plain SQL."""


def company(office: Office) -> None:
    """A few months of a small company."""
    bar, hotel, gil = office.customer("Bar Sol"), office.customer("Hotel Mar"), office.customer("Taller Gil")
    ana, _luis = office.rep("Ana Ruiz"), office.rep("Luis Gil")
    sector(office, bar, "hostelería", "Calle Mayor 3, Valencia")
    sector(office, hotel, "hostelería", "Paseo 1, Alicante")
    for day in ("2026-10-05", "2026-10-31", "2026-11-02"):
        log(office, "Ana Ruiz", bar, day)
    log(office, "Luis Gil", hotel, "2026-10-12")
    log(office, "Luis Gil", gil, "2026-09-12")
    log(office, "Luis Gil", hotel, "2026-10-14", kind="call")
    log(office, "Luis Gil", hotel, "2026-11-10", kind="call")
    won(office, "Ana Ruiz", bar, 1200, "2026-11-05")
    won(office, "Luis Gil", hotel, 800, "2026-11-12")
    ana.says("recuérdame llamar a Bar Sol el jueves a las 10")
    ana.says("recuérdame enviar la oferta a Hotel Mar el viernes a las 9")


def figure(text: str) -> str:
    """The number of an answer's heading: "Visitas: 2"."""
    found = re.search(r"^[^\n:]+: \D?([\d.,]+)", text, re.MULTILINE)
    assert found, text
    return found[1].replace(".", "").partition(",")[0]


def test_ten_questions_in_a_row_and_three_acts(open_office: Office) -> None:
    office = open_office
    company(office)
    boss = office.rep("Berta", role="manager")
    expected, heard = [], []
    for question, plain_sql in QUESTIONS:
        with office.work() as work:
            expected.append(str(int(work.connection.exec_driver_sql(plain_sql).scalar())))
        boss.says(question)
        heard.append(boss.heard())
    assert [figure(answer) for answer in heard] == expected
    asked = calls(office, token_of(boss), *(("ask", {"question": question}) for question, _sql in QUESTIONS))
    assert [figure(answer) for answer in asked] == expected

    boss.says("clientes sin visita en 30 días")
    boss.presses("Taller Gil")
    boss.hears("Taller Gil")
    boss.says("cuántas visitas hizo Ana en octubre")
    boss.presses("¿Cuáles?")
    boss.hears("Bar Sol")
    calls(office, token_of(boss), ("propose", {"text": "recuérdale a Luis visitar Taller Gil el lunes a las 10"}))
    boss.presses("Guardar")
    boss.hears("Luis", "lunes 23 de noviembre, 10:00")
