"""Customers on the bot: links to join by, what they agree to, their preferences, and a stop that is one."""

from handlers.customer_chats import agreeing, linking, noting, own_preferences, planning
from handlers.customer_chats.activity import RECORDS
from handlers.kit.format.texts import _
from handlers.kit.outreach.customer_turn import CustomerService
from handlers.kit.registry.registry import Capability, Command

_PREFERENCES = ("preferencias", "preferences")

CAPABILITY = Capability(
    "customer_chats",
    about=_("Customers on the bot: a link for one, and how each wants to be reached"),
    commands=(
        Command(
            {"es": "enlace", "en": "customer_link"},
            linking.LINK,
            _("A link, and a QR code, for a customer to join by"),
            takes=("{customer}",),
            sayings="customer_link",
            fits=linking.at_a_customer,
        ),
        Command(
            {"": "preference_told"}, noting.told, hidden=True, sayings="preference_told", fits=noting.is_preference
        ),
    ),
    intents={"set_preference": noting.note},
    actions={
        "customer_link": linking.link_for,
        "revoke_customer_links": linking.revoke,
        "disconnect_customer": linking.disconnect,
    },
    contributes={"card": linking.on_card, "brief": noting.on_card, "planned": planning.against_preferences},
    records=RECORDS,
    for_customers=CustomerService(
        commands={
            **dict.fromkeys(("start", "link", "vincular"), agreeing.start),
            **dict.fromkeys(_PREFERENCES, own_preferences.show),
            **dict.fromkeys(("datos", "data"), own_preferences.my_data),
        },
        actions={
            "agree": agreeing.agree,
            "change_consent": own_preferences.change_consent,
            "choose_channel": own_preferences.choose_channel,
            "set_channel": own_preferences.set_channel,
            "choose_gap": own_preferences.choose_gap,
            "set_gap": own_preferences.set_gap,
            "choose_hours": own_preferences.choose_hours,
            "set_hours": own_preferences.set_hours,
            "speak": own_preferences.speak,
            "my_data": own_preferences.my_data,
            "ask_for_data": own_preferences.ask_for_data,
            "stop_everything": own_preferences.stop_everything,
        },
        hears=own_preferences.heard,
        joined=agreeing.joined,
        help_lines=(
            ({"es": "/preferencias", "en": "/preferences"}, _("what we may write to you, how often and when")),
            ({"es": "/datos", "en": "/data"}, _("a copy of what we keep about you, or erasing it")),
            ({"es": "BAJA", "en": "STOP"}, _("to hear nothing more")),
        ),
    ),
    examples={
        "es": ("a Bar Sol mejor los martes a las 10 por WhatsApp", "enlace para Bar Sol"),
        "en": ("The Crown prefers email, once a month", "link for The Crown"),
    },
    order=45,
)
