"""One file for each thing that can be asked for, with a `SOURCE`, which is found; packages that know questions bring theirs."""

import importlib
import pkgutil
from functools import cache

from storage.questions.question import About
from storage.questions.source import Source


def source(about: About) -> Source:
    """What a question is about, in the store."""
    return _sources()[about]


ELSEWHERE = ("storage.promotions.question_source",)
"""Sources of packages that keep questions themselves, and so cannot be imported from here."""


@cache
def _sources() -> dict[About, Source]:
    here = (f"{__name__}.{found.name}" for found in pkgutil.iter_modules(__path__))
    modules = (importlib.import_module(name) for name in (*here, *ELSEWHERE))
    return {module.SOURCE.about: module.SOURCE for module in modules}
