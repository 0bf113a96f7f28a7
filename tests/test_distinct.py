"""Each distinct thing is done once: words, and combinations of the answers to several columns, from piece to piece."""

import pyarrow as pa

from qmon.distinct import Distinct

asked: list[tuple[object, ...]] = []


def length(word: str | None) -> tuple[int] | None:
    return None if word is None else (len(word),)


def joined(first: tuple[int] | None, second: tuple[int] | None) -> tuple[str]:
    asked.append((first, second))
    return (f"{first and first[0]}/{second and second[0]}",)


def test_a_combination_of_answers_is_asked_once_in_all_pieces() -> None:
    distinct = Distinct()
    asked.clear()
    pieces = [(["a", "bb", "a", None], ["x", "x", "x", "yy"]), (["bb", "a", "a"], ["x", "x", None]), ([], [])]
    answers = []
    for left, right in pieces:
        parts = [distinct.coded(length, [pa.array(words, pa.string())], key=side) for side, words in (("left", left), ("right", right))]
        answers.append(distinct.together(joined, parts, [pa.string()])[0].to_pylist())
    assert answers == [["1/1", "2/1", "1/1", "None/2"], ["2/1", "1/1", "1/None"], []]
    assert asked == [((1,), (1,)), ((2,), (1,)), (None, (2,)), ((1,), None)]


def test_words_of_several_columns_are_asked_together_and_none_is_no_word() -> None:
    called: list[tuple[str | None, str | None]] = []

    def both(first: str | None, second: str | None) -> tuple[str, bool]:
        called.append((first, second))
        return f"{first}{second}", second is None

    columns = [pa.array(["a", "a", None, "a"]), pa.array(["b", None, "b", "b"])]
    told, flags = Distinct().many(both, columns, [pa.string(), pa.bool_()])
    assert told.to_pylist() == ["ab", "aNone", "Noneb", "ab"]
    assert flags.to_pylist() == [False, True, False, False]
    assert called == [("a", "b"), ("a", None), (None, "b")]
