"""Labels put into finished drawings and films, as XMP: the libraries that write these have no option for it.

PNG, JPEG and WebP: see `pictures` and `tweens`, whose encoder takes the packet. PDF: see `pdf.labels`.
"""

import struct

from outreach.render.xmp import Label, element, packet

_MP4_NAME = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
"""UUID of the box that holds XMP (XMP specification, part 3)."""


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
