"""A promotion in the demo, from the purchases it is made of to what it brought: whoever works there, and customers, each on their phone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.conftest import Look
from tests.browser.served import Served

LABELS = {"rep": "Rep", "manager": "Manager", "customer": "Customer"}


@dataclass(frozen=True)
class Phone:
    """One of the phones on the page, whoever's it is at the moment."""

    page: Page
    pane: str

    @property
    def bot(self) -> Locator:
        """What the bot said on it."""
        return self.page.locator(f".phone[data-pane={self.pane}] .bot:not(.typing)")

    def of(self, chat: str) -> "Phone":
        """It is somebody else's now."""
        self.page.get_by_label(f"Chat as: {LABELS[self.pane]}").select_option(chat)
        return self

    def says(self, text: str, *heard: str) -> None:
        """Writes it, and waits for the answer, in which these stand."""
        before = self.bot.count()
        self.page.get_by_label(f"Message: {LABELS[self.pane]}").fill(text)
        self.page.get_by_label(f"Message: {LABELS[self.pane]}").press("Enter")
        self._answered(before, heard)

    def presses(self, label: str, *heard: str) -> None:
        """The latest button of this label."""
        before = self.bot.count()
        self.bot.get_by_role("button", name=label, exact=True).last.click()
        self._answered(before, heard)

    def sends(self, name: str, text: str, *heard: str) -> None:
        """A file."""
        before = self.bot.count()
        file = FilePayload(name=name, mimeType="text/csv", buffer=text.encode())
        self.page.locator(f".phone[data-pane={self.pane}] input[type=file]").set_input_files(file)
        self._answered(before, heard)

    def hears(self, *heard: str) -> None:
        """All of them, sooner or later."""
        for words in heard:
            expect(self.bot.filter(has_text=words).last).to_be_visible()

    def _answered(self, before: int, heard: tuple[str, ...]) -> None:
        expect(self.bot.nth(before)).to_be_visible()
        self.hears(*heard)


def fact(name: str, value: str) -> str:
    """A fact as the page's text has it: its name and its value side by side."""
    return f"{name}{value}"


def later(page: Page, label: str) -> None:
    """The company's clock goes on."""
    page.get_by_role("button", name=label).click()
    expect(page.locator("[data-hours='1']")).to_have_attribute("aria-disabled", "false")


def sold(page: Page) -> str:
    """What two bars bought, one of each of two reps, and a hardware shop."""
    now = datetime.fromisoformat(page.locator("#now").get_attribute("datetime") or "")
    days = [f"{now - timedelta(days=ago):%d/%m/%Y}" for ago in (30, 25, 20)]
    return (
        "Date;Invoice;Customer;Product;Quantity;Price;Amount\n"
        f"{days[0]};F-1;Bar Luna;Winter cider;10;18.50;185.00\n"
        f"{days[1]};F-2;The Central Bar;Winter cider;4;18.50;74.00\n"
        f"{days[2]};F-3;Harrison Hardware;Lamp oil;24;0.60;14.40\n"
    )


def made(marketing: Phone) -> None:
    """For those who buy the product, step by step."""
    marketing.says("new promo for customers who buy winter cider", "What is the promotion called?")
    for answer, asked in (
        ("Solstice", "What is offered?"),
        ("3 cases for the price of 2", "For which product"),
        ("winter cider", "At which price?"),
        ("£37", "From which day on?"),
        ("today", "Until which day?"),
        ("in 21 days", "How are they told?"),
    ):
        marketing.says(answer, asked)
    marketing.presses("Telegram", "What shall they do?")
    for answer, asked in (
        ("Say yes and we call you", "Which arguments?"),
        ("cheaper per glass; delivered the next day", "What will they object"),
        ("too much stock? we deliver in two parts", "What does the promotion cost"),
        ("£300", "How much of a sale is left"),
        ("40%", "Who acts on what comes of it"),
        ("Megan", "What do customers read?"),
    ):
        marketing.says(answer, asked)
    marketing.presses("Skip", "And those who never bought")
    marketing.presses("Skip", "Solstice: draft", "who bought Winter cider within a year")


def test_those_who_buy_it_hear_of_it_and_its_return_is_known(english: Served, look: Look) -> None:
    page = look(english.url)
    rep, customer = Phone(page, "rep"), Phone(page, "customer")
    marketing = Phone(page, "manager").of("megan")
    marketing.sends("sales.csv", sold(page), "I read it as purchases")
    marketing.presses("Test run", "Add 2 new products too")
    marketing.presses("Add 2 new products too", "Imported: sales.csv")
    made(marketing)
    marketing.presses("Audience", "Bar Luna, The Central Bar", fact("Can be told by Telegram", "2"))
    marketing.says("/promo Solstice", "Solstice: draft")
    marketing.presses("Brief the team", "5 colleagues get it")
    later(page, "+1 hour")
    rep.of("ana").hears("Read this promotion, please")
    rep.presses("I know it", "Noted: you know Solstice")
    marketing.says("/promo Solstice", "Know it: 1 of 5 (Ana)", "Not yet:")
    marketing.presses("Launch", "colleagues on duty have not read it")
    marketing.presses("Launch to all 2", "Launched: 2 customers are told")
    later(page, "+1 hour")
    customer.of("luna").hears("Bar Luna, good day:", "3 cases for the price of 2", "Say yes and we call you")
    customer.presses("Yes, I'm interested", "will get in touch with you")
    customer.of("bar").hears("The Central Bar, good day:")
    customer.says("send me two, but on Monday", "will get in touch with you")
    customer.of("hardware")
    expect(page.get_by_text("Nothing for a customer yet.")).to_be_visible()
    later(page, "+1 hour")
    rep.of("luke").hears("The Central Bar", "send me two, but on Monday")
    expect(rep.bot.filter(has_text="Bar Luna").filter(has_text=fact("Campaign", "Solstice"))).to_have_count(0)
    rep.of("ana").hears(fact("Campaign", "Solstice"))
    lead = rep.bot.filter(has_text=fact("Campaign", "Solstice")).last
    expect(lead).to_contain_text("Bar Luna")
    lead.get_by_role("button", name="Take it").click()
    rep.presses("Qualify")
    rep.says("£900", "900")
    rep.presses("Opportunity")
    rep.says("won the Bar Luna opportunity for £900", "900")
    marketing.says("/roi Solstice", "the customer said yes")
    told = ("Customers told", "2"), ("Leads", "2"), ("Of these, won", "1")
    paid = ("Cost", "£300"), ("Revenue", "£900"), ("Margin", "£360"), ("Return on the cost", "20%")
    marketing.hears(*(fact(*one) for one in (*told, *paid)))
