"""The import contract that import-linter has no word for: rooms keep their doors."""

from typing import Any

from importlinter import Contract, ContractCheck, fields, output

FLOORS = {"foundation", "engines", "work", "faces"}


class RoomContract(Contract):
    """No room reaches into another room's private modules.

    Rooms know each other by `models`, `queries`, `workflow` and whatever else
    they offer; what is listed under `private` (views, forms …) is a room's own.
    A test may use the factories of another room's tests.
    """

    type_name = "rooms"
    private: Any = fields.SetField(subfield=fields.StringField())

    def check(self, graph, verbose):
        broken = [
            detail
            for imported in graph.modules
            if (owner := _room(imported)) and _is_private(imported, self.private)
            for importer in graph.find_modules_that_directly_import(imported)
            if _room(importer) != owner and not _is_shared_by_tests(importer, imported)
            for detail in graph.get_import_details(importer=importer, imported=imported)
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check):
        for detail in check.metadata["broken"]:
            output.print_error(
                f"{detail['importer']} line {detail['line_number']}: "
                f"{detail['imported']} is another room's own affair"
            )


def _room(module: str) -> str | None:
    """`lianxin.work.suggestions` for that room and all within it; None for the house itself."""
    parts = module.split(".")
    return ".".join(parts[:3]) if len(parts) >= 3 and parts[1] in FLOORS else None


def _is_private(module: str, private: set[str]) -> bool:
    return any(part in private for part in module.split(".")[3:4])


def _is_shared_by_tests(importer: str, imported: str) -> bool:
    return ".tests" in importer and imported.endswith(".tests.factories")
