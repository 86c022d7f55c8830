"""How products and purchases are spoken of in the activity."""

from handlers.kit.format.texts import Words, _, clip, ngettext
from handlers.kit.registry.registry import RecordWords
from handlers.kit.turn import Turn
from storage.audit.records import Change


def _purchase(turn: Turn, id_: int) -> Words | None:
    found = turn.work.purchases.get(id_)
    return _("{product}, {customer}", product=clip(found.product, 60), customer=found.customer) if found else None


def _told(_turn: Turn, change: Change, thing: Words) -> Words | None:
    return _("purchase: {what}", what=thing) if change.before is None else None


def _product(turn: Turn, id_: int) -> Words | None:
    found = turn.work.products.get(id_)
    return _("the product {name}", name=clip(found.name, 60)) if found else None


def _counted(count: int) -> Words:
    return ngettext("{count} line of purchases", "{count} lines of purchases", count)


RECORDS = {"purchases": RecordWords(_purchase, _told, _counted), "products": RecordWords(_product)}
