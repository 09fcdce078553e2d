"""A figure as a piece of SVG that may stand in any page: its words are words, and nothing in it is a style sheet.

A page that trusts nobody (Content-Security-Policy) refuses styles within it, so what matplotlib writes as styles is written
as attributes, which SVG has for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import StringIO
from xml.etree import ElementTree

import matplotlib
from matplotlib.figure import Figure

SVG = "http://www.w3.org/2000/svg"
_LINK = "{http://www.w3.org/1999/xlink}href"
#: what each element has unless it says otherwise: the style sheet that matplotlib puts before the first
_EVERYWHERE = {"stroke-linejoin": "round", "stroke-linecap": "butt"}
_FONT = re.compile(r"(?:(\d+|bold|normal) )?([\d.]+px) (.+)")
_LONG = re.compile(r"-?\d+\.\d{2,}")


def svg(
    figure: Figure, title: str, name: str = "figure", links: Mapping[str, tuple[str, str]] | None = None
) -> str:
    """The figure as one `<svg>` element with `title` for those who cannot see it; `name` is before each of its ids.

    `links` makes what has that id of matplotlib's (`gid`) a way to an address, with words for those who cannot see it.
    The same figure gives the same text. Coordinates are in points, to a tenth.
    """
    written = StringIO()
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "detente"}):
        figure.savefig(
            written, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
        )
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(written.getvalue())
    for parent in root.iter():
        for child in [one for one in parent if one.tag in (f"{{{SVG}}}metadata", f"{{{SVG}}}style")]:
            parent.remove(child)
    for parent in list(root.iter()):
        for place, child in enumerate(list(parent)):
            if links and child.get("id") in links:
                address, words = links[str(child.get("id"))]
                parent[place] = link = ElementTree.Element(
                    f"{{{SVG}}}a", {"href": address, "aria-label": words}
                )
                link.append(child)
    for element in root.iter():
        _plain(element, name)
    for key, value in _EVERYWHERE.items():
        root.set(key, value)
    root.attrib.pop("height", None)
    root.attrib.pop("width", None)
    root.set("role", "group" if links else "img")
    root.set("aria-label", title)
    return ElementTree.tostring(root, encoding="unicode")


def _plain(element: ElementTree.Element, name: str) -> None:
    """Attributes in place of styles, ids and what refers to them under the name of the figure, and short numbers."""
    for part in element.attrib.pop("style", "").split(";"):
        key, colon, value = (one.strip() for one in part.partition(":"))
        if not colon:
            continue
        if key == "font":
            weight, size, family = _FONT.fullmatch(value).groups()  # type: ignore[union-attr]
            element.set("font-size", size)
            element.set("font-family", f"{family}, sans-serif")
            if weight:
                element.set("font-weight", weight)
        else:
            element.set(key, value)
    if "id" in element.attrib:
        element.set("id", f"{name}-{element.attrib['id']}")
    if _LINK in element.attrib:
        element.set("href", f"#{name}-{element.attrib.pop(_LINK)[1:]}")
    for key, value in element.attrib.items():
        if "url(#" in value:
            element.set(key, value.replace("url(#", f"url(#{name}-"))
        elif key in ("d", "transform", "x", "y", "points"):
            element.set(key, " ".join(_LONG.sub(_short, value).split()))


def _short(number: re.Match[str]) -> str:
    return f"{float(number[0]):.1f}".removesuffix(".0")
