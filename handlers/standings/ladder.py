"""The ladder contact → relate → intimate → trust, from evidence: by the rules of `ladder.toml`, or as an admin changed them."""

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from handlers.kit.format.texts import Words, _
from handlers.kit.jobs import JobContext
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Block, Entries, Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn
from handlers.standings.naming import of_one_or_all, there
from storage.crm.records import CustomerRecord
from storage.standings.ladder_rules import LadderRules
from storage.standings.relations import Evidence, Relations
from storage.work import Work

HERE = Path(__file__).parent
JOB = "count_ladder"
AT_A_TIME = 1_000
A_YEAR = timedelta(days=365)
RUNGS: Mapping[str, Words] = {
    "": _("on no rung yet"),
    "contact": _("contact"),
    "relate": _("relation"),
    "intimate": _("closeness"),
    "trust": _("trust"),
}
EVIDENCE: Mapping[str, Words] = {
    "contacts": _("contacts in a year"),
    "visits": _("visits in a year"),
    "orders": _("days they bought on in a year"),
    "people": _("people known there"),
    "facts": _("needs known"),
    "referrals": _("recommendations of ours"),
    "reference": _("may be shown as a reference"),
}
STEPS: Mapping[str, Words] = {
    "contacts": _("see them or call them"),
    "visits": _("visit them"),
    "orders": _("offer what they usually need"),
    "people": _("note who you speak with there"),
    "facts": _("ask what matters to them, and note it"),
    "referrals": _("ask whom they would recommend us to"),
    "reference": _("ask whether they may be shown as a reference"),
}


@dataclass(frozen=True, slots=True)
class Rung:
    """What it takes to stand there: `every` of these, and one of `any_` where there are any."""

    name: str
    every: Mapping[str, int]
    any_: Mapping[str, int]

    def missing(self, evidence: Evidence) -> list[str]:
        """What is not there yet; of what would do alternatively, all."""
        lacks = [name for name, count in self.every.items() if getattr(evidence, name) < count]
        others = [name for name, count in self.any_.items() if getattr(evidence, name) < count]
        return lacks + (others if self.any_ and len(others) == len(self.any_) else [])


@cache
def usual_rungs() -> tuple[Rung, ...]:
    """The rungs from the lowest up. Raises ValueError where one asks for something that is not known."""
    raw: Mapping[str, dict[str, Any]] = tomllib.loads((HERE / "ladder.toml").read_text(encoding="utf-8"))
    found = tuple(
        Rung(name, {k: v for k, v in one.items() if k != "any"}, one.get("any", {})) for name, one in raw.items()
    )
    unknown = {name for rung in found for name in (*rung.every, *rung.any_)} - EVIDENCE.keys()
    if unknown or {rung.name for rung in found} - RUNGS.keys():
        raise ValueError(f"ladder.toml asks for what is not known: {sorted(unknown)}")
    return found


def rungs(work: Work) -> list[Rung]:
    """The rungs as they are here, from the lowest up: the usual numbers, but for those that an admin changed."""
    changed = work.topic(LadderRules).changed()
    return [_changed(rung, {name: n for (of, name), n in changed.items() if of == rung.name}) for rung in usual_rungs()]


def _changed(rung: Rung, numbers: Mapping[str, int]) -> Rung:
    """A rung with other numbers; 0 takes a kind of evidence out of it."""
    any_ = {name: numbers.get(name, count) for name, count in rung.any_.items()}
    every = {**rung.every, **{name: count for name, count in numbers.items() if name not in any_}}
    return Rung(rung.name, {k: n for k, n in every.items() if n}, {k: n for k, n in any_.items() if n})


def stands(evidence: Evidence, on: Sequence[Rung]) -> tuple[str, list[str]]:
    """The highest of these rungs that is reached without a gap, "" for none, and what the next one lacks."""
    at = ""
    for rung in on:
        if lacks := rung.missing(evidence):
            return at, lacks
        at = rung.name
    return at, []


# ------------------------------------------------------------------ one customer
def _evidence(turn: Turn, customer_id: int) -> Evidence:
    since = turn.now - A_YEAR
    return turn.work.topic(Relations).of([customer_id], since, since.date())[0]


def command(turn: Turn, words: str) -> Reply:
    """One customer's where one is named, else how many stand on each rung."""
    return of_one_or_all(turn, words, show, count, "ladder_of")


def show(turn: Turn, customer: int) -> Reply:
    """A customer's rung, its evidence, and the next step."""
    return _shown(turn, there(turn, customer))


def _shown(turn: Turn, customer: CustomerRecord) -> Reply:
    evidence = _evidence(turn, customer.id)
    at, lacks = stands(evidence, rungs(turn.work))
    facts = [(words, str(getattr(evidence, name))) for name, words in EVIDENCE.items() if getattr(evidence, name)]
    blocks: list[Block] = [Heading(_("{customer} · {rung}", customer=customer.name, rung=RUNGS[at]))]
    blocks += [Facts(facts)] if facts else [Paragraph(_("There is no evidence yet."))]
    if lacks:
        blocks.append(Paragraph(_("Next step: {what}", what=STEPS[lacks[0]])))
    card = Choice(_("Card"), Action("card", {"customer": customer.id}))
    return Reply(tuple(blocks), (card, Choice(_("The rules"), Action("ladder_rules"))))


def on_card(turn: Turn, customer: CustomerRecord) -> tuple[Words, Words] | None:
    """The rung, on the card; nothing where there is no contact."""
    at, lacks = stands(_evidence(turn, customer.id), rungs(turn.work))
    if not at:
        return None
    step = _("{rung}; next: {what}", rung=RUNGS[at], what=STEPS[lacks[0]]) if lacks else RUNGS[at]
    return _("Relation"), step


# ------------------------------------------------------------------ all of them
def count(turn: Turn) -> Reply:
    """How many stand on each rung: counted apart from the turn, as all customers are looked at."""
    sees = turn.work.sees_owners
    payload = {"now": turn.now.isoformat(), "sees": None if sees is None else sorted(sees)}
    turn.start_job(JOB, payload)
    return Reply.of(_("I'm counting…"))


def counting(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """The job: a thousand customers at a time."""
    since = datetime.fromisoformat(payload["now"]) - A_YEAR
    counts, after = Counter[str](), 0
    while True:
        with context.store.look() as work:
            work.sees_owners = None if payload["sees"] is None else frozenset(payload["sees"])
            relations = work.topic(Relations)
            ids, on = relations.ids(after, limit=AT_A_TIME), rungs(work)
            counts.update(stands(one, on)[0] for one in relations.of(ids, since, since.date()))
        if len(ids) < AT_A_TIME:
            return {"counts": dict(counts)}
        after = ids[-1]


def counted(_turn: Turn, result: dict[str, Any]) -> Reply:
    """What came of it."""
    rows = [(words, str(result["counts"].get(name, 0))) for name, words in reversed(list(RUNGS.items()))]
    how = Paragraph(
        _("From what happened in the last 365 days and what is known. “/ladder The Crown” shows one customer.")
    )
    return Reply(
        (Heading(_("The ladder of relations")), Facts(rows), how), (Choice(_("The rules"), Action("ladder_rules")),)
    )


def rules(turn: Turn) -> Reply:
    """What each rung takes, as it stands in the rules."""
    say = turn.voice.say
    entries: list[tuple[Words, Words]] = []
    for rung in rungs(turn.work):
        takes = [f"{say(EVIDENCE[name])}: {at_least}" for name, at_least in rung.every.items()]
        either = [f"{say(EVIDENCE[name])}: {at_least}" for name, at_least in rung.any_.items()]
        takes += [say(_(" or ")).join(either)] if either else []
        entries.append((RUNGS[rung.name], " · ".join(takes) or _("nothing more")))
    how = Paragraph(_("Each rung takes all of it, and what those below take."))
    admin = turn.person.role == "admin"
    change = [
        Choice(_("Change: {what}", what=RUNGS[rung.name]), Action("change_ladder", {"rung": rung.name}))
        for rung in usual_rungs()
    ]
    return Reply((Heading(_("The ladder of relations")), Entries(entries), how), tuple(change) if admin else ())
