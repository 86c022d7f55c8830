"""A list of customers: sent, looked at, tried, imported, taken back; and a file of them, asked for."""

import io

import openpyxl
import pytest

from tests.office import Office

CLIENTES = """Cliente;Teléfono;Contacto;Correo;Notas
Bar Sol;600 123 456;Marta Ruiz;marta@barsol.example;pasar por la tarde
Bar Sol;;Pepe Gil;;
Café Luna;+34 910 000 001;;;
"""


def test_a_list_is_sent_looked_at_and_imported(office: Office) -> None:
    ana, luis = office.rep("Ana", role="manager"), office.rep("Luis")
    ana.sends_file("clientes.csv", CLIENTES)
    ana.hears("clientes.csv · 3 líneas", "UTF-8 ;", "Correo → Correo del contacto", "Se quedan fuera: Notas")
    assert ana.choices() == ["Importar", "Probar sin importar", "Cancelar"]
    luis.says("historial de Café Luna")
    luis.hears("No conozco «Café Luna»")
    ana.presses("Importar")
    ana.hears("Importado: clientes.csv", "Clientes nuevos: 2", "Contactos nuevos: 2")
    luis.says("visité café luna ayer, quieren 10 cajas")
    luis.hears("Guardado", "Café Luna")
    luis.says("hablé con Marta de Bar Sol ayer, quieren vino")
    luis.hears("Bar Sol", "Marta Ruiz")


def test_trying_it_changes_nothing(office: Office) -> None:
    ana = office.rep("Ana", role="admin")
    ana.sends_file("clientes.csv", CLIENTES)
    ana.presses("Probar sin importar")
    ana.hears("se puede importar", "Clientes nuevos: 2")
    with office.work() as work:
        assert work.customers.exactly("Bar Sol") is None
    ana.says("importar")  # the label of the choice that is offered now
    ana.hears("Importado")


def test_the_same_file_twice_changes_nothing(office: Office) -> None:
    ana = office.rep("Ana", role="admin")
    for new in ("2", "0"):
        ana.sends_file("clientes.csv", CLIENTES)
        ana.presses("Importar")
        ana.hears(f"Clientes nuevos: {new}", f"Contactos nuevos: {new}")
    with office.work() as work:
        found = work.customers.exactly("Bar Sol")
        assert found.phone == "+34600123456"
        assert [contact.name for contact in work.customers.contacts(found.id)] == ["Marta Ruiz", "Pepe Gil"]


def test_one_wrong_line_keeps_everything_out_and_each_is_named(office: Office) -> None:
    ana = office.rep("Ana", role="admin")
    wrong = "Empresa,Teléfono,E-mail,Responsable\nBar Sol,600123456,a@b.example,Ana\n,600123457,,\nCafé Luna,12,nadie,Nadie\n"
    ana.sends_file("clientes.csv", wrong)
    ana.presses("Importar")
    ana.hears(
        "4 problemas",
        "Línea 3: Empresa",
        "falta el nombre",
        "Línea 4: Teléfono, «12»",
        "E-mail, «nadie»",
        "Responsable, «Nadie»",
    )
    with office.work() as work:
        assert work.customers.exactly("Bar Sol") is None


HALF_RIGHT = (
    "Empresa,Teléfono,E-mail,Estado,Sector\n"
    "Bar Sol,600123456,sol@bar.example,Activo,Bares\n"
    ",600123457,,,\n"
    "Café Luna,doce,=luna,Moroso,\n"
    "Bar Río,600123456,,,\n"
)


def test_the_rest_comes_in_by_choice_and_the_bad_lines_come_back_with_the_reason(office: Office) -> None:
    ana = office.rep("Ana", role="admin")
    ana.sends_file("clientes.csv", HALF_RIGHT)
    ana.presses("Importar")
    ana.hears("No he importado nada: 4 problemas", "Corrige el archivo y vuelve a enviarlo, o importa el resto")
    with office.work() as work:
        assert work.customers.exactly("Bar Sol") is None
    ana.presses("Importar el resto")
    ana.hears("Importado: clientes.csv", "Clientes nuevos: 3", "Líneas sin importar: 1", "fuera: 3", "por corregir")
    ana.hears("Línea 5: «Bar Río, +34 600 123 456»", "el cliente de la línea 2 tiene el mismo número")
    with office.work() as work:
        luna = work.customers.exactly("Café Luna")
        assert (luna.phone, luna.email, luna.status) == (None, None, "customer")
    name, content = ana.received()[-1]
    assert name == "clientes-por-corregir.csv"
    assert content.decode("utf-8-sig").splitlines() == [
        "Motivo;Empresa;Teléfono;E-mail;Estado;Sector",
        "Sin importar: Empresa: falta el nombre del cliente (si las celdas están combinadas, escríbelo en cada línea);"
        ";600123457;;;",
        '"Se queda fuera: Teléfono, «doce»: no es un teléfono; E-mail, «=luna»: no es una dirección de correo;'
        ' Estado, «Moroso»: no es un estado que conozca: cliente, posible cliente, perdido";'
        "Café Luna;doce;'=luna;Moroso;",
    ]
    ana.presses("Línea a línea")
    ana.hears("clientes.csv, línea a línea", "Línea 4: Teléfono, «doce»", "Línea 5")
    ana.sends_file(name, content.replace(b";;600123457", b";Bar Nuevo;600123457"))
    ana.hears("Se quedan fuera: Motivo")
    ana.presses("Importar")
    ana.presses("Importar el resto")
    ana.hears("Clientes nuevos: 1", "tal como están: 1")


def test_the_rest_is_offered_after_a_test_run_too_and_undone_as_a_whole(office: Office) -> None:
    ana = office.rep("Ana", role="admin")
    ana.sends_file("clientes.csv", HALF_RIGHT)
    ana.presses("Probar sin importar")
    ana.hears("Prueba: 4 problemas")
    ana.presses("Importar el resto")
    ana.hears("Clientes nuevos: 3")
    ana.presses("Deshacer")
    ana.hears("3 clientes")


def test_nothing_of_a_table_without_a_single_customer_is_offered(office: Office) -> None:
    ana = office.rep("Ana", role="admin")
    ana.sends_file("gente.csv", "Nombre,Apellidos,Empresa\nAna,Mas,\nLuis,Paz,-\n")
    ana.presses("Importar")
    ana.hears("2 problemas", "Línea 2: Empresa, «Ana Mas»", "una persona sin empresa", "Corrige el archivo")
    assert "Importar el resto" not in ana.choices()


def test_every_column_can_be_seen_with_what_it_is_taken_for(office: Office) -> None:
    ana = office.rep("Ana", role="admin", language="en")
    extra = [f"Custom property number {n}" for n in range(30)]
    heads = ["First Name", "Last Name", "Email", "Phone Number", "Job Title", "Company Name", "Contact owner", *extra]
    ana.sends_file("hubspot.csv", ",".join(heads) + "\nAna,Mas,a@sol.example,,,Sun Bar,\n")
    ana.hears("First Name → Contact, first name", "Contact owner → Owner", "Left out: Custom property number 0, Custom")
    ana.hears_not("Custom property number 29")
    ana.presses("All columns")
    ana.presses("More")
    ana.hears("Custom property number 29 → (left out)")
    ana.presses("Import")
    ana.hears("New customers: 1", "New contacts: 1")


def test_many_problems_come_in_pages(office: Office) -> None:
    ana = office.rep("Ana", role="admin")
    ana.sends_file("clientes.csv", "Cliente,Teléfono\n" + "".join(f"Bar {n},x{n}\n" for n in range(10)))
    ana.presses("Importar")
    ana.hears("10 problemas", "Línea 2", "Línea 7")
    ana.hears_not("Línea 8")
    ana.presses("Más")
    ana.hears("Línea 8", "Línea 11", "Corrige el archivo")


def test_an_import_is_undone_but_not_what_was_used_since(office: Office) -> None:
    ana, luis = office.rep("Ana", role="manager"), office.rep("Luis")
    ana.sends_file("clientes.csv", CLIENTES)
    ana.presses("Importar")
    luis.says("visité café luna ayer, quieren 10 cajas")
    ana.presses("Deshacer")
    ana.hears("1 cliente", "2 contactos", "Café Luna")
    with office.work() as work:
        assert work.customers.exactly("Bar Sol") is None
        assert work.customers.exactly("Café Luna")
    office.passes(minutes=10)
    luis.says("historial de Bar Sol")
    luis.hears("No conozco «Bar Sol»")
    ana.presses("Deshacer")
    ana.hears("ya estaba deshecho")


def test_undo_alone_means_the_import_where_that_was_last(office: Office) -> None:
    ana = office.rep("Ana", role="admin")
    ana.sends_file("clientes.csv", CLIENTES)
    ana.presses("Importar")
    ana.says("deshacer")
    ana.hears("2 clientes")
    ana.sends_file("clientes.csv", CLIENTES)
    ana.presses("Importar")
    ana.hears("Clientes nuevos: 2")


def test_the_activity_tells_of_an_import_and_undoes_it(office: Office) -> None:
    ana = office.rep("Ana", role="admin")
    ana.sends_file("clientes.csv", CLIENTES)
    ana.presses("Importar")
    ana.says("actividad")
    ana.hears("importado: clientes.csv")
    ana.presses("1 · importado: clientes.csv")
    ana.presses("Deshacer")
    ana.hears("2 clientes")


def test_a_list_can_be_left(office: Office) -> None:
    ana = office.rep("Ana", role="admin")
    ana.sends_file("clientes.csv", CLIENTES)
    ana.presses("Cancelar")
    ana.hears("No he importado nada")


def test_files_are_not_for_everybody(office: Office) -> None:
    luis = office.rep("Luis")
    luis.sends_file("clientes.csv", CLIENTES)
    luis.hears("responsables, marketing y los administradores")
    luis.sends_file("contrato.pdf", b"%PDF-1.7")
    luis.hears("Nota suelta: 1 documento")


@pytest.mark.parametrize(
    ("name", "content", "answer"),
    [
        ("vacio.csv", b"", "vacío"),
        ("raro.csv", b"\x89PNG\r\n\x1a\n\0\0", "no es una tabla"),
        ("viejo.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "antiguo"),
        ("corto.xlsx", b"PK\x03\x04 and then nothing", "dañado"),
        ("sin.csv", b"a,b\n1,2\n", "nombre del cliente"),
        ("doble.csv", "Cliente,Teléfono,Teléfono\nBar Sol,1,2\n".encode(), "«Teléfono»"),
        ("solo.csv", b"Cliente\n", "debajo"),
    ],
)
def test_a_file_that_is_no_table_is_told_at_once(office: Office, name: str, content: bytes, answer: str) -> None:
    ana = office.rep("Ana", role="admin")
    ana.sends_file(name, content)
    ana.hears(answer)


def test_customers_come_back_as_a_file_that_changes_nothing(office: Office) -> None:
    ana = office.rep("Ana", role="admin")
    ana.sends_file("clientes.csv", CLIENTES)
    ana.presses("Importar")
    for asked in ("/exportar clientes", "/exportar clientes xlsx"):
        ana.says(asked)
        ana.hears("2 clientes")
        name, content = ana.received()[-1]
        assert name.startswith("clientes-2026-11-20.")
        ana.sends_file(name, content)
        ana.hears("Teléfono del contacto")
        ana.presses("Importar")
        ana.hears("Clientes nuevos: 0", "Contactos nuevos: 0", "tal como están: 2")


def test_no_cell_of_an_export_is_a_formula(office: Office) -> None:
    ana = office.rep("Ana", role="admin")
    formula = '=HYPERLINK("evil";"Bar")'
    office.customer(formula)
    ana.says("/exportar")
    _name, content = ana.received()[-1]
    assert "'=HYPERLINK" in content.decode("utf-8-sig")
    ana.says("/exportar xlsx")
    _name, content = ana.received()[-1]
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row]
    assert f"'{formula}" in [cell.value for cell in cells]
    assert all(cell.data_type != "f" for cell in cells)


def test_it_speaks_english_too(office: Office) -> None:
    ana = office.rep("Ana", role="admin", language="en")
    ana.says("/import")
    ana.hears("Send me the file")
    ana.sends_file("customers.csv", "Company\tPhone\tContact person\nSun Bar\t+44 20 7946 0000\tMartha\n")
    ana.hears("customers.csv · 1 line", "Company → Customer", "UTF-8 tab")
    ana.presses("Import")
    ana.hears("Imported: customers.csv", "New customers: 1")
