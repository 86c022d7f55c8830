"""What goes out: an answer, and how the outbox keeps it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from handlers.kit.format.texts import Voice, Words
from handlers.kit.messages.action import Choice, Target
from handlers.kit.messages.blocks import Block, Paragraph, block_as_json, block_from_json


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that goes out with a reply: its id among the store's files, and its name."""

    file: int
    name: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: what it shows, what can be chosen, and what it is about.

    `replaces` asks that the message whose button was pressed be changed into this one, where the platform can;
    `enclosed` is a file that goes with it. One that is `shared`, under a key of its own, is shown once to all who read the chat.
    """

    blocks: tuple[Block, ...] = ()
    choices: tuple[Choice, ...] = ()
    about: Target | None = None
    replaces: bool = False
    enclosed: Enclosed | None = None
    shared: str | None = None

    @classmethod
    def of(
        cls, *words: Words, choices: Sequence[Choice] = (), about: Target | None = None, replaces: bool = False
    ) -> "Reply":
        """A reply of plain paragraphs."""
        return cls(tuple(Paragraph(text) for text in words), tuple(choices), about, replaces)

    def __add__(self, other: "Reply | None") -> "Reply":
        if other is None:
            return self
        return replace(
            self,
            blocks=self.blocks + other.blocks,
            choices=self.choices + other.choices,
            about=self.about or other.about,
            replaces=self.replaces or other.replaces,
            enclosed=self.enclosed or other.enclosed,
            shared=self.shared or other.shared,
        )

    def __bool__(self) -> bool:
        return bool(self.blocks)

    def payload(self, voice: Voice) -> dict[str, Any]:
        """The reply as the outbox keeps it: JSON, every text in the person's language."""
        return {
            "blocks": [block_as_json(block, voice) for block in self.blocks],
            "choices": [choice.said(voice).as_json() for choice in self.choices],
        } | ({"enclosed": asdict(self.enclosed)} if self.enclosed else {})


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
    return tuple(block_from_json(kind, content) for kind, content in spoken.blocks)
