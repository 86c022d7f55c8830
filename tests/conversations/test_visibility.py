"""Who sees what: every command, by every role, under every visibility, and by those who are nobody (any more)."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, event

from bot.app import App, build
from bot.clock import MovableClock
from bot.settings import Settings
from handlers.kit.audit import CHANGE
from handlers.kit.format.texts import voice
from handlers.kit.forms.form import Form
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.arguments import parameters
from handlers.kit.registry.registry import STAFF, discover
from storage.crm.interactions import InteractionInput
from storage.crm.leads.records import Enquiry
from storage.crm.leads.tables import LeadRow, LeadTouchRow, LeadWaitRow
from storage.crm.leads.waits import Chase
from storage.crm.opportunities.records import NewStage, OpportunityInput
from storage.crm.records import Due, PersonMet
from storage.messaging.records import Address
from storage.messaging.tables import ConversationRow
from storage.people.people import Visibility
from storage.questions.question import About
from tests.office import Office
from tests.office.local import NAME, LocalPlatform
from tests.storage.big_company import NOW

REGISTRY = discover()
WORDS = sorted(
    next(iter(command.words.values())) for capability in REGISTRY.capabilities for command in capability.commands
)
ACTIONS = {name: serves for capability in REGISTRY.capabilities for name, serves in capability.actions.items()}
SECRETS = ("SECRETOUNO", "SECRETODOS", "SECRETOCUATRO", "SECRETOCINCO", "Secundina Prat", "600999888", "Zafiro")
VISIBILITIES: tuple[Visibility, ...] = ("all", "team", "own")


ANYTHING = (1, "x")
"""What an argument is tried with that has no values of its own here."""


class Firm:
    """Ana of the north has a customer that is her own; somebody else tries everything."""

    def __init__(self, url: str, folder: Path, visibility: Visibility) -> None:
        self.local = LocalPlatform()
        settings = Settings(database_url=url, data_dir=folder, visibility=visibility, _env_file=None)
        self.app: App = build(settings, clock=MovableClock(NOW), platforms=[self.local], alone=True)
        self.turns = self.app.inbox._turns
        event.listen(
            self.app.store.engine, "connect", lambda raw, _record: raw.execute("PRAGMA synchronous=OFF")
        )  # thousands of turns
        with self.app.store.work(NOW) as work:
            ana = work.people.add("Ana Ruiz", "rep", "es", "Europe/Madrid", team="Norte")
        with self.app.store.work(NOW, person=ana, turn="ana") as work:
            bar = work.customers.add("Bar Zafiro", phone="+34600999888")
            contact = work.customers.add_contact(bar.id, "Secundina Prat", phone="+34600999888")
            told = InteractionInput(
                bar.id,
                "visit",
                NOW - timedelta(days=1),
                (NOW - timedelta(days=1)).date(),
                "day",
                "SECRETOUNO",
                met=(PersonMet(contact.id, contact.name),),
            )
            visit = work.interactions.log(told)
            due = Due((NOW + timedelta(days=3)).replace(tzinfo=None), "UTC", "minute")
            follow_up = work.follow_ups.add(
                "SECRETODOS", due, owner_id=ana.id, customer_id=bar.id, interaction_id=visit
            )
            absence = work.absences.add(
                ana.id, NOW.date(), NOW.date() + timedelta(days=3), cover_id=None, note="SECRETOTRES"
            )
            closing_days = work.absences.close(NOW.date(), NOW.date(), "Feria")
            work.pipelines.begin("Ventas", [NewStage("Nuevo", 10, 5), NewStage("Propuesta", 50, 5)], ["Precio"])
            said = OpportunityInput(bar.id, "SECRETOCUATRO", 1, 1, ana.id, "EUR", Decimal(777))
            opportunity = work.opportunities.add(said)
            source = work.lead_sources.add("Web")
            rule = work.lead_rules.add("territory", "Lugo", ana.id)
            lead = work.leads.add(Enquiry("form", "SECRETOCINCO", source, phone="+34600999777"), customer_id=bar.id)
            work.leads.take(lead, ana.id)
            work.lead_waits.start(lead, source, NOW, Chase("owner", NOW + timedelta(days=1)))
            change_set = work.changes.of_this_turn()
            assert change_set
        self.lead = lead
        self.targets = (
            Target("customer", bar.id),
            Target("contact", contact.id),
            Target("interaction", visit),
            Target("follow_up", follow_up),
            Target("staff", ana.id),
            Target(CHANGE, change_set),
            Target("opportunity", opportunity),
        )
        subjects = [str(target) for target in self.targets[:2]]
        self.values: dict[str, list[Any]] = {
            **{key: [bar.id] for key in ("customer", "kept", "gone")},
            **{key: [ana.id] for key in ("staff", "who")},
            **{key: [0, 5] for key in ("at",)},
            **{key: [1] for key in ("account", "table")},
            "contact": [contact.id],
            "interaction": [visit],
            "follow_up": [follow_up],
            "absence": [absence],
            "closing_days": [closing_days],
            "change": [change_set],
            "opportunity": [opportunity, [opportunity, 1]],
            "stage": [2],
            "what": ["cafetera"],
            "amount": [{"value": "777", "currency": "EUR"}],
            "close": [f"{NOW:%Y-%m-%d}"],
            "lead": [lead],
            "source": [source],
            "rule": [rule],
            "subject": subjects,
            "target": [str(target) for target in self.targets],
            "detail": ["phone"],
            "kind": ["visit"],
            "format": ["csv"],
            "moment": ["ayer"],
            "nickname": ["el bar"],
            "part": ["staff", "period", "sector"],
            "period": [{"start": f"{NOW:%Y-%m-%d}", "grain": "week"}],
            "question": [
                *({"about": about.value, "measure": "list"} for about in About),
                {"about": "interactions", "measure": "count", "group": "customer"},
                {
                    "about": "interactions",
                    "measure": "list",
                    "filters": [{"field": "customer", "is": {"id": bar.id, "name": "Bar Desconocido"}}],
                },
            ],
            "slot": ["when", "next_step"],
            "token": ["x"],
            "until": ["day"],
            "where": ["new", "last"],
            "note": [1],
            "words": ["x"],
            "was": ["x"],
            "lines": ["2 cajas de vino a 3 €"],
            "day": [f"{NOW:%Y-%m-%d}"],
            "now": ["y"],
            "asked": [{}],
            "dark": [True],
            "which": [{}],
            "figures": ["weighted"],
            "month": [f"{NOW:%Y-%m}-01"],
            "currency": ["EUR"],
        }
        """What arguments can be, by their names."""

    def enter(self, role: str, team: str) -> None:
        """Luis, who asks."""
        with self.app.store.work(NOW) as work:
            luis = work.people.add("Luis Gil", role, "es", "Europe/Madrid", team=team)
            work.people.link(luis.id, NAME, "7", "7")

    def says(self, text: str) -> str:
        """What Luis is answered."""
        return self._answer(text=text)

    def presses(self, action: Action) -> str:
        """What a button answers that was once, however, given to Luis."""
        offer = Reply.of("…", choices=(Choice("…", action),)).payload(voice("es", "ES", NOW.date()))
        with self.app.store.work(NOW) as work:
            luis = work.people.by_account(NAME, "7")
            sent = work.outbox.add(Address(NAME, "7"), offer, staff_id=luis.id if luis else None)
            assert sent
        return self._answer(kind="press", token=sent.token)

    def actions(self, name: str, serves: Any) -> Iterator[Action]:
        """An action about all that is Ana's: whatever arguments it takes, and without those that it can do without."""
        if isinstance(serves, Form):
            taken = {slot.name: False for slot in serves.slots if slot.name in self.values}
        else:
            taken = {argument: needed for argument, (_reader, needed) in parameters(serves).items()}
        ways = [
            [(key, value) for value in self.values.get(key, ANYTHING)] + ([] if needed else [None])
            for key, needed in taken.items()
        ]
        for chosen in product(*ways):
            yield Action(name, dict(filter(None, chosen)))

    def _answer(self, **incoming: Any) -> str:
        with self.app.store.work(NOW) as work:
            work.connection.execute(delete(ConversationRow))  # every question is the first
            work.connection.execute(delete(LeadWaitRow).where(LeadWaitRow.lead_id != self.lead))
            work.connection.execute(delete(LeadTouchRow).where(LeadTouchRow.lead_id != self.lead))
            work.connection.execute(
                delete(LeadRow).where(LeadRow.id != self.lead)
            )  # what Luis told himself is no secret
            work.inbox.take([self.local.event("7", sent_at=NOW, **incoming)])
        taken = self.turns.next()
        assert taken is not None
        return "\n".join(str(message.payload) for message in taken.outgoing)

    def standing(self) -> tuple[object, ...]:
        """What Ana has, as it is kept."""
        customer, contact, visit, follow_up = (target.id for target in self.targets[:4])
        with self.app.store.work(NOW) as work:
            return (
                work.customers.get(customer),
                work.customers.contact(contact),
                work.interactions.get(visit),
                work.follow_ups.get(follow_up),
                work.opportunities.get(self.targets[-1].id),
                work.leads.get(self.lead),
                work.leads.journey(self.lead),
            )


@pytest.fixture
def firms(empty_sqlite: Path, tmp_path: Path) -> Iterator[Any]:
    """Makes firms, each with a store of its own."""
    made: list[Firm] = []

    def make(visibility: Visibility) -> Firm:
        path = tmp_path / f"{len(made)}.db"
        path.write_bytes(empty_sqlite.read_bytes())
        made.append(Firm(f"sqlite:///{path}", tmp_path, visibility))
        return made[-1]

    yield make
    for firm in made:
        firm.app.executor.close()
        firm.app.store.close()


def everything(firm: Firm) -> Iterator[tuple[str, str]]:
    """Every command and every button in every way it can be given, and what was answered."""
    for word in WORDS:
        for said in (f"/{word}", f"/{word} bar zafiro", f"/{word} secundina"):
            yield said, firm.says(said)
    for name, serves in ACTIONS.items():
        for action in firm.actions(name, serves):
            yield str(action), firm.presses(action)
    for said in (
        "historial de bar zafiro",
        "bar zafiro",
        "visité a bar zafiro ayer, quieren vino",
        "teléfono de secundina",
        "llamé a secundina",
        "quién lleva bar zafiro",
        "mañana veo a bar zafiro",
        "600 999 888",
        "/nuevo Bar Nuevo 600 999 888",
        "traspasa bar zafiro a Luis",
        "recuérdame llamar a bar zafiro el lunes",
        "qué tengo esta semana",
        "oportunidades de bar zafiro",
        "pasa bar zafiro a propuesta",
        "ganamos bar zafiro",
        "la oportunidad de bar zafiro son 900 €",
        "pasa la oportunidad de bar zafiro a Luis",
    ):
        yield said, firm.says(said)


@pytest.mark.parametrize("visibility", VISIBILITIES)
@pytest.mark.parametrize("role", sorted(STAFF))
@pytest.mark.parametrize("team", ["Norte", "Sur"])
def test_what_is_anothers_is_neither_shown_nor_changed(
    firms: Any, role: str, visibility: Visibility, team: str
) -> None:
    firm = firms(visibility)
    firm.enter(role, team)
    same = team == "Norte"
    if visibility == "all" or role == "admin" or (same and (visibility == "team" or role == "manager")):
        assert "SECRETOUNO" in firm.says("/historial bar zafiro")
        return
    before = firm.standing()
    for said, answer in everything(firm):
        echoed = {word for word in ("600999888", "Zafiro", "Secundina") if word.casefold() in said.replace(" ", "")}
        leaked = [word for word in SECRETS if word in answer and word not in echoed]
        assert not leaked, f"{said}: {answer}"
        assert "Algo ha fallado" not in answer, said
    assert firm.standing() == before
    assert "existe y lo lleva Ana Ruiz" in firm.says("/historial bar zafiro")


@pytest.mark.parametrize("visibility", VISIBILITIES)
@pytest.mark.parametrize("was", ["unlinked", "left"])
def test_nobody_gets_anything(firms: Any, visibility: Visibility, was: str) -> None:
    firm = firms(visibility)
    if was == "left":
        firm.enter("admin", "Norte")
        assert "SECRETOUNO" in firm.says("/historial bar zafiro")
        with firm.app.store.work(NOW) as work:
            luis = work.people.by_account(NAME, "7")
            assert luis
            work.leaving.leave(luis.id)
    before = firm.standing()
    refusal = firm.says("hola")
    assert "invitación" in refusal
    for said, answer in everything(firm):
        assert answer in {"", refusal}, said
    assert firm.standing() == before


# ------------------------------------------------------------------ as a conversation
def test_of_anothers_customer_only_that_it_exists(office: Office) -> None:
    office.sees("own")
    ana, luis = office.rep("Ana"), office.rep("Luis")
    ana.says("/nuevo Bar Sol 600 123 456")
    ana.says("visité a Bar Sol ayer con Marta, quieren 10 cajas")
    for said in ("historial de Bar Sol", "/historial bar sol", "visité a Bar Sol hoy, quieren vino"):
        luis.says(said)
        luis.hears("existe y lo lleva Ana")
        luis.hears_not("cajas", "Marta", "600")
        luis.says("/cancelar")
    luis.says("/nuevo Bar Sol")
    luis.hears("ya existe y lo lleva Ana")
    assert "Ver ficha" not in luis.choices()
    ana.says("historial de Bar Sol")
    ana.hears("10 cajas")


def test_a_name_one_sees_goes_before_anothers(office: Office) -> None:
    office.sees("own")
    ana, luis = office.rep("Ana"), office.rep("Luis")
    ana.says("/nuevo Bar Sol 600 123 456")
    luis.says("/nuevo Bar Solera 600 123 457")
    luis.says("visité a Bar Solera ayer, quieren vino")
    luis.hears("Guardado: visita · Bar Solera")


def test_a_manager_sees_the_team_and_an_admin_all(office: Office) -> None:
    office.sees("own")
    ana, marta, elena = office.rep("Ana"), office.rep("Marta", role="manager"), office.rep("Elena", role="admin")
    ana.says("/nuevo Bar Sol 600 123 456")
    ana.says("visité a Bar Sol ayer, quieren 10 cajas")
    marta.says("historial de Bar Sol")
    marta.hears("10 cajas")
    elena.says("/asignar Ana")
    elena.says("Norte")
    marta.says("historial de Bar Sol")
    marta.hears("existe y lo lleva Ana")
    elena.says("historial de Bar Sol")
    elena.hears("10 cajas")


def test_a_customer_without_an_owner_is_everybodys(office: Office) -> None:
    office.customer("Bar Luna", "Marta")
    office.sees("own")
    luis = office.rep("Luis")
    luis.says("visité a Bar Luna ayer con Marta, quieren vino")
    luis.hears("Guardado: visita · Bar Luna")
