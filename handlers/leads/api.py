"""POST /api/leads: an enquiry from another program, with the key of its source."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.kit.format.texts import voice
from handlers.kit.request_limits import seconds_to_wait
from handlers.kit.web import RouteContext, WebRequest, WebResponse
from handlers.leads.intake import arrive
from handlers.leads.limits import API_OF_ONE_SOURCE
from handlers.leads.validation import LONGEST, LONGEST_BROUGHT, LONGEST_REFERRER, brought_by, check, fingerprint
from storage.crm.leads.records import Attribution

LONGEST_KEY = 200


def post_lead(context: RouteContext, request: WebRequest) -> WebResponse:
    """201 with the lead's number; 200 with the same where the same request came before."""
    scheme, _space, key = request.headers.get("authorization", "").partition(" ")
    source = context.work.lead_sources.of_key(key.strip()) if scheme.casefold() == "bearer" else None
    if source is None:
        answer = WebResponse.of_json({"error": "The key is missing or wrong."}, 401)
        return WebResponse(answer.body, 401, answer.media_type, {"WWW-Authenticate": "Bearer"})
    if wait := seconds_to_wait(context.work, [(f"api:{source.id}", API_OF_ONE_SOURCE)]):
        answer = WebResponse.of_json({"error": "Too many requests."}, 429)
        return WebResponse(answer.body, 429, answer.media_type, {"Retry-After": str(wait)})
    said = request.json()
    once = request.headers.get("idempotency-key", "")
    if len(once) > LONGEST_KEY:
        return WebResponse.of_json({"errors": {"Idempotency-Key": f"At most {LONGEST_KEY} characters."}}, 422)
    context.work.lead_sources.lock(source.id)
    known, digest = fingerprint("api", str(source.id), once), fingerprint(json.dumps(said, sort_keys=True))
    if once and (before := context.work.leads.answered_before(known)):
        lead_id, then = before
        if then != digest:
            return WebResponse.of_json({"error": "This Idempotency-Key was used for another request."}, 409)
        return WebResponse.of_json({"lead": lead_id}, 200)
    checked = check(said, context.company.country)
    if checked.errors:
        say = voice("en", context.company.country, context.now.date()).say
        return WebResponse.of_json({"errors": {name: say(words) for name, words in checked.errors.items()}}, 422)
    enquiry = replace(
        checked.enquiry("api", source.id),
        first=_brought(said, "first_touch"),
        last=_brought(said, "last_touch"),
        once=known if once else None,
        digest=digest if once else None,
    )
    arrived = arrive(context.work, context.company, enquiry)
    return WebResponse.of_json({"lead": arrived.lead_id}, 201)


def _brought(said: Mapping[str, Any], name: str) -> Attribution:
    raw = said.get(name)
    return brought_by(raw if isinstance(raw, dict) else {})


def _text(longest: int, description: str) -> dict[str, Any]:
    return {"type": "string", "maxLength": longest, "description": description}


_TOUCH: dict[str, Any] = {
    "type": "object",
    "properties": {
        "campaign": _text(LONGEST_BROUGHT, "utm_campaign"),
        "medium": _text(LONGEST_BROUGHT, "utm_medium"),
        "source": _text(LONGEST_BROUGHT, "utm_source"),
        "referrer": _text(LONGEST_REFERRER, "The page that linked to you."),
    },
}
_ANSWER: dict[str, Any] = {
    "application/json": {
        "schema": {"type": "object", "required": ["lead"], "properties": {"lead": {"type": "integer"}}}
    }
}
_ERROR: dict[str, Any] = {
    "application/json": {
        "schema": {"type": "object", "properties": {"error": {"type": "string"}, "errors": {"type": "object"}}}
    }
}
DOCUMENTED: dict[str, Any] = {
    "summary": "An enquiry becomes a lead",
    "description": (
        "A name, and an e-mail address or a telephone number, are needed. Somebody who enquired before joins their lead. "
        "With an Idempotency-Key the same request can be sent again without effect."
    ),
    "security": [{"key": []}],
    "parameters": [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": False,
            "schema": {"type": "string", "maxLength": LONGEST_KEY},
        }
    ],
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["name"],
                    "anyOf": [{"required": ["email"]}, {"required": ["phone"]}],
                    "properties": {
                        "name": _text(LONGEST["name"], "Who enquires."),
                        "company": _text(LONGEST["company"], "Their company."),
                        "email": _text(LONGEST["email"], "Their e-mail address."),
                        "phone": _text(LONGEST["phone"], "Their telephone number, of your country or international."),
                        "message": _text(LONGEST["message"], "What they say, kept as it is."),
                        "product": _text(LONGEST["product"], "What they want."),
                        "territory": _text(LONGEST["territory"], "Where they are."),
                        "language": _text(LONGEST["language"], "es or en."),
                        "first_touch": _TOUCH,
                        "last_touch": _TOUCH,
                    },
                }
            }
        },
    },
    "responses": {
        "200": {"description": "The same request came before.", "content": _ANSWER},
        "201": {"description": "Kept.", "content": _ANSWER},
        "400": {
            "description": "The body is no JSON object.",
            "content": {"text/plain": {"schema": {"type": "string"}}},
        },
        "401": {"description": "The key is missing or wrong.", "content": _ERROR},
        "409": {"description": "The Idempotency-Key was used for another request.", "content": _ERROR},
        "413": {"description": "The body is larger than a megabyte."},
        "422": {"description": "A field is wrong: which, and why.", "content": _ERROR},
        "429": {"description": "Too many requests; Retry-After says when to try again.", "content": _ERROR},
    },
}
