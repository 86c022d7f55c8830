"""Leads: who enquired, who answers, how soon, and what becomes of them."""

from handlers.kit.format.texts import _
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.web import Route
from handlers.leads import answering, bulk, listing, passing, sla, sources
from handlers.leads.activity import RECORDS
from handlers.leads.adding import NEW
from handlers.leads.api import DOCUMENTED, post_lead
from handlers.leads.closing import QUALIFY, REFUSE
from handlers.leads.form_page import get_form, post_form

CAPABILITY = Capability(
    "leads",
    about=_("Leads: who enquired, and who answers how soon"),
    commands=(
        Command({"es": "nuevo_lead", "en": "new_lead"}, NEW, _("A new lead"), reads_as="nuevo lead: {}", shortcut=True),
        Command({"es": "leads", "en": "leads"}, listing.list_, _("Open leads: mine, and those that are free")),
        Command(
            {"es": "lead", "en": "lead"},
            listing.look_up,
            _("One lead, with its journey: /lead 12"),
            sayings="lead_shown",
        ),
        Command({"": "take_lead"}, answering.take_said, hidden=True),
        Command({"": "lead_answered"}, answering.called_said, hidden=True, sayings="lead_answered"),
        Command(
            {"es": "cualificar", "en": "qualify"},
            QUALIFY,
            _("A lead becomes an opportunity: /qualify 12"),
            takes=("{lead}",),
            sayings="lead_qualified",
        ),
        Command(
            {"es": "cualificar_leads", "en": "qualify_leads"},
            bulk.qualify_many,
            _("Several leads become opportunities: /qualify_leads 3, 4, 7"),
            sayings="leads_qualified",
            fits=bulk.several,
        ),
        Command(
            {"es": "descartar_lead", "en": "refuse"},
            REFUSE,
            _("Refuse a lead, and say why"),
            takes=("{lead} > {reason}", "{lead}"),
            sayings="lead_refused",
        ),
        Command(
            {"es": "pasar_lead", "en": "give_lead"},
            passing.GIVE,
            _("Give a lead to a colleague: /give_lead 12 > Luis"),
            takes=("{lead} > {staff}", "{lead}"),
            sayings="lead_given",
            fits=passing.names_lead,
        ),
        Command(
            {"es": "sla", "en": "sla"},
            sla.show,
            _("How fast leads are answered"),
            phrases={
                "es": ("tiempo de respuesta", "tiempos de respuesta"),
                "en": ("response times", "first response"),
            },
            sayings="response_times_asked",
        ),
        Command(
            {"es": "fuentes", "en": "sources"},
            sources.list_sources,
            _("Where leads come from: forms and keys"),
            phrases={"es": ("fuentes de leads",), "en": ("lead sources",)},
            sayings="lead_forms_asked",
        ),
        Command({"es": "formularios", "en": "forms"}, sources.list_sources, hidden=True),
        Command({"": "add_lead_source"}, sources.ADD_SOURCE, hidden=True, sayings="lead_source_add"),
        Command(
            {"": "key_of_source"}, sources.key_said, hidden=True, sayings="lead_source_key", fits=sources.is_source
        ),
        Command({"": "rule_of_leads"}, sources.ADD_RULE, hidden=True, sayings="lead_rule_add"),
        Command(
            {"es": "reparto", "en": "lead_rules"},
            sources.list_rules,
            _("Who gets which leads"),
            phrases={"es": ("reparto de leads",), "en": ("lead rules",)},
        ),
    ),
    intents={"new_lead": NEW, "list_leads": listing.list_, "take_lead": answering.take_said},
    actions={
        "new_lead": NEW,
        "lead": listing.show,
        "leads": listing.page,
        "take_lead": answering.take,
        "call_lead": answering.call,
        "answered_lead": answering.say_answered,
        "told_lead": answering.told,
        "pass_lead": passing.pass_on,
        "give_lead": passing.GIVE,
        "qualify_lead": QUALIFY,
        "qualify_leads": bulk.qualify_these,
        "refuse_lead": REFUSE,
        "reopen_lead": answering.reopen,
        "lead_source": sources.show_source,
        "lead_source_key": sources.new_key,
        "lead_source_away": sources.put_away,
        "lead_source_consent": sources.CHANGE_CONSENT,
        "new_lead_source": sources.ADD_SOURCE,
        "new_lead_rule": sources.ADD_RULE,
        "remove_lead_rule": sources.remove_rule,
    },
    forms=(answering.CALLED,),
    contributes={
        "card": listing.on_card,
        "day": listing.in_day,
        "in_touch": answering.after_contact,
        "reached_us": answering.after_enquiry,
        "week": sla.week,
    },
    told_of=answering.told_of,
    records=RECORDS,
    routes=(
        Route("POST", "/api/leads", post_lead, DOCUMENTED),
        Route("GET", "/form/{source}", get_form),
        Route("POST", "/form/{source}", post_form),
    ),
    examples={
        "es": ("nuevo lead: Ana Pérez, 600 123 456, quiere toldos", "leads sin atender"),
        "en": ("new lead: Ann Perry, ann@perry.example, wants awnings", "any new leads?"),
    },
    order=25,
)
