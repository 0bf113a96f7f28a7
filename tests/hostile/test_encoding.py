"""Bytes are taken for UTF-8 exactly where Python reads them as such and no control character stands among them."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qmon.files import Refused, content

WORDS = st.text(st.sampled_from("a,\n\t中é😀\x08"), min_size=1).map(str.encode)


def is_text(written: bytes) -> bool:
    try:
        return not any(mark in written.decode() for mark in map(chr, range(9)))
    except UnicodeDecodeError:
        return False


@given(st.one_of(WORDS, st.binary(min_size=1), st.tuples(WORDS, st.binary(max_size=3), WORDS).map(b"".join)))
@example("a中".encode()[:-1])  # ends within a character
@example(b"a" + b"\x80" * 9)  # a character that never begins
@example(b"\xed\xa0\x80")  # half of a pair of UTF-16
@example(b"\xc0\xaf")  # longer than it need be
def test_utf8_is_what_python_reads_as_utf8(written: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder) / "a.csv"
        path.write_bytes(b"a" + written)  # neither empty nor a mark of another kind
        patch.setattr(content, "_BLOCK", 5)  # so that characters lie across blocks
        try:
            found = content.recognise(path).encoding
        except Refused:
            found = "refused"
    assert (found == "utf-8") == is_text(written)
