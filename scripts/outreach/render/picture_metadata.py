"""Labels put into finished files: an XMP packet where each kind of file has its place for one. Nothing else changes.

Pictures are not packed anew: what an encoder made stays as it is, byte for byte. PDF: see `pdf.labels`.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator, Mapping

from outreach.render.xmp import Label, element, packet

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG_NAME = b"http://ns.adobe.com/xap/1.0/\0"
_MP4_NAME = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
"""Of the box that holds XMP (XMP specification, part 3)."""
_XMP, _ALPHA = 0x04, 0x10
"""Bits of what a WebP file says it holds."""


def labelled(kind: str, content: bytes, label: Label) -> bytes:
    """The same file with a label; `kind` is the ending of its name. A kind without a place for one stays as it is."""
    put = _PUT.get(kind)
    return put(content, (element if kind in _XML else packet)(label)) if put else content


def _png(content: bytes, said: bytes) -> bytes:
    """As an international text before the pixels: readers that stop there have met it."""
    data = b"XML:com.adobe.xmp\0\0\0\0\0" + said
    chunk = struct.pack(">L", len(data)) + b"iTXt" + data
    chunk += struct.pack(">L", zlib.crc32(chunk[4:]))
    at = len(_PNG)
    while content[at + 4 : at + 8] not in (b"PLTE", b"IDAT", b"acTL"):
        at += 12 + int(struct.unpack_from(">L", content, at)[0])
    return content[:at] + chunk + content[at:]


def _jpeg(content: bytes, said: bytes) -> bytes:
    """As an APP1 segment behind the header segments that must come first."""
    at = 2
    while content[at : at + 2] in (b"\xff\xe0", b"\xff\xe1"):  # JFIF, Exif
        at += 2 + int(struct.unpack_from(">H", content, at + 2)[0])
    data = _JPEG_NAME + said
    return content[:at] + b"\xff\xe1" + struct.pack(">H", len(data) + 2) + data + content[at:]


def _webp(content: bytes, said: bytes) -> bytes:
    """As the last chunk of an extended file; a simple one becomes one."""
    chunks = [(name, data) for name, data in _riff(content) if name != b"XMP "]
    if chunks[0][0] == b"VP8X":
        head = bytearray(chunks[0][1])
        head[0] |= _XMP
        chunks = chunks[1:]
    else:
        head = bytearray(_extended(*chunks[0]))
    return _packed([(b"VP8X", bytes(head)), *chunks, (b"XMP ", said)])


def _riff(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(content):
        name, length = struct.unpack_from("<4sL", content, at)
        yield name, content[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _extended(name: bytes, data: bytes) -> bytes:
    """The head of an extended file for the only picture of a simple one."""
    if name == b"VP8L":
        bits = int(struct.unpack_from("<L", data, 1)[0])
        width, height, alpha = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, bits >> 28 & 1
    else:
        width, height, alpha = *(side & 0x3FFF for side in struct.unpack_from("<HH", data, 6)), 0
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return struct.pack("<L", _XMP | (_ALPHA if alpha else 0)) + sides


def _packed(chunks: list[tuple[bytes, bytes]]) -> bytes:
    body = b"".join(struct.pack("<4sL", name, len(data)) + data + b"\0" * (len(data) % 2) for name, data in chunks)
    return struct.pack("<4sL4s", b"RIFF", len(body) + 4, b"WEBP") + body


def _svg(content: bytes, said: bytes) -> bytes:
    """As the drawing's metadata, behind its title and its description, or first in it."""
    text = content.decode()
    marks = [text.find(mark) + len(mark) for mark in ("</desc>", "</title>") if mark in text]
    at = marks[0] if marks else text.index(">", text.index("<svg")) + 1
    return f"{text[:at]}\n<metadata>{said.decode()}</metadata>{text[at:]}".encode()


def _mp4(content: bytes, said: bytes) -> bytes:
    """As a box of its own at the end, where it moves nothing that other boxes point at."""
    return content + struct.pack(">L4s", 24 + len(said), b"uuid") + _MP4_NAME + said


_PUT: Mapping[str, Callable[[bytes, bytes], bytes]] = {
    "png": _png,
    "jpg": _jpeg,
    "webp": _webp,
    "svg": _svg,
    "mp4": _mp4,
}
_XML = {"svg"}
"""Kinds whose files are XML themselves, and hold no packet but its elements."""
