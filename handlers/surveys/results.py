"""/encuesta nps: how often it was put and answered, the figure with its interval, by rep and sector, what was said."""

from collections import Counter
from collections.abc import Sequence

from handlers.kit.chart_jobs import have_drawn
from handlers.kit.charts import Bar, Chart, Row
from handlers.kit.format.texts import Words, _, clip, ngettext
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Block, Entries, Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.surveys.answers import options_of
from handlers.kit.surveys.bank import called, questions_of
from handlers.kit.turn import Sorry, Turn
from handlers.surveys.behind import head
from handlers.surveys.figures import WAYS, counted, figure, figures, grouped, how_many, scores_of
from handlers.surveys.managing import DECIDE
from handlers.surveys.slots import named, within
from handlers.surveys.themes import READ_FOR_THEMES, themes
from storage.crm.surveys.records import LOT, SCALES, SurveyQuestion
from storage.crm.surveys.surveys import Surveys
from storage.survey_results.results import SurveyResults

COMMENTS = 3


def show_named(turn: Turn, words: str) -> Reply:
    """The results of the survey that the words name; without any, which there are."""
    heard = turn.understand(words).slots.get("survey") if words else None
    wanted = str(heard) if heard else words
    found = (named(turn, wanted) or within(turn, words)) if wanted.strip() else []
    if len(found) == 1:
        return results(turn, found[0])
    return listed(turn, found or questions_of(turn.work))


def listed(turn: Turn, questions: Sequence[SurveyQuestion]) -> Reply:
    """The surveys there are, each with what came of it."""
    surveys, language = turn.work.topic(Surveys), turn.person.language
    entries: list[tuple[Words, Words]] = []
    for question in questions:
        counts = surveys.counts(question.id)
        answered = counts.get("answered", 0)
        entries.append(
            (
                _(
                    "{name} · {answers}",
                    name=called(question, language),
                    answers=ngettext("{count} answer", "{count} answers", answered),
                ),
                question.text(language),
            )
        )
    choices = tuple(Choice(called(q, language), Action("survey_results", {"question": q.id})) for q in questions[:8])
    return Reply((Heading(_("Surveys")), Entries(entries)), choices)


def show(turn: Turn, question: int) -> Reply:
    """A button: one survey's results."""
    return results(turn, _there(turn, question))


def results(turn: Turn, question: SurveyQuestion) -> Reply:
    """One screen: counts, the figure, groups, comments; each number opens who is behind it, unless the survey promised not to."""
    kept = turn.work.topic(SurveyResults)
    counts, spread = turn.work.topic(Surveys).counts(question.id), counted(turn, question)
    answered = sum(row.count for row in kept.spread(question.id)) if question.anonymous else how_many(spread)
    dismissed = sum(counts.get(state, 0) for state in ("skipped", "unknown", "faded"))
    asked = sum(counts.get(state, 0) for state in ("asked", "answered", "skipped", "unknown", "faded"))
    facts: list[tuple[Words, Words]] = [
        (_("Asked"), str(asked)),
        (_("Answered"), str(answered)),
        (_("Dismissed"), str(dismissed)),
    ]
    blocks: tuple[Block, ...] = (
        Heading(_("Survey: {name}", name=called(question, turn.person.language))),
        Paragraph(question.text(turn.person.language)),
        Facts(facts),
    )
    if not answered:
        settings = Choice(_("How it is asked"), Action("survey_settings", {"question": question.id}))
        may = (settings,) if turn.person.role in DECIDE else ()
        put_to = Choice(_("Who is behind it"), Action("survey_behind", {"question": question.id}))
        whom = (put_to,) if asked and not question.anonymous else ()
        return Reply((*blocks, Paragraph(_("Nobody has answered it yet."))), (*may, *whom))
    if question.anonymous and how_many(spread) < LOT:
        return Reply((*blocks, Paragraph(_("It promised to be anonymous: under five answers nothing is shown."))))
    blocks += (Facts([*figures(turn, question, spread)]), *_uncounted(question, answered - how_many(spread)))
    # Anonymous answers are counted for one colleague's customers, or for several colleagues' together: in no other groups.
    for title, by in WAYS[:1] if question.anonymous else WAYS:
        if groups := grouped(turn, question, by):
            blocks += (Paragraph(title), Facts([(label, said) for _group, label, said in groups]))
    blocks += _said(turn, question)
    this = {"question": question.id}
    choices = [Choice(_("Chart"), Action("survey_chart", this))]
    if turn.person.role in DECIDE:
        choices.append(Choice(_("How it is asked"), Action("survey_settings", this)))
    if not question.anonymous:
        choices.append(Choice(_("Who is behind it"), Action("survey_behind", this)))
    choices.append(Choice(_("As a table"), Action("survey_export", this)))
    return Reply(blocks, tuple(choices))


def _uncounted(question: SurveyQuestion, waiting: int) -> tuple[Block, ...]:
    """Of an anonymous survey, how many answers wait until a lot can be made of them."""
    if not question.anonymous or not waiting:
        return ()
    said = ngettext(
        "It is anonymous: {count} more answer is counted once there are enough of them.",
        "It is anonymous: {count} more answers are counted once there are enough of them.",
        waiting,
    )
    return (Paragraph(said),)


def _said(turn: Turn, question: SurveyQuestion) -> tuple[Block, ...]:
    """What several comments are about, and the latest ones; of an anonymous survey only what five are about."""
    kept = turn.work.topic(SurveyResults)
    said = kept.latest(question.id, limit=READ_FOR_THEMES, in_words=True)
    comments = [row.words or "" for row in said]
    if question.anonymous:
        comments += kept.comments_of_nobody(question.id, limit=READ_FOR_THEMES)
    found = themes(comments, least=LOT if question.anonymous else 2)
    blocks: tuple[Block, ...] = ()
    if found:
        blocks += (Paragraph(_("Themes: {themes}", themes=", ".join(f"{word} ({count})" for word, count in found))),)
    if said and not question.anonymous:
        blocks += (Entries([(head(turn, row), clip(row.words or "", 160)) for row in said[:COMMENTS]]),)
    return blocks


def draw(turn: Turn, question: int, dark: bool = False) -> Reply:
    """A button: how the answers are spread, as a picture."""
    found = _there(turn, question)
    spread = counted(turn, found)
    if found.anonymous and how_many(spread) < LOT:
        raise Sorry(_("It promised to be anonymous: under five answers nothing is shown."))
    say, given = turn.voice.say, Counter[str]()
    for row in spread:
        given[str(row.number) if row.number is not None else str(row.choice)] += row.count
    options = options_of(found, turn.person.language)
    rows = tuple(Row(say(label), str(given[value]), (Bar(given[value]),)) for value, label in options)
    subtitle = say(figure(found, scores_of(spread))) if found.kind in SCALES and spread else ""
    chart = Chart(
        "bars", found.text(turn.person.language), subtitle, rows, say(_("Nobody has answered it yet.")), dark=dark
    )
    have_drawn(turn, say(_("survey")), [chart], Action("survey_chart", {"question": found.id}))
    return Reply.of(_("I'm drawing it…"))


def _there(turn: Turn, question: int) -> SurveyQuestion:
    found = turn.work.topic(Surveys).question(question)
    if found is None:
        raise Sorry(_("That question is not there any more."))
    return found
