"""Elements of a page as values: whatever is put into one is escaped when it is written out, so that no text can be markup."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

VOID = frozenset({"meta", "link", "input"})


@dataclass(frozen=True, slots=True)
class Element:
    """An element with its attributes and what is in it."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: Sequence["Element | str"] = ()

    def __str__(self) -> str:
        given = "".join(f' {name}="{escape(value)}"' for name, value in self.attributes.items())
        if self.name in VOID:
            return f"<{self.name}{given}>"
        inside = "".join(escape(child) if isinstance(child, str) else str(child) for child in self.children)
        return f"<{self.name}{given}>{inside}</{self.name}>"


def el(name: str, /, *children: "Element | str", **attributes: str) -> Element:
    """An element; of an attribute's name the last "_" is left out ("class_"), and others are written "-" ("aria_label")."""
    named = {key.removesuffix("_").replace("_", "-"): value for key, value in attributes.items()}
    return Element(name, named, children)


def document(language: str, title: str, stylesheet: str, body: Iterable[Element]) -> str:
    """A whole page."""
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("title", title),
        el("link", rel="icon", href="data:,"),
        el("link", rel="stylesheet", href=stylesheet),
    )
    return f"<!doctype html>\n{el('html', head, el('body', *body), lang=language)}\n"
