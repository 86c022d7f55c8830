"""Every table: a topic declares its own in its `tables.py`, and whoever needs them all gets them here."""

import importlib
import pkgutil
from pathlib import Path

from sqlalchemy import MetaData

from storage.session.base import Base


def metadata() -> MetaData:
    """The whole schema. A topic's tables are found by the name of their module: adding one is adding it."""
    for topic in pkgutil.iter_modules([str(Path(__file__).parent)], "storage."):
        if topic.ispkg and (Path(__file__).parent / topic.name.rpartition(".")[2] / "tables.py").exists():
            importlib.import_module(f"{topic.name}.tables")
    return Base.metadata
