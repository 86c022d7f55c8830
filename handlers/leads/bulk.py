"""Several leads become opportunities at once, and what could not is said, each with why."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import Words, _, clip, ngettext
from handlers.kit.forms.form import Unclear
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Block, Entries, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Sorry, Turn
from handlers.language.text.any_of import any_of
from handlers.leads.card import title
from handlers.leads.closing import CUSTOMER, customer_of, make_opportunity, what_of
from handlers.leads.lookup import mine, there
from storage.crm.leads.records import LeadRecord

MOST = 50
"""Leads at once: an answer stays one that somebody reads."""
SHOWN = 12
_NUMBERS = re.compile(rf"(\d{{1,9}})(?:\s*(?:-|–|\b{any_of('up_to')}\b)\s*#?(\d{{1,9}}))?")


@dataclass(frozen=True, slots=True)
class _Result:
    """What became of one; `asks` where it only wants to know what it is about."""

    lead: str
    words: Words
    done: bool = False
    asks: int | None = None


def numbers(text: str) -> list[int]:
    """The leads that a text numbers, in order and once each: "3, 4 y 7", "3-7", "del 3 al 7"."""
    found: dict[int, None] = {}
    for first, last in _NUMBERS.findall(text):
        start = int(first)
        found |= dict.fromkeys(range(start, min(int(last or start), start + MOST) + 1))
    return list(found)


def several(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether a sentence numbers more than one."""
    return len(numbers(places["leads"])) > 1


def qualify_many(turn: Turn, words: str) -> Reply:
    """Those that are numbered; without numbers it offers those that this person has taken on."""
    chosen = numbers(words)
    if not chosen:
        return _offer(turn)
    if len(chosen) > MOST:
        raise Sorry(_("At most {count} at once, please.", count=MOST))
    return _qualify(turn, chosen)


def qualify_these(turn: Turn, leads: str) -> Reply:
    """A button: those that were offered."""
    return _qualify(turn, numbers(leads))


def _offer(turn: Turn) -> Reply:
    mine_ = turn.work.leads.open(owner_id=turn.person.id, limit=MOST)
    if not mine_:
        raise Sorry(_("You have no open leads. Say which: “/qualify_leads 3, 4, 7”."))
    these = Action("qualify_leads", {"leads": ",".join(str(lead.id) for lead in mine_)})
    heading = ngettext("You have {count} open lead:", "You have {count} open leads:", len(mine_))
    entries = Entries([(title(lead), what_of(lead) or _("does not say what it is about")) for lead in mine_[:SHOWN]])
    button = Choice(_("Qualify all of them"), these)
    return Reply((Heading(heading), entries), (button,))


def _qualify(turn: Turn, chosen: list[int]) -> Reply:
    results = [_one(turn, number) for number in chosen]
    done = sum(one.done for one in results)
    blocks: list[Block] = [
        Heading(_("Qualified: {done} of {count}", done=done, count=len(results))),
        Entries([(one.lead, one.words) for one in sorted(results, key=lambda one: one.done)[:SHOWN]]),
    ]
    if len(results) > SHOWN:
        rest = len(results) - SHOWN
        blocks.append(Paragraph(ngettext("… and {count} more", "… and {count} more", rest)))
    asks = tuple(
        Choice(_("Qualify lead {number}", number=one.asks), Action("qualify_lead", {"lead": one.asks}))
        for one in results
        if one.asks
    )
    return Reply(tuple(blocks), (*(undo_choice(turn) if done else ()), *asks[:SHOWN]))


def _one(turn: Turn, number: int) -> _Result:
    """One of them; whatever is in its way is in no other one's."""
    name = turn.voice.say(_("lead {number}", number=number))
    try:
        lead: LeadRecord = mine(turn, there(turn, number))
        name = turn.voice.say(title(lead))
        what = what_of(lead)
        if what is None:
            return _Result(name, _("does not say what it is about"), asks=lead.id)
        with turn.work.part():
            customer = CUSTOMER.type.settled(turn, customer_of(turn, lead))
            make_opportunity(turn, lead, customer, what)
    except Sorry as no:
        return _Result(name, no.words)
    except Unclear as no:
        return _Result(name, " ".join(turn.voice.say(words) for words in no.words))
    return _Result(name, _("“{title}”, at {customer}", title=clip(what, 60), customer=customer.name), done=True)
