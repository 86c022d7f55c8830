"""Promotions: made by marketing, known to the team first, for the customers they suit."""

from collections.abc import Callable, Mapping

from handlers.kit.format.texts import _
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command, Job
from handlers.kit.turn import Sorry, Turn
from handlers.promotions import (
    advice,
    audience,
    briefing,
    call_lists,
    editing,
    launching,
    message,
    outcomes,
    results,
    segments,
    showing,
)
from handlers.promotions.activity import RECORDS
from handlers.promotions.answers import SERVICE
from handlers.promotions.lookup import named
from storage.names.folding import fold
from storage.promotions.records import PromotionRecord


def _of_named(act: Callable[[Turn, PromotionRecord], Reply]) -> Callable[[Turn, str], Reply]:
    """What a button does with a promotion, for the one that words name. Raises Sorry for none."""

    def do(turn: Turn, words: str) -> Reply:
        found, _rest = named(turn, words)
        if not found:
            raise Sorry(_("I don't know a promotion of that name. /promos lists them."))
        return act(turn, found[0])

    return do


def _names_one(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether words are the name of one promotion, and nothing else."""
    found, rest = named(turn, places["promotion"])
    return len(found) == 1 and not rest.strip() and fold(found[0].name) == fold(places["promotion"])


_IN_WORDS: tuple[tuple[str, Callable[[Turn, PromotionRecord], Reply]], ...] = (
    ("launch", launching.look),
    ("pause", launching.pause),
    ("resume", launching.resume),
    ("stop", launching.stop),
    ("tell", briefing.brief),
    ("known", briefing.known),
    ("audience", audience.show),
    ("brought", results.show),
    ("silent", outcomes.silent),
    ("willing", outcomes.willing),
)
"""What can be said of a promotion that is named, and the button that does it."""

CAPABILITY = Capability(
    "promotions",
    about=_("Promotions: for whom, with which arguments, and who of us knows them"),
    commands=(
        Command({"es": "promo", "en": "promo"}, showing.look_up, _("One promotion: /promo NAME")),
        Command({"es": "roi", "en": "roi"}, results.said, _("What a promotion brought: /roi NAME")),
        Command({"es": "promos", "en": "promos"}, showing.list_, _("The promotions there are")),
        Command(
            {"es": "segmentos", "en": "segments"},
            segments.look_up,
            _("The segments that are kept, or one: /segments NAME"),
        ),
        Command(
            {"es": "guardar_segmento", "en": "save_segment"},
            segments.KEEP,
            _("Keep customers under a name: /save_segment VIP bars > bars of class A"),
            takes=("{name} > {audience}",),
        ),
        Command({"": "promo_new"}, editing.NEW, hidden=True, sayings="promotion_new_for", guided=True),
        Command({"": "promo_new_of"}, editing.NEW, hidden=True, sayings="promotion_new_of_for", guided=True),
        Command(
            {"es": "nueva_promo", "en": "new_promo"},
            editing.NEW,
            _("A new promotion (marketing and managers)"),
            sayings="promotion_for",
            fits=segments.is_audience,
            guided=True,
            phrases={
                "es": ("nueva promo", "nueva promoción", "crea una promo", "crear una promoción"),
                "en": ("new promo", "new promotion", "create a promotion"),
            },
        ),
        Command(
            {"": "promo_of"},
            editing.NEW,
            hidden=True,
            sayings="promotion_of_for",
            fits=segments.is_audience,
            guided=True,
        ),
        Command(
            {"es": "audiencia", "en": "audience"},
            segments.look_at,
            _("Who customers in words are, and how many: /audience bars of class A"),
            sayings="audience_asked",
            fits=segments.is_audience,
        ),
        Command(
            {"": "promo_change"},
            editing.change,
            hidden=True,
            sayings="promotion_change",
            fits=editing.asks_to_change,
        ),
        *(
            Command({"": f"promo_{name}"}, _of_named(act), hidden=True, sayings=f"promotion_{name}", fits=_names_one)
            for name, act in _IN_WORDS
        ),
    ),
    intents={
        "list_promotions": showing.list_,
        "brief_promotion": showing.said,
        "promotion_results": results.said,
    },
    actions={
        "promotion": showing.show,
        "promotions": showing.page,
        "new_promotion": editing.NEW,
        "discard_promotion": showing.discard,
        "promotion_audience": audience.show,
        "preview_promotion": message.preview,
        "brief_promotion": briefing.brief,
        "know_promotion": briefing.know,
        "ask_promotion": briefing.ASK,
        "answer_promotion": briefing.REPLY,
        "launch_promotion": launching.look,
        "launch_promotion_now": launching.launch,
        "pause_promotion": launching.pause,
        "resume_promotion": launching.resume,
        "stop_promotion": launching.stop,
        "segment": segments.show,
        "keep_segment": segments.keep,
        "save_segment": segments.KEEP,
        "look_at_audience": segments.again,
        "forget_segment": segments.forget,
        "promotion_calls": call_lists.mine,
        "promotion_call": call_lists.one,
        "promotion_called": call_lists.called,
        "promotion_file": call_lists.ask_for_file,
        "promotion_file_sent": call_lists.file_sent,
        "promotion_results": results.show,
        "promotion_chart": results.draw,
        "promotion_how": results.how,
        "promotion_which": outcomes.which,
    },
    contributes={"brief": advice.in_brief, "after_log": advice.after_log, "day": call_lists.in_day},
    jobs={call_lists.JOB: Job(call_lists.write_file, call_lists.written)},
    for_customers=SERVICE,
    forms=(showing.FOR,),
    records=RECORDS,
    examples={"es": ("qué promociones hay",), "en": ("which promotions are running",)},
    order=45,
)
