"""Cell text: folding of look-alikes and the spellings of nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qmon.grammar import UNCLEAN, clean
from qmon.grammar.text import fold


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("２．５％", "2.5%"),
        ("（ｍｇ／ｋｇ）", "(mg/kg)"),
        ("＜１０；≥２：ｎ＝５，", "<10;≥2:n=5,"),
        ("菌落总数﹙CFU/g﹚", "菌落总数(CFU/g)"),
        ("20～30", "20~30"),
        ("≦5", "≤5"),
    ],
)
def test_full_width_forms_become_ascii(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize("text", ["10⁴", "n₁", "B₁", "50cm²"])
def test_superscripts_and_subscripts_stay(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize("text", ["9.4\u00b5g/kg", "9.4\u03bcg/kg"])
def test_both_mu_become_greek_mu(text: str) -> None:
    assert clean(text) == "9.4\u03bcg/kg"


@pytest.mark.parametrize("text", [" a b ", "\u3000a\u3000b", "\xa0a\xa0\xa0b\u200b", "\ufeffa\r\n b", "a\n\n\tb"])
def test_spaces_and_line_breaks_collapse(text: str) -> None:
    assert clean(text) == "a b"


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        " ",
        "/",
        "/ ",
        "／",
        "-",
        "--",
        "—",
        "——",
        "－",
        "_",
        "\\",
        "无",
        "、",
        "请选择",
        "''",
        "N/A",
        "n/a",
    ]
    + ["\xa0", "\u3000", "NULL"],
)
def test_spellings_of_nothing_are_none(text: str | None) -> None:
    assert clean(text) is None


@pytest.mark.parametrize("text", ["0", "-1", "/25g", "无色", "Na", "检出"])
def test_short_cells_that_state_something_stay(text: str) -> None:
    assert clean(text) == text


def test_fold_keeps_line_breaks_as_one_newline() -> None:
    assert fold("＜10；\r\n 20 \n\n30") == "<10;\n20\n30"


@given(st.text())
def test_clean_twice_is_clean_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@settings(max_examples=2000, deadline=None)
@given(st.text(alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from("无请/-—_\\'\"Nn na\u3000\xa0\u200b１２（）µμ≤\n"))))
def test_what_the_pattern_lets_pass_is_clean_as_it_stands(text: str) -> None:
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pc.match_substring_regex(pa.array([text]), UNCLEAN)[0].as_py():
        assert clean(text) == text
