"""The sample company of the demo: a small distributor, its customers, and 18 months of what happened with them."""

from datetime import date

from bot.samples.company import load
from bot.samples.seeding import SampleSeeder
from handlers.kit.format.locales import locale_parts
from storage.work import Store


def fill(
    store: Store,
    *,
    language: str,
    zone: str,
    today: date,
    currency: str = "EUR",
    country: str | None = None,
    platform: str = "console",
) -> None:
    """Puts the sample company into an empty, migrated store, in one transaction.

    `language` is "es" or "en", `country` where its telephones are and how its prices are written, `zone` an IANA name, `today` the date there. The same arguments give the same company:
    all that happened lies before `today`, on working days; what is promised lies on both sides of it. Each colleague
    has an account of their first name ("ana") on the `platform`.
    """
    company = load(language)
    filling = SampleSeeder(company, zone, today, currency, country or locale_parts(company.locale)[1], platform)
    with store.work(filling.opening) as work:
        filling.into(work)
