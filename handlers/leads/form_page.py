"""/form/SOURCE: a form that any page can embed, drawn here, and complete without a script."""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from handlers.kit.format.locales import LANGUAGES
from handlers.kit.format.texts import Voice, Words, _, voice
from handlers.kit.request_limits import seconds_to_wait
from handlers.kit.web import HTML, RouteContext, WebRequest, WebResponse
from handlers.leads.intake import arrive
from handlers.leads.limits import FORM_OF_ONE_CLIENT, FORM_OF_ONE_SOURCE
from handlers.leads.validation import LONGEST, brought_by, check, fingerprint
from storage.crm.leads.records import Attribution, LeadSourceRecord

COOKIE = "cartera_touch"
"""What brought a visitor first and last, kept while their browser is open, on these pages alone."""
HONEYPOT = "website"
"""A field that no person sees, and that programs fill in."""
LONGEST_TOUCH = 2000

_STYLE: Final = """
:root{color-scheme:light dark;font:100%/1.5 system-ui,sans-serif}
body{max-width:34rem;margin:0 auto;padding:1rem}
label{display:block;margin-top:1rem;font-weight:600}
label.check{display:flex;gap:.6rem;font-weight:400}
input,textarea{box-sizing:border-box;width:100%;padding:.6rem;font:inherit;border:1px solid #767676;border-radius:.3rem}
input[type=checkbox]{width:1.4rem;height:1.4rem;flex:none}
button{margin-top:1.2rem;padding:.7rem 1.4rem;font:inherit;color:#fff;background:#0b57d0;border:0;border-radius:.3rem}
:focus-visible{outline:3px solid #0b57d0;outline-offset:2px}
.error{color:#b3261e;margin:.2rem 0 0}
.else{position:absolute;left:-200vw}
@media(prefers-color-scheme:dark){.error{color:#f2b8b5}}
"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors *"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
}

FIELDS: Final[tuple[tuple[str, Words, str, str], ...]] = (
    ("name", _("Your name"), "text", "name"),
    ("company", _("Company (if any)"), "text", "organization"),
    ("email", _("E-mail"), "email", "email"),
    ("phone", _("Telephone"), "tel", "tel"),
    ("territory", _("Town or area (if you like)"), "text", "address-level2"),
)
"""The fields of a line: name, label, type, and what browsers fill them in with (WHATWG HTML, autofill)."""


@dataclass(frozen=True, slots=True)
class _Page:
    """What a form is drawn with."""

    source: LeadSourceRecord
    voice: Voice
    company: str
    first: Attribution
    last: Attribution
    values: Mapping[str, str]
    errors: Mapping[str, Words]
    once: str


# ------------------------------------------------------------------ what is answered
def get_form(context: RouteContext, request: WebRequest) -> WebResponse:
    """The empty form; remembers what brought the visitor."""
    source = context.work.lead_sources.called(request.path["source"])
    speaks = _voice(context, request, request.query.get("lang", ""))
    if source is None:
        return _message(speaks, 404, _("There is no such form."))
    first, last = _visit(request)
    page = _Page(source, speaks, context.company.name, first, last, {}, {}, secrets.token_urlsafe(16))
    cookie = {"Set-Cookie": _cookie(context, first, last)} if first else {}
    return WebResponse(_draw(page), 200, HTML, {**HEADERS, **cookie})


def post_form(context: RouteContext, request: WebRequest) -> WebResponse:
    """What was filled in: thanks for it, or the same form again with what is wrong."""
    said = request.form()
    source = context.work.lead_sources.called(request.path["source"])
    speaks = _voice(context, request, said.get("lang", ""))
    if source is None:
        return _message(speaks, 404, _("There is no such form."))
    counted = [
        (f"form:{source.id}:{request.client}", FORM_OF_ONE_CLIENT),
        (f"form:{source.id}", FORM_OF_ONE_SOURCE),
    ]
    if wait := seconds_to_wait(context.work, counted):
        again = _message(speaks, 429, _("Too many at once. Please try again in a few minutes."))
        return WebResponse(again.body, 429, HTML, {**HEADERS, "Retry-After": str(wait)})
    thanks = _message(speaks, 200, _("Thank you. We'll be in touch soon."))
    if said.get(HONEYPOT):
        return thanks
    checked = check(said, context.company.country)
    errors = dict(checked.errors)
    if said.get("consent") != str(source.consent_version):
        errors["consent"] = _("We can only answer you if you agree.")
    first, last = _unpacked(said.get("first", "")), _unpacked(said.get("last", ""))
    once = said.get("once", "")[:64]
    if errors:
        page = _Page(source, speaks, context.company.name, first, last, said, errors, once)
        return WebResponse(_draw(page), 422, HTML, HEADERS)
    context.work.lead_sources.lock(source.id)
    known = fingerprint("form", str(source.id), once) if once else None
    if known and context.work.leads.answered_before(known):
        return thanks
    read = checked.enquiry("form", source.id)
    enquiry = replace(
        read,
        language=read.language or speaks.language,
        consent_version=source.consent_version,
        first=first,
        last=last,
        once=known,
    )
    arrive(context.work, context.company, enquiry)
    return thanks


# ------------------------------------------------------------------ what brought them
def _visit(request: WebRequest) -> tuple[Attribution, Attribution]:
    """What brought the visitor first and last: this visit's own, over what is remembered of earlier ones."""
    query = {name.removeprefix("utm_"): value for name, value in request.query.items() if name.startswith("utm_")}
    referrer = request.query.get("referrer") or request.headers.get("referer", "")
    if urlsplit(referrer).netloc not in {"", request.headers.get("host", "")} or request.query.get("referrer"):
        query["referrer"] = referrer
    now = brought_by(query)
    first, last = _remembered(request)
    return first or now, now or last


def _remembered(request: WebRequest) -> tuple[Attribution, Attribution]:
    try:
        morsel = SimpleCookie(request.headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        morsel = None
    first, _dot, last = unquote(morsel.value if morsel else "")[:LONGEST_TOUCH].partition("|")
    return _unpacked(first), _unpacked(last)


def _cookie(context: RouteContext, first: Attribution, last: Attribution) -> str:
    """In a frame on another site, browsers keep it only over HTTPS, and for that site alone (CHIPS)."""
    secure = context.company.public_url.startswith("https:")
    where = "SameSite=None; Secure; Partitioned" if secure else "SameSite=Lax"
    return f"{COOKIE}={quote(f'{_packed(first)}|{_packed(last)}', safe='')}; Path=/form; HttpOnly; {where}"


def _packed(brought: Attribution) -> str:
    said = {
        "campaign": brought.campaign,
        "medium": brought.medium,
        "source": brought.origin,
        "referrer": brought.referrer,
    }
    return urlencode({name: value for name, value in said.items() if value})


def _unpacked(packed: str) -> Attribution:
    try:
        return brought_by(dict(parse_qsl(packed[:LONGEST_TOUCH], max_num_fields=10)))
    except ValueError:
        return Attribution()


# ------------------------------------------------------------------ drawing
def _voice(context: RouteContext, request: WebRequest, wanted: str) -> Voice:
    """In the language that was asked for, or the browser's, or the company's."""
    browsers = request.headers.get("accept-language", "")[:2].casefold()
    known = [language for language in (wanted, browsers) if language in LANGUAGES]
    language = known[0] if known else context.company.language
    return voice(language, context.company.country, context.now.date())


def _message(speaks: Voice, status: int, words: Words) -> WebResponse:
    body = f'<main><p role="status">{escape(speaks.say(words))}</p></main>'
    return WebResponse(_document(speaks, speaks.say(words), body), status, HTML, HEADERS)


def _document(speaks: Voice, title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="{speaks.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>{body}</body></html>"
    )


def _draw(page: _Page) -> str:
    say = page.voice.say
    title = say(_("Write to {company}", company=page.company))
    consent = page.source.consent or say(
        _("I agree that {company} keeps what I write here to answer me.", company=page.company)
    )
    lines = [f"<h1>{escape(title)}</h1>"]
    if page.errors:
        lines.append(f'<p class="error" role="alert">{escape(say(_("Please look at what is marked below.")))}</p>')
    lines.append(f'<form method="post" action="/form/{quote(page.source.slug)}" novalidate>')
    lines += [_field(page, *field) for field in FIELDS]
    lines.append(
        f'<label for="message">{escape(say(_("What can we do for you?")))}</label>'
        f'<textarea id="message" name="message" rows="5" maxlength="{LONGEST["message"]}"{_wrong(page, "message")}>'
        f"\n{escape(page.values.get('message', ''))}</textarea>{_error(page, 'message')}"
    )
    lines.append(
        f'<label class="check" for="consent"><input type="checkbox" id="consent" name="consent" '
        f'value="{page.source.consent_version}" required{_wrong(page, "consent")}>'
        f"<span>{escape(consent)}</span></label>{_error(page, 'consent')}"
    )
    lines.append(
        f'<div class="else" aria-hidden="true"><label for="{HONEYPOT}">{escape(say(_("Leave this empty")))}</label>'
        f'<input id="{HONEYPOT}" name="{HONEYPOT}" tabindex="-1" autocomplete="off"></div>'
    )
    hidden = {"first": _packed(page.first), "last": _packed(page.last), "once": page.once, "lang": page.voice.language}
    lines += [f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in hidden.items()]
    lines.append(f"<button>{escape(say(_('Send')))}</button></form>")
    return _document(page.voice, title, f"<main>{''.join(lines)}</main>")


def _field(page: _Page, name: str, label: Words, kind: str, fills: str) -> str:
    required = " required" if name == "name" else ""
    return (
        f'<label for="{name}">{escape(page.voice.say(label))}</label>'
        f'<input id="{name}" name="{name}" type="{kind}" autocomplete="{fills}" maxlength="{LONGEST[name]}" '
        f'value="{escape(page.values.get(name, ""))}"{required}{_wrong(page, name)}>{_error(page, name)}'
    )


def _wrong(page: _Page, name: str) -> str:
    return f' aria-invalid="true" aria-describedby="{name}-error"' if name in page.errors else ""


def _error(page: _Page, name: str) -> str:
    words = page.errors.get(name)
    return f'<p class="error" id="{name}-error">{escape(page.voice.say(words))}</p>' if words else ""
