"""A quote that is told: read, shown line by line, made when it is confirmed, and written as a document by a job."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from babel.numbers import format_currency

from handlers.kit.audit import undo_choice
from handlers.kit.documents import Document, DocumentColumn
from handlers.kit.format.order_lines import Count
from handlers.kit.format.texts import Price, Voice, Words, _, clip, voice
from handlers.kit.forms.filling import start
from handlers.kit.forms.form import Confirmation, Form, Said, Slot, SlotType, Unclear
from handlers.kit.forms.name_first import customer_first, is_exactly_a_customer
from handlers.kit.forms.name_slots import CustomerName
from handlers.kit.forms.order_lines import OrderedLine, OrderLines, ordered
from handlers.kit.jobs import JobContext
from handlers.kit.messages.action import NO, YES, Choice, Target, answer
from handlers.kit.messages.reply import Enclosed, Reply
from handlers.kit.pipelines import pipelines
from handlers.kit.turn import Sorry, Turn
from handlers.language.entities.order_lines import without_lead
from handlers.quotes.wording import QUOTE, card, choices, line_of, totals, totals_of
from storage.attachments.attachments import Attachments
from storage.attachments.records import DOCUMENT, AttachmentInput
from storage.crm.opportunities.records import OpportunityInput, OpportunityRecord
from storage.quotes.quotes import Quotes
from storage.quotes.records import QuoteInput, QuoteLine, QuoteRecord

VALID_FOR = timedelta(days=30)
MOST_DEALS = 5
LIKELY = 50
"""Per cent from which a stage is one in which quotes are made."""
WRITE = "write_quote"
LONGEST_TITLE = 80
NEW = "new"


# ------------------------------------------------------------------ for which opportunity
class ForDeal(SlotType[OpportunityRecord | None]):
    """The open opportunity that a quote is for: the only one, or the one that is chosen; None for one that is opened with it."""

    def heard(self, turn: Turn, said: Said) -> Any:  # noqa: ANN401 - an OpportunityRecord, or "new"
        """The only one that is open; several are asked about."""
        every = turn.work.opportunities.of_customer(said[CUSTOMER].id, limit=MOST_DEALS) if said[CUSTOMER].id else []
        if len(every) > 1:
            return self._asked(every)
        return every[0] if every else NEW

    def _asked(self, every: Sequence[OpportunityRecord]) -> Any:  # noqa: ANN401
        offered = [Choice(clip(one.title, 40), answer(target=Target("opportunity", one.id))) for one in every]
        raise Unclear(_("For which opportunity is it?"), choices=(*offered, Choice(_("A new one"), answer(NEW))))

    def read(self, turn: Turn, text: str, said: Said) -> Any:  # noqa: ANN401
        """The one whose title an answer says."""
        every = turn.work.opportunities.of_customer(said[CUSTOMER].id, limit=MOST_DEALS)
        meant = [one for one in every if text.strip().casefold() in one.title.casefold()]
        return meant[0] if len(meant) == 1 else self._asked(every)

    def chosen(self, turn: Turn, value: Any, said: Said) -> Any:  # noqa: ANN401 - JSON
        """A new one, or the one whose words are given."""
        return NEW if value == NEW else self.read(turn, str(value), said)

    def of_target(self, turn: Turn, target: Target) -> Any:  # noqa: ANN401
        """The one that was chosen."""
        return _open(turn, target.id) if target.kind == "opportunity" else None

    def dump(self, value: Any) -> Any:  # noqa: ANN401
        """Its id, or "new"."""
        return value if value == NEW else value.id

    def load(self, turn: Turn, raw: Any) -> Any:  # noqa: ANN401
        """From JSON; one that was closed meanwhile is opened anew."""
        return NEW if raw == NEW else _open(turn, int(raw)) or NEW

    def show(self, value: Any) -> Words:  # noqa: ANN401
        """What it is about."""
        return _("a new one") if value == NEW else clip(value.title, 60)


def _open(turn: Turn, opportunity_id: int) -> OpportunityRecord | None:
    found = turn.work.opportunities.get(opportunity_id)
    return found if found and found.is_open and not found.archived_at else None


CUSTOMER = Slot("customer", CustomerName(), _("Customer"), _("Which customer?"))
LINES = Slot(
    "lines",
    OrderLines(charges=True),
    _("What"),
    _("What do you quote, and at what price?"),
    _("10 boxes of wine at 18.50 and delivery 6"),
)
_DEAL = ForDeal()
DEAL: Slot[Any] = Slot("opportunity", _DEAL, _("Opportunity"), _("For which opportunity is it?"), default=_DEAL.heard)


# ------------------------------------------------------------------ shown before it is made
def _net(lines: Sequence[OrderedLine]) -> Decimal:
    return sum((one.amount for one in lines), Decimal(0))


def _currency(lines: Sequence[OrderedLine]) -> str:
    """The one of all lines. Raises Sorry for several: there would be no total."""
    found = {one.currency for one in lines}
    if len(found) > 1:
        raise Sorry(_("A quote is in one currency: make one for each, please."))
    return found.pop()


def _sums(turn: Turn, lines: Sequence[OrderedLine]) -> tuple[Decimal, str | None, Decimal | None, Decimal, Decimal]:
    """Net, the tax's name and rate, what it comes to, and the total."""
    net, tax = _net(lines), turn.company.tax
    added = tax.of(net) if tax else Decimal(0)
    return net, tax.name if tax else None, tax.rate if tax else None, added, net + added


def _as_lines(lines: Sequence[OrderedLine]) -> list[QuoteLine]:
    return [
        QuoteLine(one.product_id, one.product[:200], one.quantity, one.unit, one.unit_price, one.amount)
        for one in lines
    ]


def _confirm(turn: Turn, said: Said) -> Confirmation:
    """What would be offered, word by word: the customer reads it."""
    lines, currency = said[LINES], _currency(said[LINES])
    words: list[Words] = [_("Quote for {customer}:", customer=said[CUSTOMER].name)]
    words += [line_of(one, currency) for one in _as_lines(lines)]
    words += [_("{label}: {value}", label=label, value=value) for label, value in totals(*_sums(turn, lines), currency)]
    if any(one.listed for one in lines):
        words.append(_("Where you said no price it is the list price."))
    if said[DEAL] == NEW:
        words.append(
            _(
                "Nothing is open there: I open the opportunity “{title}” for {amount} with it.",
                title=_title(lines),
                amount=Price(_net(lines), currency),
            )
        )
    else:
        words.append(_("It goes with the opportunity “{title}”.", title=clip(said[DEAL].title, 60)))
    words.append(_("Shall I make it?"))
    return Confirmation("confirm", tuple(words), (Choice(_("Make it"), YES), Choice(_("Don't save"), NO)))


def _title(lines: Sequence[OrderedLine]) -> str:
    """What the opportunity is called that is opened with it."""
    goods = [one.product for one in lines if one.unit_price is not None] or [one.product for one in lines]
    return clip(", ".join(dict.fromkeys(goods)), LONGEST_TITLE)


# ------------------------------------------------------------------ made
def _save(turn: Turn, said: Said) -> Reply:
    lines, currency = said[LINES], _currency(said[LINES])
    net, name, rate, tax, total = _sums(turn, lines)
    customer, today = said[CUSTOMER], turn.said_at.date()
    deal = _opened(turn, customer.id, lines, net, currency) if said[DEAL] == NEW else said[DEAL].id
    quotes, attachments = turn.work.topic(Quotes), turn.work.topic(Attachments)
    id_ = quotes.add(
        QuoteInput(
            customer.id,
            deal,
            today,
            today + VALID_FOR,
            currency,
            _as_lines(lines),
            net,
            name,
            rate,
            tax,
            total,
            source=said.source,
        )
    )
    quote = _there(turn, id_)
    speaks = voice(turn.company.language, turn.company.country, today)  # whoever reads it is a customer
    file = f"{speaks.say(_('Quote {number}', number=quote.number))}.pdf"
    came = AttachmentInput(DOCUMENT, file, turn.incoming.sent_at, "application/pdf", source=turn.incoming.source)
    document = attachments.add(came, opportunity_id=deal)
    quotes.has_document(id_, document)
    payload = {"quote": id_, "attachment_id": document, "name": file}
    turn.start_job(WRITE, payload)
    turn.conversation.made(Target(QUOTE, id_), turn.incoming.sent_at)
    return card(turn, _there(turn, id_), _("Made. The document comes in a moment."), undo=undo_choice(turn))


def _opened(turn: Turn, customer: int, lines: Sequence[OrderedLine], net: Decimal, currency: str) -> int:
    """An opportunity for what is offered, in the first stage in which that is usual."""
    pipeline = pipelines(turn)[0]
    stages = turn.work.pipelines.stages(pipeline.id)
    stage = next((one for one in stages if one.probability >= LIKELY), stages[-1])
    return turn.work.opportunities.add(
        OpportunityInput(customer, _title(lines), stage.id, pipeline.id, turn.person.id, currency, net)
    )


def _there(turn: Turn, quote_id: int) -> QuoteRecord:
    quote = turn.work.topic(Quotes).get(quote_id)
    if quote is None or quote.archived_at:
        raise Sorry(_("That no longer exists."))
    return quote


# ------------------------------------------------------------------ written
def write(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """The job: writes the document, keeps it, and hands it to whoever sends it."""
    with context.store.look() as work:
        quotes = work.topic(Quotes)
        quote, lines = quotes.get(payload["quote"]), quotes.lines(payload["quote"])
    if quote is None or quote.archived_at:
        return payload | {"gone": True}
    speaks = voice(context.company.language, context.company.country, quote.day)
    content = context.write(_document(speaks, context.company.name, quote, lines))
    digest = context.vault.keep(content)
    with context.store.work() as work:
        work.topic(Attachments).written(payload["attachment_id"], digest, len(content))
        return payload | {"file": work.files.keep(payload["name"], "application/pdf", content)}


def _document(speaks: Voice, company: str, quote: QuoteRecord, lines: Sequence[QuoteLine]) -> Document:
    """As the customer reads it. What no text says, such as a bank account, is on the company's own paper."""

    def say(words: Words) -> str:
        return speaks.say(words)

    def money(amount: Decimal) -> str:
        return str(format_currency(amount, quote.currency, locale=speaks.locale))  # a document always has its cents

    def day(of: date) -> str:
        return str(format_date(of, "long", locale=speaks.locale))  # and its year

    columns = (
        DocumentColumn(say(_("Item")), "left", 11),
        DocumentColumn(say(_("Quantity")), "right", 4),
        DocumentColumn(say(_("Unit price")), "right", 6),
        DocumentColumn(say(_("Amount")), "right", 5),
    )
    rows = [
        (
            line.what[:1].upper() + line.what[1:],
            " ".join(part for part in (say(Count(line.quantity)), line.unit) if part),
            money(line.unit_price) if line.unit_price is not None else "",
            money(line.amount),
        )
        for line in lines
    ]
    facts = (
        (say(_("For")), quote.customer),
        (say(_("Date")), day(quote.day)),
        (say(_("Valid until")), day(quote.until)),
        (say(_("Your contact")), quote.author or ""),
    )
    return Document(
        company,
        say(_("Quote {number}", number=quote.number)),
        [(label, value) for label, value in facts if value],
        columns,
        rows,
        [
            (say(label), money(amount))
            for (label, _said), amount in zip(
                totals_of(quote), (quote.net, quote.tax, quote.total) if quote.tax_name else (quote.total,), strict=True
            )
        ],
        (),
        speaks.language,
    )


def written(turn: Turn, result: dict[str, Any]) -> Reply:
    """The document, and the answers to it."""
    if "gone" in result:
        return Reply()
    quote = _there(turn, result["quote"])
    words = _("Quote {number} for {customer}, to pass on.", number=quote.number, customer=quote.customer)
    return Reply.of(words, choices=choices(quote), about=Target(QUOTE, quote.id)) + Reply(
        enclosed=(Enclosed(result["file"], result["name"]),)
    )


QUOTE_FORM = Form("quote", (CUSTOMER, LINES, DEAL), save=_save, check=_confirm, title=_("A quote"))


# ------------------------------------------------------------------ what is meant so
def in_words(turn: Turn, words: str) -> Reply:
    """`/cotizar Bar Sol 10 cajas de vino a 18,50 y portes 6`: the name comes first."""
    if not words.strip():
        return start(turn, QUOTE_FORM, None, guided=True)
    if named := customer_first(turn, words):
        told = {"lines": without_lead(named[1])} if named[1] else {}
        return start(turn, QUOTE_FORM, None, answers={"customer": named[0], **told})
    return start(turn, QUOTE_FORM, None, first=words, guided=True)


def is_quote(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether a sentence names a customer, and nothing but what they are to be offered."""
    named = customer_first(turn, places["order"])
    return named is not None and (not named[1] or ordered(turn, without_lead(named[1]), charges=True) is not None)


def is_lines_first(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether a sentence says what is offered, and then to which known customer."""
    return is_exactly_a_customer(turn, places["customer"]) and ordered(turn, places["lines"], charges=True) is not None


def of_customer(turn: Turn, customer: int) -> Reply:
    """A button: a quote for this customer."""
    return start(turn, QUOTE_FORM, None, values={"customer": customer}, guided=True)
