"""What can be asked for in the store, found and not listed: a file for each thing, with its `SOURCE`.

It stands in this package, or, of a package that keeps questions itself and so cannot be imported from here, in its own file
`question_source.py`.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from typing import Final

import storage
from storage.questions.question import About
from storage.questions.source import Source

OF_A_PACKAGE: Final = "question_source"
"""What the file is called in which a package of the store says what can be asked of it."""


def source(about: About) -> Source:
    """What a question is about, in the store."""
    return _sources()[about]


def _modules() -> Iterator[str]:
    yield from (f"{__name__}.{found.name}" for found in pkgutil.iter_modules(__path__))
    for found in pkgutil.walk_packages(storage.__path__, f"{storage.__name__}."):
        if found.name.endswith(f".{OF_A_PACKAGE}"):
            yield found.name


@cache
def _sources() -> dict[About, Source]:
    modules = (importlib.import_module(name) for name in _modules())
    return {module.SOURCE.about: module.SOURCE for module in modules}
