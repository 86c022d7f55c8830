"""Quotes: told in a sentence, made as a document, accepted or refused in a word."""

from handlers.kit.format.texts import _
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command, Job
from handlers.kit.turn import Turn
from handlers.quotes import answering, listing, making
from handlers.quotes.activity import RECORDS
from storage.crm.records import CustomerRecord


def _new(turn: Turn, customer: CustomerRecord) -> Reply:
    return making.of_customer(turn, customer.id)


CAPABILITY = Capability(
    "quotes",
    about=_("Quotes: tell me what you offer, get the PDF"),
    commands=(
        Command(
            {"es": "cotizar", "en": "quote"},
            making.in_words,
            _("A quote for a customer, as a PDF"),
            sayings="quote",
            fits=making.is_quote,
        ),
        Command({"": "presupuesto"}, making.in_words, hidden=True),
        Command(
            {"": "quote_lines_first"},
            making.QUOTE_FORM,
            hidden=True,
            sayings="quote_lines_first",
            fits=making.is_lines_first,
        ),
        Command(
            {"es": "presupuestos", "en": "quotes"},
            listing.in_words,
            _("My quotes, or a customer's"),
            phrases={
                "es": ("mis presupuestos", "mis cotizaciones"),
                "en": ("my quotes",),
            },
        ),
        Command({"": "quotes_of"}, listing.in_words, hidden=True, sayings="quotes_of", fits=listing.is_of_one),
        Command(
            {"": "quote_accepted"},
            answering.said_yes,
            hidden=True,
            phrases={
                "es": (
                    "aceptado",
                    "aceptan",
                    "han aceptado",
                    "lo aceptan",
                    "lo han aceptado",
                    "me lo han aceptado",
                    "aceptada",
                    "aceptan el presupuesto",
                    "han aceptado el presupuesto",
                    "presupuesto aceptado",
                ),
                "en": (
                    "accepted",
                    "they accepted",
                    "they accepted it",
                    "they took it",
                    "they accepted the quote",
                    "quote accepted",
                    "the quote was accepted",
                ),
            },
        ),
        Command(
            {"": "quote_accepted_by"}, answering.said_yes, hidden=True, sayings="quote_accepted", fits=answering.has_one
        ),
        Command(
            {"": "quote_accepted_number"},
            answering.said_yes,
            hidden=True,
            sayings="quote_accepted_number",
            fits=answering.is_number,
        ),
        Command(
            {"": "quote_refused"},
            answering.said_no,
            hidden=True,
            phrases={
                "es": (
                    "rechazado",
                    "no aceptan",
                    "no lo aceptan",
                    "lo rechazan",
                    "lo han rechazado",
                    "rechazada",
                    "rechazan el presupuesto",
                    "han rechazado el presupuesto",
                    "presupuesto rechazado",
                ),
                "en": (
                    "refused",
                    "they refused",
                    "they refused it",
                    "they turned it down",
                    "they declined",
                    "they refused the quote",
                    "they rejected the quote",
                    "they turned down the quote",
                    "quote refused",
                ),
            },
        ),
        Command(
            {"": "quote_refused_by"}, answering.said_no, hidden=True, sayings="quote_refused", fits=answering.has_one
        ),
        Command(
            {"": "quote_refused_number"},
            answering.said_no,
            hidden=True,
            sayings="quote_refused_number",
            fits=answering.is_number,
        ),
    ),
    actions={
        "quote": answering.shown,
        "quotes": listing.mine,
        "quotes_of": listing.of_customer,
        "new_quote": _new,
        "quote_accepted": answering.accepted,
        "quote_refused": answering.refused,
    },
    forms=(making.QUOTE_FORM,),
    contributes={"card": listing.on_card, "opportunity": listing.on_opportunity},
    jobs={making.WRITE: Job(making.write, making.written)},
    records=RECORDS,
    examples={
        "es": ("cotiza a Bar Sol 10 cajas de vino a 18,50 y portes 6",),
        "en": ("quote The Crown 10 cases of wine at 18.50 and delivery 6",),
    },
    order=21,
)
