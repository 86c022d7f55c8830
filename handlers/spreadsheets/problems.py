"""What can be wrong with a table: found in one process, told in another, in the person's language."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from handlers.kit.format.texts import Words, _


@dataclass(frozen=True, slots=True)
class Problem:
    """Where a table cannot be used, and why: a key of `WHY`, with its `values`. Line 0 means the whole file."""

    why: str
    line: int = 0
    column: str = ""
    what: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As a job's result carries it."""
        return asdict(self)


class UnusableTable(Exception):  # noqa: N818 - it is told, not reported
    """The file as a whole cannot be read as a table."""

    def __init__(self, why: str, **values: str | int) -> None:
        super().__init__(why)
        self.problem = Problem(why, values=values)


WHY: dict[str, Words] = {
    # of the whole file
    "empty": _("The file is empty."),
    "not_a_table": _("This is not a table. Send a CSV file or an Excel workbook (.xlsx)."),
    "old_excel": _("This is an old or protected Excel file. Save it as .xlsx without a password, or as CSV."),
    "damaged": _("The file is damaged or was cut on the way. Save it again and send it once more."),
    "too_big_inside": _("The file unpacks to far more than a list of customers can be. I did not open it."),
    "too_many_lines": _("The file has more than {limit} lines, the most that I take at once. Split it, please."),
    "too_many_columns": _("The file has more than {limit} columns."),
    "no_name_column": _(
        "No column says the customer's name. The first line must name the columns, for example: {example}"
    ),
    "same_column_twice": _("Two columns are called «{column}». Give each its own name, or delete one."),
    "two_columns_for_one": _("«{column}» and «{other}» both say the same of a customer. Keep one of them."),
    "nothing_below": _("There is nothing below the first line."),
    # of one line
    "cut_here": _("the file ends in the middle of this line"),
    "quotes": _("a quotation mark is opened and not closed, or closed too early"),
    "more_cells": _("there are more cells than columns"),
    "no_name": _("the customer's name is missing (in merged cells, write it on every line)"),
    "too_long": _("longer than {limit} characters"),
    "no_letters": _("there is no letter or number in this name"),
    "phone": _("I could not read a telephone number in that"),
    "too_many_numbers": _("{limit} numbers at most, please"),
    "rounded": _("the spreadsheet rounded this number: format the column as text and write it again"),
    "email": _("that is no e-mail address"),
    "status": _("I know: {known}"),
    "owner": _("nobody of that name works here"),
    "several_owners": _("several people are called that: write the full name"),
    "differs": _("it says something else of this customer than line {line}"),
    "added_meanwhile": _("somebody added this customer while I was importing: import again"),
}


def told(problem: Mapping[str, Any]) -> Words:
    """A problem from `as_json`, in words."""
    words = WHY[problem["why"]]
    return _(words.key, **problem["values"]) if problem["values"] and hasattr(words, "key") else words
