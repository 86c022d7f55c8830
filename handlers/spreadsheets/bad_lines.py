"""The lines of a table of which something was left out, as a file to mend: each as it was, with the reason beside it."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from handlers.kit.format.texts import Voice, Words, _, quoted
from handlers.kit.formulas import neutral, plain
from handlers.spreadsheets.findings import Findings
from handlers.spreadsheets.problems import Problem, Weight, told
from handlers.spreadsheets.table import table


def write_bad_lines(source: Path, findings: Findings, target: Path, voice: Voice) -> None:
    """Writes the lines of `source` that were refused or of which a cell was left out. An import takes the file back."""
    with table(source) as opened, target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([voice.say(_("Reason")), *map(_cell, opened.layout.heads)])
        reasons = _reasons(findings)
        line, problems = next(reasons, (0, []))
        for one in opened.lines:
            if one.number == line:
                writer.writerow([_reason(problems, voice), *map(_cell, one.cells)])
                line, problems = next(reasons, (0, []))


def place(problem: Mapping[str, Any]) -> Words:
    """Where a problem is, and what stands there."""
    parts = what_stands_there(problem)
    if not problem["line"]:
        return parts or _("The file")
    if not parts:
        return _("Line {line}", line=problem["line"])
    return _("Line {line}: {what}", line=problem["line"], what=parts)


def what_stands_there(problem: Mapping[str, Any]) -> Words:
    """The column and the cell, as the table has them."""
    column, what = problem["column"], problem["what"]
    if not what:
        return str(column)
    return _("{column}, “{what}”", column=column, what=what) if column else quoted(what)


def _reasons(findings: Findings) -> Iterator[tuple[int, list[Problem]]]:
    for problems in findings.by_line():
        wrong = [problem for problem in problems if problem.weight is not Weight.NOTICE]
        if wrong:
            yield wrong[0].line, wrong


def _reason(problems: Sequence[Problem], voice: Voice) -> str:
    refused = [problem for problem in problems if problem.weight is Weight.REFUSED]
    shown = [_why(problem, voice) for problem in refused or problems]
    begins = _("Not imported: {why}", why="; ".join(shown)) if refused else _("Left out: {what}", what="; ".join(shown))
    return voice.say(begins)


def _why(problem: Problem, voice: Voice) -> str:
    found = problem.as_json()
    parts = (voice.say(what_stands_there(found)), voice.say(told(found)))
    return ": ".join(part for part in parts if part)


def _cell(text: str) -> str:
    return neutral(plain(text))
