"""What a file is, by what it holds: whatever it is called, and whatever its platform took it for."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from handlers.kit.format.texts import Words, _
from storage.attachments.records import DOCUMENT, PHOTO, VIDEO, VOICE

MOST_BYTES = 20 * 2**20
"""What Telegram lets a bot download (core.telegram.org/bots/api#getfile); Slack's files are held to the same."""

PROGRAM_TYPES = frozenset({"application/x-msdownload", "application/x-executable", "application/x-dex"})
PROGRAM_STARTS = (
    b"MZ", b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe",
    b"dex\n", b"L\x00\x00\x00\x01\x14\x02\x00",
)  # fmt: skip
"""Programs of Windows, Linux, macOS, Java and Android, and what starts one; and `#!`, but for what is a recording of AMR."""
PROGRAM_NAMES = frozenset(
    [
        ".apk",
        ".app",
        ".bat",
        ".cmd",
        ".com",
        ".cpl",
        ".dll",
        ".exe",
        ".hta",
        ".jar",
        ".js",
        ".lnk",
        ".msi",
        ".ps1",
        ".scr",
        ".sh",
        ".vbs",
        ".wsf",
    ]
)

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_OFFICE_NAMES = {
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
    ".msg": "application/vnd.ms-outlook",
}
TEXT_NAMES = {".csv": "text/csv", ".ics": "text/calendar", ".vcf": "text/vcard", ".eml": "message/rfc822"}
"""What is text by what it holds is told apart by its name alone."""

SPOKEN = ("audio/", "video/webm", "video/mp4", "video/x-matroska", "application/ogg")
"""A voice note: containers for films hold sound alone as well."""
MUST_BE: dict[str, tuple[str, ...]] = {PHOTO: ("image/",), VOICE: SPOKEN, VIDEO: ("video/", "image/gif")}
"""How the type of what was sent as such begins."""
NAMED = {
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".heif"), "image/"),
    ".pdf": "application/pdf",
}
"""What a name promises."""


PROBLEMS: Mapping[str, Words] = {
    "too_big": _("That file is too big: {limit} MB at most. Send me a smaller one, please.", limit=MOST_BYTES // 2**20),
    "empty": _("That file is empty: nothing of it arrived. Send it again, please."),
    "program": _("That is a program, whatever it is called: I don't keep those."),
    "damaged": _("That file is damaged, or not what its name says: I can't keep it."),
    "unknown": _(
        "I can't tell what that file is, so I don't keep it. Photos, recordings, PDF, text and office files I do."
    ),
}
"""Why a file is not kept."""


class UnusableFileError(Exception):
    """A file that is not kept; `problem` is one of PROBLEMS."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class FileType:
    """What a file is: its kind among attachments, the type of its content, and how its name should end."""

    kind: str
    mime: str
    suffix: str


def looked_at(content: bytes, name: str, media: str) -> FileType:
    """What a file is that was sent as `media`. Raises UnusableFileError for what is not kept."""
    if not content:
        raise UnusableFileError("empty")
    if len(content) > MOST_BYTES:
        raise UnusableFileError("too_big")
    suffix = PurePath(name).suffix.casefold()
    if _is_program(content, suffix):
        raise UnusableFileError("program")
    mime, usual = _type_of(content, suffix)
    promised = MUST_BE.get(media) or ((NAMED[suffix],) if suffix in NAMED else ())
    if mime is None or (promised and not mime.startswith(promised)):
        raise UnusableFileError("damaged" if promised else "unknown")
    kind = media if media in MUST_BE else PHOTO if mime.startswith("image/") else DOCUMENT
    return FileType(kind, mime, suffix or usual)


def _is_program(content: bytes, suffix: str) -> bool:
    if content.startswith(b"#!") and not content.startswith(b"#!AMR"):
        return True
    import filetype  # noqa: PLC0415 - for files alone

    guessed = filetype.guess_mime(content)
    return suffix in PROGRAM_NAMES or content.startswith(PROGRAM_STARTS) or guessed in PROGRAM_TYPES


def _type_of(content: bytes, suffix: str) -> tuple[str | None, str]:
    """The type of a content, None where nobody knows, and the usual ending of its name."""
    import filetype  # noqa: PLC0415

    if found := filetype.guess(content):
        return found.mime, f".{found.extension}"
    if content.startswith(b"#!AMR"):
        return "audio/amr", ".amr"
    if content.startswith(OLD_OFFICE) and suffix in OLD_OFFICE_NAMES:
        return OLD_OFFICE_NAMES[suffix], suffix
    if _is_text(content):
        return TEXT_NAMES.get(suffix, "text/plain"), suffix or ".txt"
    return None, ""


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode()
    except UnicodeDecodeError:
        # What Windows writes: every byte is a letter, so it is text where it has none that no text has.
        return not any(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in content[:4096])
