"""What a log tells of a customer in passing: how they pay, what matters to them; offered to be kept on the card."""

import re
from collections.abc import Iterator, Mapping

from handlers.facts.forms import ELSEWHERE, FORMS, understood
from handlers.facts.wording import KINDS
from handlers.kit.format.texts import Words, _, clip
from handlers.kit.forms.filling import start
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.sayings import read_saying, sayings
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import NameKind
from handlers.language.text.any_of import any_of
from storage.crm.records import CustomerRecord

MOST = 2
"""Facts of one log that are offered."""
KINDS_TOLD: Mapping[str, str] = {
    "sensitive": "fact_sensitive",
    "payment": "fact_payment",
    "elsewhere": "fact_elsewhere",
    "refuses": "fact_refuses",
    "agrees": "fact_agrees",
    "need": "fact_need_passing",
    "buying": "fact_buying",
}
"""The kinds of facts that are offered, each with its sentences."""
OF_THEM = "◆"
"""Stands for the customer whom a clause does not name: "pagan a 30 días"."""
_PAUSE = re.compile(r"(?:[,;.]\s+|\n)")
_THEY = re.compile(rf"^(?:{any_of('joins_clauses')}\s+)?{any_of('they')}\s+", re.IGNORECASE)
_JOINED = re.compile(rf"\s+{any_of('joins_clauses')}\s+", re.IGNORECASE)


def after_log(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """After a log that tells what is known of a customer: to keep it on the card."""
    last = turn.conversation.last
    logged = turn.work.interactions.get(last.id) if last and last.kind == "interaction" else None
    return _offers(turn, customer, logged.summary) if logged and logged.customer_id == customer.id else None


def after_addition(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """The same after what was added to a log: of that alone."""
    last = turn.conversation.last
    logged = turn.work.interactions.get(last.id) if last and last.kind == "interaction" else None
    told = logged.summary.rpartition("\n")[2] if logged and logged.customer_id == customer.id else ""
    return _offers(turn, customer, told) if told else None


def _offers(turn: Turn, customer: CustomerRecord, note: str) -> Reply | None:
    found = list(facts_in(turn, note))[:MOST]
    return Reply((), tuple(_keep(customer, kind, places) for kind, places in found)) if found else None


def facts_in(turn: Turn, note: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """What a note tells, clause by clause: the kind of each fact, and its words by their places."""
    for piece in filter(None, map(str.strip, _PAUSE.split(note))):
        whole = _fact(turn, piece)
        clauses = [whole] if whole else (_fact(turn, part) for part in _JOINED.split(piece))
        yield from (fact for fact in clauses if fact)


def _fact(turn: Turn, clause: str) -> tuple[str, Mapping[str, str]] | None:
    names = turn.names_in(clause, NameKind.CUSTOMER, NameKind.CONTACT)[:1]
    said = clause if names else f"{OF_THEM} {_THEY.sub('', clause, count=1)}"
    for kind, sentences in KINDS_TOLD.items():
        places = read_saying(said, sayings(sentences), names or [(0, 1)])
        if places is not None and understood(turn, kind, places):
            return kind, places
    return None


def _keep(customer: CustomerRecord, kind: str, places: Mapping[str, str]) -> Choice:
    label, words = _in_short(kind, places)
    told = {name: words for name, words in places.items() if name != "customer"}
    return Choice(
        _("Keep: {kind}: {what}", kind=label, what=clip(words, 40)),
        Action("keep_fact", {"customer": customer.id, "kind": kind, **told}),
    )


def _in_short(kind: str, places: Mapping[str, str]) -> tuple[Words, str]:
    if kind == "elsewhere":
        return KINDS[kind], " · ".join(filter(None, (places.get("what"), places["competitor"])))
    if kind in {"agrees", "refuses"}:
        return KINDS["showroom"], "✓" if kind == "agrees" else "✗"
    return KINDS[kind], places["value"]


def keep(turn: Turn, customer: int, kind: str, value: str = "", competitor: str = "", what: str = "") -> Reply:
    """The button: it is kept as if it had been told by itself."""
    if turn.work.customers.get(customer) is None:
        raise Sorry(_("I can't find that customer."))
    values = {"customer": customer}
    told = {"value": value} if value else {"competitor": competitor, **({"what": what} if what else {})}
    words = " ".join(filter(None, (value, what, competitor)))
    if kind in {"agrees", "refuses"}:
        answers = {"value": "yes" if kind == "agrees" else "no"}
        return start(turn, FORMS["showroom"], None, values=values, answers=answers)
    form = ELSEWHERE if kind == "elsewhere" else FORMS.get(kind)
    if form is None:
        raise Sorry(_("That no longer exists."))
    return start(turn, form, None, values=values, answers=told, told=words)
