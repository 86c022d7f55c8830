"""What an import brought, and what taking it back did, in words: for the chat and for the command line."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.kit.format.texts import Words, _, ngettext

COUNTED: Mapping[str, Sequence[tuple[str, Words]]] = {
    "customers": (
        ("customers", _("New customers")),
        ("contacts", _("New contacts")),
        ("known", _("Customers already here, left as they are")),
        ("lines", _("Lines")),
    ),
    "products": (
        ("products", _("New products")),
        ("known", _("Products already here, left as they are")),
        ("lines", _("Lines")),
    ),
    "purchases": (
        ("purchases", _("New lines of purchases")),
        ("products", _("New products")),
        ("known", _("Lines brought in before")),
        ("lines", _("Lines")),
    ),
    "leads": (
        ("leads", _("Leads of the list")),
        ("known", _("Lines brought in before")),
        ("lines", _("Lines")),
    ),
}
"""What is counted of each kind of table."""


def totals(report: Mapping[str, Any]) -> list[tuple[Words, Words]]:
    """What an import brings, in numbers."""
    counted = [(words, report[what]) for what, words in COUNTED[report["kind"]]]
    if report["wrong"]:
        counted += [
            (_("Lines not imported"), report["refused"]),
            (_("Cells left out"), report["wrong"] - report["refused"]),
        ]
    return [(name, str(count)) for name, count in counted]


def taken_back(reverted: Mapping[str, Any]) -> list[Words]:
    """What taking an import back did."""
    if "purchases" in reverted:
        return _sales_taken_back(reverted)
    if "leads" in reverted:
        return _leads_taken_back(reverted)
    said: list[Words] = [
        _(
            "Undone: {customers} and {contacts} removed.",
            customers=ngettext("{count} customer", "{count} customers", reverted["customers"]),
            contacts=ngettext("{count} contact", "{count} contacts", reverted["contacts"]),
        )
    ]
    if reverted["kept"]:
        names = ", ".join(reverted["kept_names"]) + ("…" if reverted["kept"] > len(reverted["kept_names"]) else "")
        said.append(
            ngettext(
                "{count} customer stays, because something happened with it since: {names}",
                "{count} customers stay, because something happened with them since: {names}",
                reverted["kept"],
                names=names,
            )
        )
    return said


def _sales_taken_back(reverted: Mapping[str, Any]) -> list[Words]:
    said: list[Words] = [
        _(
            "Undone: {purchases} and {products} are gone again.",
            purchases=ngettext("{count} line of purchases", "{count} lines of purchases", reverted["purchases"]),
            products=ngettext("{count} product", "{count} products", reverted["products"]),
        )
    ]
    if reverted["kept"]:
        stays = ngettext(
            "{count} of them stays, because it was changed or bought since.",
            "{count} of them stay, because they were changed or bought since.",
            reverted["kept"],
        )
        said.append(stays)
    return said


def _leads_taken_back(reverted: Mapping[str, Any]) -> list[Words]:
    said: list[Words] = [
        ngettext("Undone: {count} lead is gone again.", "Undone: {count} leads are gone again.", reverted["leads"])
    ]
    if reverted["kept"]:
        stays = ngettext(
            "{count} lead stays, because something happened with it since.",
            "{count} leads stay, because something happened with them since.",
            reverted["kept"],
        )
        said.append(stays)
    return said
