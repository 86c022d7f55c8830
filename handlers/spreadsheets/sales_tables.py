"""A table of products, or of purchases, as an import reads it and writes it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from itertools import islice
from zoneinfo import ZoneInfo

from handlers.kit.format.texts import _
from handlers.kit.jobs import JobContext
from handlers.language.entities.names.answers import match_name
from handlers.spreadsheets.findings import Findings
from handlers.spreadsheets.import_transactions import TableKind, look, work_of
from handlers.spreadsheets.problems import Problem, Weight
from handlers.spreadsheets.report import Report
from handlers.spreadsheets.sales_layout import PRODUCTS, SalesLayout
from handlers.spreadsheets.sales_lines import PurchaseCells, SalesReader
from handlers.spreadsheets.spool import Spool
from handlers.spreadsheets.table import ReadTable
from storage.crm.possible_duplicates import anothers
from storage.names.folding import fold
from storage.names.names import NameKind
from storage.purchases.imports import BroughtProduct, BroughtPurchase, SalesImports
from storage.work import Work

CHUNK = 500
"""Lines a transaction: they are shorter than a customer's, and nothing of them is indexed by name."""


@dataclass(slots=True)
class SalesTable(TableKind):
    """Products or purchases. What is the same in a table that was brought in before comes in once.

    Products that a table of purchases brings along are kept in memory until they are written: a catalogue is small.
    """

    rows = SalesImports

    context: JobContext
    layout: SalesLayout
    now: datetime
    add_products: bool = False
    _new: dict[str, BroughtProduct] = field(default_factory=dict)
    _unknown: set[str] = field(default_factory=set)
    _nicknamed: dict[str, int | None] = field(default_factory=dict)
    _times: Counter[int] = field(default_factory=Counter)

    def read(self, opened: ReadTable, brought: Spool, findings: Findings) -> Report:
        """Reads every line, finds its customer and product, and puts it aside."""
        company = self.context.company
        today = self.now.astimezone(ZoneInfo(company.zone)).date()
        reader = SalesReader(self.layout, company.country, company.currency, today, findings.add)
        lines = known = 0
        while some := list(islice(opened.lines, CHUNK)):
            with look(self.context) as work:
                if self.layout.kind == PRODUCTS:
                    known += self._products(work, filter(None, map(reader.product, some)), brought)
                else:
                    known += self._purchases(work, [p for p in map(reader.purchase, some) if p], brought, findings)
            lines += len(some)
            self.context.tell(_("Checking"), lines, 0)
        if self.layout.kind == PRODUCTS:
            return Report(lines, products=len(brought), known=known, kind=self.layout.kind)
        return Report(
            lines,
            purchases=len(brought),
            products=len(self._new),
            known=known,
            kind=self.layout.kind,
            new_products=len(self._unknown),
        )

    # ------------------------------------------------------------------ products
    def _products(self, work: Work, rows: Iterator[BroughtProduct], brought: Spool) -> int:
        """Puts new products aside; returns how many are here already, or stand further up."""
        some = list(rows)
        named, coded = work.products.known([row.name for row in some], [row.code for row in some if row.code])
        known = 0
        for row in some:
            key = row.code or fold(row.name)
            if _product_id(row.name, row.code or "", named, coded) is not None or brought.knows(key):
                known += 1
            else:
                brought.add(row, key)
        return known

    # ------------------------------------------------------------------ purchases
    def _purchases(self, work: Work, rows: Sequence[PurchaseCells], brought: Spool, findings: Findings) -> int:
        """Puts new lines aside; returns how many were brought in before."""
        imports = work.topic(SalesImports)
        customers = imports.customers({fold(row.customer) for row in rows})
        others = anothers(work, [row.customer for row in rows])
        codes = [code for r in rows for code in (r.code, "" if r.code else r.product) if code]
        named, coded = work.products.known([r.product for r in rows if r.product], codes)
        found: list[BroughtPurchase] = []
        for row in rows:
            customer = customers.get(fold(row.customer)) or self._by_nickname(work, row.customer)
            product = _product_id(row.product, row.code, named, coded) or self._new_product(row, findings)
            if customer is None:
                owner = others.get(fold(row.customer))
                why, values = ("anothers", {"owner": owner}) if owner else ("unknown_customer", {})
                findings.add(self._refused(why, row, "customer", row.customer, **values))
            if product is None:
                self._unknown.add(row.code or fold(row.product))
                what = "product" if row.product else "code"
                findings.add(self._refused("unknown_product", row, what, row.product or row.code))
            if customer is not None and product is not None:
                found.append(self._line(row, customer, product))
        here = imports.here([line.fingerprint for line in found])
        for line in found:
            if line.fingerprint not in here:
                brought.add(line)
        return len(here)

    def _by_nickname(self, work: Work, name: str) -> int | None:
        """The one customer that is also called exactly so."""
        if name not in self._nicknamed:
            entries = match_name(name, work.names, {NameKind.CUSTOMER}).candidates
            ids = {entry.id for entry in entries if entry.alias and fold(entry.alias) == fold(name)}
            self._nicknamed[name] = ids.pop() if len(ids) == 1 else None
        return self._nicknamed[name]

    def _new_product(self, row: PurchaseCells, findings: Findings) -> str | None:
        """The key of a product that comes in along with its purchases."""
        if not self.add_products:
            return None
        key = row.code or fold(row.product)
        if key not in self._new:
            self._new[key] = BroughtProduct(row.line, row.product or row.code, row.code or None)
            place = self.layout.heads[self.layout.places["product" if row.product else "code"]]
            findings.add(Problem("new_product", row.line, place, (row.product or row.code)[:60], weight=Weight.NOTICE))
        return key

    def _line(self, row: PurchaseCells, customer: int, product: int | str) -> BroughtPurchase:
        same = "\x1f".join(
            (
                fold(row.customer),
                row.code or fold(row.product),
                row.day.isoformat(),
                f"{row.quantity.normalize():f}",
                f"{row.amount:.2f}",
                row.currency,
                row.reference or "",
            )
        )
        self._times[hash(same)] += 1  # the second one of two equal lines is another purchase
        known_by = blake2b(f"{same}\x1f{self._times[hash(same)]}".encode(), digest_size=16).hexdigest()
        return BroughtPurchase(
            row.line,
            customer,
            product,
            row.day,
            row.quantity,
            row.unit,
            row.unit_price,
            row.amount,
            row.currency,
            row.reference,
            known_by,
        )

    def _refused(self, why: str, row: PurchaseCells, what: str, said: str, **values: str) -> Problem:
        head = self.layout.heads[self.layout.places.get(what, 0)]
        return Problem(why, row.line, head, said[:60], values, Weight.REFUSED)

    # ------------------------------------------------------------------ writing
    def stage(self, import_id: int, brought: Spool, of: int) -> None:
        """Some lines and a short transaction for them, again and again, with a rest for others in between."""
        context, rows, done = self.context, iter(brought), 0
        ids: dict[str, int] = {}
        new = iter(self._new.items())
        while pairs := list(islice(new, CHUNK)):
            with work_of(context, self.now) as work:
                made = work.topic(SalesImports).stage_products(import_id, [product for _key, product in pairs])
            ids |= {key: id_ for (key, _product), id_ in zip(pairs, made, strict=True)}
            context.rest()
        while some := list(islice(rows, CHUNK)):
            with work_of(context, self.now) as work:
                imports = work.topic(SalesImports)
                if self.layout.kind == PRODUCTS:
                    imports.stage_products(import_id, some)
                else:
                    lines = [(row, ids[row.product] if isinstance(row.product, str) else row.product) for row in some]
                    imports.stage_purchases(import_id, lines)
            done += len(some)
            context.tell(_("Importing"), min(done, of), of)
            context.rest()

    def publish(self, import_id: int, report: Report) -> Sequence[Problem]:
        """Shows all of it at once; where somebody brought the same in meanwhile, nothing is shown."""
        with work_of(self.context, self.now) as work:
            imports = work.topic(SalesImports)
            clashes = imports.clashes(import_id)
            if not clashes:
                imports.publish(import_id, report.kept())
        return [Problem("brought_meanwhile", weight=Weight.REFUSED)] if clashes else []


def _product_id(name: str, code: str, named: dict[str, tuple[int, str | None]], coded: dict[str, int]) -> int | None:
    """The product of a number, else of a name, unless both have numbers and not the same; a name may be a number, too: "V1"."""
    if code and code in coded:
        return coded[code]
    found, own = named.get(fold(name), (None, None)) if name else (None, None)
    if found is None and not code:
        return coded.get(name)
    return None if code and own and code != own else found
