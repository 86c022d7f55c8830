"""The slots of what took place: kind, with whom, when, what was said, what comes next."""

from collections.abc import Collection, Iterator, Sequence

from handlers.language.acts.absence import absent_persons
from handlers.language.acts.clauses import clauses
from handlers.language.acts.reaching import only_they_reached_us
from handlers.language.acts.records import listed
from handlers.language.acts.verbatim import note, trimmed
from handlers.language.concepts.concepts import Cue, Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.concepts.sentiment import sentiment
from handlers.language.entities.moments.moments import read_moment
from handlers.language.entities.names.answers import match_name
from handlers.language.entities.names.lexicon import lexicon
from handlers.language.meaning import Context, Moment, Name, NameEntry, NextStep
from handlers.language.slots.ahead import told_ahead
from handlers.language.slots.company import company, is_colleague
from handlers.language.slots.draft import Draft
from handlers.language.slots.next_steps import find_steps
from handlers.language.slots.pointing import pointed_at
from handlers.language.slots.rearranging import rearrangement
from handlers.language.slots.step_cues import StepCue
from handlers.language.slots.told_deeds import DEED_FORMS, told_deed
from handlers.language.slots.told_moments import in_step, still_to_come, told_when
from handlers.language.slots.told_people import leavers
from handlers.language.text.any_of import words_of
from handlers.language.text.free_text import is_pause, phrase_before
from handlers.language.tokens import Mark
from storage.names.folding import fold
from storage.names.names import NameKind

_OWN = ("'", "s")
_FACTS = frozenset({"kind", "customer", "contact", "when", "amount"})
"""Slots whose words say nothing that the card does not show; a mood, a product or a promotion is told in more words."""


def tell(draft: Draft) -> None:
    """Fills the slots of `log_interaction`."""
    cued, context = draft.cued, draft.context
    kind = told_deed(draft)
    draft.inbound = only_they_reached_us(cued)
    steps = _steps(cued, kind, context)
    step = steps[0] if steps else None
    last = len(cued.reading.tokens)
    _names(draft)
    if when := told_when(cued, kind, step, context):
        draft.put_mark("when", when, when.past)
    elif ahead := still_to_come(cued, kind, step):
        draft.put_mark("when", ahead, ahead.future)
    for mark in cued.reading.of("amount"):
        if not in_step(cued, mark, step):
            draft.put_mark("amount", mark, mark.amount)
            break
    if feeling := sentiment(cued, step.first if step else last):
        draft.put("sentiment", feeling.value, feeling.start, feeling.end)
    if step is not None:
        for one in steps:
            _next_step(draft, one)
    else:
        _rearranged(draft)
    taken = [range(one.first, one.last) for one in steps if one.due]
    if "next_step" not in draft.slots or taken:  # else something agreed is moved
        draft.ahead.extend(told_ahead(cued, taken, when, context.now.astimezone(context.zone)))
    draft.taken.extend(cued.reading.impossible)
    _summary(draft, kind, steps)


def _steps(cued: Cued, kind: Cue | None, context: Context) -> Sequence[StepCue]:
    """The next steps, which come after the kind and the first name."""
    named = [
        at for at, token in enumerate(cued.reading.tokens) if token.mark and token.mark.kind in {"customer", "contact"}
    ]
    started = max([kind.last - 1, *(named[:1] if named[:1] < [kind.first + 8] else [])]) if kind else -1
    return find_steps(cued, started, context.now.astimezone(context.zone))


def _names(draft: Draft) -> None:
    draft.customers()
    absent = absent_persons(draft.cued)
    draft.absent.extend(mark.name for mark in absent if mark.name)
    for mark in (elsewhere := _of_others(draft)):
        if mark.name is not None:
            draft.also.append(mark.name)
            draft.taken.append((mark.start, mark.end))
    gone = leavers(draft) if "customer" in draft.slots else ()  # else nobody would tell whose news it is
    nobody = [*absent, *elsewhere, *_denied(draft.cued), *gone]
    draft.name(NameKind.CONTACT, but=nobody)
    _namesake(draft, absent)
    draft.listed = _company(draft, nobody)
    draft.name(NameKind.PROMOTION)
    draft.name(NameKind.PRODUCT)


def _denied(cued: Cued) -> frozenset[Mark]:
    """Who is named only to say that it was somebody else, or something or a relative of theirs: "that was the Crown's, not Chuck's", "la hija de Paco"."""
    tokens = cued.reading.tokens
    return frozenset(
        token.mark
        for at, token in enumerate(tokens)
        if token.mark
        and token.mark.kind == NameKind.CONTACT
        and (phrase_before("instead_of", cued.keys, at) or _is_relatives(cued, at))
    )


def _is_relatives(cued: Cued, at: int) -> bool:
    """Whether whoever is named is only told of as a relative of somebody: "la hija de Paco", "Paco's daughter"."""
    keys, kin = cued.keys, phrasebook().words("kin")
    of = at > 1 and keys[at - 1] in lexicon().of and keys[at - 2] in kin
    own = keys[at + 1 : at + 1 + len(_OWN)] == list(_OWN) and keys[at + 1 + len(_OWN) : at + 2 + len(_OWN)]
    return of or bool(own and own[0] in kin)


def _of_others(draft: Draft) -> Sequence[Mark]:
    """Those who are listed, and work at other customers than the first one: "vi a Manolo, a Pepe y a Toño"."""
    named = listed(draft.cued)
    customer = draft.slots.get("customer")
    first = customer if isinstance(customer, Name) else named[0].name if named else None
    if first is None or first.known is None:
        return ()
    main = first.known.customer_id or first.known.id
    people = (mark for mark in named if mark.kind == NameKind.CONTACT.value and mark.name)
    return [mark for mark in people if mark.name and main not in {entry.customer_id for entry in mark.name.candidates}]


def _company(draft: Draft, nobody: Collection[Mark]) -> bool:
    """Keeps whoever was met beside the first one, no colleague of ours; returns whether they are listed together."""
    tokens = draft.cued.reading.tokens
    found = company(draft, but=nobody)
    for person in found.people:
        name = draft.of_customer(person.name)
        if is_colleague(draft, person):
            said = draft.cued.reading.text[tokens[person.first].start : tokens[person.last - 1].end]
            name = Name(said, _of_theirs(draft, said))
        if name.candidates or not is_colleague(draft, person):
            draft.company.append(name)
    return found.listed


def _of_theirs(draft: Draft, said: str) -> tuple[NameEntry, ...]:
    """The people of the customer who is named that may be called so."""
    customer = draft.slots.get("customer")
    own = customer.known.id if isinstance(customer, Name) and customer.known else None
    there = match_name(said, draft.context.names, {NameKind.CONTACT}).candidates
    return tuple(entry for entry in there if own is not None and entry.customer_id == own)


def _namesake(draft: Draft, absent: Collection[Mark]) -> None:
    """A colleague's name may be that of somebody at the customer as well, who is then meant."""
    customer = draft.slots.get("customer")
    if "contact" in draft.slots or not isinstance(customer, Name) or customer.known is None:
        return
    for mark in draft.cued.reading.of(NameKind.STAFF.value):
        if mark in absent:
            continue
        said = draft.cued.reading.text[mark.start : mark.end]
        if own := _of_theirs(draft, said):
            draft.put_mark("contact", mark, Name(said, own))


def _next_step(draft: Draft, step: StepCue) -> None:
    """What is to be done, in the sender's words without the moment at their edges, and when."""
    cued = draft.cued
    due = [(step.due.start, step.due.end), *step.due.also] if step.due else []
    extent = trimmed(cued, step.said, step.last, due) or trimmed(cued, step.first, step.last, due)
    if extent is None:
        return
    tokens, (start, end) = cued.reading.tokens, extent
    moment = step.due.future if step.due and isinstance(step.due.future, Moment) else None
    what = NextStep(cued.reading.text[start:end], moment, pointed_at(cued, step.first, step.said, start))
    if not draft.put("next_step", what, tokens[step.first].start, tokens[step.last - 1].end):
        draft.further.append(what)
        draft.taken.append((tokens[step.first].start, tokens[step.last - 1].end))


def _rearranged(draft: Draft) -> None:
    """What was agreed and is moved is what comes next, at its new moment: "sinead wants to move our mtg to thurs 3pm"."""
    context, said = draft.context, rearrangement(draft.cued, draft.context)
    if said is None or said.cancels or said.ordered or said.has_to_be_open:
        return
    if not said.called or not said.to or (said.words and not said.told):
        return
    moment = read_moment(said.to, context.now.astimezone(context.zone), "future", context.locale)
    if isinstance(moment, Moment):
        at = draft.cued.reading.text.rfind(said.to)
        draft.put("next_step", NextStep(said.called, moment), at, at + len(said.to))


def _summary(draft: Draft, kind: Cue | None, steps: Sequence[StepCue]) -> None:
    """The note: what of the message does not stand on the card already."""
    cued = draft.cued
    kept = (
        {"customer"} if _joins_customers(cued) else set()
    )  # "los de Valdés y los de Óptica Mar comparten nave" stays whole
    kept |= {"contact"} if draft.listed else set()  # "con Marta, Juan y nuestro Luis": a list stays whole
    told = {(span.start, span.end) for span in draft.spans if span.slot not in _FACTS or span.slot in kept}
    facts = [extent for extent in draft.taken if extent not in told]
    if kind is not None and not kind.concept.startswith("other."):  # "dropped samples" says more than the card
        facts += [
            cued.span(cue) for cue in cued.all(*DEED_FORMS) if cue.first >= kind.first and cue.last <= kind.last + 1
        ]
        facts += [cued.span(cue) for cue in _said_again(cued, kind)]
    promised = [
        (step.first, step.last) for step in steps if step.due and not step.told and not _rules_out(cued, step.due)
    ]
    if extent := note(cued, facts, promised):
        draft.put("summary", cued.reading.text[slice(*extent)], *extent)


def _rules_out(cued: Cued, due: Mark) -> bool:
    """Whether a moment names another one that it is not, which no card shows: "el jueves, no el viernes"."""
    return any(fold(word) in words_of("not_this") for word in cued.reading.text[due.start : due.end].split())


def _joins_customers(cued: Cued) -> bool:
    """Whether the clause of the first customer tells of a second one too, and of no deed at either: what they do, they do together."""
    first = next((at for at, key in enumerate(cued.keys) if key == "{customer}"), None)
    if first is None:
        return False
    clause = next(c for c in clauses(cued) if first < c.last)
    second = any(key == "{customer}" for key in cued.keys[first + 1 : clause.last])
    return second and not any(cue.first < first for cue in cued.all("did", "vague"))


def _said_again(cued: Cued, kind: Cue) -> Iterator[Cue]:
    """What says the same kind once more before the first pause: "le escribí a Sonia por whatsapp"."""
    pause = next((at for at in range(kind.last, len(cued.keys)) if is_pause(cued, at)), len(cued.keys))
    of = kind.concept.partition(".")[0]
    again = (f"{of}.noun", "event.did") if of == "event" else (f"{of}.noun",)
    return (cue for cue in cued.cues if kind.last <= cue.first < pause and cue.concept in again)
