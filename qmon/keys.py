"""Keys of records: a sample's by what its source calls its key, a decision's by where it stands."""

import hashlib
import re

import pyarrow as pa
import pyarrow.compute as pc

from qmon import readings
from qmon.dictionary import dictionary
from qmon.distinct import Distinct
from qmon.sources.contract import Source

_DIGIT = re.compile("[0-9]")


def sample_ids(source: Source, texts: dict[str, pa.Array], height: int, distinct: Distinct) -> pa.Array:
    """source:number where the key is the sampling number, else source:digest of the composite; null where its first part is missing.

    Where the source has a fallback key, a record without number has the digest of that.
    """
    ids = _keyed(source.name, source.key, texts, height, distinct)
    return pc.coalesce(ids, _keyed(source.name, source.fallback_key, texts, height, distinct)) if source.fallback_key else ids


def _keyed(name: str, columns: tuple[str, ...], texts: dict[str, pa.Array], height: int, distinct: Distinct) -> pa.Array:
    key = [texts.get(column, pa.nulls(height, pa.string())) for column in columns]
    if not key:
        return pa.nulls(height, pa.string())
    if len(key) == 1:
        # Without a digit it is no number but a word such as 合计 in the first column.
        numbered = _DIGIT.search
        return distinct.many(
            lambda text: (f"{name}:{text.upper()}",) if text and numbered(text) else None, key, [pa.string()], key="sample_id"
        )[0]
    dated = [dictionary().fields[column].type == "date" for column in columns]

    def identified(*parts: str | None) -> tuple[str] | None:
        if not parts[0]:
            return None
        told = (_day(part) if is_date and part else part for part, is_date in zip(parts, dated, strict=True))
        return (f"{name}:{_digest(*told)}",)

    return distinct.many(identified, key, [pa.string()], key=("sample_id", columns))[0]


def _day(text: str) -> str:
    """A day however it is written, as 2024-03-05, with what stands beside it; what is no day as it stands."""
    day, _, batch = readings.date_of(text)
    return text if day is None else f"{day}{batch or ''}"


def decision_ids(delivery_id: str, sheets: pa.Array, row_nos: pa.Array) -> pa.Array:
    """A digest of the place of each decision."""
    places = zip(sheets.to_pylist(), row_nos.to_pylist(), strict=True)
    return pa.array([_digest(delivery_id, sheet, str(row_no)) for sheet, row_no in places], pa.string())


def _digest(*parts: str | None) -> str:
    return hashlib.md5("|".join(part or "" for part in parts).encode(), usedforsecurity=False).hexdigest()[:16]
