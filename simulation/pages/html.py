"""A page as one HTML file that needs no other.

It is made for everyone: landmarks, one order of headings, alternative texts, a contrast of at least 7 to 1 (WCAG 2, AAA),
and a language that a screen reader can tell.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from html import escape

from simulation.pages.blocks import Block, Grid, Heading, Items, Paragraph, Picture, flat_rows

STYLE = """
:root { color-scheme: light; }
body { font: 1.05rem/1.55 system-ui, sans-serif; color: #1a1a1a; background: #ffffff; }
body { margin: 0 auto; padding: 1rem; max-width: 60rem; }
h1, h2, h3 { line-height: 1.25; color: #003049; }
h3 { margin-top: 2.5rem; border-top: 1px solid #8a8a8a; padding-top: 1rem; }
a { color: #00456e; }
figure { margin: 1rem 0; }
img { max-width: 100%; height: auto; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.95rem; }
caption { text-align: left; font-weight: bold; padding: 0.4rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.6rem; border-bottom: 1px solid #8a8a8a; }
@media print { .fresh { break-before: page; } h3 { break-after: avoid; } figure, tr { break-inside: avoid; } }
""".strip()


def html(blocks: Sequence[Block], title: str, lang: str, style: str = "") -> str:
    """The page as one HTML file, figures and style inside. `lang` is the language of the words; `style` is added."""
    body = fragment(blocks)
    look = f"{STYLE}\n{style}" if style else STYLE
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(lang)}">\n<head>\n<meta charset="utf-8"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        f"<title>{escape(title)}</title>\n<style>\n{look}\n</style>\n</head>\n<body>\n<main>\n{body}\n"
        "</main>\n</body>\n</html>\n"
    )


def fragment(blocks: Sequence[Block]) -> str:
    """What stands in the body of a page, or in the output of a notebook's cell. Whatever is words is escaped."""
    return "\n".join(_html(block) for block in blocks)


def _html(block: Block) -> str:
    match block:
        case Heading(words, level, anchor, fresh):
            place = f' id="{escape(anchor)}"' if anchor else ""
            place += ' class="fresh"' if fresh else ""
            return f"<h{level}{place}>{escape(words)}</h{level}>"
        case Paragraph(words, lead):
            before = f"<strong>{escape(lead)}</strong> " if lead else ""
            return f"<p>{before}{escape(words)}</p>"
        case Items(words):
            return "<ul>\n" + "\n".join(f"<li>{escape(item)}</li>" for item in words) + "\n</ul>"
        case Grid():
            return _table(block)
        case Picture(_, png, alternative):
            source = f"data:image/png;base64,{b64encode(png).decode('ascii')}"
            return f'<figure><img src="{source}" alt="{escape(alternative)}"/></figure>'


def _table(grid: Grid) -> str:
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in grid.columns)
    lines = []
    for k, (first, *others) in enumerate(flat_rows(grid)):
        shown = escape(first)
        if k < len(grid.anchors):
            shown = f'<a href="#{escape(grid.anchors[k])}">{shown}</a>'
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in others)
        lines.append(f'<tr><th scope="row">{shown}</th>{cells}</tr>')
    body = "\n".join(lines)
    return (
        f'<div class="table"><table>\n<caption>{escape(grid.caption)}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table></div>"
    )
