"""Cells that a spreadsheet would take for formulas, made harmless and read back.

Excel runs what begins with = + - @, a tab or a carriage return (OWASP, "CSV injection"). Such a cell is written with
an apostrophe before it. One that begins with apostrophes before such a sign gets one more, so that reading, which
takes one away, gives back exactly what was there.
"""

DANGEROUS = frozenset("=+-@\t\r\n＝＋－＠")


def neutral(text: str) -> str:
    """The text as a cell that no spreadsheet runs."""
    return f"'{text}" if _is_dangerous(text) else text


def plain(cell: str) -> str:
    """The text that `neutral` wrote."""
    return cell[1:] if cell.startswith("'") and _is_dangerous(cell[1:]) else cell


def _is_dangerous(text: str) -> bool:
    return text.lstrip("'")[:1] in DANGEROUS if text else False
