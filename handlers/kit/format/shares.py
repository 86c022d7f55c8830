"""Shares in words."""

from handlers.kit.figures.shares import Share
from handlers.kit.format.texts import Words, _


def share(of: Share) -> Words:
    """A share with where it may lie; counts alone where there are too few."""
    counted = _("{part} of {whole}", part=of.part, whole=of.whole)
    if of.whole == 0:
        return _("no data")
    if of.rate is None or of.interval is None:
        return counted
    low, high = (round(100 * end) for end in of.interval)
    return _("{share} % ({low}–{high} %), {counted}", share=round(100 * of.rate), low=low, high=high, counted=counted)
