"""What is missing, filled by answering one after another."""

from tests.office import Office


def test_one_after_another(office: Office) -> None:
    ana = office.rep("Ana")
    for name in ("Bar Sol", "Bar Luna", "Bar Mar"):
        ana.says(f"/nuevo {name}")
    ana.says("/faltan email")
    ana.hears("Bar Sol · ¿Correo? (faltan 3)")
    ana.says("hola arroba sol")
    ana.hears("no parece un correo electrónico", "hola@barluna.example")
    ana.says("hola@sol.example")
    ana.hears("Guardado: Bar Sol · hola@sol.example", "Bar Luna · ¿Correo? (faltan 2)")
    ana.presses("Omitir")
    ana.hears("Bar Mar · ¿Correo?")
    ana.says("hola@mar.example")
    ana.hears("Era el último")
    ana.presses("Deshacer: Bar Mar")
    ana.hears("Deshecho")
    ana.says("faltan correos")
    ana.hears("Bar Luna · ¿Correo? (faltan 2)")
    ana.presses("Basta por ahora")
    ana.hears("queda guardado")


def test_what_there_is_to_fill(office: Office) -> None:
    eve = office.rep("Eve", language="en")
    eve.says("/new Corner Café 020 7946 0000")
    eve.says("/cancel")
    eve.says("/new Corner Café +44 20 7946 0000")
    eve.says("/missing")
    assert eve.choices() == ["Phone: 0", "E-mail: 1", "Sector: 1"]
    eve.presses("Sector: 1")
    eve.says("food")
    eve.hears("Saved: Corner Café · food", "That was the last one")
    eve.says("missing phones")
    eve.hears("None of your customers is missing that")


def test_a_contacts_address_will_do(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/nuevo Bar Sol")
    ana.says("nuevo contacto Pepe Gil en Bar Sol, pepe@sol.example")
    ana.says("faltan correos")
    ana.hears("ninguno de tus clientes le falta")


def test_only_ones_own(office: Office) -> None:
    ana, luis = office.rep("Ana"), office.rep("Luis")
    ana.says("/nuevo Bar Sol")
    luis.says("/faltan sector")
    luis.hears("ninguno de tus clientes le falta")


def test_another_question_in_the_middle(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/nuevo Bar Sol")
    ana.says("/faltan sector")
    ana.says("ayuda")
    ana.hears("en mitad de algo")
    ana.says("hostelería")
    ana.hears("Guardado: Bar Sol · hostelería")
