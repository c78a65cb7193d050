"""The annex as one HTML page to print, and as Markdown."""

from jinja2 import Environment, PackageLoader, StrictUndefined

from reports import style
from reports.annex.part import Annex, AnnexPart, Row


def annex_html(annex: Annex) -> str:
    """Return the annex as one HTML page without any outside reference."""
    environment = Environment(
        loader=PackageLoader("reports.annex"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("annex.html.j2").render(annex=annex, style=style)


def annex_markdown(annex: Annex) -> str:
    """Return the annex as Markdown."""
    blocks = [f"# {_plain(annex.title)}", _plain(annex.subtitle)]
    for part in annex.parts:
        blocks += _part(part)
    return "\n\n".join([*blocks, _plain(annex.footer)]) + "\n"


def _part(part: AnnexPart) -> list[str]:
    blocks = [f"## {_plain(part.title)}", *map(_plain, part.sentences)]
    if part.rows:
        ruler = "|" + "---|" * len(part.columns)
        blocks.append("\n".join((_line(part.columns), ruler, *map(_line, part.rows))))
    return blocks


def _line(row: Row) -> str:
    return "| " + " | ".join(map(_plain, row)) + " |"


def _plain(text: str) -> str:
    """Return a text that Markdown takes as it stands, in one line."""
    marked = " ".join(text.split())
    for sign in ("\\", "`", "*", "<", ">", "[", "]", "|", "#"):
        marked = marked.replace(sign, f"\\{sign}")
    return marked
