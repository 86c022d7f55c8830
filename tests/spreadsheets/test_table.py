"""Files as people really send them, and as somebody might who means harm."""

import io
import zipfile
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.format.texts import voice
from handlers.kit.formulas import DANGEROUS, neutral, plain
from handlers.spreadsheets import csv_files
from handlers.spreadsheets.lines import Line, trimmed
from handlers.spreadsheets.problems import UnusableTable, told
from handlers.spreadsheets.table import MOST_LINES, table

ROWS = [["Cliente", "Teléfono", "Límite"], ["Peña Niño, S.L.", "600123456", "1.250,50"], ["Café Ñ", "", "3,5"]]


def text(rows: list[list[str]], separator: str) -> str:
    return "".join(separator.join(f'"{cell}"' if separator in cell else cell for cell in row) + "\r\n" for row in rows)


def read(tmp_path: Path, content: bytes) -> tuple[str, list[Line]]:
    path = tmp_path / "table"
    path.write_bytes(content)
    with table(path) as opened:
        return opened.written, list(opened.lines)


def refused(tmp_path: Path, content: bytes) -> str:
    with pytest.raises(UnusableTable) as unusable:
        read(tmp_path, content)
    return unusable.value.problem.why


def workbook(*rows: list[Any], merged: str = "", before: list[list[Any]] | None = None) -> bytes:
    book = openpyxl.Workbook()
    if before is not None:
        for row in before:
            book.active.append(row)
        book.create_sheet("Clientes")
    sheet = book.worksheets[-1]
    for row in rows:
        sheet.append(row)
    if merged:
        sheet.merge_cells(merged)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


# ------------------------------------------------------------------ text
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
def test_every_encoding_and_separator_is_read(tmp_path: Path, encoding: str, separator: str) -> None:
    _written, lines = read(tmp_path, text(ROWS, separator).encode(encoding))
    assert [line.cells for line in lines] == ROWS[1:]
    assert [line.number for line in lines] == [2, 3]


def test_a_table_of_one_column_may_have_commas_in_it(tmp_path: Path) -> None:
    _written, lines = read(tmp_path, b"Cliente\nGarc\xc3\xada, S.L.\n")
    assert [line.cells for line in lines] == [["García, S.L."]]


def test_the_hint_that_excel_writes_is_no_line(tmp_path: Path) -> None:
    _written, lines = read(tmp_path, b"sep=;\r\nCliente;Alias\r\nBar Sol;el sol\r\n")
    assert lines == [Line(3, ["Bar Sol", "el sol"])]


def test_a_title_above_and_a_header_that_comes_again_are_passed_over(tmp_path: Path) -> None:
    content = "Lista de clientes 2026;;\n;;\nCliente;Alias;Notas\nA1;;\nCliente;Alias;Notas\nB2;;\n"
    _written, lines = read(tmp_path, content.encode())
    assert [(line.number, line.cells[0]) for line in lines] == [(4, "A1"), (6, "B2")]


def test_lines_are_numbered_as_an_editor_numbers_them(tmp_path: Path) -> None:
    _written, lines = read(tmp_path, b'Cliente;Notas\n"Bar\nSol";x\nLuna;y\n')
    assert [(line.number, line.cells[0]) for line in lines] == [(2, "Bar Sol"), (4, "Luna")]


def test_a_file_cut_in_the_middle_is_noticed(tmp_path: Path) -> None:
    whole = text(ROWS, ";").encode()
    _written, lines = read(tmp_path, whole[:-9])  # in the middle of a cell: nothing shows it but the missing cells
    assert lines[-1].complaint == "cut_here"
    assert refused(tmp_path, "Cliente;Notas\nBar Sol;caña".encode()[:-2]) == "damaged"  # in the middle of a letter
    _written, lines = read(tmp_path, b'Cliente;Notas\nBar Sol;"a las')
    assert lines[-1].complaint == "cut_here"


def test_more_cells_than_columns_are_told(tmp_path: Path) -> None:
    _written, lines = read(tmp_path, b"Cliente,Alias\nBar, Sol, x\n")
    assert [line.complaint for line in lines] == ["more_cells"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"\n\n\n", "empty"),
        (b"Cliente;Notas\n", "nothing_below"),
        (b"%PDF-1.7 ...", "not_a_table"),
        (b"abc\0def", "not_a_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel"),
        (b"PK\x03\x04garbage", "damaged"),
        (b"codigo;importe\n1;2\n", "no_name_column"),
        (b"Cliente;Notas;Cliente\nA;b;C\n", "same_column_twice"),
        (b"Cliente;Empresa\nA;B\n", "two_columns_for_one"),
        (b"Cliente" + b";x" * 500 + b"\n1\n", "too_many_columns"),
        (b"Bar Sol;912 000 111;Cliente\nBar Luna;912 000 112;Cliente\n", "no_name_column"),
        (b"Bar Sol;Madrid;Cliente;alto\nBar Luna;Madrid;Cliente;bajo\n", "no_name_column"),
    ],
)
def test_what_is_no_table_of_customers_is_refused(tmp_path: Path, content: bytes, why: str) -> None:
    assert refused(tmp_path, content) == why


def test_a_million_lines_are_muchwithout_reading_them_all(tmp_path: Path) -> None:
    path = tmp_path / "table"
    with path.open("w") as file:
        file.write("Cliente\n")
        file.writelines(f"Bar {n}\n" for n in range(1_000_000))
    with table(path) as opened:
        assert len(list(islice(opened.lines, MOST_LINES))) == MOST_LINES
        with pytest.raises(UnusableTable, match="too_many_lines") as much:
            next(opened.lines)
    assert "más de 100000 líneas" in voice("es", "ES", date(2026, 11, 20)).say(told(much.value.problem.as_json()))


# ------------------------------------------------------------------ workbooks
def test_a_workbook_is_read_as_people_see_it(tmp_path: Path) -> None:
    content = workbook(
        ["Cliente", "Teléfono", "Notas"], ["Bar Sol", 600123456, 3.5], [None, None, None], ["Luna", 34910000001.0, True]
    )
    written, lines = read(tmp_path, content)
    assert written == "Excel"
    assert [(line.number, line.cells[:2]) for line in lines] == [
        (2, ["Bar Sol", "600123456"]),
        (4, ["Luna", "34910000001"]),
    ]


def test_merged_cells_leave_the_lines_below_without_a_name(tmp_path: Path) -> None:
    _written, lines = read(
        tmp_path, workbook(["Cliente", "Contacto"], ["Bar Sol", "Marta"], ["", "Pepe"], merged="A2:A3")
    )
    assert [line.cells for line in lines] == [["Bar Sol", "Marta"], ["", "Pepe"]]


def test_the_sheet_with_the_customers_is_found(tmp_path: Path) -> None:
    _written, lines = read(tmp_path, workbook(["Cliente", "Alias"], ["Bar Sol", "sol"], before=[["Portada"], ["2026"]]))
    assert [line.cells for line in lines] == [["Bar Sol", "sol"]]


def test_a_workbook_cut_anywhere_is_refused(tmp_path: Path) -> None:
    whole = workbook(["Cliente", "Alias"], *[[f"Bar {n}", "x"] for n in range(200)])
    for part in (0.2, 0.5, 0.9, 0.999):
        assert refused(tmp_path, whole[: int(len(whole) * part)]) == "damaged"


def test_a_bomb_is_muchbefore_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "table"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        with packed.open("xl/worksheets/sheet1.xml", "w") as part:
            for _megabyte in range(300):
                part.write(b" " * 2**20)
    assert path.stat().st_size < 2**20
    assert refused(tmp_path, path.read_bytes()) == "too_big_inside"


def test_entities_that_unfold_are_refused(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr(
            "xl/workbook.xml", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><workbook>&a;</workbook>'
        )
    assert refused(tmp_path, file.getvalue()) == "damaged"


def test_a_zip_of_something_else_is_no_table(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("photo.txt", "x")
    assert refused(tmp_path, file.getvalue()) == "not_a_table"


# ------------------------------------------------------------------ the line that names the columns
def test_the_heading_is_known_by_its_row_never_by_a_cell_of_data(tmp_path: Path) -> None:
    content = (
        "Empresa;Mi Negocio S.L.;\n;;\nListado de clientes a 01/02/2026;;\n"
        "Código;Cliente;Ciudad\n1;Empresa;Madrid\n2;Cliente;Contacto\n"
    )
    path = tmp_path / "table"
    path.write_text(content)
    with table(path) as opened:
        assert opened.layout.heads == ("Código", "Cliente", "Ciudad")
        assert [(line.number, line.cells[1]) for line in opened.lines] == [(5, "Empresa"), (6, "Cliente")]


def test_notes_above_the_heading_may_have_more_separators_than_it(tmp_path: Path) -> None:
    content = (
        'Notes:\n"One, two, three, four, five, and six more, words"\n\nFirst Name,Last Name,Company\nAna,Mas,Sol\n'
    )
    written, lines = read(tmp_path, content.encode())
    assert (written, [line.cells for line in lines]) == ("UTF-8 ,", [["Ana", "Mas", "Sol"]])


# ------------------------------------------------------------------ limits
def test_a_file_of_nothing_but_separators_is_refused_before_it_is_cut(tmp_path: Path) -> None:
    assert refused(tmp_path, b"Cliente" + b";" * 5_000_000 + b"\nBar Sol\n") == "too_many_columns"
    assert refused(tmp_path, b"Cliente;Alias\nBar Sol;sol\n" + b";" * 5_000_000 + b"\n") == "too_many_columns"
    many_lines = b"Cliente;Alias\n" + b'Bar Sol;"\n' + b'";"\n' * csv_files.MOST_SEPARATORS
    assert refused(tmp_path, many_lines) == "too_many_columns"


def test_a_long_row_of_empty_cells_costs_no_more_than_its_length(tmp_path: Path) -> None:
    counted = 0

    class Cells(list[str]):
        def __getitem__(self, place: Any) -> Any:
            nonlocal counted
            counted += len(range(*place.indices(len(self)))) if isinstance(place, slice) else 1
            return super().__getitem__(place)

    assert trimmed(Cells(["Cliente", *[""] * 10_000])) == ["Cliente"]
    assert counted < 3 * 10_000


def test_fifty_columns_of_which_a_few_matter(tmp_path: Path) -> None:
    heads = ["Cliente", *[f"campo {n}" for n in range(48)], "Correo"]
    path = tmp_path / "table"
    path.write_text(";".join(heads) + "\n" + ";".join(["Bar Sol", *["x"] * 48, "a@b.example"]) + "\n")
    with table(path) as opened:
        assert dict(opened.layout.read_as) == {0: "customer.name", 49: "customer.email"}
        assert len(opened.layout.left_out) == 48


# ------------------------------------------------------------------ formulas
@pytest.mark.parametrize(
    "cell", ["=1+1", "+34 600 123 456", "-5", "@SUM(A1)", "\t=1", "'=1", "''+1", "'tis", "Bar 'Sol'", ""]
)
def test_no_cell_is_a_formula_and_each_comes_back(cell: str) -> None:
    assert neutral(cell)[:1] not in DANGEROUS
    assert plain(neutral(cell)) == cell


@given(st.text(alphabet="'=+-@\t\ra1 "))
def test_any_cell_comes_back(cell: str) -> None:
    assert neutral(cell)[:1] not in DANGEROUS
    assert plain(neutral(cell)) == cell
