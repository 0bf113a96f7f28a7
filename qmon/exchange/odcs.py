"""The data contract of a source in the Open Data Contract Standard 3.1 (YAML), made from its source.yml and the dictionary."""

from open_data_contract_standard.model import (
    DataQuality,
    Description,
    OpenDataContractStandard,
    SchemaObject,
    SchemaProperty,
    ServiceLevelAgreementProperty,
    Synonym,
    Team,
)

from qmon.dictionary import Field, dictionary
from qmon.exchange.words import words_of
from qmon.findings import rules
from qmon.sources.contract import Record, Source

_LOGICAL = {
    "text": "string",
    "texts": "array",
    "integer": "integer",
    "decimal": "number",
    "fraction": "number",
    "boolean": "boolean",
    "date": "date",
    "moment": "timestamp",
}
_DAYS = {"day": 1, "month": 31, "quarter": 92, "year": 366}


def odcs(source: Source) -> OpenDataContractStandard:
    """The contract: one schema object for each kind of record, one property for each column, the rules that are checked, the cadence."""
    return OpenDataContractStandard(
        apiVersion="v3.1.0",
        kind="DataContract",
        id=f"qmon-{source.name}",
        name=source.title,
        version="1.0.0",
        status="active",
        domain=source.domain,
        description=Description(
            purpose=f"{source.title}（{source.title_en}）", usage="CSV（UTF-8 或 GB18030）、xlsx、xls、ods 或 JSON，放入来源文件夹"
        ),
        team=Team(name=source.supplier),
        schema=[_schema(source, kind, record) for kind, record in source.records.items()],
        slaProperties=_service(source),
    )


def _schema(source: Source, kind: str, record: Record) -> SchemaObject:
    return SchemaObject(
        name=kind,
        logicalType="object",
        physicalType="table",
        description=f"表头含有：{'、'.join(record.marks)}",
        properties=[_property(source, record, column) for column in record.columns],
        quality=_quality(record),
    )


def _property(source: Source, record: Record, column: str) -> SchemaProperty:
    field = dictionary().fields[column]
    words = words_of(source, field)
    return SchemaProperty(
        name=record.columns[column][0],
        businessName=field.zh,
        physicalName=column,
        logicalType=_LOGICAL[field.type],
        physicalType="text",
        description=_said(field, words),
        required=column in record.required,
        primaryKey=True if source.key == (column,) else None,
        synonyms=[Synonym(synonym=heading) for heading in record.columns[column][1:]] or None,
    )


def _said(field: Field, words: tuple[str, ...]) -> str:
    shown = f" 用语：{'、'.join(words[:40])}{'…' if len(words) > 40 else ''}" if words else ""
    return f"{field.zh}。{field.says}{f' 单位：{field.unit}。' if field.unit else ''}{shown}"


def _quality(record: Record) -> list[DataQuality]:
    """The rules that read a column of the form, in words; they are run by qmon, not by the reader of the contract."""
    told = []
    for code, rule in rules().items():
        tables = {check.table or rule.table for check in rule.checks} or {rule.table}
        columns = {check.column for check in rule.checks}
        if tables & set(record.gives) and (not columns or columns & set(record.columns)):
            told.append(
                DataQuality(
                    id=code,
                    name=rule.title,
                    type="text",
                    description=rule.why,
                    severity=rule.severity,
                    mustBeBetween=None,
                    mustNotBeBetween=None,
                )
            )
    return told


def _service(source: Source) -> list[ServiceLevelAgreementProperty] | None:
    if source.cadence is None:
        return None
    return [
        ServiceLevelAgreementProperty(property="frequency", value=_DAYS[source.cadence], unit="d", description=source.cadence),
        ServiceLevelAgreementProperty(property="latency", value=source.lag_days, unit="d", description="期末之后允许的天数"),
    ]
