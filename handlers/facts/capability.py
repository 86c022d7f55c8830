"""What is known of a customer: what matters to them, how they pay and buy, what they buy elsewhere, what they are to us."""

from handlers.facts import forms, offering, showing
from handlers.facts.wording import value
from handlers.kit.format.texts import Words, _, ngettext
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command, RecordWords
from handlers.kit.turn import Turn
from storage.audit.records import Change


def _what(turn: Turn, id_: int) -> Words | None:
    found = turn.work.facts.get(id_)
    return _("{what}, {customer}", what=value(found), customer=found.customer) if found else None


def _told(_turn: Turn, change: Change, thing: Words) -> Words | None:
    return _("noted: {what}", what=thing) if change.before is None else None


def _counted(count: int) -> Words:
    return ngettext("{count} fact", "{count} facts", count)


def _agrees(turn: Turn, words: str) -> Reply:
    return forms.agreed(turn, words, yes=True)


def _refuses(turn: Turn, words: str) -> Reply:
    return forms.agreed(turn, words, yes=False)


CAPABILITY = Capability(
    "facts",
    about=_("What is known of a customer: what matters to them, how they pay, what they buy elsewhere"),
    commands=(
        Command(
            {"es": "necesidad", "en": "cares"},
            forms.in_words("sensitive"),
            _("What matters to a customer: service > price"),
        ),
        Command(
            {"": "cares_told"},
            forms.FORMS["sensitive"],
            hidden=True,
            sayings="fact_sensitive",
            fits=forms.fits("sensitive"),
        ),
        Command({"es": "necesita", "en": "needs"}, forms.in_words("need"), _("What a customer needs")),
        Command({"": "need_told"}, forms.FORMS["need"], hidden=True, sayings="fact_need", fits=forms.fits("need")),
        Command({"es": "pago", "en": "pays"}, forms.in_words("payment"), _("How a customer pays")),
        Command(
            {"": "pays_told"},
            forms.FORMS["payment"],
            hidden=True,
            sayings="fact_payment",
            fits=forms.fits("payment"),
        ),
        Command({"es": "como_compra", "en": "buys"}, forms.in_words("buying"), _("How a customer buys")),
        Command(
            {"": "buys_told"}, forms.FORMS["buying"], hidden=True, sayings="fact_buying", fits=forms.fits("buying")
        ),
        Command(
            {"es": "competencia", "en": "elsewhere"},
            forms.ELSEWHERE,
            _("What a customer buys from competitors"),
            takes=("{customer} > {competitor}",),
            sayings="fact_elsewhere",
            fits=forms.fits("elsewhere"),
        ),
        Command(
            {"es": "tipo", "en": "kind"},
            forms.in_words("relation"),
            _("Partner, channel, ally, or target for next year"),
        ),
        Command(
            {"": "kind_told"},
            forms.FORMS["relation"],
            hidden=True,
            sayings="fact_relation",
            fits=forms.fits("relation"),
        ),
        Command({"es": "etiqueta", "en": "tag"}, forms.in_words("tag"), _("A tag for a customer")),
        Command({"": "tag_told"}, forms.FORMS["tag"], hidden=True, sayings="fact_tag", fits=forms.fits("tag")),
        Command({"": "agrees"}, _agrees, hidden=True, sayings="fact_agrees", fits=forms.known_customer),
        Command({"": "refuses"}, _refuses, hidden=True, sayings="fact_refuses", fits=forms.known_customer),
        Command(
            {"es": "datos", "en": "known"},
            showing.OF_CUSTOMER,
            _("What is known of a customer, and who told it"),
            takes=("{customer}",),
        ),
        Command(
            {"es": "escaparate", "en": "showroom"},
            showing.showroom,
            _("Customers who may be shown, by sector"),
            sayings="showroom",
            fits=showing.names_a_sector,
        ),
        Command({"": "elsewhere_of"}, showing.OF_CUSTOMER, hidden=True, sayings="elsewhere_of", fits=showing.is_of_one),
        Command(
            {"": "buyers_elsewhere"},
            showing.buyers_elsewhere,
            hidden=True,
            sayings="buyers_elsewhere",
            fits=showing.is_bought_from,
        ),
        Command(
            {"es": "segmento", "en": "segment"},
            showing.segment,
            _("The customers who care about something, or have a tag"),
            sayings="segment_of",
            fits=showing.means_a_segment,
        ),
        Command(
            {"": "segment_of_customers"},
            showing.segment,
            hidden=True,
            sayings="segment_of_customers",
            fits=showing.means_these_customers,
        ),
    ),
    actions={
        "facts": showing.facts,
        "drop_fact": showing.drop,
        "having_fact": showing.having,
        "keep_fact": offering.keep,
    },
    contributes={
        "card": showing.on_card,
        "brief": showing.in_brief,
        "after_log": offering.after_log,
        "after_addition": offering.after_addition,
    },
    records={"customer_facts": RecordWords(_what, _told, _counted)},
    examples={
        "es": (
            "a Bar Sol le importa el servicio más que el precio",
            "Bar Sol paga a 30 días",
            "Bar Sol compra el 60 % a Acme",
        ),
        "en": (
            "The Crown cares about service more than price",
            "The Crown pays in 30 days",
            "The Crown buys 60 % from Acme",
        ),
    },
    order=23,
)
