"""What a sentence tells of a deal, whatever else it tells: what is sold, for how much in all, until when, and whether it was agreed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from operator import itemgetter

from handlers.language.acts.clauses import Clause, clauses
from handlers.language.acts.goods import goods
from handlers.language.acts.retracted import counted_from
from handlers.language.acts.verbatim import Extent
from handlers.language.concepts.concepts import Cued, cues_in
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.amounts import find_amounts, find_totals
from handlers.language.entities.countries import currency_of
from handlers.language.entities.order_lines import MOST_LINES, OrderLine, read_order
from handlers.language.meaning import Amount, Moment
from handlers.language.slots.draft import Draft
from handlers.language.text.free_text import phrase_at, phrase_before

DEAL = "deal_told"
"""What a text is read as, to learn what it tells of a deal."""
WON, LOST = "won", "lost"
_LARGE = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{2})?|\d{3,})(?![\w]|[.,]\d)")
_BEHIND_PRICE = 4
"""Tokens up to the end of a price, its number included: "450 each", "62 a la docena"."""
_NEAR = 4
"""Tokens before what was agreed within which "no", "if" speak of it."""


def tell_deal(draft: Draft) -> None:
    """Fills `amount`, `what`, `close`, `stage` and `outcome`; a sum that is owed, given back or taken off is no deal's."""
    cued = draft.cued
    _outcome(draft)
    _speaks(draft)
    _stage(draft)
    money = _money(draft)
    if money is None and _owed_anywhere(cued):
        return
    if extent := goods(cued, money):
        draft.put("what", cued.reading.text[slice(*extent)], *extent)
    _close(draft, money)


# ------------------------------------------------------------------ how much
Sum = tuple[int, int, Amount]
"""A sum, and where it stands in the text."""


def _money(draft: Draft) -> Extent | None:
    """Fills `amount` with what was agreed in all; returns where it stands.

    A number without a currency is one only where something of a deal is told; elsewhere it fills `perhaps`.
    """
    cued = draft.cued
    for start, end, amount in _sums(draft):
        if not _is_owed(cued, start, end) and draft.put("amount", amount, start, end):
            return start, end
    found = _lines(draft) or _bare(draft)
    if found is None or _is_owed(cued, *found[:2]):
        return None
    sure = _is_quoted(cued) or "opportunity" in cued.concepts or is_to_be_signed(cued)
    sure = sure or bool({"outcome", "deal"} & set(draft.slots)) or _is_of_what_is_wanted(cued, found[:2])
    draft.put("amount" if sure else "perhaps", found[2], *found[:2])
    return found[:2] if sure else None


def _is_of_what_is_wanted(cued: Cued, money: Extent) -> bool:
    """Whether a number stands right behind what somebody wants: "he wants the big grinder 2,350 plus vat"."""
    extent, tokens = goods(cued, money), cued.reading.tokens
    if extent is None or extent[1] > money[0]:
        return False
    first = next(at for at, token in enumerate(tokens) if token.start >= extent[0])
    begins = next(clause.first for clause in clauses(cued) if first < clause.last)
    between = [at for at, token in enumerate(tokens) if extent[1] <= token.start < money[0]]
    little = phrasebook().words("goods_ends") | phrasebook().words("function") | {","}
    near = all(cued.keys[at] in little or phrase_at("hedges", cued.keys, at) for at in between)
    wanted = any(phrase_at("goods_wanted", cued.keys, at) for at in range(begins, first))
    return near and wanted


def _is_quoted(cued: Cued) -> bool:
    return any(phrase_at("quoting", cued.keys, at) for at in range(len(cued.keys)))


def sum_told(draft: Draft) -> None:
    """Fills `amount` with the first sum that is said, or with a large bare number: what is kept at once is never multiplied."""
    if found := next(_said(draft), None) or _bare(draft):
        draft.put("amount", found[2], *found[:2])


def _said(draft: Draft) -> Iterator[Sum]:
    """The sums with their currency, in order, as they are said."""
    return ((mark.start, mark.end, mark.amount) for mark in draft.cued.reading.of("amount") if mark.amount)


def _sums(draft: Draft) -> Iterator[Sum]:
    """The sums with their currency, in order, of several things what they come to in all."""
    text, context = draft.cued.reading.text, draft.context
    totals = find_totals(text, context.locale, context.currency)
    yield from sorted([*_said(draft), *((one.start, one.end, one.amount) for one in totals)], key=itemgetter(0))


def _lines(draft: Draft) -> Sum | None:
    """What the lines of a quote come to, the price of each told without a currency: "25 kg a 11,20 el kilo"."""
    cued, context = draft.cued, draft.context
    text, tokens, money = cued.reading.text, cued.reading.tokens, context.currency or currency_of(context.locale)
    for clause in clauses(cued):
        stands = counted_from(cued.keys, clause.first, clause.last)
        numbers = [at for at in range(stands, clause.last) if cued.keys[at][0].isdigit()][:MOST_LINES]
        for last in _ends(numbers, clause.last):
            start, end = tokens[numbers[0]].start, tokens[last - 1].end
            told = [_of_line(line) for line in read_order(text[start:end], context.locale, money, charges=True) or ()]
            totals = [total for total in told if total is not None]
            if told and len(totals) == len(told) and len({total.currency for total in totals}) == 1:
                begins = tokens[_number_begins(cued, max(at for at in numbers if at < last), numbers)].start
                return begins, end, Amount(sum((total.value for total in totals), Decimal()), totals[0].currency)
    return None


def _ends(numbers: Sequence[int], last: int) -> Iterator[int]:
    """Where the lines of a quote may end, the furthest first: with their clause, or up to a few words behind a price in it."""
    if numbers:
        yield last
    for number in reversed(numbers[1:]):
        yield from range(min(last - 1, number + _BEHIND_PRICE), number, -1)


def _of_line(line: OrderLine) -> Amount | None:
    return line.total or (replace(line.price, value=line.price.value * line.quantity) if line.price else None)


def _number_begins(cued: Cued, at: int, numbers: Sequence[int]) -> int:
    """The first token of the number that ends with one: 11 of "11,20"."""
    tokens = cued.reading.tokens
    while at - 2 in numbers and tokens[at - 2].end == tokens[at - 1].start == tokens[at].start - 1:
        at -= 2
    return at


def _bare(draft: Draft) -> Sum | None:
    """A large number that counts no things is what it is worth, in the company's currency: "terraza 3.000 para febrero"."""
    tokens, text = draft.cued.reading.tokens, draft.cued.reading.text
    money = draft.context.currency or currency_of(draft.context.locale)
    little = phrasebook().words("function") | phrasebook().words("goods_ends")
    for number in _LARGE.finditer(text):
        behind = next((at for at, token in enumerate(tokens) if token.start >= number.end()), len(tokens))
        closes = any(cue.first == behind for cue in draft.cued.all("close"))
        counts = behind < len(tokens) and tokens[behind].is_word and not closes and tokens[behind].key not in little
        inside = any(mark.start < number.end() and number.start() < mark.end for mark in draft.cued.reading.marks)
        if counts or inside or _is_reference(draft.cued, number.start()):
            continue
        # Read where it stands, with its currency said: the price of one thing is none of this ("10 sacos a 500", "3 x $500").
        named = f"{text[: number.end()]} {money}{text[number.end() :]}"
        for found in find_amounts(named, draft.context.locale, money):
            if found.start <= number.start() < found.end:
                return number.start(), number.end(), found.amount
    return None


def _is_reference(cued: Cued, start: int) -> bool:
    """Whether a number is what something is called: "ref PO 4471", "factura nº 2201"."""
    at = next((at for at, token in enumerate(cued.reading.tokens) if token.start >= start), len(cued.keys))
    while at and not cued.keys[at - 1][0].isalnum() and cued.keys[at - 1] not in {",", ";", "."}:
        at -= 1
    return at > 0 and cued.keys[at - 1] in phrasebook().words("references")


def _is_owed(cued: Cued, start: int, end: int) -> bool:
    """Whether a sum is a debt, is given back or taken off: the clause that names it says so."""
    tokens = cued.reading.tokens
    at = next((at for at, token in enumerate(tokens) if token.start <= start < token.end), 0)
    clause = next((clause for clause in clauses(cued) if clause.first <= at < clause.last), Clause(0, 0, parted=True))
    behind = next((place for place in range(at, clause.last) if tokens[place].start >= end), clause.last)
    taken_off = behind < clause.last and phrase_at("taken_off", cued.keys, behind) > 0
    return taken_off or any(phrase_at("owed", cued.keys, place) for place in range(clause.first, clause.last))


def is_no_purchase(text: str) -> bool:
    """Whether what a text tells of goods is no purchase: it is owed, given back, or but quoted."""
    keys = cues_in(text).keys
    return any(phrase_at(name, keys, at) for at in range(len(keys)) for name in ("owed", "quoting"))


def where_counts_stand(text: str) -> int:
    """From which letter on what a text counts stands: behind a count that it takes back in the same breath; else 0."""
    cued = cues_in(text)
    at = counted_from(cued.keys, 0, len(cued.keys))
    return cued.reading.tokens[at].start if at else 0


def is_undecided(text: str) -> bool:
    """Whether a text says that nothing is decided yet: "hang on, she's not decided yet", "aún no lo ha decidido"."""
    keys = cues_in(text).keys
    return any(phrase_at("undecided", keys, at) for at in range(len(keys)))


def is_bought(text: str) -> bool:
    """Whether a text ends in that somebody ordered or took what is named behind it: "ha hecho un pedido:", "Kath took"."""
    keys = list(cues_in(text).keys)
    while keys and not keys[-1][0].isalnum():
        keys.pop()
    size = phrase_before("bought", keys, len(keys))
    denied = any(
        key in phrasebook().words("negations") for key in keys[max(0, len(keys) - size - _NEAR) : len(keys) - size]
    )
    return size > 0 and not denied


def _owed_anywhere(cued: Cued) -> bool:
    return any(phrase_at("owed", cued.keys, at) for at in range(len(cued.keys)))


# ------------------------------------------------------------------ until when
def _close(draft: Draft, money: Extent | None) -> None:
    """Fills `close` with the day of the clause that says when it is decided, else of the clause of the amount."""
    cued = draft.cued
    for clause in clauses(cued):
        places = range(clause.first, clause.last)
        decided = any(phrase_at(name, cued.keys, at) for at in places for name in ("decided", "to_sign"))
        if decided and _day_in(draft, clause):
            return
    if money is None or "outcome" in draft.slots:
        return
    tokens = cued.reading.tokens
    at = next((at for at, token in enumerate(tokens) if token.start <= money[0] < token.end), None)
    if at is None:
        return
    for clause in (clause for clause in clauses(cued) if clause.first <= at < clause.last):
        told = [cue.first for cue in cued.all("wants", "says", "did", "past") if at < cue.first < clause.last]
        _day_in(draft, Clause(at, min([clause.last, *told]), parted=False))


def _day_in(draft: Draft, clause: Clause) -> bool:
    for at in range(clause.first, clause.last):
        mark = draft.cued.reading.tokens[at].mark
        if mark is not None and mark.kind in {"future", "day", "period"} and isinstance(mark.future, Moment):
            return draft.put_mark("close", mark, mark.future)
    return False


# ------------------------------------------------------------------ what became of it
def _outcome(draft: Draft) -> None:
    """Fills `outcome` where something was agreed, not denied, asked or hoped for, or was refused."""
    cued = draft.cued
    if "?" in cued.keys or is_to_be_signed(cued):
        return
    sums = list(_sums(draft))
    summed = any(not _is_owed(cued, start, end) for start, end, _ in sums)
    summed = summed or (not sums and _LARGE.search(cued.reading.text) is not None)
    for at in range(len(cued.keys)):
        size = phrase_at("agreed", cued.keys, at) or _goes_with(cued, at, "us")
        if not size and summed:
            size = phrase_at("agreed_for_a_sum", cued.keys, at)
        tokens = cued.reading.tokens
        if size and not _is_doubted(cued, at) and not _is_if(cued, at + size):
            draft.put("outcome", WON, tokens[at].start, tokens[at + size - 1].end)
            return
        if refused := phrase_at("refused", cued.keys, at) or _goes_with(cued, at, "rivals"):
            draft.put("outcome", LOST, tokens[at].start, tokens[at + refused - 1].end)
            return


def _goes_with(cued: Cued, at: int, whom: str) -> int:
    """How many words say, from a place on, whom they buy from: "gone w someone cheaper", "se van con nosotros"; 0 where none do."""
    size = phrase_at("goes_with", cued.keys, at)
    named = phrase_at(whom, cued.keys, at + size) if 0 < size < len(cued.keys) - at else 0
    return size + named if named else 0


def is_to_be_signed(cued: Cued) -> bool:
    """Whether what was agreed is yet to be signed, on a day to come: "accepts the quote, signs tomorrow"."""
    for clause in clauses(cued):
        places = range(clause.first, clause.last)
        signs = any(phrase_at("to_sign", cued.keys, at) for at in places)
        if signs and any(cued.keys[at] in {"{future}", "{day}"} for at in places):
            return True
    return False


def _is_doubted(cued: Cued, at: int) -> bool:
    """Whether it is denied, or of a day to come: "not signed yet", "if they sign", "chase him for the signed order"."""
    first = next(clause.first for clause in clauses(cued) if at < clause.last)
    denied = any(cued.keys[place] in phrasebook().words("negations") for place in range(max(first, at - _NEAR), at))
    unsure = any(phrase_at(name, cued.keys, place) for name in ("hedges", "conditions") for place in range(first, at))
    return denied or unsure or phrase_before("not_agreed", cued.keys, at) > 0


def _is_if(cued: Cued, behind: int) -> bool:
    """Whether the "si" that a yes seems to end in is an if: "me dijo q si le cambiamos …", not "dijo que si a la oferta", "… que sí"."""
    last = cued.reading.tokens[behind - 1]
    if cued.keys[behind - 1] not in phrasebook().words("yes_or_if") or behind >= len(cued.keys):
        return False
    accented = not cued.reading.text[last.start : last.end].isascii()
    key = cued.keys[behind]
    return not accented and key[0].isalpha() and key not in phrasebook().words("behind_yes")


def _stage(draft: Draft) -> None:
    """Fills `stage` where a clause tells that a quote was sent, or that it is being haggled over."""
    cued = draft.cued
    for clause in clauses(cued):
        places = range(clause.first, clause.last)
        for at in places:
            kind = "negotiation" if phrase_at("in_talks", cued.keys, at) else ""
            if phrase_at("sent_it", cued.keys, at) and any(phrase_at("quoting", cued.keys, place) for place in places):
                kind = "proposal"
            if kind:
                draft.put("stage", kind, cued.reading.tokens[at].start, cued.reading.tokens[at].end)
                return


def _speaks(draft: Draft) -> None:
    """Fills `deal` where it speaks of a deal as one that is known: "the deal with …", "lo de …"."""
    cued = draft.cued
    for at in range(len(cued.keys)):
        if size := phrase_at("the_deal", cued.keys, at):
            tokens = cued.reading.tokens
            draft.put("deal", "known", tokens[at].start, tokens[at + size - 1].end)
            return
