"""What every definition file has in common: read as YAML 1.2-ish text, checked by a pydantic model, errors with file and line."""

import re
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

Model = TypeVar("Model", bound="Definition")


class DefinitionError(Exception):
    """A definition file is wrong (exit 10). The text names file, line, place and what is wrong with it."""


class Definition(BaseModel):
    """A definition: nothing unknown is accepted, nothing is changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


# The C library reads ten times as fast; where PyYAML was built without it, its own reader gives the same.
_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _TextLoader(_SafeLoader):  # type: ignore[misc]
    """YAML without surprises: 0123, yes, on and 2024-01-01 stay text, so that codes are never numbers."""

    yaml_implicit_resolvers: dict[str, Any] = {}


for _tag, _pattern, _first in (
    ("bool", r"^(true|false)$", "tf"),
    ("int", r"^-?(0|[1-9][0-9]*)$", "-0123456789"),
    ("float", r"^-?(0|[1-9][0-9]*)\.[0-9]+$", "-0123456789"),
    ("null", r"^(null|~|)$", ["n", "~", ""]),
):
    _TextLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))


def read_yaml(path: Path) -> dict[str, Any]:
    """The mapping in a YAML file. Raises DefinitionError with file and line where the text is not a mapping or a key stands twice."""
    text = path.read_text(encoding="utf-8")
    try:
        _refuse_repeated_keys(yaml.compose(text, Loader=_TextLoader), path)
        content = yaml.load(text, Loader=_TextLoader)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DefinitionError(f"{path}:{line}: {error.problem}") from None
    if not isinstance(content, dict):
        raise DefinitionError(f"{path}:1: a mapping is expected")
    return content


def read_definition(path: Path, model: type[Model], **given: Any) -> Model:
    """One definition file as its model; `given` are fields that the file's place says (its name, its folder)."""
    return check(path, model, read_yaml(path) | given)


def check(path: Path, model: type[Model], content: Any, at: tuple[str, ...] = ()) -> Model:
    """`content`, found in `path` below the keys `at`, as `model`; raises DefinitionError naming the line of the first mistake."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = (*at, *(str(part) for part in first["loc"]))
        raise DefinitionError(f"{path}:{line_of(path, place)}: {'.'.join(place)}: {first['msg']}") from None


def line_of(path: Path, place: tuple[str, ...]) -> int:
    """The line of the deepest key of `place` that stands in the file."""
    node: yaml.Node | None = yaml.compose(path.read_text(encoding="utf-8"), Loader=_TextLoader)
    line = 1
    for part in place:
        children: dict[str, tuple[int, yaml.Node]] = {}
        if isinstance(node, yaml.MappingNode):
            children = {str(key.value): (key.start_mark.line + 1, value) for key, value in node.value}
        elif isinstance(node, yaml.SequenceNode):
            children = {str(number): (item.start_mark.line + 1, item) for number, item in enumerate(node.value)}
        if part not in children:
            break
        line, node = children[part]
    return line


def _refuse_repeated_keys(node: yaml.Node | None, path: Path) -> None:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                raise DefinitionError(f"{path}:{key.start_mark.line + 1}: {key.value} stands twice")
            seen.add(key.value)
            _refuse_repeated_keys(value, path)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_repeated_keys(item, path)
