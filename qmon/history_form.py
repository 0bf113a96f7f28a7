"""The forms of the history (expectations/history.yml): which one is written now, so that older ones are known for what they are."""

from functools import cache

from qmon.definitions import Definition, DefinitionError, check, read_yaml
from qmon.dictionary import EXPECTATIONS

PAGE = EXPECTATIONS / "history.yml"


class Form(Definition):
    """One form: from which day it was written, and why older ones are not read as they are."""

    since: str
    says: str


@cache
def forms() -> dict[int, Form]:
    """All forms by number, oldest first. Raises DefinitionError where they are not numbered 1, 2, 3, …"""
    found = {str(number): check(PAGE, Form, content, (str(number),)) for number, content in read_yaml(PAGE).items()}
    if list(found) != [str(number) for number in range(1, len(found) + 1)]:
        raise DefinitionError(f"{PAGE}: forms are numbered 1, 2, 3, … and stand in that order")
    return {int(number): form for number, form in found.items()}


def newest() -> int:
    """The form that is written now."""
    return max(forms())
