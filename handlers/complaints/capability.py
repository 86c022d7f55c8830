"""Complaints: what customers are unhappy with, who cares for it, and whether it got better."""

from handlers.complaints import assignees, changing, how_they_go, listing, logging, own_complaints
from handlers.complaints.activity import RECORDS
from handlers.complaints.card import COMPLAINT
from handlers.complaints.milestones import milestones
from handlers.kit.format.texts import _
from handlers.kit.registry.registry import Capability, Command

CAPABILITY = Capability(
    "complaints",
    milestones=milestones,
    about=_("Complaints: a number, somebody who cares, thirty days to put it right"),
    commands=(
        Command(
            {"es": "queja", "en": "complaint"},
            listing.look_up,
            _("A customer complains; or one complaint, by its number: /complaint 12"),
        ),
        Command(
            {"es": "quejas", "en": "complaints"},
            listing.list_,
            _("Open complaints, and how they go"),
            phrases={
                "es": (
                    "tendencia de las quejas",
                    "cómo van las quejas",
                    "van a más las quejas",
                    "hay más quejas que antes",
                    "hay menos quejas que antes",
                ),
                "en": (
                    "complaints trend",
                    "trend of complaints",
                    "how are complaints going",
                    "are complaints going up or down",
                    "are there more complaints than before",
                ),
            },
        ),
        Command(
            {"es": "cerrar_queja", "en": "close_complaint"},
            changing.CLOSE,
            _("Close a complaint, on the customer's word or for a reason: /close_complaint 12"),
            takes=("{complaint}",),
            sayings="complaint_closed",
        ),
        Command(
            {"es": "pasar_queja", "en": "give_complaint"},
            changing.GIVE,
            _("Hand a complaint over: /give_complaint 12 > Luis"),
            takes=("{complaint} > {staff}", "{complaint}"),
            sayings="complaint_given",
        ),
        Command(
            {"es": "reparto_quejas", "en": "complaint_rules"},
            assignees.list_rules,
            _("Who cares for which complaints"),
            phrases={
                "es": ("quién lleva las quejas", "reparto de quejas", "reparto de las quejas"),
                "en": ("who handles complaints", "complaint rules"),
            },
        ),
        Command(
            {"": "that_complains"},
            logging.of_what_was_told,
            hidden=True,
            sayings="that_complains",
            fits=logging.is_what_was_told,
        ),
        Command({"": "new_complaint_rule"}, assignees.ADD_RULE, hidden=True, sayings="complaint_rule"),
    ),
    intents={
        "log_complaint": logging.LOG,
        "list_complaints": listing.list_,
        "resolve_complaint": changing.CLOSE,
    },
    actions={
        "new_complaint": logging.LOG,
        "complaint_of_visit": logging.of_visit,
        "join_complaint": logging.join,
        "complaint": listing.show,
        "complaints": listing.page,
        "complaints_picture": how_they_go.picture,
        "complaint_answered": changing.answered,
        "complaint_improved": changing.improved,
        "complaint_not_better": changing.not_better,
        "complaint_cause": changing.cause,
        "complaint_severity": changing.severity,
        "complaint_reopen": changing.reopen,
        "close_complaint": changing.CLOSE,
        "give_complaint": changing.GIVE,
        "new_complaint_rule": assignees.ADD_RULE,
        "remove_complaint_rule": assignees.remove_rule,
    },
    contributes={
        "card": listing.on_card,
        "brief": listing.in_brief,
        "day": listing.in_day,
        "week": listing.in_week,
        "after_log": logging.after_log,
        "in_touch": logging.after_contact,
        "after_addition": logging.after_addition,
    },
    open_matters=logging.open_matters,
    for_customers=own_complaints.SERVICE,
    continues={COMPLAINT: logging.more},
    records=RECORDS,
    examples={
        "es": ("Bar Sol se queja de que el pedido llegó roto", "quejas abiertas"),
        "en": ("complaint from The Crown: late again", "open complaints"),
    },
    order=27,
)
