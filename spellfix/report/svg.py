"""SVG as matplotlib writes it, made fit for a page: no inline style, both languages, a title.

A page whose policy forbids inline style needs attributes instead; its style sheet then also changes
the colours in the dark. Ids that nothing refers to go, the others begin with the name of the
figure, so that several figures fit into one page. Knows no plot.
"""

import re
from collections.abc import Mapping
from xml.etree import ElementTree

from spellfix.report.markup import label
from spellfix.report.words import Words

_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_SIZE = re.compile(r"([\d.]+)px")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_DROPPED = {f"{_SVG}style", f"{_SVG}metadata"}


def inline(
    svg: str, name: str, title: Words, description: Words, labels: Mapping[str, Words]
) -> str:
    """``svg`` as an element of an HTML page, with ids that begin with ``name``.

    title, description: what a screen reader says. labels: texts in the figure and what stands there
    instead.
    """
    root = ElementTree.fromstring(svg)
    used = _references(root)
    for element in root.iter():
        for child in [child for child in element if child.tag in _DROPPED]:
            element.remove(child)
        _style_to_attributes(element)
        _name_apart(element, name, used)
        if element.tag == f"{_SVG}text" and element.text is not None and element.text in labels:
            element.text = " · ".join(labels[element.text])
        element.tag = element.tag.removeprefix(_SVG)
    box = root.get("viewBox", "")
    inner = "".join(ElementTree.tostring(child, encoding="unicode") for child in root)
    return (
        f'<svg class="plot {name}" viewBox="{box}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc"><title id="{name}-title">{label(title)}'
        f'</title><desc id="{name}-desc">{label(description)}</desc>{inner}</svg>'
    )


def _references(root: ElementTree.Element) -> set[str]:
    """The ids that something in the figure points to."""
    found = {element.get(_LINK, "").removeprefix("#") for element in root.iter()}
    for element in root.iter():
        for value in element.attrib.values():
            found.update(_REFERENCE.findall(value))
    return found


def _style_to_attributes(element: ElementTree.Element) -> None:
    """``style="fill: red"`` becomes ``fill="red"``; of fonts only the size stays."""
    for declaration in (element.attrib.pop("style", "")).split(";"):
        key, _, value = (part.strip() for part in declaration.partition(":"))
        size = _SIZE.search(value) if key.startswith("font") else None
        if size is not None:
            element.set("font-size", size[1])
        elif key and not key.startswith("font"):
            element.set(key, value)


def _name_apart(element: ElementTree.Element, name: str, used: set[str]) -> None:
    identity = element.attrib.pop("id", None)
    if identity in used:
        element.set("id", f"{name}-{identity}")
    link = element.attrib.pop(_LINK, None)
    if link is not None:
        element.set("href", f"#{name}-{link.removeprefix('#')}")
    for key, value in element.attrib.items():
        element.set(key, _REFERENCE.sub(rf"url(#{name}-\1)", value))
