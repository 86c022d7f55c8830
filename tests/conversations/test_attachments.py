"""Photos, voice notes, documents, places and business cards."""

import pytest

from tests.fakes.telegram.people import SMALLEST_PNG
from tests.office import Office

PROGRAM = b"MZ\x90\x00\x03" + b"\0" * 400
CARD = """BEGIN:VCARD
VERSION:3.0
FN:Marta Peña
ORG:Bar Sol
TITLE:Jefa de compras
TEL;TYPE=CELL:+34 600 111 222
EMAIL:marta@barsol.example
END:VCARD
"""


def test_what_comes_is_kept_with_what_it_belongs_to(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Bar Luna")
    ana, luis = office.rep("Ana"), office.rep("Luis", language="en")
    # After a visit, within ten minutes.
    ana.says("visité a Bar Sol, quieren 10 cajas")
    ana.sends("photo")
    ana.hears("Guardado: 1 foto · visita · Bar Sol")
    office.passes(minutes=9)
    ana.sends("voice")
    ana.hears("1 foto, 1 nota de voz")
    luis.says("history of Bar Sol")
    luis.hears("1 photo, 1 voice note")
    luis.presses("Photos and files")
    luis.hears("Photo ·", "Voice note ·")
    luis.presses(next(label for label in luis.choices() if label.startswith("2. ")))
    assert luis.received()[-1][1] == SMALLEST_PNG
    # It was put with the wrong one.
    ana.presses("No va aquí")
    ana.hears("nota suelta", "1 nota de voz")
    luis.says("history of Bar Sol")
    luis.hears("1 photo")
    luis.hears_not("voice note")
    # Later than that it waits for its place, and is put there by hand.
    office.passes(minutes=11)
    ana.sends("photo")
    ana.hears("Nota suelta: 1 foto", "Cuéntame la visita")
    office.passes(minutes=11)
    ana.says("llamé a Bar Luna, no cogen")
    ana.hears("Guardado: llamada")
    ana.hears_not("Adjunto")
    ana.says("/notas")
    ana.presses("Foto")
    ana.presses("Colocarla")
    ana.says("Bar Luna")
    ana.hears("Guardado: nota · Bar Luna")
    ana.presses("Ver lo adjunto")
    ana.hears("Foto ·")


def test_what_comes_before_or_while_it_is_told_goes_with_it(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Bar Luna")
    ana = office.rep("Ana")
    ana.sends("photo")
    ana.hears("Nota suelta: 1 foto")
    ana.sends("photo")
    ana.hears("Nota suelta: 2 fotos")
    ana.says("visité a Bar Luna, quieren 10 cajas")
    ana.hears("Guardado: visita · Bar Luna", "Adjunto: 2 fotos")
    ana.says("/notas")
    ana.hears("No hay notas sueltas")
    ana.says("deshacer")
    ana.says("/notas")
    ana.hears("Foto")
    ana.says("visité a Bar Luna, quieren 10 cajas")
    ana.hears("Adjunto: 2 fotos")
    # What was just logged is not what is being told.
    ana.says("visité bar sol")
    ana.hears("¿Qué pasó?")
    ana.sends("photo")
    ana.hears("va con lo que me estás contando: 1 foto")
    ana.says("quieren 10 cajas")
    ana.hears("Guardado: visita · Bar Sol", "Adjunto: 1 foto")
    if office.door.name != "web":  # a page sends files without words
        ana.shows("photo", "llamé a Bar Luna, todo bien")
        ana.hears("Guardado: 1 foto · llamada · Bar Luna")
        ana.shows("photo", "la terraza de Bar Sol")  # names another one than was just logged
        ana.hears("Guardado: 1 foto · nota · Bar Sol")
        ana.says("historial de Bar Luna")
        ana.hears("todo bien", "llamada · Ana · 1 foto")
        ana.says("historial de Bar Sol")
        ana.hears("visita · Ana · 1 foto")


def test_what_is_no_file_of_use_gets_a_clear_answer(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol, quieren 10 cajas")
    for name, content, said in (
        ("foto.jpg", b"", "vacío"),
        ("factura.pdf", PROGRAM, "programa"),
        ("foto.png", b"hola, no soy una foto", "dañado"),
        ("plano.xyz", bytes(range(256)), "no sé qué es"),
        ("grande.pdf", b"%PDF-1.7" + b"\0" * (30 * 2**20), "20 MB"),
    ):
        if said == "20 MB" and office.door.name == "web":
            continue  # the page itself says so, and sends nothing
        ana.sends_file(name, content)
        ana.hears(said)
    ana.sends_file("contrato.pdf", b"%PDF-1.7\n...")
    ana.hears("1 documento")
    ana.says("historial de Bar Sol")
    ana.hears("1 documento")
    # A business card is somebody, and no file.
    ana.sends_file("rota.vcf", "BEGIN:VCARD\nTEL:::\n")
    ana.hears("nombre de nadie")
    ana.sends_file("marta.vcf", CARD)
    ana.hears("¿Contacto nuevo? Marta Peña", "Jefa de compras", "marta@barsol.example")
    ana.presses("Añadir en Bar Sol")
    ana.hears("Contacto nuevo: Marta Peña · Bar Sol", "+34 600 111 222")


def test_a_place_is_a_check_in_with_its_time(office: Office) -> None:
    if "location" not in office.door.media:
        pytest.skip("no places are sent there")
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.sends("location")
    ana.hears("Nota suelta: 1 ubicación")
    ana.says("visité a Bar Sol, quieren 10 cajas")
    ana.hears("Adjunto: 1 ubicación")
    ana.says("historial de Bar Sol")
    ana.presses("Fotos y archivos")
    ana.presses("1. 40.41680, -3.70380")
    ana.hears("openstreetmap.org/?mlat=40.41680&mlon=-3.70380")


def test_a_number_that_is_passed_on_proposes_a_contact(office: Office) -> None:
    if office.door.name not in {"local", "telegram"}:
        pytest.skip("no numbers are passed on there")
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.passes_on("Pepe Gil", "+34600333444")
    ana.hears("¿Contacto nuevo? Pepe Gil")
    ana.presses("Añadir como contacto")
    ana.hears("¿En qué cliente?")
    ana.says("Bar Sol")
    ana.hears("Contacto nuevo: Pepe Gil · Bar Sol", "+34 600 333 444")
