"""A PDF opened again, as a reader's program or a screen reader meets it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject


@dataclass
class Node:
    """One element of the structure tree: its role (`H1`, `Figure`, `TH`), alternative text, attributes, parts."""

    role: str
    alt: str
    attributes: list[dict[str, Any]]
    parts: list[Node] = field(default_factory=list)

    def all(self, *roles: str) -> list[Node]:
        """The elements with one of these roles, in reading order."""
        return [node for node in self.walk() if node.role in roles]

    def walk(self) -> Iterator[Node]:
        """This element and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


class Opened:
    """A paper: its pages as text, its language, its structure."""

    def __init__(self, pdf: bytes) -> None:
        self.reader = PdfReader(BytesIO(pdf))
        self.root: Any = self.reader.trailer["/Root"]

    @cached_property
    def pages(self) -> list[str]:
        """The text of each page, foot included."""
        return [page.extract_text() for page in self.reader.pages]

    @property
    def text(self) -> str:
        """All words, white space and line breaks as one space."""
        return " ".join(" ".join(self.pages).split())

    @property
    def language(self) -> str:
        return str(self.root["/Lang"])

    @property
    def metadata(self) -> str:
        """The XMP packet, where a PDF says which standards it keeps."""
        return bytes(self.root["/Metadata"].get_object().get_data()).decode()

    @property
    def tree(self) -> Node:
        return node(self.root["/StructTreeRoot"].get_object())

    @property
    def links(self) -> list[str]:
        annotations = [one.get_object() for page in self.reader.pages for one in page.get("/Annots", [])]
        return [str(one["/A"]["/URI"]) for one in annotations if one["/Subtype"] == "/Link"]


def node(element: DictionaryObject) -> Node:
    """An element with its parts; page content and references to objects are left out."""
    attributes = element.get("/A", [])
    found = Node(
        role=str(element.get("/S", "")).removeprefix("/"),
        alt=str(element.get("/Alt", "")),
        attributes=[dict(one.get_object()) for one in (attributes if isinstance(attributes, list) else [attributes])],
    )
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, ArrayObject) else [kids]:
        part = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(part, DictionaryObject) and "/S" in part:
            found.parts.append(node(part))
    return found
