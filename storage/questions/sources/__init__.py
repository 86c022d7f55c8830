"""One file for each thing that can be asked for, with a `SOURCE`, which is found."""

import importlib
import pkgutil
from functools import cache

from storage.questions.question import About
from storage.questions.source import Source


def source(about: About) -> Source:
    """What a question is about, in the store."""
    return _sources()[about]


@cache
def _sources() -> dict[About, Source]:
    modules = (importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    return {module.SOURCE.about: module.SOURCE for module in modules}
