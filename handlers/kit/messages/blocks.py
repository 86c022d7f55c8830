"""What a reply shows: blocks without markup, which each platform draws as it can.

A block's `kind` and its JSON are kept in the outbox: they are a format. Each class brings an example, with which every
platform is tried.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from handlers.kit.format.texts import Voice, Words

Align = Literal["left", "center", "right"]


class Block:
    """One thing that a reply shows."""

    __slots__ = ()

    kind: ClassVar[str]

    def as_json(self, voice: Voice) -> Any:  # noqa: ANN401 - JSON
        """As the outbox keeps it, every text in the person's language."""
        raise NotImplementedError

    @classmethod
    def from_json(cls, content: Any) -> "Block":  # noqa: ANN401 - JSON
        """What `as_json` wrote."""
        raise NotImplementedError

    @classmethod
    def example(cls) -> "Block":
        """One as it is used."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Heading(Block):
    """The first line of a card."""

    kind = "heading"

    text: Words

    def as_json(self, voice: Voice) -> str:
        """Its text."""
        return voice.say(self.text)

    @classmethod
    def from_json(cls, content: Any) -> "Heading":  # noqa: ANN401 - JSON
        """From its text."""
        return cls(content)

    @classmethod
    def example(cls) -> "Heading":
        """The title of a card."""
        return cls("Guardado: visita · Bar Sol")


@dataclass(frozen=True, slots=True)
class Paragraph(Block):
    """Some sentences, or lines of a list."""

    kind = "text"

    text: Words

    def as_json(self, voice: Voice) -> str:
        """Its text."""
        return voice.say(self.text)

    @classmethod
    def from_json(cls, content: Any) -> "Paragraph":  # noqa: ANN401 - JSON
        """From its text."""
        return cls(str(content))

    @classmethod
    def example(cls) -> "Paragraph":
        """What somebody noted."""
        return cls("Marta quiere 10 cajas de vino blanco, y que la llamemos el martes a las 10 con el precio.")


@dataclass(frozen=True, slots=True)
class Facts(Block):
    """Pairs of a name and a value, a line each."""

    kind = "facts"

    pairs: Sequence[tuple[Words, Words]]

    def as_json(self, voice: Voice) -> list[list[str]]:
        """Its pairs."""
        return [[voice.say(name), voice.say(value)] for name, value in self.pairs]

    @classmethod
    def from_json(cls, content: Any) -> "Facts":  # noqa: ANN401 - JSON
        """From its pairs."""
        return cls([(name, value) for name, value in content])

    @classmethod
    def example(cls) -> "Facts":
        """What is known of a visit."""
        return cls([("Fecha", "jueves 19 de noviembre"), ("Con", "Marta"), ("Importe", "1.200 €")])


@dataclass(frozen=True, slots=True)
class Entries(Block):
    """A list: each entry has a head ("19 nov · Ana · visita") and what it says."""

    kind = "entries"

    items: Sequence[tuple[Words, Words]]

    def as_json(self, voice: Voice) -> list[list[str]]:
        """Its entries."""
        return [[voice.say(head), voice.say(body)] for head, body in self.items]

    @classmethod
    def from_json(cls, content: Any) -> "Entries":  # noqa: ANN401 - JSON
        """From its entries."""
        return cls([(head, body) for head, body in content])

    @classmethod
    def example(cls) -> "Entries":
        """A history."""
        return cls(
            [
                ("19 nov · visita · Ana con Marta", "quiere 10 cajas, llamarla el martes a las 10"),
                ("12 nov · llamada · Luis", "preguntó por el descuento\nle mando el catálogo"),
            ]
        )


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; numbers stand on the right."""

    title: Words
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Table(Block):
    """Rows under a header, a cell for each column."""

    kind = "table"

    columns: Sequence[Column]
    rows: Sequence[Sequence[Words]]

    def as_json(self, voice: Voice) -> dict[str, Any]:
        """Its columns with their alignment, and its rows."""
        return {
            "columns": [[voice.say(column.title), column.align] for column in self.columns],
            "rows": [[voice.say(cell) for cell in row] for row in self.rows],
        }

    @classmethod
    def from_json(cls, content: Any) -> "Table":  # noqa: ANN401 - JSON
        """From its columns and rows."""
        return cls([Column(title, align) for title, align in content["columns"]], content["rows"])

    @classmethod
    def example(cls) -> "Table":
        """What each colleague sold."""
        return cls(
            [Column("Comercial"), Column("Visitas", "right"), Column("Ventas", "right")],
            [("Ana Ruiz", "12", "8.450,00 €"), ("Luis Gil", "7", "950,50 €")],
        )
