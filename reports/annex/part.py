"""What the annex is made of: parts with sentences and a table."""

from dataclasses import dataclass

Row = tuple[str, ...]


@dataclass(frozen=True)
class AnnexPart:
    """A part under a title: sentences, then a table if there is anything to list."""

    title: str
    sentences: tuple[str, ...] = ()
    columns: Row = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Annex:
    """The whole annex, in reading order."""

    title: str
    subtitle: str
    parts: tuple[AnnexPart, ...]
    footer: str
