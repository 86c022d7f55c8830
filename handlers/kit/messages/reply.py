"""What goes out: an answer, and how the outbox keeps it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

from handlers.kit.format.texts import Voice, Words
from handlers.kit.messages.action import Choice, Target
from handlers.kit.messages.blocks import Block, Entries, Facts, Heading, Paragraph, Table
from handlers.kit.messages.picture import Picture
from handlers.kit.messages.progress import Progress

BLOCKS: Final[Mapping[str, type[Block]]] = {
    block.kind: block for block in (Heading, Paragraph, Facts, Entries, Table, Picture, Progress)
}
"""Every block that a platform has to draw, by its kind."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that goes out with a reply: its id among the store's files, and its name."""

    file: int
    name: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: what it shows, what can be chosen, and what it is about.

    `replaces` asks that the message whose button was pressed be changed into this one, where the platform can;
    `enclosed` are files that go with it. One that `asks_which` of its choices is meant is answered by whatever tells one of them
    from the others, "the Leeds one". One that is `shared`, under a key of its own, is shown once to all who read the
    chat. A `secret` one is forgotten as soon as it is sent: whoever reads the store finds no token in it.
    """

    blocks: tuple[Block, ...] = ()
    choices: tuple[Choice, ...] = ()
    about: Target | None = None
    replaces: bool = False
    enclosed: tuple[Enclosed, ...] = ()
    shared: str | None = None
    secret: bool = False
    asks_which: bool = False

    @classmethod
    def of(
        cls, *words: Words, choices: Sequence[Choice] = (), about: Target | None = None, replaces: bool = False
    ) -> "Reply":
        """A reply of plain paragraphs."""
        return cls(tuple(Paragraph(text) for text in words), tuple(choices), about, replaces)

    @classmethod
    def which(cls, question: Words, choices: Sequence[Choice]) -> "Reply":
        """Asks which of some things is meant."""
        return cls((Paragraph(question),), tuple(choices), asks_which=True)

    def __add__(self, other: "Reply | None") -> "Reply":
        if other is None:
            return self
        return replace(
            self,
            blocks=self.blocks + other.blocks,
            choices=self.choices + other.choices,
            about=self.about or other.about,
            replaces=self.replaces or other.replaces,
            enclosed=self.enclosed + other.enclosed,
            shared=self.shared or other.shared,
            secret=self.secret or other.secret,
            asks_which=self.asks_which or other.asks_which,
        )

    def __bool__(self) -> bool:
        return bool(self.blocks or self.enclosed)

    def payload(self, voice: Voice) -> dict[str, Any]:
        """The reply as the outbox keeps it: JSON, every text in the person's language."""
        return {
            "blocks": [(block.kind, block.as_json(voice)) for block in self.blocks],
            "choices": [choice.said(voice).as_json() for choice in self.choices if choice.shown],
        } | ({"enclosed": [asdict(enclosed) for enclosed in self.enclosed]} if self.enclosed else {})


@dataclass(frozen=True, slots=True)
class Spoken:
    """A reply as platforms render it, read back from the outbox. Blocks are ("kind", content) with plain strings."""

    blocks: Sequence[tuple[str, Any]]
    choices: Sequence[dict[str, Any]] = field(default=())

    @classmethod
    def of(cls, payload: dict[str, Any]) -> "Spoken":
        """From `Reply.payload`'s JSON."""
        return cls([(kind, content) for kind, content in payload["blocks"]], payload["choices"])


def blocks_of(spoken: Spoken) -> tuple[Block, ...]:
    """The blocks of something that was said already, to say it again."""
    return tuple(BLOCKS.get(kind, Paragraph).from_json(content) for kind, content in spoken.blocks)


def enclosed_in(payload: Mapping[str, Any]) -> list[Enclosed]:
    """The files that go with a reply of the outbox; until version 0.2 that was one at most."""
    raw = payload.get("enclosed") or []
    return [Enclosed(**one) for one in ([raw] if isinstance(raw, dict) else raw)]


def files_in(payload: Mapping[str, Any]) -> list[int]:
    """The ids of all files that a reply of the outbox needs to be sent: its pictures, and what is enclosed."""
    pictures = [content["file"] for kind, content in payload["blocks"] if kind == Picture.kind]
    return list(dict.fromkeys([*pictures, *(enclosed.file for enclosed in enclosed_in(payload))]))
