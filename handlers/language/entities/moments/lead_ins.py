"""The words that lead to a moment ("para el", "by", "desde"), what they say of it, and the words that say nothing."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from handlers.language.entities.moments.matching import Matcher

Relation = Literal["at", "by", "until", "since"]
"""What the words before a moment say: at or on it, by it (a deadline), until it, from it on."""
Lead = Relation | Literal["for"]
"""What a lead-in says: "para", "pa" are a deadline before a day, and no more than "in" before a week or a month that is told
from this one."""
LONGEST_GAP = 4
"""Lexemes that may stand between two constituents of one moment."""


def leads_before(matcher: Matcher, at: int, floor: int) -> Iterator[tuple[int, Lead]]:
    """Yields where each lead-in that ends right before a lexeme begins, not before `floor`, and what it says."""
    yield from _before(matcher, matcher.grammar.leads, at, floor)


def leads_to_holiday(matcher: Matcher, at: int) -> bool:
    """Whether the words before a holiday make it a day rather than a thing that is talked of."""
    talk = matcher.grammar.lists["talks_of"]
    leads = list(_before(matcher, matcher.grammar.holiday_leads, at, 0))
    if any(kind == "leads" for _, kind in leads):
        return True
    return bool(leads) and not any(begin and matcher.keys[begin - 1] in talk for begin, _ in leads)


def _before(matcher: Matcher, leads: Mapping[str, Any], at: int, floor: int) -> Iterator[tuple[int, Any]]:
    node: Mapping[str, Any] | None = leads
    while node and at > floor:
        at -= 1
        node = node.get(matcher.keys[at])
        if node and "" in node:
            yield at, node[""]


def connects(matcher: Matcher, end: int, start: int) -> bool:
    """Whether only words that lead or say nothing stand between two constituents."""
    if start - end > LONGEST_GAP:
        return False
    at = start
    while at > end:
        lead = min((begin for begin, _ in leads_before(matcher, at, end)), default=None)
        if lead is not None:
            at = lead
        elif matcher.keys[at - 1] in matcher.grammar.lists["fillers"] or matcher.shortens(at - 1):
            at -= 1
        else:
            return False
    return True
