"""Every table: a topic declares its own in its `tables.py`, and whoever needs them all gets them here."""

import importlib
import pkgutil
from pathlib import Path

from sqlalchemy import MetaData

from storage.session.base import Base


def metadata() -> MetaData:
    """The whole schema. A topic's tables are found by the name of their module, however deep it is: adding one is adding it."""
    for module in pkgutil.walk_packages([str(Path(__file__).parent)], "storage."):
        if module.name.endswith(".tables"):
            importlib.import_module(module.name)
    return Base.metadata
