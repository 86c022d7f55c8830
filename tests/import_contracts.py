"""A contract for import-linter: the domains are whatever packages there are, so that a new one needs no mention."""

from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DomainsContract(Contract):
    """The packages of `parent` that are not `shared` never import each other, and what they share imports none of them."""

    type_name = "domains"

    parent = fields.StringField()
    shared = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Every import from a package of `parent` into a domain that is another one."""
        children = graph.find_children(cast("str", self.parent))
        shared = {f"{self.parent}.{name}" for name in cast("list[str]", self.shared)} & children
        bases = {module: child for child in children for module in (child, *graph.find_descendants(child))}
        wrong = sorted(
            f"{module} -> {imported}"
            for module, child in bases.items()
            for imported in graph.find_modules_directly_imported_by(module)
            if (other := bases.get(imported, child)) != child and other not in shared
        )
        return ContractCheck(kept=not wrong, metadata={"wrong": wrong})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """One line an import."""
        for line in check.metadata["wrong"]:
            output.print_error(line)
