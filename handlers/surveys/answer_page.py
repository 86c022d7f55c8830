"""/answer/CODE: one question on one screen, for a customer without the bot; complete without a script.

Looking at it answers nothing, for chats and mail programs look at links by themselves; only the form's button does.
"""

import base64
import hashlib
from collections.abc import Mapping
from html import escape
from typing import Final
from urllib.parse import quote

from handlers.kit.format.locales import LANGUAGES
from handlers.kit.format.texts import Voice, Words, _, voice
from handlers.kit.surveys.answers import ANONYMOUS, follows_from, options_of
from handlers.kit.surveys.reading_answers import LONGEST, read_answer
from handlers.kit.web import HTML, RouteContext, WebRequest, WebResponse
from storage.crm.surveys.records import Answer, SurveyAsk, SurveyQuestion
from storage.crm.surveys.surveys import Surveys

_STYLE: Final = """
:root{color-scheme:light dark;font:100%/1.5 system-ui,sans-serif}
body{max-width:34rem;margin:0 auto;padding:1rem}
h1{font-size:1rem;margin:0 0 1.2rem}
fieldset{border:0;margin:0;padding:0}
legend{font-size:1.3rem;font-weight:600;padding:0}
.options{display:flex;flex-wrap:wrap;gap:.5rem;margin:1rem 0}
.options label{display:flex;gap:.4rem;align-items:center;min-height:2.75rem;padding:.2rem .8rem;border:1px solid #767676;border-radius:.3rem}
label.line{display:block;margin-top:1rem;font-weight:600}
input[type=number],textarea{box-sizing:border-box;width:100%;padding:.6rem;font:inherit;border:1px solid #767676;border-radius:.3rem}
button{margin-top:1.2rem;padding:.7rem 1.4rem;font:inherit;color:#fff;background:#0b57d0;border:0;border-radius:.3rem}
:focus-visible{outline:3px solid #0b57d0;outline-offset:2px}
.error{color:#b3261e}
@media(prefers-color-scheme:dark){.error{color:#f2b8b5}}
"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
WRONG: Final = _("Choose or write an answer, please.")
SEND: Final = _("Send")
COMMENT: Final = _("Anything else? (if you like)")
GONE: Final = _("This question is not open any more. Thank you all the same.")
THANKS: Final = _("Thank you! We have your answer.")


def get_page(context: RouteContext, request: WebRequest) -> WebResponse:
    """The question; the same words for a code that is wrong, late or used."""
    speaks = _voice(context, request, request.query.get("lang", ""))
    found = _asked(context, request)
    return _message(context, speaks, 404, GONE) if found is None else _page(context, request, speaks, *found)


def post_answer(context: RouteContext, request: WebRequest) -> WebResponse:
    """The answer, which counts once."""
    said = request.form()
    speaks = _voice(context, request, said.get("lang", ""))
    found = _asked(context, request)
    if found is None:
        return _message(context, speaks, 404, GONE)
    asked, question = found
    answer = read_answer(question, said.get("answer", ""))
    if answer is None:
        return _page(context, request, speaks, asked, question, wrong=True)
    comment = said.get("comment", "").strip()[:LONGEST] or None
    kept = Answer(answer.number, answer.choice, answer.words or comment)
    if not context.work.topic(Surveys).answer(asked.id, kept, via="web"):
        return _message(context, speaks, 404, GONE)
    follows_from(context.work, context.company, question, asked.customer_id, kept)
    return _message(context, speaks, 200, THANKS)


def _asked(context: RouteContext, request: WebRequest) -> tuple[SurveyAsk, SurveyQuestion] | None:
    surveys = context.work.topic(Surveys)
    asked = surveys.of_link(request.path["code"])
    question = surveys.question(asked.question_id) if asked and asked.state in {"asked", "faded"} else None
    return (asked, question) if asked and question else None


# ------------------------------------------------------------------ drawing
def _voice(context: RouteContext, request: WebRequest, wanted: str) -> Voice:
    browsers = request.headers.get("accept-language", "")[:2].casefold()
    known = [language for language in (wanted, browsers) if language in LANGUAGES]
    return voice(known[0] if known else context.company.language, context.company.country, context.now.date())


def _message(context: RouteContext, speaks: Voice, status: int, words: Words) -> WebResponse:
    text, company = escape(speaks.say(words)), escape(context.company.name)
    body = f'<main><h1>{company}</h1><p role="status">{text}</p></main>'
    return WebResponse(_document(speaks, text, body), status, HTML, HEADERS)


def _document(speaks: Voice, title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="{speaks.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body>{body}</body></html>"
    )


def _page(
    context: RouteContext,
    request: WebRequest,
    speaks: Voice,
    asked: SurveyAsk,
    question: SurveyQuestion,
    *,
    wrong: bool = False,
) -> WebResponse:
    say, language = speaks.say, speaks.language
    company = escape(context.company.name)
    text, purpose = escape(question.text(language)), escape(question.purpose(language))
    error = f'<p class="error" role="alert">{escape(say(WRONG))}</p>' if wrong else ""
    promise = f"<p>{escape(say(ANONYMOUS))}</p>" if question.anonymous else ""
    code = quote(request.path["code"])
    body = (
        f"<main><h1>{company}</h1>{error}"
        f'<form method="post" action="/answer/{code}"><fieldset><legend>{text}</legend><p>{purpose}</p>{promise}{_field(speaks, question)}</fieldset>'
        f'<input type="hidden" name="lang" value="{language}"><button>{escape(say(SEND))}</button></form></main>'
    )
    del asked
    return WebResponse(_document(speaks, company, body), 422 if wrong else 200, HTML, HEADERS)


def _field(speaks: Voice, question: SurveyQuestion) -> str:
    say = speaks.say
    comment = (
        f'<label class="line" for="comment">{escape(say(COMMENT))}</label>'
        f'<textarea id="comment" name="comment" rows="3" maxlength="{LONGEST}"></textarea>'
    )
    options = options_of(question, speaks.language)
    if options:
        drawn = "".join(
            f'<label><input type="radio" name="answer" value="{escape(value)}" required>{escape(say(label))}</label>'
            for value, label in options
        )
        return f'<div class="options">{drawn}</div>{comment}'
    label = escape(say(_("Your answer")))
    if question.kind == "number":
        return f'<label class="line" for="answer">{label}</label><input type="number" id="answer" name="answer" min="0" required>{comment}'
    return f'<label class="line" for="answer">{label}</label><textarea id="answer" name="answer" rows="4" maxlength="{LONGEST}" required></textarea>'
