"""The sentences of the product, collected and compared with their translations: `make texts`, and part of `make check`.

`update` collects every sentence of the code into `handlers/locale/<language>/`, keeping what is translated; English,
the language of the keys, fills itself. `check` fails where a sentence has no translation, or one with other values.
"""

import io
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from handlers.kit.format.locales import LANGUAGES
from handlers.kit.format.texts import LOCALES

ROOT = LOCALES.parent.parent
PLACES = ("bot", "handlers", "reminders")
KEYWORDS = {"_": None, "ngettext": (1, 2)}
VALUES = re.compile(r"{(\w+)}")


def collected() -> Catalog:
    """Every sentence that the code can say."""
    catalog = Catalog(project="Cartera", charset="utf-8", fuzzy=False)
    for place in PLACES:
        found = extract_from_dir(str(ROOT / place), method_map=[("**.py", "python")], keywords=KEYWORDS)
        for filename, _line, key, _comments, _context in found:
            catalog.add(key, locations=[(f"{place}/{filename}", 0)])
    return catalog


def path_of(language: str) -> Path:
    """The catalogue's file."""
    return LOCALES / language / "LC_MESSAGES" / "cartera.po"


def translated(language: str) -> Catalog:
    """The catalogue as it stands."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(language: str) -> str:
    """The catalogue with every sentence of today, as text; what nobody says any more is dropped."""
    catalog = translated(language)
    catalog.update(collected(), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    catalog.header_comment = f"# Cartera in {catalog.locale.english_name if catalog.locale else language}."
    catalog.project = "Cartera"
    if language == "en":
        for message in catalog:
            if message.id:
                message.string = message.id
    out = io.BytesIO()
    write_po(out, catalog, width=120, sort_output=True, no_location=True, omit_header=False, ignore_obsolete=True)
    # Dates would make every run a change.
    return re.sub(
        r'^"(POT?-(Creation|Revision)-Date|Generated-By|Last-Translator|Language-Team|Report-Msgid).*\n',
        "",
        out.getvalue().decode(),
        flags=re.MULTILINE,
    )


def problems(language: str) -> list[str]:
    """What is wrong with a catalogue."""
    catalog = translated(language)
    found = []
    for message in collected():
        if not message.id:
            continue
        known = catalog.get(message.id if isinstance(message.id, str) else message.id[0])
        found += _problems(language, message, known)
    return found


def _problems(language: str, message: Message, known: Message | None) -> list[str]:
    texts = _texts(known.string) if known else []
    keys = _texts(message.id)
    if not texts or not all(texts):
        return [f"{language}: “{keys[0]}” is not translated"]
    if language == "en" and any(mark in text for mark in "«»" for text in keys):
        return [f"en: “{keys[0]}” has the quotation marks of another language: “…”"]
    wanted = set(VALUES.findall(" ".join(keys)))
    wrong = [
        text
        for text in texts
        if not set(VALUES.findall(text)) <= wanted or (len(keys) == 1 and set(VALUES.findall(text)) != wanted)
    ]
    return [f"{language}: “{text}” has other values than “{keys[0]}”" for text in wrong]


def _texts(value: object) -> list[str]:
    return (
        [value] if isinstance(value, str) else [str(text) for text in value] if isinstance(value, tuple | list) else []
    )


def main() -> int:
    """`update` or `check`."""
    if sys.argv[1:] == ["update"]:
        for language in LANGUAGES:
            path_of(language).parent.mkdir(parents=True, exist_ok=True)
            path_of(language).write_text(update(language), encoding="utf-8")
        return 0
    wrong = [problem for language in LANGUAGES for problem in problems(language)]
    sys.stdout.write("\n".join(wrong or ["Every sentence is translated."]) + "\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
