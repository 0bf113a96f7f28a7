"""Sources: the registry is the folders that hold a source.yml, here and in every folder given with --sources."""

from collections.abc import Iterable
from functools import cache
from importlib import util
from pathlib import Path
from types import ModuleType

from qmon.definitions import DefinitionError, line_of, read_definition
from qmon.dictionary import dictionary
from qmon.sources.contract import Source

PACKAGED = Path(__file__).parent


def sources(folders: Iterable[Path] = ()) -> dict[str, Source]:
    """Every source by name: those of the package and those in the subfolders of `folders`, which win over packaged ones.

    Raises DefinitionError (exit 10) with file and line where a source.yml is wrong or names what the dictionary does not know.
    """
    found: dict[str, Source] = {}
    for folder in (PACKAGED, *folders):
        if not folder.is_dir():
            raise DefinitionError(f"{folder}: no such folder of sources")
        for path in sorted(folder.glob("*/source.yml")):
            found[path.parent.name] = _read(path)
    return found


@cache
def _read(path: Path) -> Source:
    source = read_definition(path, Source, name=path.parent.name, folder=path.parent)
    known = dictionary().fields
    for kind, record in source.records.items():
        unknown = [column for column in (*record.columns, *record.constants, *record.derived, *record.required) if column not in known]
        unknown += [derived.source for derived in record.derived.values() if derived.source not in known]
        if unknown:
            line = line_of(path, ("records", kind, "columns", unknown[0]))
            raise DefinitionError(f"{path}:{line}: records.{kind}: not in the dictionary: {', '.join(unknown)}")
        for column, code in record.constants.items():
            allowed = known[column].allowed
            if allowed is not None and code not in allowed:
                raise DefinitionError(f"{path}: records.{kind}.constants.{column}: {code} is not one of {', '.join(allowed)}")
    for column, words in source.lookups.items():
        if column not in known or known[column].allowed is None and column != "category_code":
            raise DefinitionError(f"{path}: lookups.{column}: not a column with allowed values")
        strange = sorted({code for code in words.values() if code} - set(known[column].allowed or words.values()))
        if strange:
            raise DefinitionError(f"{path}: lookups.{column}: not allowed: {', '.join(strange)}")
    return source


def adapter(source: Source) -> ModuleType | None:
    """The source's adapter.py, where it has one. It offers adapt(table: pa.Table) -> pa.Table on one piece of landed text."""
    path = source.folder / "adapter.py"
    if not path.exists():
        return None
    spec = util.spec_from_file_location(f"qmon_source_{source.name}", path)
    if spec is None or spec.loader is None:
        raise DefinitionError(f"{path}: cannot be loaded")
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
