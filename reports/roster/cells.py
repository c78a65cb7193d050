"""Text that is safe to open in a spreadsheet."""

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def guarded(text: str) -> str:
    """Return text that no spreadsheet takes for a formula.

    Programs run what starts with = + - @ (also behind a tab or a line break) when a file is
    opened; an apostrophe in front makes it plain text.
    """
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text
