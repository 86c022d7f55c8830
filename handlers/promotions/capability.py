"""Promotions: made by marketing, known to the team first, for the customers they suit."""

from handlers.kit.format.texts import _
from handlers.kit.registry.registry import Capability, Command, Job
from handlers.promotions import advice, audience, briefing, call_lists, launching, message, results, segments, showing
from handlers.promotions.activity import RECORDS
from handlers.promotions.answers import SERVICE
from handlers.promotions.editing import NEW

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
        Command(
            {"es": "nueva_promo", "en": "new_promo"},
            NEW,
            _("A new promotion (marketing and managers)"),
            phrases={
                "es": ("nueva promo", "nueva promoción", "crea una promo", "crear una promoción"),
                "en": ("new promo", "new promotion", "create a promotion"),
            },
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
        "new_promotion": NEW,
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
        "forget_segment": segments.forget,
        "promotion_calls": call_lists.mine,
        "promotion_call": call_lists.one,
        "promotion_called": call_lists.called,
        "promotion_file": call_lists.ask_for_file,
        "promotion_results": results.show,
        "promotion_chart": results.draw,
        "promotion_how": results.how,
    },
    contributes={"brief": advice.in_brief, "after_log": advice.after_log, "day": call_lists.in_day},
    jobs={call_lists.JOB: Job(call_lists.write_file, call_lists.written)},
    for_customers=SERVICE,
    forms=(showing.FOR,),
    records=RECORDS,
    examples={"es": ("qué promociones hay",), "en": ("which promotions are running",)},
    order=45,
)
