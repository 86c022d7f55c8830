"""Understanding what people write: one message in, its intent and slots out."""

import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from handlers.language.acts.besides import left_out, told_besides
from handlers.language.acts.colleagues import stays_away, tells_of_a_colleague
from handlers.language.acts.news import is_news, names_surely, tells_rather
from handlers.language.acts.records import of_each_customer, tells_of_several
from handlers.language.concepts.concepts import Cued, find_cues
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.moments.grammar import grammar
from handlers.language.entities.names.finding import with_unknown
from handlers.language.entities.names.name_lists import KnownNames
from handlers.language.intents.intents import decide
from handlers.language.intents.likeness import TOLD, UNKNOWN
from handlers.language.meaning import Context, SlotValue, Understanding
from handlers.language.questions.precedence import beats, exactly
from handlers.language.questions.reader import ASK, Asked, read_customers, read_question
from handlers.language.reading import read
from handlers.language.slots import commands, introducing, reminding
from handlers.language.slots.answering_reminders import Answer, Closed, answer, closings
from handlers.language.slots.deals import DEAL, tell_deal
from handlers.language.slots.draft import Draft
from handlers.language.slots.earlier import Earlier, earlier
from handlers.language.slots.outcomes import OUTCOMES, told_outcomes
from handlers.language.slots.rearranging import Rearrangement, rearrangement
from handlers.language.slots.telling import tell
from handlers.language.slots.told_details import TOLD_DETAILS, told_details
from handlers.language.slots.told_people import NAMED_PEOPLE, TOLD_PEOPLE, named_people, told_people
from handlers.language.text.detection import language_of
from handlers.language.tokens import MOMENTS, NAMES

_SLOTS: Mapping[str, Callable[[Draft], None]] = {
    "log_interaction": tell,
    "show_history": commands.show_history,
    "show_customer": commands.customer_only,
    "brief_customer": commands.brief_customer,
    "new_customer": introducing.new_customer,
    "new_contact": introducing.new_contact,
    "set_reminder": reminding.set_reminder,
    "move_reminder": reminding.move_reminder,
    "finish_reminder": reminding.finish_reminder,
    "show_contact": commands.show_contact,
    "my_day": commands.my_day,
    "new_opportunity": commands.new_opportunity,
    "move_opportunity": commands.move_opportunity,
    "win_opportunity": commands.win_opportunity,
    "lose_opportunity": commands.lose_opportunity,
    "show_pipeline": commands.show_pipeline,
    "show_forecast": commands.show_forecast,
    "new_lead": introducing.new_lead,
    "list_leads": commands.list_leads,
    "take_lead": commands.take_lead,
    "list_promotions": commands.list_promotions,
    "brief_promotion": commands.brief_promotion,
    "promotion_results": commands.brief_promotion,
    "log_complaint": commands.log_complaint,
    "list_complaints": commands.list_complaints,
    "resolve_complaint": commands.customer_only,
    "set_preference": commands.set_preference,
    "survey_results": commands.survey_results,
    ASK: commands.ask,
    DEAL: tell_deal,
    TOLD_DETAILS: told_details,
    TOLD_PEOPLE: told_people,
    NAMED_PEOPLE: named_people,
    OUTCOMES: told_outcomes,
}


_CARDS = frozenset({"show_customer", "show_contact"})
"""Intents that only a name, or somebody who asks for it, can have."""
_OF_ONE_ALONE = frozenset({UNKNOWN, "log_complaint"})
"""Intents that a message has of one customer only: what it says of several is told."""
_MAY_TELL_MORE = frozenset({"new_customer", "finish_reminder"})
"""Commands behind which people go on telling."""


def prepare() -> None:
    """Reads the languages now: under half a second of work, once a process, that no message's turn should do.

    Turns that run side by side would each do all of it.
    """
    collects = gc.isenabled()
    gc.disable()  # nothing of what is read is garbage, and looking for some takes as long as the reading
    try:
        grammar()  # the largest first: the others take the memory that it lets go of
        understand("zxqwv a las 10, 5 €", Context(datetime.now(UTC), ZoneInfo("UTC"), "es_ES", KnownNames({})))
    finally:
        if collects:
            gc.enable()


@dataclass(frozen=True)
class Heard:
    """A text that was read, once, whatever it is then taken for."""

    cued: Cued
    context: Context
    _read_as: dict[str, Understanding] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def understanding(self) -> Understanding:
        """What it means; one that fits no intent is "unknown", with no slots."""
        intent = decide(self.cued)
        asked = read_question(self.cued.reading, self.context)
        rule = phrasebook().rules.get(intent)
        writes = rule is not None and rule.writes
        if (not writes and is_news(self.cued)) or tells_of_a_colleague(self.cued) or self._stays_away:
            return self.read_as(TOLD)
        if intent in _CARDS and tells_rather(self.cued):
            return self.read_as(TOLD if names_surely(self.cued) else UNKNOWN)
        if asked and asked.command:
            return self.read_as(asked.command)
        if asked and beats(asked, intent, writes=writes, reading=self.cued.reading):
            return self.read_as(ASK)
        several = intent in _OF_ONE_ALONE and tells_of_several(self.cued)  # "Bar Sol 4 cajas, Bar Luna 2"
        read = self.read_as(TOLD if several else intent)
        return replace(read, exactly=exactly(asked, intent)) if asked else read

    @cached_property
    def _stays_away(self) -> bool:
        return bool({"{customer}", "{contact}"} & self.cued.concepts) and stays_away(self.cued)

    @cached_property
    def beside_values(self) -> int:
        """How many words it has beside its moments, amounts and numbers, and beside little words: what more it tells.

        A day of no calendar is a moment too, though nobody can say which.
        """
        reading, little = self.cued.reading, phrasebook().words("function") | phrasebook().words("glue")
        said = {at for cue in self.cued.all("filler", "yes", "no", "move") for at in range(cue.first, cue.last)}
        return sum(
            token.mark.kind in NAMES if token.mark else token.is_word and token.key not in little and at not in said
            for at, token in enumerate(reading.tokens)
            if not any(start <= token.start < end for start, end in reading.impossible)
        )

    @cached_property
    def without_moment(self) -> str:
        """The text up to a moment that ends it and was typed small: "asador" of "asador el lunes"; else the whole."""
        reading = self.cued.reading
        last = reading.tokens[-1] if reading.tokens else None
        if last is None or last.mark is None or last.mark.kind not in MOMENTS:
            return reading.text
        said = reading.text[last.start : last.end]
        return reading.text[: last.start].strip() if said == said.lower() else reading.text

    @cached_property
    def rearrangement(self) -> Rearrangement | None:
        """What of something agreed it moves or calls off."""
        return rearrangement(self.cued, self.context)

    @cached_property
    def earlier(self) -> Earlier | None:
        """What it puts to something that was told earlier."""
        return earlier(self.cued)

    @cached_property
    def answer(self) -> Answer | None:
        """What it may say of something that was to be done."""
        return answer(self.cued)

    @cached_property
    def closings(self) -> Sequence[Closed]:
        """What it says to be done of all that was to be."""
        return closings(self.cued)

    @cached_property
    def customers(self) -> Asked | None:
        """The customers that it names, where nothing but customers can be meant."""
        return read_customers(self.cued.reading, self.context)

    def read_as(self, intent: str) -> Understanding:
        """What it means where its intent is known; the same for all who ask."""
        if intent not in self._read_as:
            self._read_as[intent] = self._read(intent)
        return self._read_as[intent]

    def _read(self, intent: str) -> Understanding:
        draft = Draft(with_unknown(self.cued) if intent == TOLD else self.cued, self.context)
        if fill := _SLOTS.get(intent):
            fill(draft)
        text = self.cued.reading.text
        return Understanding(
            language=language_of(self.cued, self.context.locale),
            intent=intent,
            slots=draft.slots,
            spans=tuple(sorted(draft.spans, key=lambda span: span.start)),
            text=text,
            also=tuple(draft.also),
            company=tuple(draft.company),
            absent=tuple(draft.absent),
            unmet=draft.unmet,
            inbound=draft.inbound,
            records=self._records() if intent == TOLD else (),
            hour_alone=self._tells_an_hour_alone,
            more=self._more(intent, draft),
            further=tuple(draft.further),
            ahead=tuple(draft.ahead),
            no_day=next((text[start:end].strip() for start, end in self.cued.reading.impossible), None),
        )

    @cached_property
    def _tells_an_hour_alone(self) -> bool:
        moments = self.cued.reading.of(*MOMENTS)
        return bool(moments) and not any(mark.is_dated or mark.kind in {"period", "every"} for mark in moments)

    def _more(self, intent: str, draft: Draft) -> str:
        """What a command tells besides: of a new contact whatever it took nothing of, for the card has no place for it."""
        if intent == "new_contact":
            return left_out(self.cued, draft)
        return told_besides(self.cued, draft.spans, keeps_all=True) if intent in _MAY_TELL_MORE else ""

    def _records(self) -> tuple[Understanding, ...]:
        """The parts of a message that tells of several customers, each read by itself.

        A part that does not say when it was, or what kind of thing, is of the same day and kind as the one before.
        """
        text, found, parts = self.cued.reading.text, list[Understanding](), of_each_customer(self.cued)
        head = hear(text[: parts[0].start], self.context).read_as(TOLD).slots if parts and parts[0].start else {}
        for part in parts:
            read = hear(part.text, self.context).read_as(TOLD)
            before = dict(found[-1].slots if found else head)
            if part.when is not None and part.when.past is not None:
                before["when"] = part.when.past
            inherited: dict[str, SlotValue] = {
                name: before[name] for name in ("when", "kind") if name in before and name not in read.slots
            }
            found.append(replace(read, slots={**read.slots, **inherited}))
        return tuple(found)


def hear(text: str, context: Context) -> Heard:
    """Reads one message, without deciding yet what it means."""
    return Heard(find_cues(read(text, context)), context)


def understand(text: str, context: Context) -> Understanding:
    """Reads one message. Any text has an understanding; one that fits no intent is "unknown", with no slots."""
    return hear(text, context).understanding


def read_as(intent: str, text: str, context: Context) -> Understanding:
    """Reads a text whose intent is known from where it was said: an answer, or more about what was told before."""
    return hear(text, context).read_as(intent)
