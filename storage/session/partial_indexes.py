"""Indexes of only those rows that a question is about: small, and no planner prefers a scan to them."""

from sqlalchemy import Index, text


def of_an_import(table: str) -> Index:
    """Finds the rows that one import brought, to show them all at once or to put them all away."""
    brought = text("import_id IS NOT NULL")
    return Index(f"ix_{table}_import_id", "import_id", sqlite_where=brought, postgresql_where=brought)


def of_a_contact(table: str) -> Index:
    """What is about one contact. Most rows are about none: counted in, they make SQLite think that a scan is as good."""
    known = text("contact_id IS NOT NULL")
    return Index(f"ix_{table}_contact_id", "contact_id", sqlite_where=known, postgresql_where=known)


def of_an_opportunity(table: str) -> Index:
    """What is about one opportunity; most rows are about none."""
    known = text("opportunity_id IS NOT NULL")
    return Index(f"ix_{table}_opportunity_id", "opportunity_id", sqlite_where=known, postgresql_where=known)


def known(table: str, column: str) -> Index:
    """Finds who has a number or an address. Without the empty ones, so that a planner is not put off by how many those are."""
    where = text(f"{column} IS NOT NULL")
    return Index(f"ix_{table}_{column}", column, sqlite_where=where, postgresql_where=where)


def missing(column: str) -> Index:
    """Finds whose customers lack something, without looking at those that have it."""
    where = text(f"{column} IS NULL AND archived_at IS NULL")
    return Index(f"ix_customers_no_{column}", "owner_id", "id", sqlite_where=where, postgresql_where=where)


def kept(name: str, *columns: str, also: str = "") -> Index:
    """Finds rows that are not put away, for whoever asks across customers and colleagues."""
    where = text("archived_at IS NULL" + (f" AND {also}" if also else ""))
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)
