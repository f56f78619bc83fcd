"""XMP packets, the metadata in published files: Dublin Core, rights, IPTC, PRISM, Creative Commons, PDF/X.

The same label gives the same bytes: no clock, no identifier of its own. Values are escaped by the XML writer.
Elements are named as they are written, `dc:title`; the prefixes are declared at the root when a packet is written.
"""

import datetime as dt
import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

SPACES = {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "cc": "http://creativecommons.org/ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
"""Prefix → namespace."""
_MP4_NAME = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
"""UUID of the box that holds XMP in MP4 (XMP specification, part 3)."""
_BEGIN, _END = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>', '<?xpacket end="r"?>'
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML can't hold, escaped or not."""


@dataclass(frozen=True)
class Label:
    """Metadata of a published file, for wherever it turns up. Texts are of one language; empty ones are left out."""

    language: str
    title: str
    description: str
    """The caption."""
    alt: str
    """For those who can't see it."""
    creator: str
    credit: str
    """Words that must stand beside it."""
    rights: str
    terms: str
    """Permitted use."""
    licence: str
    """The address of the licence; empty if there is none."""
    site: str
    email: str
    address: str
    instructions: str
    """Notes for an editor who is about to use it."""
    edition: str
    made: dt.date
    valid_from: dt.date
    valid_until: dt.date


def packet(label: Label) -> bytes:
    """The label as a packet of its own, in UTF-8."""
    return packet_of(_properties(label))


def packet_of(properties: Iterable[Element]) -> bytes:
    """A packet of properties (see `text` and `texts`), in UTF-8."""
    meta = Element("x:xmpmeta")
    meta.append(_rdf(properties))
    return (_BEGIN + _serialise(meta) + _END).encode()


def element(label: Label) -> bytes:
    """The label as an element for files that are XML themselves, in UTF-8."""
    return _serialise(_rdf(_properties(label))).encode()


def _serialise(root: Element) -> str:
    """A tree as text; its root declares the prefixes in use."""
    # `ElementTree.register_namespace` would set them for every writer in the process.
    names = {name for node in root.iter() for name in (node.tag, *node.keys())}
    prefixes = sorted({name.partition(":")[0] for name in names if ":" in name} - {"xml"})
    root.attrib = {f"xmlns:{prefix}": SPACES[prefix] for prefix in prefixes} | root.attrib
    return ElementTree.tostring(root, encoding="unicode")


def _rdf(properties: Iterable[Element]) -> Element:
    rdf = Element("rdf:RDF")
    SubElement(rdf, "rdf:Description", {"rdf:about": ""}).extend(properties)
    return rdf


def _properties(label: Label) -> Iterator[Element]:
    spoken = {
        "dc:title": label.title,
        "dc:description": label.description,
        "dc:rights": label.rights,
        "xmpRights:UsageTerms": label.terms,
        "Iptc4xmpCore:AltTextAccessibility": label.alt,
    }
    yield from (texts(name, "Alt", value, "x-default") for name, value in spoken.items() if value)
    yield texts("dc:creator", "Seq", label.creator)
    yield texts("dc:language", "Bag", label.language)
    yield texts("xmpRights:Owner", "Bag", label.creator)
    plain = {
        "photoshop:Credit": label.credit,
        "photoshop:Instructions": label.instructions,
        "photoshop:DateCreated": label.made.isoformat(),
        "xmpRights:Marked": "True",
        "xmpRights:WebStatement": label.licence,
        "cc:attributionName": label.credit,
        "prism:edition": label.edition,
        "prism:embargoDate": label.valid_from.isoformat(),
        "prism:expirationDate": label.valid_until.isoformat(),
    }
    yield from (text(name, value) for name, value in plain.items() if value)
    if label.licence:
        yield Element("cc:license", {"rdf:resource": _clean(label.licence)})
    contact = Element("Iptc4xmpCore:CreatorContactInfo", {"rdf:parseType": "Resource"})
    ways = {"CiEmailWork": label.email, "CiUrlWork": label.site, "CiAdrExtadr": label.address}
    contact.extend(text(f"Iptc4xmpCore:{name}", value) for name, value in ways.items() if value)
    yield contact


def text(name: str, value: str) -> Element:
    """A property with one value; `name` has a prefix of SPACES."""
    element = Element(name)
    element.text = _clean(value)
    return element


def texts(name: str, kind: str, value: str, language: str = "") -> Element:
    """A property with a list of one value, in a language if it has one. `kind` is Alt, Bag or Seq."""
    element = Element(name)
    entries = SubElement(element, f"rdf:{kind}")
    SubElement(entries, "rdf:li", {"xml:lang": language} if language else {}).text = _clean(value)
    return element


def _clean(text: str) -> str:
    return " ".join(_NO_XML.sub(" ", text).split())


def label_svg(content: bytes, label: Label) -> bytes:
    """The SVG file with the label as its metadata, behind its title and its description, or first in it."""
    text = content.decode()
    marks = [text.find(mark) + len(mark) for mark in ("</desc>", "</title>") if mark in text]
    at = marks[0] if marks else text.index(">", text.index("<svg")) + 1
    return f"{text[:at]}\n<metadata>{element(label).decode()}</metadata>{text[at:]}".encode()


def label_mp4(content: bytes, label: Label) -> bytes:
    """The MP4 file with the label as a box at its end, where it moves nothing that other boxes point at."""
    xmp = packet(label)
    return content + struct.pack(">L4s", 24 + len(xmp), b"uuid") + _MP4_NAME + xmp
