"""What can be wrong with a table: found in one process, told in another, in the person's language."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from handlers.kit.format.texts import Words, _


class Weight(StrEnum):
    """What a problem means for its line: nothing of it comes in, a cell is left out, or it is only worth a look."""

    REFUSED = "refused"
    LEFT_OUT = "left_out"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Problem:
    """Where a table cannot be used, and why: a key of `WHY`, with its `values`. Line 0 means the whole file."""

    why: str
    line: int = 0
    column: str = ""
    what: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)
    weight: Weight = Weight.LEFT_OUT

    def as_json(self) -> dict[str, Any]:
        """As a job's result carries it."""
        return asdict(self) | {"weight": self.weight.value}


class UnusableTable(Exception):  # noqa: N818 - it is told, not reported
    """The file as a whole cannot be read as a table."""

    def __init__(self, why: str, **values: str | int) -> None:
        super().__init__(why)
        self.problem = Problem(why, values=values, weight=Weight.REFUSED)


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
        "No column has the customer's name. One line must name the columns, for example: Customer, Phone, Contact, E-mail"
    ),
    "no_day_column": _("These look like purchases, but no column has the day. Name one, for example: Date"),
    "same_column_twice": _("Two columns are called “{column}”. Give each its own name, or delete one."),
    "two_columns_for_one": _("“{column}” and “{other}” both say the same of a customer. Keep one of them."),
    "nothing_below": _("There is nothing below the line that names the columns."),
    # of one line, of which nothing comes in
    "cut_here": _("the file ends in the middle of this line"),
    "quotes": _("a quotation mark is opened and not closed, or closed too early"),
    "more_cells": _("there are more cells than columns"),
    "no_name": _("the customer's name is missing (in merged cells, write it on every line)"),
    "no_company": _("a person without a company"),
    "anothers": _("this customer exists, owned by {owner}"),
    "added_meanwhile": _("somebody added this customer during the import: import the file again"),
    # of one line of products or purchases
    "unknown_customer": _("no customer is called that"),
    "no_product": _("the product is missing"),
    "unknown_product": _("no product is called that, or has that number"),
    "no_day": _("the day is missing"),
    "day": _("not a day that I can read"),
    "future_day": _("this day is yet to come"),
    "number": _("not a number"),
    "too_large": _("too large a number"),
    "no_quantity": _("the quantity is missing, or nothing"),
    "no_amount": _("neither an amount nor a price"),
    "currency": _("not a currency I know"),
    "brought_meanwhile": _("somebody brought the same in meanwhile: import the file again"),
    # of one line of a list of leads
    "lead_no_name": _("neither a name nor a company"),
    "lead_unreachable": _("neither a telephone number nor an e-mail address"),
    # of one cell, which is left out
    "too_long": _("longer than {limit} characters"),
    "no_letters": _("there is no letter or number in this name"),
    "phone": _("not a phone number"),
    "too_many_numbers": _("more than {limit} numbers"),
    "rounded": _("the spreadsheet rounded this number: format the column as text and type it again"),
    "email": _("not an e-mail address"),
    "second_email": _("a second e-mail address: there is room for one"),
    "status": _("not a status I know: {known}"),
    "owner": _("no colleague is called that"),
    "several_owners": _("several colleagues are called that: write the full name"),
    "nobody": _("the name of this person is missing"),
    "differs": _("line {line} says something else of this customer, and that stays"),
    "differs_of_person": _("an earlier line says something else of this person, and that stays"),
    # worth a look
    "new_product": _("a new product"),
    "lead_already": _("a lead already: added to their journey"),
    "beside_number": _("only the number is kept"),
    "same_number_on_line": _("the customer of line {line} has this number too"),
    "same_email_on_line": _("the customer of line {line} has this e-mail too"),
    "same_name_on_line": _("perhaps the customer of line {line}"),
    "same_number_here": _("{name} already has this number"),
    "same_email_here": _("{name} already has this e-mail"),
    "same_name_here": _("perhaps {name}, who is here already"),
    "same_number_anothers": _("a customer of {owner} already has this number"),
    "same_email_anothers": _("a customer of {owner} already has this e-mail"),
    "same_name_anothers": _("perhaps one who exists already, owned by {owner}"),
}


def told(problem: Mapping[str, Any]) -> Words:
    """A problem from `as_json`, in words."""
    words = WHY[problem["why"]]
    return _(words.key, **problem["values"]) if problem["values"] and hasattr(words, "key") else words
