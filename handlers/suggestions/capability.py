"""Suggestions: told by anybody, numbered, sent upward, followed; whoever made one hears what becomes of it."""

from datetime import timedelta

from handlers.kit.format.texts import ShortDay, Words, _, ngettext
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Entries, Heading, Paragraph
from handlers.kit.messages.pager import Pager
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command, RecordWords
from handlers.kit.turn import Turn
from handlers.suggestions.card import STATES, SUGGESTION, ASuggestion, card, sees_all, title
from handlers.suggestions.deciding import DECIDE, put_back
from handlers.suggestions.telling import SERVICE, SUGGEST, SUGGEST_FOR, is_new, named, of_customer
from storage.people.records import Person
from storage.suggestions.suggestions import Suggestions

PAGE = 6
MOST = 300
A_MONTH = timedelta(days=31)


def _list(turn: Turn, _words: str = "") -> Reply:
    return _page(turn)


def _page(turn: Turn, at: int = 0) -> Reply:
    """Those that are open, the oldest first, and how it went in a month."""
    found = turn.work.topic(Suggestions).listed(all_=sees_all(turn), limit=MOST)
    new = Choice(_("New suggestion"), Action("new_suggestion"), opens=SUGGEST.name)
    if not found:
        return Reply((Heading(_("No open suggestions")), *_month(turn)), (new,))
    page = Pager.at(at, found, PAGE)
    entries = Entries(
        [
            (
                _(
                    "{what} · {state} · {day}",
                    what=title(one),
                    state=STATES[one.state],
                    day=ShortDay(turn.local(one.created_at).date()),
                ),
                one.customer or one.staff or "",
            )
            for one in page.items
        ]
    )
    heading = ngettext("{count} open suggestion", "{count} open suggestions", len(found))
    shows = tuple(Choice(title(one), Action(SUGGESTION, {SUGGESTION: one.id})) for one in page.items)
    return Reply(
        (Heading(heading), entries, *(_month(turn) if at == 0 else ())),
        (*shows, *page.more(Action("suggestions")), new),
    )


def _month(turn: Turn) -> tuple[Paragraph, ...]:
    counts = turn.work.topic(Suggestions).since(turn.now - A_MONTH, all_=sees_all(turn))
    if not any(counts.values()):
        return ()
    words = _(
        "Suggestions in a month: {told} told, {done} done, {declined} declined.",
        **{name: str(count) for name, count in counts.items()},
    )
    return (Paragraph(words),)


def _in_month(turn: Turn, _person: Person) -> Reply | None:
    """How many were told and settled, in the month's digest, and how many wait."""
    waiting = len(turn.work.topic(Suggestions).listed(all_=sees_all(turn), limit=MOST))
    said = _month(turn)
    if waiting:
        said += (Paragraph(ngettext("{count} suggestion is open.", "{count} suggestions are open.", waiting)),)
    return Reply(said, (Choice(_("Suggestions"), Action("suggestions")),)) if said else None


def _show(turn: Turn, suggestion: ASuggestion) -> Reply:
    return card(turn, suggestion)


def _counted(count: int) -> Words:
    return ngettext("{count} suggestion", "{count} suggestions", count)


CAPABILITY = Capability(
    "suggestions",
    about=_("Suggestions: what we could do better, and what becomes of it"),
    commands=(
        Command(
            {"es": "sugerencia", "en": "suggestion"},
            named,
            _("Suggest something; or see one by its number: /suggestion 3"),
        ),
        Command(
            {"es": "sugerencias", "en": "suggestions"},
            _list,
            _("Suggestions, and what becomes of them"),
            phrases={
                "es": ("sugerencias", "qué sugerencias hay", "sugerencias abiertas"),
                "en": ("suggestions", "open suggestions"),
            },
        ),
        Command(
            {"es": "decidir_sugerencia", "en": "decide_suggestion"},
            DECIDE,
            _("Say what becomes of a suggestion: /decide_suggestion 3"),
            takes=("{suggestion} > {state} > {reason}", "{suggestion} > {state}", "{suggestion}"),
            sayings="suggestion_decided",
        ),
        Command({"": "suggestion_told"}, SUGGEST, hidden=True, sayings="suggestion", fits=is_new),
        Command({"": "customer_suggestion"}, SUGGEST_FOR, hidden=True, sayings="customer_suggestion", fits=of_customer),
    ),
    actions={
        "suggestion": _show,
        "suggestions": _page,
        "new_suggestion": SUGGEST,
        "decide_suggestion": DECIDE,
    },
    contributes={"month": _in_month},
    for_customers=SERVICE,
    records={"suggestions": RecordWords(counted=_counted, undone=put_back)},
    examples={
        "es": ("sugerencia: avisar al cliente cuando sale el pedido",),
        "en": ("suggestion: tell customers when their order leaves",),
    },
    order=28,
)
