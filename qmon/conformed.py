"""conformed: landed text becomes the typed columns of the dictionary; what a column cannot read is named, never guessed."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from qmon import grammar, keys, readings
from qmon.dictionary import ARROW, Field, dictionary
from qmon.distinct import Distinct
from qmon.item_lists import one_item_each
from qmon.landed import Landing
from qmon.personal import LONG_NUMBER, NUMBERS_OF_THINGS, VALUES, masked_cell
from qmon.sources import adapter
from qmon.sources.contract import Derived, Source

Columns = dict[str, pa.Array]
AT_ONCE = 2  # pieces typed side by side: what is in memory stays bounded

UNREAD = pa.schema(
    [
        ("code", pa.string()),
        ("column_name", pa.string()),
        ("sheet", pa.string()),
        ("row_no", pa.int64()),
        ("sample_id", pa.string()),
    ]
    + [("found_text", pa.string()), ("reason", pa.string())]
)


class Conformed(NamedTuple):
    """Where the typed records of a delivery lie: `folder`/<table>_<n>.parquet for the tables that `tables` names, and unread_<n>."""

    landing: Landing
    folder: Path
    tables: frozenset[str]


def from_landed(landing: Landing, folder: Path) -> Conformed:
    """Type every piece of the delivery and write it below `folder`. Raises files.Refused where the delivery cannot be read."""
    distinct, adapt, n_read = Distinct(), adapter(landing.source), 0
    tables: set[str] = set()
    # The next pieces are read and typed while Arrow writes and encodes the ones before: it lets go of the interpreter.
    with ThreadPoolExecutor(AT_ONCE) as pool:
        running: deque[Future[set[str]]] = deque()
        for number, piece in enumerate(landing.pieces()):
            table = adapt.adapt(piece.table) if adapt is not None else piece.table
            reader = _Reader(landing, distinct, n_read, table.num_rows)
            running.append(pool.submit(_typed, reader, piece.kind, table, folder, number))
            n_read += table.num_rows
            if len(running) > AT_ONCE:
                tables |= running.popleft().result()
        for one in running:
            tables |= one.result()
    return Conformed(landing, folder, frozenset(tables))


def _typed(reader: "_Reader", kind: str, table: pa.Table, folder: Path, number: int) -> set[str]:
    """Type one piece and write it; returns the tables that it feeds."""
    written = set()
    for name, content in reader.read(kind, table):
        pq.write_table(content, folder / f"{name}_{number:05}.parquet", compression="snappy", write_statistics=False)
        written.add(name)
    return written


class _Reader:
    """Reads one piece of a delivery, of `height` records behind `n_read` others, by its source's contract."""

    def __init__(self, landing: Landing, distinct: Distinct, n_read: int, height: int) -> None:
        self.source: Source = landing.source
        self.delivery_id = landing.receipt.delivery_id
        self.distinct = distinct
        self.n_read = n_read
        self.height = height
        self.unread: list[pa.Table] = []
        self.sample_ids: pa.Array = pa.nulls(height, pa.string())
        self.address: Columns = {}

    def read(self, kind: str, table: pa.Table) -> Iterator[tuple[str, pa.Table]]:
        record = self.source.records[kind]
        texts = {name: table.column(name).combine_chunks() for name in table.column_names}
        address = {
            "sheet": texts.pop("sheet"),
            "row_no": texts.pop("row_no"),
            "content_hash": texts.pop("content_hash"),
        }
        address["ord"] = pa.array(np.arange(self.n_read, self.n_read + self.height))
        self.address = address
        texts = {column: self._clean(column, text) for column, text in texts.items()}
        for column, code in record.constants.items():
            texts.setdefault(column, pa.repeat(code, self.height))
        for column, derived in record.derived.items():
            if column not in texts and derived.source in texts and derived.reading is None:
                if derived.lookup is None:
                    texts[column] = texts[derived.source]
                elif dictionary().fields[column].allowed is None:
                    texts[column] = self._looked_up(derived, texts[derived.source])
        self.sample_ids = keys.sample_ids(self.source, texts, self.height, self.distinct)
        texts |= self._firms(texts)
        for table_name in record.gives:
            columns = self._item_columns(texts, table_name == "event") if table_name in ("result", "event") else {}
            columns |= address | {"sample_id": self.sample_ids, "delivery_id": pa.repeat(self.delivery_id, self.height)}
            for field in dictionary().fields_of(table_name):
                if field.name not in columns:
                    columns[field.name] = self._column(field, texts, record.derived.get(field.name))
            if table_name == "sample":
                columns["domain"] = pa.repeat(self.source.domain, self.height).cast(pa.string())
                columns["source"] = pa.repeat(self.source.name, self.height)
                columns["promises_items"] = pa.repeat(self.source.promises_items, self.height)
            if table_name == "decision":
                columns["decision_id"] = keys.decision_ids(self.delivery_id, address["sheet"], address["row_no"])
            schema = dictionary().arrow_schema(table_name).append(pa.field("content_hash", pa.uint64())).append(pa.field("ord", pa.int64()))
            content = pa.table({name: columns[name] for name in schema.names}, schema=schema)
            if table_name == "result":
                content = one_item_each(content, texts, self.source.domain or "", self.distinct)
            if table_name == "result" and "sample" in record.gives:
                content = content.filter(pc.is_valid(content["item_name"]))
            yield table_name, content
        if self.unread:
            yield "unread", pa.concat_tables(self.unread)

    # ── one column ────────────────────────────────────────────────────────────────────────────────────────────────

    def _clean(self, column: str, text: pa.Array) -> pa.Array:
        """Trimmed text without null spellings; telephone and identity numbers masked, which is said (S12)."""
        pattern = grammar.UNCLEAN if column in NUMBERS_OF_THINGS else f"{grammar.UNCLEAN}|{LONG_NUMBER}"
        if column == "sample_no":
            pattern = rf"{grammar.UNCLEAN}|\s"
        kind = (column in NUMBERS_OF_THINGS, column in VALUES, column == "sample_no")
        cleaned, masked = self.distinct.changed(lambda raw: _cleaned(raw, column), text, pattern, key=("clean", kind))
        self._note("S12", column, masked, pa.repeat("***", self.height), pa.repeat("personal", self.height))
        return cleaned

    def _column(self, field: Field, texts: Columns, derived: Derived | None) -> pa.Array:
        given = texts.get(field.name)
        if given is None and derived is not None:
            return self._derived(field, texts.get(derived.source), derived)
        if field.name in ("sampled_region", "producer_region"):
            return self._region(field, texts)
        if field.name == "category_code":
            return self._category(texts.get("category_text"))
        if field.name == "batch_no" and given is None and "produced_on" in texts:
            return self.distinct.many(readings.date_of, [texts["produced_on"]], [pa.date32(), pa.string(), pa.string()])[2]
        if given is None:
            return pa.nulls(self.height, ARROW[field.type])
        if field.allowed is not None:
            return self._word(field, given, self.source.lookups.get(field.name, {}))
        if field.type == "date":
            dates, reasons, _ = self.distinct.many(readings.date_of, [given], [pa.date32(), pa.string(), pa.string()])
            self._note("C01", field.name, pc.is_valid(reasons), given, reasons)
            return dates
        if field.name == "sample_no":
            return pc.utf8_upper(given)
        return given.cast(ARROW[field.type])

    def _word(self, field: Field, given: pa.Array, lookup: dict[str, str | None]) -> pa.Array:
        """A column of allowed codes: by the source's lookup, else by the code or the Chinese label; an unknown word is unread."""
        known: dict[str, str | None] = {label: code for code, label in (field.allowed or {}).items()}
        known |= {code: code for code in field.allowed or {}}
        known |= {grammar.clean(word) or word: code for word, code in lookup.items()}
        codes, unknown = self.distinct.many(
            lambda word: (known.get(word), word is not None and word not in known),
            [given],
            [pa.string(), pa.bool_()],
            key=("word", field.name),
        )
        self._note(field.unread or "C02", field.name, unknown, given, pa.repeat("unknown_word", self.height))
        return codes

    def _derived(self, field: Field, given: pa.Array | None, derived: Derived) -> pa.Array:
        if given is None:
            return pa.nulls(self.height, ARROW[field.type])
        if derived.lookup is not None:
            # A column that names a rule for what it cannot read must know every word; another takes from the words what it needs.
            known: dict[str, str | None] = {grammar.clean(word) or word: code for word, code in derived.lookup.items()}
            codes, unknown = self.distinct.many(
                lambda word: (known.get(word), word is not None and word not in known),
                [given],
                [pa.string(), pa.bool_()],
                key=("derived", field.name),
            )
            if field.unread is not None:
                self._note(field.unread, field.name, unknown, given, pa.repeat("unknown_word", self.height))
            return codes
        read = self.distinct.one(getattr(readings, str(derived.reading)), given, ARROW[field.type])
        if derived.unread is not None:
            where = pc.and_(pc.is_valid(given), pc.is_null(read))
            self._note(derived.unread, field.name, where, given, pa.repeat("unreadable", self.height))
        return read

    def _looked_up(self, derived: Derived, given: pa.Array) -> pa.Array:
        known = derived.lookup or {}
        return self.distinct.many(lambda word: (known.get(word),), [given], [pa.string()], key=("text", *known))[0]

    def _firms(self, texts: Columns) -> Columns:
        """The maker and the others where the producer's cell names firms by their roles; a column of their own goes before."""
        cell = texts.get("producer_name")
        if cell is None:
            return {}
        *told, reason = self.distinct.many(readings.firms_of, [cell], [pa.string()] * (len(readings.FIRMS) + 1))
        self._note("C02", "producer_name", pc.is_valid(reason), cell, reason)
        found = dict(zip(readings.FIRMS, told, strict=True))
        return {name: pc.coalesce(texts[name], one) if name in texts and name != "producer_name" else one for name, one in found.items()}

    def _region(self, field: Field, texts: Columns) -> pa.Array:
        side = field.name.removesuffix("_region")
        parts = [
            texts.get(name, pa.nulls(self.height, pa.string()))
            for name in (field.name, f"{side}_province", f"{side}_city", f"{side}_county")
        ]
        codes, unknown, shown = self.distinct.many(readings.region_of, parts, [pa.string(), pa.bool_(), pa.string()])
        self._note("C03", field.name, unknown, shown, pa.repeat("unknown_place", self.height))
        return codes

    def _category(self, given: pa.Array | None) -> pa.Array:
        if given is None:
            return pa.nulls(self.height, pa.string())
        lookup = self.source.lookups.get("category_code", {})
        domain = self.source.domain or ""
        codes, unknown = self.distinct.many(
            lambda text: readings.category_of(domain, text, lookup), [given], [pa.string(), pa.bool_()], key="category"
        )
        self._note("S06", "category_code", unknown, given, pa.repeat("unknown_category", self.height))
        return codes

    def _item_columns(self, texts: Columns, of_sample: bool) -> Columns:
        """The columns of a tested item that are read together: the result with its unit, the limit, what is known of the item.

        of_sample: whether a verdict without an item is one of the whole sample.
        """

        def text(name: str) -> pa.Array:
            return texts.get(name, pa.nulls(self.height, pa.string()))

        domain = self.source.domain or ""
        known = self.distinct.coded(
            lambda name, category: readings.item_of(domain, name, category), [text("item_name"), text("category_text")], key="item"
        )
        *found, item_limit_text, item_unit_text = known.columns([*_kinds(readings.ITEM), pa.string(), pa.string()])
        item = dict(zip(readings.ITEM, found, strict=True))
        limit_text = pc.coalesce(text("limit_text"), item_limit_text)
        unit_text = pc.coalesce(text("unit_text"), item_unit_text)
        limit_unit = pc.coalesce(text("limit_unit_text"), unit_text)
        limited = self.distinct.coded(readings.limit_of, [limit_text, text("limit_low_text"), text("limit_high_text"), limit_unit])
        limit = dict(zip(readings.LIMIT, limited.columns(_kinds(readings.LIMIT)), strict=True))
        # A plan decides how many results there must be; any other limit does not change how a result is read.
        written = pc.coalesce(limit_text, text("limit_high_text"))
        plan_text = pc.if_else(pc.is_valid(limit["plan_n"]), written, pa.nulls(self.height, pa.string()))
        measured = self.distinct.coded(readings.result_of, [text("value_text"), unit_text, plan_text])
        result = dict(zip(readings.RESULT, measured.columns(_kinds(readings.RESULT)), strict=True))
        detectable = self.distinct.coded(readings.lod_of, [text("lod_text"), text("lod_unit_text"), result["unit"]])
        result["lod"] = pc.coalesce(result["lod"], detectable.columns([ARROW["decimal"]])[0])
        said = text("item_verdict_text")
        if not of_sample:
            said = pc.if_else(pc.is_valid(text("item_name")), said, pa.nulls(self.height, pa.string()))
        verdict = self._word(dictionary().fields["item_verdict"], said, self.source.lookups.get("item_verdict", {}))
        if "item_verdict" in texts:
            verdict = pc.coalesce(verdict, texts["item_verdict"])
        columns = item | limit | result | {"item_verdict": verdict, "limit_text": limit_text}
        columns["track"] = self._track(texts, verdict)
        if "item_kind" in texts:
            kind = self._word(dictionary().fields["item_kind"], texts["item_kind"], self.source.lookups.get("item_kind", {}))
            columns["item_kind"] = pc.coalesce(kind, columns["item_kind"])
        words = [self.distinct.coded(lambda word: (word,), [columns[name]], key=name) for name in ("item_kind", "track")]
        judged = self.distinct.together(readings.judged_of, [measured, limited, detectable, known, *words], _kinds(readings.JUDGED))
        columns |= dict(zip(readings.JUDGED, judged, strict=True))
        # A list of another length than its plan is read well; rule I06 says it.
        unread = pc.not_equal(columns["value_reason"], "plan_count")
        self._note("I02", "value", unread, text("value_text"), columns["value_reason"])
        return columns

    def _track(self, texts: Columns, verdict: pa.Array) -> pa.Array:
        """As delivered; else by the verdict: problem and not judged are words of risk monitoring (docs/domain.md, verdict algebra)."""
        by_verdict = pc.if_else(pc.is_in(verdict, pa.array(["problem", "not_judged"])), "risk", "supervision")
        if "track" not in texts:
            return by_verdict
        return pc.coalesce(self._word(dictionary().fields["track"], texts["track"], self.source.lookups.get("track", {})), by_verdict)

    # ── notes ────────────────────────────────────────────────────────────────────────────────────────────

    def _note(self, code: str, column: str, where: pa.Array, found: pa.Array, reason: pa.Array) -> None:
        """Remember the records in which a column could not be read."""
        where = pc.fill_null(where, False)
        if not pc.any(where).as_py():
            return
        noted = {
            "code": pa.repeat(code, self.height),
            "column_name": pa.repeat(column, self.height),
            "sheet": self.address["sheet"],
        }
        noted |= {"row_no": self.address["row_no"], "sample_id": self.sample_ids, "found_text": found, "reason": reason}
        self.unread.append(pa.table(noted, schema=UNREAD).filter(where))


def _kinds(names: tuple[str, ...]) -> list[pa.DataType]:
    return [ARROW[dictionary().fields[name].type] for name in names]


def _cleaned(raw: str, column: str) -> tuple[str | None, bool]:
    text = grammar.clean(raw)
    if column == "sample_no" and text is not None:
        text = "".join(text.split())  # broken over two lines of its cell it is the same number
    masked = None if text is None else masked_cell(column, text)
    return masked, masked != text
