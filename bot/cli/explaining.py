"""`cartera understand --explain`: what each stage of understanding found, and who in the chat would take the message, and why."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.settings import Settings
from handlers.language.meaning import Context
from storage.people.records import Person
from storage.session.schema import check
from storage.tables import bring_up_to_date
from storage.work import Store, Work

Json = dict[str, Any]

LIKELIEST = 3
"""Intents that are shown with how like them the message is."""


def stages(text: str, context: Context) -> Json:
    """What each stage made of a text: the marks, concepts, likeness, signs of an intent and what bars it, clauses, records."""
    from handlers.language.acts.clauses import clauses  # noqa: PLC0415 - loads the phrases
    from handlers.language.acts.records import of_each_customer  # noqa: PLC0415
    from handlers.language.intents.intents import bars_of, signs_of  # noqa: PLC0415
    from handlers.language.intents.likeness import ranking  # noqa: PLC0415
    from handlers.language.understand import hear  # noqa: PLC0415

    cued = hear(text, context).cued
    likeliest = [said for _sign, said in signs_of(cued)[:1]]
    tokens = cued.reading.tokens

    def between(first: int, last: int) -> str:
        return text[tokens[first].start : tokens[last - 1].end]

    return {
        "marks": [{"kind": mark.kind, "text": text[mark.start : mark.end]} for mark in cued.reading.marks],
        "concepts": [{"concept": cue.concept, "text": between(cue.first, cue.last)} for cue in cued.cues],
        "resembles": [{"intent": intent, "score": round(score, 2)} for intent, score in ranking(cued)[:LIKELIEST]],
        "signs": [{"sign": sign.name, "strength": sign.strength, "intent": said} for sign, said in signs_of(cued)],
        "barred": [{"bar": bar.name} for said in likeliest for bar in bars_of(cued, said)],
        "clauses": [between(clause.first, clause.last) for clause in clauses(cued)],
        "records": [part.text for part in of_each_customer(cued)],
    }


def candidates(settings: Settings, text: str, context: Context, *, asked: str = "") -> list[Json]:
    """Who would take the message, the surest first. `asked` is the question that waits, "form.slot" ("visit.summary").

    It is looked up in the database of the settings, in one that is empty where there is none; nothing is kept. Raises
    ValueError for a question that no form asks.
    """
    from handlers.kit.conversation import Conversation, FormState  # noqa: PLC0415 - loads the capabilities
    from handlers.kit.dialog.arbiter import ranked  # noqa: PLC0415
    from handlers.kit.dialog.candidates import WrittenMessage  # noqa: PLC0415
    from handlers.kit.messages.incoming import Incoming  # noqa: PLC0415
    from handlers.kit.registry.registry import discover  # noqa: PLC0415
    from handlers.kit.turn import Turn  # noqa: PLC0415

    registry = discover()
    form, _dot, slot = asked.partition(".")
    waiting = registry.form(form) if form else None
    if asked and (waiting is None or waiting.slot(slot) is None):
        raise ValueError(f"no form asks {asked}: it is a form and its slot, as in visit.summary")
    with _store(settings) as store, store.engine.connect() as connection:
        work = Work(connection, context.now.astimezone(UTC), everyday=store.everyday)
        people = work.people.everyone()
        work.person = person = people[0] if people else _somebody(settings)
        incoming = Incoming("local", "", "explain", "explain", "1", context.now, text=text)
        talk = Conversation()
        if waiting is not None:
            talk.form = FormState(form, context.now, incoming.source, asking=slot)
        turn = Turn(work, person, incoming, context.now, settings.company, registry, talk)
        return [
            {
                "by": candidate.by,
                "score": round(candidate.score, 2),
                "reason": candidate.reason,
                "writes": candidate.writes,
            }
            for candidate in ranked(WrittenMessage(turn, text))
        ]


@contextmanager
def _store(settings: Settings) -> Iterator[Store]:
    """The database, or an empty one where there is none."""
    from handlers.language.entities.names.lexicon import ordinary_words  # noqa: PLC0415

    url = settings.store_url
    with TemporaryDirectory(prefix="cartera-") as folder:
        there = not url.startswith("sqlite:///") or Path(url.removeprefix("sqlite:///")).exists()
        with Store.open(url if there else f"sqlite:///{folder}/empty.db", everyday=ordinary_words()) as store:
            if there:
                check(store.engine)
            else:
                bring_up_to_date(store.engine)
            yield store


def _somebody(settings: Settings) -> Person:
    """Whoever speaks, where nobody works here yet."""
    return Person(0, "–", "rep", settings.company.language, settings.timezone)
