"""What comes over the network, made an enquiry: checked, in one form, and nothing in it but text."""

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from handlers.kit.format.locales import LANGUAGES
from handlers.kit.format.texts import Words, _
from handlers.kit.forms.contact_details import e164, email_address
from storage.crm.leads.records import Attribution, Enquiry

LONGEST: Mapping[str, int] = {
    "name": 200,
    "company": 200,
    "email": 254,
    "phone": 40,
    "message": 5000,
    "product": 200,
    "territory": 80,
    "language": 5,
}
"""Characters of each field; what is longer is refused, never cut."""
LONGEST_BROUGHT = 200
LONGEST_REFERRER = 500
_KEPT = {"\n", "\t"}


@dataclass(frozen=True, slots=True)
class Checked:
    """The fields that are right, empty ones left out, and what is wrong with the others."""

    fields: Mapping[str, str]
    errors: Mapping[str, Words]

    def enquiry(self, channel: str, source_id: int) -> Enquiry:
        """What was said, where nothing is wrong with it."""
        said = self.fields
        return Enquiry(
            channel,
            said["name"],
            source_id,
            company=said.get("company"),
            email=said.get("email"),
            phone=said.get("phone"),
            message=said.get("message"),
            product=said.get("product"),
            territory=said.get("territory"),
            language=said.get("language"),
        )


def check(said: Mapping[str, object], country: str) -> Checked:
    """Reads what somebody wrote into the fields of an enquiry. Whoever enquires has a name, and can be reached."""
    fields: dict[str, str] = {}
    errors: dict[str, Words] = {}
    for name, longest in LONGEST.items():
        raw = said.get(name)
        if raw is None:
            continue
        if not isinstance(raw, str):
            errors[name] = _("This must be text.")
            continue
        text = tidy(raw, lines=name == "message")
        if len(text) > longest:
            errors[name] = _("At most {longest} characters, please.", longest=longest)
        elif text:
            fields[name] = text
    _check_reach(fields, errors, country)
    if "name" not in fields and "name" not in errors:
        errors["name"] = _("Please tell us your name.")
    if "language" in fields and fields["language"][:2] not in LANGUAGES:
        del fields["language"]  # of no use to a rule; who it is from counts all the same
    return Checked(fields, errors)


def _check_reach(fields: dict[str, str], errors: dict[str, Words], country: str) -> None:
    """Number and address, each in the one form in which it is compared."""
    if phone := fields.pop("phone", None):
        if number := e164(phone, country):
            fields["phone"] = number
        else:
            errors["phone"] = _("That does not look like a telephone number.")
    if email := fields.pop("email", None):
        if address := email_address(email):
            fields["email"] = address
        else:
            errors["email"] = _("That does not look like an e-mail address.")
    if not {"phone", "email"} & (fields.keys() | errors.keys()):
        errors["email"] = _("Please leave an e-mail address or a telephone number.")


def brought_by(said: Mapping[str, object]) -> Attribution:
    """What brought somebody, as far as it is text; it decides nothing, so what is wrong is left out."""

    def read(name: str, longest: int = LONGEST_BROUGHT) -> str | None:
        raw = said.get(name)
        return tidy(raw)[:longest].strip() or None if isinstance(raw, str) else None

    return Attribution(read("campaign"), read("medium"), read("source"), read("referrer", LONGEST_REFERRER))


def tidy(text: str, *, lines: bool = False) -> str:
    """A text as it was written, without what is no text: control characters, halves of characters; one line unless `lines`."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in whole if c in _KEPT or unicodedata.category(c) not in {"Cc", "Cs"})
    return kept.strip() if lines else " ".join(kept.split())


def fingerprint(*parts: str) -> str:
    """A hash by which the same thing is known again, and that tells nothing of it."""
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
