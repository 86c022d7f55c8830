"""The slots of what took place: kind, with whom, when, what was said, what comes next."""

from collections.abc import Iterator, Sequence

from handlers.language.concepts.concepts import Cue, Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.concepts.sentiment import sentiment
from handlers.language.entities.moments.moments import impossible_dates
from handlers.language.entities.names.answers import match_name
from handlers.language.meaning import Context, Moment, Name, NextStep
from handlers.language.reading import is_past, is_today
from handlers.language.slots.draft import Draft
from handlers.language.slots.next_steps import Step, find_step
from handlers.language.text.free_text import is_pause, phrase_at, phrase_before, rest
from handlers.language.tokens import MOMENTS, Mark
from storage.names.names import NameKind

_FORMS = ("did", "noun", "vague")
_NEAR = 5
"""Tokens behind a vague verb ("estuve en una …") within which a noun still says what it was."""


_LEAD_IN = 4
_LATER_TODAY = 1.5


def tell(draft: Draft) -> None:
    """Fills the slots of `log_interaction`."""
    cued, context = draft.cued, draft.context
    kind = _kind_cue(cued)
    if kind is not None and _is_to_do(cued, kind, context):
        kind = None
    step = _step(cued, kind, context)
    last = len(cued.reading.tokens)
    if kind is not None and not kind.concept.startswith("other."):
        draft.put("kind", kind.concept.partition(".")[0], *cued.span(kind))
    _names(draft)
    if when := _when(cued, kind, step, context):
        draft.put_mark("when", when, when.past)
    for mark in cued.reading.of("amount"):
        if not _in_step(cued, mark, step):
            draft.put_mark("amount", mark, mark.amount)
            break
    if feeling := sentiment(cued, step.first if step else last):
        draft.put("sentiment", feeling.value, feeling.start, feeling.end)
        draft.taken.pop()
    if step is not None:
        _next_step(draft, step)
    draft.taken.extend(impossible_dates(cued.reading.text, context.locale))
    _summary(draft, kind, step)


def _kind_cue(cued: Cued) -> Cue | None:
    """What says of which kind it was: the first verb or noun; behind a vague verb a noun close to it."""
    found = list(cued.all(*_FORMS))
    cues = [cue for cue in found if not any(_outdone(cue, other) for other in found)]
    if not cues:
        return None
    first = cues[0]
    if not first.concept.endswith(".vague") and not first.concept.startswith("other."):
        return first
    for cue in cues[1:]:
        between = range(first.last, cue.first)
        open_kind = first.concept.startswith("other.")
        if cue.first > first.last + _NEAR or any((is_pause if open_kind else _parts)(cued, at) for at in between):
            break
        if cue.concept.endswith(".noun") or (open_kind and not cue.concept.startswith("other.")):
            return cue
    return first


def _is_to_do(cued: Cued, kind: Cue, context: Context) -> bool:
    """Whether what might name the kind is what comes next: "they want 10 boxes, call Marta on Monday"."""
    if kind.concept.endswith(".did"):  # without its accent "que le llame el martes" looks like a past
        asked = next((at for at in range(kind.first + 1) if at + phrase_at("steps", cued.keys, at) >= kind.last), None)
        step = find_step(cued, asked - 1, context.now.astimezone(context.zone)) if asked is not None else None
        return step is not None and step.due is not None and step.first == asked == 0
    if not kind.concept.endswith(".noun") or (kind.first == 0 and cued.concepts & {"says", "wants"}):
        return False
    if (
        not any(cue.concept.endswith(".do") and cue.first == kind.first for cue in cued.cues)
        or {"did", "vague"} & cued.concepts
    ):
        return False
    step = find_step(cued, kind.first - 1, context.now.astimezone(context.zone))
    return step is not None and step.due is not None and step.first <= kind.first <= step.said


def _outdone(cue: Cue, other: Cue) -> bool:
    """Whether another cue says the same words and more, or is a longer one that overlaps."""
    return other.first < cue.last and cue.first < other.last and other.last - other.first > cue.last - cue.first


def _parts(cued: Cued, at: int) -> bool:
    mark = cued.reading.tokens[at].mark
    return is_pause(cued, at) or (mark is not None and mark.kind in {"customer", "contact"})


def _step(cued: Cued, kind: Cue | None, context: Context) -> Step | None:
    """The next step, which comes after the kind and the first name."""
    named = [
        at for at, token in enumerate(cued.reading.tokens) if token.mark and token.mark.kind in {"customer", "contact"}
    ]
    started = max([kind.last - 1, *(named[:1] if named[:1] < [kind.first + 8] else [])]) if kind else -1
    return find_step(cued, started, context.now.astimezone(context.zone))


def _names(draft: Draft) -> None:
    draft.customers()
    draft.name(NameKind.CONTACT)
    _namesake(draft)
    draft.name(NameKind.PROMOTION)
    draft.name(NameKind.PRODUCT)


def _namesake(draft: Draft) -> None:
    """A colleague's name may be that of somebody at the customer as well, who is then meant."""
    customer = draft.slots.get("customer")
    if "contact" in draft.slots or not isinstance(customer, Name) or customer.known is None:
        return
    for mark in draft.cued.reading.of(NameKind.STAFF.value):
        said = draft.cued.reading.text[mark.start : mark.end]
        there = match_name(said, draft.context.names, {NameKind.CONTACT}).candidates
        own = tuple(entry for entry in there if entry.customer_id == customer.known.id)
        if own:
            draft.put_mark("contact", mark, Name(said, own))


def _in_step(cued: Cued, mark: Mark, step: Step | None) -> bool:
    tokens = cued.reading.tokens
    return step is not None and tokens[step.first].start <= mark.start < tokens[step.last - 1].end


def _when(cued: Cued, kind: Cue | None, step: Step | None, context: Context) -> Mark | None:
    """When it took place: of the moments that were, the one that is closest to how the telling begins."""
    now = context.now.astimezone(context.zone)
    best: tuple[float, Mark] | None = None
    for at, token in enumerate(cued.reading.tokens):
        mark = token.mark
        if mark is None or mark.kind not in MOMENTS or mark.kind == "future" or not isinstance(mark.past, Moment):
            continue
        if _in_step(cued, mark, step) or not (is_past(mark, now) or is_today(mark, now)):
            continue
        worth = _worth(cued, at, mark, kind, today=is_today(mark, now)) - (0.0 if is_past(mark, now) else _LATER_TODAY)
        if worth > 0 and (best is None or worth > best[0]):
            best = worth, mark
    return best[1] if best else None


def _worth(cued: Cued, at: int, mark: Mark, kind: Cue | None, *, today: bool) -> float:
    """How likely a moment tells when it took place: it was, it stands by the verb, nothing like "hasta" governs it."""
    worth = 2.0 if mark.kind == "past" else 1.0
    worth -= 0.01 * at
    if kind is not None:
        near = range(min(kind.first, at), max(kind.last, at))
        paused = any(is_pause(cued, i) for i in near)
        worth += 0.0 if paused else 2.0
        worth -= 1.5 if paused and at > kind.first and mark.kind == "day" and not today else 0.0
        between = [cue for cue in cued.all("says") if kind.last <= cue.first < at]
        worth -= 1.2 if between else 0.0
    if mark.kind == "period":
        worth -= 1.0
    before = phrase_before("not_when", cued.keys, at)
    own = cued.reading.text[mark.start : mark.end].split()
    governed = before or (own and own[0].casefold() in phrasebook().words("not_when"))
    if governed or mark.relation != "at":
        worth -= 1.0 if kind is not None and kind.concept.startswith("event") and at - kind.last < _NEAR else 4.0
    return worth


def _next_step(draft: Draft, step: Step) -> None:
    cued = draft.cued
    tokens = cued.reading.tokens
    due = [(step.due.start, step.due.end), *step.due.also] if step.due else []
    what = rest(cued, due, step.said, step.last) or rest(cued, due, step.first, step.last) or _verbatim(cued, due, step)
    if what:
        moment = step.due.future if step.due and isinstance(step.due.future, Moment) else None
        draft.put("next_step", NextStep(what, moment), tokens[step.first].start, tokens[step.last - 1].end)


def _verbatim(cued: Cued, due: Sequence[tuple[int, int]], step: Step) -> str:
    """A step of nothing but little words ("call them"), its moment taken out."""
    tokens, text = cued.reading.tokens[step.said : step.last], cued.reading.text
    kept = [t for t in tokens if not any(a < t.end and t.start < b for a, b in due)]
    return " ".join(text[token.start : token.end] for token in kept).strip(" ,.;:-")


def _summary(draft: Draft, kind: Cue | None, step: Step | None) -> None:
    cued = draft.cued
    taken = list(draft.taken)
    if step is not None:
        taken.append((cued.reading.tokens[step.first].start, cued.reading.tokens[step.last - 1].end))
    taken += [cued.span(cue) for cue in cued.all("filler") if cue.first <= 3 and not cue.inner]
    if kind is not None:
        taken += [(cued.reading.tokens[at].start, cued.reading.tokens[at].end) for at in _lead_in(cued, kind)]
        taken += [cued.span(cue) for cue in cued.all(*_FORMS) if cue.first >= kind.first and cue.last <= kind.last + 1]
        taken += [cued.span(cue) for cue in _said_again(cued, kind)]
    summary = rest(cued, taken)
    if summary:
        draft.put_words("summary", summary, *_extent(cued, summary))


def _said_again(cued: Cued, kind: Cue) -> Iterator[Cue]:
    """What says the same kind once more before the first pause: "le escribí a Sonia por whatsapp"."""
    pause = next((at for at in range(kind.last, len(cued.keys)) if is_pause(cued, at)), len(cued.keys))
    of = kind.concept.partition(".")[0]
    again = (f"{of}.noun", "event.did") if of == "event" else (f"{of}.noun",)
    return (cue for cue in cued.cues if kind.last <= cue.first < pause and cue.concept in again)


def _lead_in(cued: Cued, kind: Cue) -> range:
    """The few words before the kind that only lead to it: "tuve una", "apunta una", "le hice la"."""
    first = next(
        (at + 1 for at in range(kind.first - 1, -1, -1) if is_pause(cued, at) or cued.reading.tokens[at].mark), 0
    )
    return range(first, kind.first) if kind.first - first <= _LEAD_IN else range(0)


def _extent(cued: Cued, summary: str) -> tuple[int, int]:
    """The tokens from the first to the last word of a summary."""
    words = summary.replace(",", " ").split()
    tokens = cued.reading.tokens
    text = cued.reading.text
    start = text.find(words[0]) if words else 0
    end = text.rfind(words[-1]) + len(words[-1]) if words else len(text)
    inside = [at for at, token in enumerate(tokens) if token.end > start and token.start < end]
    return (inside[0], inside[-1] + 1) if inside else (0, len(tokens))
