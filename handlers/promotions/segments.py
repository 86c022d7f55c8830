"""Segments: an audience under a name, for the next promotion and for questions."""

from collections.abc import Mapping
from typing import Annotated

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import Words, _, clip
from handlers.kit.forms.form import FieldKind, Form, Said, Slot, Unclear
from handlers.kit.forms.name_slots import tidy_name
from handlers.kit.forms.slot_types import FreeText
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Entries, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.questions.wording import AsRead
from handlers.kit.turn import Sorry, Turn
from handlers.promotions.audience import read_back
from handlers.promotions.editing import AUDIENCE
from handlers.promotions.lookup import APromotion, only_makers
from handlers.promotions.slots import LONGEST_NAME, names_customers
from handlers.promotions.wording import CHANNELS
from storage.promotions.audience import Audience
from storage.promotions.segments import Segment, Segments
from storage.questions.question import Question


def _stored(_turn: Turn, raw: object) -> Question:
    if not isinstance(raw, dict):
        raise Sorry(_("That no longer exists."))
    return Question.from_json(raw)


AnAudience = Annotated[Question, _stored]
"""The customers of an action."""
SEGMENT = "segment"
SHOWN = 8


def _there(turn: Turn, segment_id: int) -> Segment:
    found = turn.work.topic(Segments).get(segment_id)
    if found is None:
        raise Sorry(_("That segment is not there any more."))
    return found


ASegment = Annotated[Segment, lambda turn, raw: _there(turn, int(raw))]
"""The segment of an action."""


class SegmentName(FreeText):
    """A short name that no other segment has."""

    field: FieldKind = "line"

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The name, tidied."""
        name = tidy_name(text)
        if not any(c.isalpha() for c in name) or len(name) > LONGEST_NAME:
            raise Unclear(_("A short name with letters in it, please."))
        known = turn.work.topic(Segments).called(name)
        if known is not None:
            raise Unclear(_("There is a segment of that name: {name}. Another name?", name=known.name))
        return name


NAME = Slot(
    "name", SegmentName(), _("Name"), _("What is the segment called?"), _("VIP bars"), default=only_makers, needed=True
)


def _save(turn: Turn, said: Said) -> Reply:
    only_makers(turn)
    id_ = turn.work.topic(Segments).keep(said[NAME], said[AUDIENCE])
    return Reply.of(_("Kept as a segment."), choices=undo_choice(turn)) + show(turn, _there(turn, id_))


KEEP = Form("segment", (NAME, AUDIENCE), save=_save, title=_("New segment"))


def keep(turn: Turn, promotion: APromotion) -> Reply:
    """A button: a promotion's audience is kept under its name."""
    only_makers(turn)
    segments = turn.work.topic(Segments)
    known = segments.called(promotion.name)
    if known is None:
        known = _there(turn, segments.keep(promotion.name, promotion.content.audience))
        return Reply.of(_("Kept as a segment."), choices=undo_choice(turn)) + show(turn, known)
    return Reply.of(_("There is a segment of that name already.")) + show(turn, known)


def look_up(turn: Turn, words: str) -> Reply:
    """`/segmentos`, `/segmentos NAME`: all of them, or one."""
    only_makers(turn)
    segments = turn.work.topic(Segments)
    if said := words.strip():
        if found := segments.called(said):
            return show(turn, found)
        return Reply.of(_("I know no segment “{name}”.", name=clip(said, 60))) + _list(turn)
    return _list(turn)


def show(turn: Turn, segment: ASegment, channel: str = "telegram") -> Reply:
    """Its customers as they are now: how many, some of them, and who cannot be told by a channel, and why."""
    only_makers(turn)
    if channel not in CHANNELS:
        raise Sorry(_("That channel is not known."))
    found = turn.work.topic(Audience).fates(segment.question, turn.zone, channel)
    others = [
        Choice(_("By {channel}", channel=words), Action(SEGMENT, {SEGMENT: segment.id, "channel": name}))
        for name, words in CHANNELS.items()
        if name != channel
    ]
    customers = Choice(_("Customers"), Action("ask", {"question": segment.question.as_json()}))
    forget_ = Choice(_("Forget it"), Action("forget_segment", {SEGMENT: segment.id}))
    blocks = (Heading(segment.name), read_back(turn, segment.question, channel, found))
    return Reply(blocks, (customers, *others, forget_))


def forget(turn: Turn, segment: ASegment) -> Reply:
    """A button: it is offered no more."""
    only_makers(turn)
    turn.work.topic(Segments).forget(segment.id)
    return Reply.of(_("Forgotten: {name}", name=segment.name), choices=undo_choice(turn))


def _list(turn: Turn) -> Reply:
    every = turn.work.topic(Segments).all()
    if not every:
        return Reply.of(_("No segment is kept yet. For example: /save_segment VIP bars > bars of class A"))
    entries: list[tuple[Words, Words]] = [(one.name, AsRead(one.question)) for one in every[:SHOWN]]
    blocks = [Heading(_("Segments")), Entries(entries)]
    if len(every) > SHOWN:
        blocks.append(Paragraph(_("The others by name: /segments NAME")))
    choices = tuple(Choice(clip(one.name, 60), Action(SEGMENT, {SEGMENT: one.id})) for one in every[:SHOWN])
    return Reply(tuple(blocks), choices)


# ------------------------------------------------------------------ customers in words, before there is a promotion
def is_audience(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether words name customers: all of them, a segment, or as a question would."""
    return names_customers(turn, places["audience"])


def look_at(turn: Turn, words: str) -> Reply:
    """“Audiencia: bares de Valencia que compran vermut”: who they are, before anything is made for them."""
    only_makers(turn)
    if not words.strip():
        return _list(turn)
    try:
        return _read_back(turn, AUDIENCE.type.read(turn, words, Said({})))
    except Unclear as unclear:
        if isinstance(unclear.offer, dict):  # nobody, everybody, or the nearest: it is shown, and nothing is kept yet
            return Reply.of(unclear.words[0]) + _read_back(turn, Question.from_json(unclear.offer))
        return Reply.of(*unclear.words)


def again(turn: Turn, audience: AnAudience, channel: str = "telegram") -> Reply:
    """The same by another channel."""
    only_makers(turn)
    if channel not in CHANNELS:
        raise Sorry(_("That channel is not known."))
    return _read_back(turn, audience, channel)


def _read_back(turn: Turn, question: Question, channel: str = "telegram") -> Reply:
    found = turn.work.topic(Audience).fates(question, turn.zone, channel)
    raw = {"audience": question.as_json()}
    others = tuple(
        Choice(_("By {channel}", channel=words), Action("look_at_audience", {**raw, "channel": name}))
        for name, words in CHANNELS.items()
        if name != channel
    )
    new = Choice(_("New promotion"), Action("new_promotion", raw))
    keep_ = Choice(_("Keep as a segment"), Action("save_segment", raw))
    customers = Choice(_("Customers"), Action("ask", {"question": question.as_json()}))
    return Reply((Heading(_("For whom")), read_back(turn, question, channel, found)), (new, keep_, customers, *others))
