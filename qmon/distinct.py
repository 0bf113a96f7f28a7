"""Do each distinct thing once: a plain function of words is called for every distinct word of a column, and its answers put back."""

from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

_BETWEEN = "\x1f"  # the unit separator: the door lets no control character in that could stand in a cell
_NOTHING = "\x1e"


class Distinct:
    """Calls functions on distinct words and remembers the answers from piece to piece of one delivery."""

    def __init__(self) -> None:
        self._answers: dict[Any, dict[Any, Any]] = {}

    def one(self, function: Callable[[str], Any], column: pa.ChunkedArray | pa.Array, kind: pa.DataType) -> pa.Array:
        """`function` of every text of `column`; null stays null."""
        return self.many(lambda text: None if text is None else (function(text),), [column], [kind], key=function)[0]

    def changed(self, function: Callable[[str], Sequence[Any]], column: pa.Array, pattern: str, key: Any) -> tuple[pa.Array, pa.Array]:
        """A column of texts with the words that match the RE2 `pattern` replaced by what `function` makes of them: (word or None, flag).
        The second array holds the flags; every other word stands as it is, with the flag False."""
        coded = _flat(column).dictionary_encode()
        suspect = pc.match_substring_regex(coded.dictionary, pattern)
        if not pc.any(suspect).as_py():
            return _flat(column), pa.repeat(False, len(column))
        memory = self._answers.setdefault(key, {})
        words, flags = coded.dictionary.to_pylist(), [False] * len(coded.dictionary)
        for place in pc.indices_nonzero(suspect).to_pylist():
            word = words[place]
            if word not in memory:
                memory[word] = function(word)
            words[place], flags[place] = memory[word]
        return pa.array(words, pa.string()).take(coded.indices), pc.fill_null(pa.array(flags).take(coded.indices), False)

    def many(
        self,
        function: Callable[..., Sequence[Any] | None],
        columns: Sequence[pa.ChunkedArray | pa.Array],
        kinds: Sequence[pa.DataType],
        key: Any = None,
    ) -> list[pa.Array]:
        """`function` of every row over `columns` (texts or None), which answers with one value for each of `kinds`, or None for none.

        The answers are remembered under `key` (the function itself unless given): it must depend on its arguments alone.
        """
        memory = self._answers.setdefault(key or function, {})
        if len(columns) == 1:
            joined = _flat(columns[0])
        else:
            parts = [pc.fill_null(_flat(column), _NOTHING) for column in columns]
            joined = pc.binary_join_element_wise(*parts, _BETWEEN)
        coded = joined.dictionary_encode()
        answers = []
        for word in coded.dictionary.to_pylist():
            if word not in memory:
                arguments = [word] if len(columns) == 1 else [None if part == _NOTHING else part for part in word.split(_BETWEEN)]
                memory[word] = function(*arguments)
            answers.append(memory[word])
        nothing = function(None) if len(columns) == 1 and coded.null_count else None
        answers.append(nothing)
        indices = pc.fill_null(coded.indices, len(answers) - 1)
        return [
            pa.array([None if answer is None else answer[number] for answer in answers], kind).take(indices)
            for number, kind in enumerate(kinds)
        ]


def _flat(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
