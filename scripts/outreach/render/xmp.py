"""What a published file says of itself, as an XMP packet: Dublin Core, rights, IPTC, PRISM, Creative Commons.

The same label gives the same bytes: no clock, no identifier of its own. Values are escaped by the XML writer.
"""

from __future__ import annotations

import datetime as dt
import re
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
}
OTHERS = {
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
}
"""What packets of other writers speak of, which ours is put into."""
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_BEGIN, _END = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>', '<?xpacket end="r"?>'
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML can't hold, escaped or not."""

for prefix, space in {**SPACES, **OTHERS}.items():
    ElementTree.register_namespace(prefix, space)


@dataclass(frozen=True)
class Label:
    """What is to be known of a published file wherever it turns up. Texts are of one language; empty ones left out."""

    language: str
    title: str
    description: str
    """The caption."""
    alt: str
    """For those who can't see it."""
    creator: str
    credit: str
    """What must stand beside it."""
    rights: str
    terms: str
    """What may be done with it."""
    licence: str
    """The address of the licence; empty if there is none."""
    site: str
    email: str
    address: str
    instructions: str
    """What an editor must know before using it."""
    edition: str
    made: dt.date
    valid_from: dt.date
    valid_until: dt.date


def packet(label: Label) -> bytes:
    """The label as a packet of its own, in UTF-8."""
    return wrapped(_meta([_description(label)]))


def element(label: Label) -> bytes:
    """The label as an element for files that are XML themselves, in UTF-8."""
    return ElementTree.tostring(_meta([_description(label)])[0], encoding="unicode").encode()


def merged(known: bytes, label: Label) -> bytes:
    """A packet of another writer, in UTF-8, with what the label says instead of what it says on the same."""
    root = ElementTree.fromstring(known.strip())
    ours = _description(label)
    names = {each.tag for each in ours}
    rdf = root if root.tag == _name("rdf:RDF") else root.find(f".//{_name('rdf:RDF')}")
    theirs = list(rdf) if rdf is not None else []
    for description in theirs:
        for child in [child for child in description if child.tag in names]:
            description.remove(child)
        for key in names.intersection(description.keys()):
            del description.attrib[key]
        for element in description.iter():  # what stood between the elements, as its writer laid it out
            element.tail = None
            element.text = element.text if element.text and element.text.strip() else None
    return wrapped(_meta([*theirs, ours]))


def wrapped(meta: Element) -> bytes:
    return (_BEGIN + ElementTree.tostring(meta, encoding="unicode") + _END).encode()


def _meta(descriptions: Iterable[Element]) -> Element:
    meta = Element(_name("x:xmpmeta"))
    SubElement(meta, _name("rdf:RDF")).extend(descriptions)
    return meta


def _description(label: Label) -> Element:
    found = Element(_name("rdf:Description"), {_name("rdf:about"): ""})
    found.extend(_properties(label))
    return found


def _properties(label: Label) -> Iterator[Element]:
    spoken = {
        "dc:title": label.title,
        "dc:description": label.description,
        "dc:rights": label.rights,
        "xmpRights:UsageTerms": label.terms,
        "Iptc4xmpCore:AltTextAccessibility": label.alt,
    }
    for name, text in spoken.items():
        if text:
            yield _list(name, "Alt", [("x-default", text)])
    yield _list("dc:creator", "Seq", [("", label.creator)])
    yield _list("dc:language", "Bag", [("", label.language)])
    yield _list("xmpRights:Owner", "Bag", [("", label.creator)])
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
    for name, text in plain.items():
        if text:
            yield _plain(name, text)
    if label.licence:
        yield Element(_name("cc:license"), {_name("rdf:resource"): _clean(label.licence)})
    contact = Element(_name("Iptc4xmpCore:CreatorContactInfo"), {_name("rdf:parseType"): "Resource"})
    reached = {"CiEmailWork": label.email, "CiUrlWork": label.site, "CiAdrExtadr": label.address}
    contact.extend(_plain(f"Iptc4xmpCore:{name}", text) for name, text in reached.items() if text)
    yield contact


def _plain(name: str, text: str) -> Element:
    element = Element(_name(name))
    element.text = _clean(text)
    return element


def _list(name: str, kind: str, entries: Iterable[tuple[str, str]]) -> Element:
    """A list of texts, each with its language if it has one."""
    element = Element(_name(name))
    held = SubElement(element, _name(f"rdf:{kind}"))
    for language, text in entries:
        SubElement(held, _name("rdf:li"), {LANGUAGE: language} if language else {}).text = _clean(text)
    return element


def _name(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{SPACES[prefix]}}}{local}"


def _clean(text: str) -> str:
    return " ".join(_NO_XML.sub(" ", text).split())
