"""Personal numbers: telephone and identity numbers in free text are masked wherever a cell is kept in readable form."""

import re

# A mobile number of eleven digits, with its country code or not, or an identity number of eighteen with a date of birth in it, in groups
# or not; part of a longer number is neither. Identity numbers of fifteen digits ended in 2012; registration numbers of firms look alike.
_NUMBERS = re.compile(
    r"(?<![0-9])(?:(?:\+|00)?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9])"
    r"|(?<![0-9])[1-9][0-9]{5}[ -]?(?:19|20)[0-9]{2}[ -]?(?:0[1-9]|1[0-2])[ -]?(?:0[1-9]|[12][0-9]|3[01])[ -]?[0-9]{3}[0-9Xx](?![0-9Xx])"
)

# Where this RE2 pattern does not match, nothing is masked.
LONG_NUMBER = "[0-9]{11}|1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}|[0-9]{6}[ -](?:19|20)[0-9]{2}"

# Columns whose digits are numbers of things: a mask there would merge samples.
NUMBERS_OF_THINGS = frozenset(
    {"sample_no", "report_no", "batch_no", "producer_credit_code", "sampled_unit_credit_code", "finding_id", "document", "citation"}
)
# Columns of results and counts: a mask there would destroy a value, but a value has no Chinese word beside it.
VALUES = frozenset(
    {"value_text", "unit_text", "limit_text", "limit_low_text", "limit_high_text", "limit_unit_text", "lod_text", "lod_unit_text"}
    | {"n_text", "n_pass_text", "n_fail_text"}
)
_WORD = re.compile("[\u4e00-\u9fff]")


def masked_numbers(text: str) -> str:
    """The text with *** for each telephone or identity number (docs/domain.md, personal data)."""
    return _NUMBERS.sub("***", text)


def masked_cell(column: str, text: str) -> str:
    """The text of a column with its personal numbers masked, as far as they cannot be what the column is for."""
    if column in NUMBERS_OF_THINGS or (column in VALUES and not _WORD.search(text)):
        return text
    return masked_numbers(text)
