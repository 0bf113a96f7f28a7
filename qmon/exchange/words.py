"""The words that a column takes, in the supplier's language: of the source's lookups, else the dictionary's labels, else known names."""

from qmon.dictionary import Field
from qmon.reference import categories
from qmon.sources.contract import Source


def words_of(source: Source, field: Field) -> tuple[str, ...]:
    """The words of a column with a closed list; () where anything may stand."""
    name = "category_code" if field.name == "category_text" else field.name.removesuffix("_text")
    known = tuple(word for word, code in source.lookups.get(name, {}).items() if code is not None)
    if known:
        return known
    if field.name == "category_text" and source.domain is not None:
        return tuple(one.name for one in categories.categories(source.domain) if not one.valid_to)
    return tuple((field.allowed or {}).values())
