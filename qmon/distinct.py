"""Do each distinct thing once: a plain function of words is called for every distinct word of a column, and its answers put back."""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

_BETWEEN = "\x1f"  # the unit separator: the door lets no control character in that could stand in a cell
_NOTHING = "\x1e"


class Coded(NamedTuple):
    """Answers to the rows of some columns: the place of each row's answer among those given, the answers, and the number that each answer
    has for as long as the delivery is read."""

    places: pa.Array
    answers: list[Sequence[Any] | None]
    numbers: list[int]

    def columns(self, kinds: Sequence[pa.DataType]) -> list[pa.Array]:
        """One column for each value of an answer."""
        return [
            pa.array([None if answer is None else answer[number] for answer in self.answers], kind).take(self.places)
            for number, kind in enumerate(kinds)
        ]


class _Memory(NamedTuple):
    """What was asked under one key, each with its number, and the answers by number."""

    numbers: dict[Any, int]
    answers: list[Any]
    adding: Lock

    def add(self, asked: Any, answer: Any) -> int:
        """Pieces are read side by side: two may ask the same at once, and then each has a number with the same answer."""
        with self.adding:
            self.answers.append(answer)
            self.numbers[asked] = len(self.answers) - 1
            return len(self.answers) - 1


class Distinct:
    """Calls functions on distinct words and remembers the answers from piece to piece of one delivery."""

    def __init__(self) -> None:
        self._memories: dict[Any, _Memory] = {}
        self._changed: dict[Any, dict[str, Any]] = {}

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
        memory = self._changed.setdefault(key, {})
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
        return self.coded(function, columns, key).columns(kinds)

    def coded(self, function: Callable[..., Sequence[Any] | None], columns: Sequence[pa.ChunkedArray | pa.Array], key: Any = None) -> Coded:
        """As `many`, with the answers not yet put into columns, for `together`."""
        memory = self._memories.setdefault(key or function, _Memory({}, [], Lock()))
        if len(columns) == 1:
            joined = _flat(columns[0])
        else:
            parts = [pc.fill_null(_flat(column), _NOTHING) for column in columns]
            joined = pc.binary_join_element_wise(*parts, _BETWEEN)
        coded = joined.dictionary_encode()
        numbers = []
        for word in coded.dictionary.to_pylist() + [None] * (coded.null_count > 0):
            number = memory.numbers.get(word)
            if number is None:
                alone = len(columns) == 1
                arguments = [word] if alone else [None if part == _NOTHING else part for part in word.split(_BETWEEN)]
                number = memory.add(word, function(*arguments))
            numbers.append(number)
        places = pc.fill_null(coded.indices.cast(pa.int64()), len(numbers) - 1)
        return Coded(places, [memory.answers[number] for number in numbers], numbers)

    def together(self, function: Callable[..., Sequence[Any]], parts: Sequence[Coded], kinds: Sequence[pa.DataType]) -> list[pa.Array]:
        """`function` of the answers that each row has in all `parts`, called once for every distinct combination of them."""
        memory = self._memories.setdefault(function, _Memory({}, [], Lock()))
        # Part by part, and made dense after each: the product of all lengths may not fit into 64 bits, that of two does.
        rows = parts[0].places
        seen = [pa.array(range(len(parts[0].answers)), pa.int64())]
        for part in parts[1:]:
            coded = pc.add(pc.multiply(rows, len(part.answers)), part.places).dictionary_encode()
            above = pc.divide(coded.dictionary, len(part.answers))
            own = pc.subtract(coded.dictionary, pc.multiply(above, len(part.answers)))
            seen = [place.take(above) for place in seen] + [own]
            rows = coded.indices.cast(pa.int64())
        places = seen
        asked = [pa.array(part.numbers, pa.int64()).take(place).to_pylist() for part, place in zip(parts, places, strict=True)]
        numbers = []
        for index, combination in enumerate(zip(*asked, strict=True)):
            number = memory.numbers.get(combination)
            if number is None:
                answers = [part.answers[place[index].as_py()] for part, place in zip(parts, places, strict=True)]
                number = memory.add(combination, function(*answers))
            numbers.append(number)
        return Coded(rows, [memory.answers[number] for number in numbers], numbers).columns(kinds)


def _flat(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
