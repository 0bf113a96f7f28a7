"""Text stays text: what a spreadsheet or a Markdown table would take for a formula or for markup is neutralised."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def for_csv(text: str) -> str:
    """A text cell of a CSV file: a leading sign that a spreadsheet takes for a formula gets an apostrophe."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def for_markdown(text: str) -> str:
    """A text cell of a Markdown table: no pipe, tag, link or line break survives as markup."""
    plain = text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace(">", "&gt;").replace("\n", " ")
    return plain.replace("[", "\\[").replace("]", "\\]").replace("`", "\\`")
