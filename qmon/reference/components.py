"""Finds what an item that is a sum consists of: by its own name (以恩诺沙星与环丙沙星之和计), else by `components.csv`.

The table has sums whose source prints their components; a sum such as 磺胺类（总量）, of which none does, is not there, nor are
mixtures of isomers (氯氟氰菊酯和高效氯氟氰菊酯): one of the two is part of the other and would count twice.
"""

import re
from functools import cache

from qmon.reference.items import normal_item
from qmon.reference.tables import rows, several

_SAID = re.compile(r"以(?P<parts>[^()]+)之和计")
_AND = re.compile(r"[与及和、+]")


def components_of(item_code: str | None, name: str) -> tuple[str, ...]:
    """The names of the components, spelled as `normal_item` spells; () where the item is no sum, or its name is that of one component.

    恩诺沙星 alone is not said to be a sum. A component whose name holds 与, 及 or 和 comes apart: then its parts match no result.
    """
    spelled = normal_item(name)
    said = _SAID.search(spelled)
    found = tuple(_AND.split(said["parts"])) if said else sums().get(item_code or "", ())
    return () if spelled in found or len(found) < 2 else found


@cache
def sums() -> dict[str, tuple[str, ...]]:
    """Item code -> its components, as `normal_item` spells them, for the items of the table."""
    return {row["item_code"]: tuple(normal_item(part) for part in several(row["components"])) for row in rows("components")}
