"""No table and no key goes undeclared: found by tests that know none of them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from handlers.kit.registry.registry import discover
from storage.entities.catalogue import catalogue
from storage.entities.entity import AsWhole, ByRow, Entity, UndeclaredError, audit_name, entity_of, table_of
from storage.entities.keys import Erasure, Merge, refers
from storage.entities.stamps import Authored
from storage.session.base import Base
from storage.tables import metadata
from tests.storage.declarations import faults, undeclared
from tests.storage.sample_entity import Model, declared, opinions

metadata()


def test_every_table_and_every_key_says_what_it_is() -> None:
    assert undeclared() == []
    assert faults(catalogue()) == []
    assert len(catalogue().models) > 15


def test_what_is_derived_refers_to_nothing() -> None:
    derived = [mapper.class_ for mapper in Base.registry.mappers if mapper.class_.__derived__]
    assert derived
    assert not [key for model in derived for key in table_of(model).foreign_keys]


def test_a_declared_table_has_no_faults() -> None:
    with declared(opinions):
        assert faults(catalogue()) == []


def test_a_table_that_says_nothing_is_noticed_everywhere() -> None:
    def silent() -> Model:
        class SilentRow(Base):
            __tablename__ = "silent"
            id: Mapped[int] = mapped_column(Integer, primary_key=True)

        return SilentRow

    with declared(silent):
        assert undeclared() == ["silent"]
        with pytest.raises(UndeclaredError, match="SilentRow"):
            catalogue()
    assert undeclared() == []


def wrong(key: Callable[[], ForeignKey], *, nullable: bool = False, **said: Any) -> Callable[[], Model]:
    """A table with one key, that declares this."""

    def declare() -> Model:
        class WrongRow(Authored):
            __tablename__ = "wrong"
            __entity__ = replace(Entity(label="name", undo=ByRow(), words=("name",)), **said)

            id: Mapped[int] = mapped_column(Integer, primary_key=True)
            customer_id: Mapped[int] = mapped_column(key(), nullable=nullable)
            name: Mapped[str] = mapped_column(String(200))

        return WrongRow

    return declare


def good() -> ForeignKey:
    return refers("customers.id", merge=Merge.MOVES, erasure=Erasure.GOES)


@pytest.mark.parametrize(
    ("declare", "fault"),
    [
        (wrong(lambda: ForeignKey("customers.id")), "wrong.customer_id declares nothing"),
        (wrong(lambda: refers("customers.id", erasure=Erasure.GOES)), "where it goes when customers are merged"),
        (wrong(lambda: refers("customers.id", merge=Merge.MOVES)), "what becomes of it when customers are erased"),
        (wrong(lambda: refers("customers.id", merge=Merge.MOVES, erasure=Erasure.LETS_GO)), "cannot be empty"),
        (wrong(good, undo=None), "has no undo"),
        (wrong(good, undo=ByRow("gone_at")), "no column gone_at"),
        (wrong(good, label=None), "has no label"),
        (wrong(good, words=()), "name may hold what people write"),
        (wrong(good, words=("name", "nothing")), "no column nothing"),
        (wrong(good, codes=("name",)), "two things at once"),
        (wrong(good, name="customers"), "two tables are called customers"),
        (wrong(good, about="customer"), "two tables are called customer"),
    ],
)
def test_what_is_missing_or_wrong_is_found(declare: Callable[[], Model], fault: str) -> None:
    with declared(declare):
        found = faults(catalogue())
        assert any(fault in one for one in found), found
        assert all("wrong" in one or "two tables" in one for one in found)


def test_whoever_has_words_for_a_table_means_one_that_the_audit_knows() -> None:
    for entity in discover().records:
        assert entity_of(catalogue().audited(entity)).undo, entity


def test_what_is_undone_as_a_whole_has_somebody_who_does_it() -> None:
    registry = discover()
    for model in catalogue().models:
        if isinstance(entity_of(model).undo, AsWhole):
            assert registry.undoes(audit_name(model)), model


def test_names_that_are_stored_already_stay() -> None:
    """Lines of the audit call tables by them, buttons and messages rows: one that changes needs a migration."""
    names = {audit_name(model) for model in catalogue().models if entity_of(model).undo}
    assert names >= {
        "customers", "customer_phones", "contacts", "nicknames", "referrals", "interactions", "follow_ups", "staff",
        "accounts", "import",
    }  # fmt: skip
    abouts = {entity_of(model).about for model in catalogue().models}
    assert abouts >= {"customer", "contact", "interaction", "follow_up", "import", "staff"}
