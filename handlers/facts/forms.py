"""Facts as they are told: a form a kind, which takes only words that it understands to the last."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from handlers.facts.wording import RELATIONS, SENSITIVE, SHOWROOM, lines
from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import Words, _, clip
from handlers.kit.forms.filling import start
from handlers.kit.forms.form import Form, Said, Slot, SlotType, Unclear
from handlers.kit.forms.name_first import customer_first, is_exactly_a_customer
from handlers.kit.forms.name_slots import KnownCustomer
from handlers.kit.forms.slot_types import FreeText, tidy
from handlers.kit.messages.action import Action, Choice, Target, answer
from handlers.kit.messages.blocks import Facts, Heading
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn
from handlers.language.entities import facts as reading
from handlers.language.meaning import NameKind
from storage.facts.facts import NewFact

LONGEST = 200
FACT = "fact"
LONGEST_NAME = 4
"""Words of a competitor's name."""


@dataclass(frozen=True)
class ToldFacts(SlotType[Sequence[NewFact]]):
    """What is told, read by `parse`; what that does not understand is asked again, with `labels` to choose from."""

    parse: Callable[[str], Sequence[NewFact] | None]
    labels: Mapping[str, Words]
    takes_text = True

    def read(self, turn: Turn, text: str, said: Said) -> Sequence[NewFact]:
        """The facts of an answer."""
        if text in self.labels:
            return [NewFact(text)]
        found = self.parse(tidy(text))
        if not found:
            raise Unclear(_("I don't know that one. Choose, please."), choices=self.offered(turn, said))
        return found

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """The words there are, where they are few."""
        return tuple(Choice(label, answer(key)) for key, label in self.labels.items())

    def dump(self, value: Sequence[NewFact]) -> Any:  # noqa: ANN401
        """As JSON."""
        return [asdict(one) for one in value]

    def load(self, turn: Turn, raw: Any) -> Sequence[NewFact]:  # noqa: ANN401
        """From JSON."""
        return [NewFact(**one) for one in raw]

    def show(self, value: Sequence[NewFact]) -> Words:
        """The values."""
        return ", ".join(one.value for one in value)


# ------------------------------------------------------------------ reading
def _sensitive(text: str) -> Sequence[NewFact] | None:
    found = reading.aspects(text)
    return [NewFact(one, rank=at) for at, one in enumerate(found, 1)] if found else None


def _relation(text: str) -> Sequence[NewFact] | None:
    found = reading.relation(text)
    return [NewFact(found)] if found else None


def _free(text: str) -> Sequence[NewFact] | None:
    return [NewFact(text[:LONGEST])] if any(c.isalnum() for c in text) else None


def _tags(text: str) -> Sequence[NewFact] | None:
    return [NewFact(part) for piece in text.split(",") if (part := tidy(piece))[:LONGEST]] or None


# ------------------------------------------------------------------ forms
CUSTOMER = Slot("customer", KnownCustomer(), _("Customer"), _("Which customer?"))


def _form(kind: str, value: Slot[Sequence[NewFact]]) -> Form:
    def save(turn: Turn, said: Said) -> Reply:
        if kind == "relation" and [one.value for one in said[value]] == ["customer"]:
            turn.work.facts.drop(said[CUSTOMER].id, kind)
            return _kept(turn, said[CUSTOMER].id, said[CUSTOMER].name)
        turn.work.facts.keep(said[CUSTOMER].id, kind, said[value], words=turn.told or None)
        return _kept(turn, said[CUSTOMER].id, said[CUSTOMER].name)

    return Form(f"fact_{kind}", (CUSTOMER, value), save=save)


def _kept(turn: Turn, customer: int, name: str) -> Reply:
    """What is known of them now, so that whoever told it sees what it became."""
    known = lines(turn.work.facts.of(customer), turn.voice)
    heading = Heading(_("Kept: what is known of {customer}", customer=clip(name, 80)))
    choices = (*undo_choice(turn), Choice(_("Card"), Action("card", {"customer": customer})))
    return Reply((heading, Facts(known)) if known else (heading,), choices, about=Target("customer", customer))


VALUES: dict[str, Slot[Sequence[NewFact]]] = {
    "sensitive": Slot("value", ToldFacts(_sensitive, SENSITIVE), _("Cares about"), _("What matters most to them?")),
    "need": Slot("value", ToldFacts(_free, {}), _("Needs"), _("What do they need?"), _("delivery before 8")),
    "payment": Slot("value", ToldFacts(_free, {}), _("Pays"), _("How do they pay?"), _("in 30 days, by transfer")),
    "buying": Slot("value", ToldFacts(_free, {}), _("How they buy"), _("How do they buy?"), _("by phone, on Mondays")),
    "relation": Slot("value", ToldFacts(_relation, RELATIONS), _("Is to us"), _("What are they to us?")),
    "showroom": Slot(
        "value", ToldFacts(_free, SHOWROOM), _("Reference"), _("Do they agree to be shown as a reference?")
    ),
    "tag": Slot("value", ToldFacts(_tags, {}), _("Tags"), _("Which tag?"), "vip"),
}
FORMS = {kind: _form(kind, slot) for kind, slot in VALUES.items()}


def _elsewhere(turn: Turn, said: Said) -> Reply:
    share = reading.share_of(said[WHAT]) if WHAT in said else None
    percent, what = share or (None, said.get(WHAT))
    fact = NewFact(said[COMPETITOR][:LONGEST], share=percent, detail=tidy(what)[:LONGEST] if what else None)
    turn.work.facts.keep(said[CUSTOMER].id, "elsewhere", [fact], words=turn.told or None)
    return _kept(turn, said[CUSTOMER].id, said[CUSTOMER].name)


WHAT = Slot(
    "what", FreeText(), _("What"), _("What do they buy there, or how much of it?"), "60 %", optional=True, guided=True
)
COMPETITOR = Slot("competitor", FreeText(), _("Competitor"), _("From whom do they buy?"), "Acme")
ELSEWHERE = Form("fact_elsewhere", (CUSTOMER, COMPETITOR, WHAT), save=_elsewhere, title=_("Bought elsewhere"))


# ------------------------------------------------------------------ whether a sentence is meant so
def fits(kind: str) -> Callable[[Turn, Mapping[str, str]], bool]:
    """Whether a sentence names a known customer and tells what its kind understands to the last word."""

    def meant(turn: Turn, places: Mapping[str, str]) -> bool:
        return understood(turn, kind, places) and is_exactly_a_customer(turn, places["customer"])

    return meant


def understood(turn: Turn, kind: str, places: Mapping[str, str]) -> bool:
    """Whether the words of a kind's places are understood to the last one, whoever it is told of."""
    if kind == "elsewhere":
        return _is_elsewhere(turn, places)
    if kind not in VALUES or "value" not in places:
        return kind in {"agrees", "refuses"}
    said = tidy(places["value"])
    if kind == "payment":
        return reading.is_payment(said)
    return bool(VALUES[kind].type.parse(said))  # type: ignore[attr-defined]  # every one of them is `Told`


def _is_elsewhere(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether it is bought from somebody who is neither a colleague nor a customer of ours."""
    from_whom, what = places["competitor"], places.get("what", "")
    ours = turn.match(from_whom, {NameKind.CUSTOMER, NameKind.STAFF}).known
    named = (
        from_whom[:1].isupper() and not any(c.isdigit() for c in from_whom) and len(from_whom.split()) <= LONGEST_NAME
    )
    counted = what[:1].isdigit() and reading.share_of(what) is None
    return named and ours is None and not counted


def known_customer(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether a sentence names a known customer and nothing else."""
    return is_exactly_a_customer(turn, places["customer"])


def in_words(kind: str) -> Callable[[Turn, str], Reply]:
    """A command with its words: the customer's name comes first."""

    def run(turn: Turn, words: str) -> Reply:
        form = FORMS[kind]
        if not words.strip():
            return start(turn, form, None, guided=True)
        if named := customer_first(turn, words):
            told = {"value": named[1]} if named[1] else {}
            return start(turn, form, None, answers={"customer": named[0], **told})
        return start(turn, form, None, first=words, guided=True)

    return run


def agreed(turn: Turn, words: str, *, yes: bool) -> Reply:
    """A sentence that says whether a customer agrees to be shown."""
    return start(turn, FORMS["showroom"], None, answers={"customer": words, "value": "yes" if yes else "no"})
