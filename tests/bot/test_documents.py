"""Quotes as documents: what a customer reads, and as a PDF that shows every name."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from handlers.kit.documents import Document, DocumentColumn
from handlers.kit.jobs import JobContext
from handlers.kit.turn import Company
from handlers.quotes.making import write
from storage.attachments.attachments import Attachments
from storage.attachments.records import DOCUMENT, AttachmentInput
from storage.quotes.quotes import Quotes
from storage.quotes.records import QuoteInput, QuoteLine
from storage.vault import Vault
from storage.work import Store

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
COMPANY = Company("Distribuciones Peña", "es_ES", "Europe/Madrid", "ES", "EUR")
LINES = (
    QuoteLine(None, "vino", Decimal(10), "cajas", Decimal("18.50"), Decimal(185)),
    QuoteLine(None, "portes", Decimal(1), None, None, Decimal(6)),
)


def test_a_quote_has_its_year_its_cents_and_the_next_number(store: Store, tmp_path: Path) -> None:
    shown: list[Document] = []

    def paper(document: Document) -> bytes:
        shown.append(document)
        return b"%PDF-1.7"

    numbers = []
    with store.work(NOW) as work:
        work.person = work.people.add("Ana Ruiz", "rep", "en", "Europe/Madrid")
        customer = work.customers.add("Café-Bar Ñandú").id
        came = AttachmentInput(DOCUMENT, "Presupuesto.pdf", NOW, "application/pdf")
        note = work.loose_notes.add(work.person.id, "-", NOW)
        document = work.topic(Attachments).add(came, loose_note_id=note)
        for day in (date(2026, 11, 20), date(2026, 12, 31), date(2027, 1, 2)):
            until, net, tax = date(2027, 2, 1), Decimal(191), Decimal("40.11")
            told = QuoteInput(customer, None, day, until, "EUR", LINES, net, "IVA", Decimal(21), tax, net + tax)
            id_ = work.topic(Quotes).add(told)
            numbers.append(work.topic(Quotes).get(id_).number)  # type: ignore[union-attr]
    assert numbers == ["2026-0001", "2026-0002", "2027-0001"]
    vault = Vault(tmp_path / "kept")
    context = JobContext(store, COMPANY, None, lambda *_how: None, lambda: None, write=paper, vault=vault)
    made = write(context, {"quote": id_ - 2, "attachment_id": document, "name": "Presupuesto.pdf"})
    [told_] = shown
    assert dict(told_.facts)["Fecha"] == "20 de noviembre de 2026", "in the company's language, with its year"
    assert [amount.replace("\N{NO-BREAK SPACE}", " ") for _label, amount in told_.totals] == [
        "191,00 €", "40,11 €", "231,11 €",
    ]  # fmt: skip
    assert told_.rows[0][:2] == ("Vino", "10 cajas")
    with store.look() as work:
        kept = work.topic(Attachments).get(document)
        assert kept
        assert vault.read(kept.digest or "") == b"%PDF-1.7"
        assert work.files.get(made["file"])


def test_a_pdf_has_its_letters_with_it_and_breaks_what_is_long() -> None:
    from bot.jobs.documents.writing import pdf  # noqa: PLC0415 - as the jobs do

    column = DocumentColumn("Concepto", "left", 3)
    long = ("Łódź, Ñandú, Ωμέγα: " * 30, "12.345.678,90 €")
    sheet = Document(
        "Peña & Hijos", "Presupuesto 🍷 1", [("Para", "Bar “Ñandú”")], (column, DocumentColumn("Importe", "right", 1)),
        [long] * 40, [("Total", "12.345.678,90 €")], ("Nota.",), "es",
    )  # fmt: skip
    content = pdf(sheet)
    assert content.startswith(b"%PDF-")
    assert content.count(b"/FontFile2") == 2, "the plain letters and the bold ones"
    assert content.count(b"/Type /Page\n") > 2
    assert len(content) < 400_000
