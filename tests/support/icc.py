"""An ICC profile of a press that does not exist, small and whole (ICC.1:2001-04, the form of version 2)."""

import itertools
import struct

GRID = 2


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _text(text: str) -> bytes:
    return b"text\0\0\0\0" + text.encode("ascii") + b"\0"


def _description(text: str) -> bytes:
    raw = text.encode("ascii") + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(raw)) + raw + bytes(4 + 4 + 2 + 1 + 67)


def _table(rows: list[tuple[int, ...]], inputs: int) -> bytes:
    """A lut8Type whose curves are straight lines."""
    outputs = len(rows[0])
    head = b"mft1\0\0\0\0" + bytes((inputs, outputs, GRID, 0))
    unity = b"".join(_fixed(float(row == column)) for row in range(3) for column in range(3))
    line = bytes(range(256))
    return head + unity + line * inputs + bytes(itertools.chain(*rows)) + line * outputs


def _seen(cyan: int, magenta: int, yellow: int, black: int) -> tuple[int, int, int]:
    """Lab in eight bits of a solid of these inks."""
    light = 255 * (1 - black) * (1 - 0.3 * cyan) * (1 - 0.5 * magenta) * (1 - 0.08 * yellow)
    shade = 0.2 if black else 1
    red, gold = 128 + shade * (70 * magenta - 35 * cyan), 128 + shade * (90 * yellow - 45 * cyan)
    return round(light), min(255, round(red)), min(255, round(gold))


def press_profile(device: bytes = b"prtr", space: bytes = b"CMYK") -> bytes:
    """The profile of a four-colour press, or one whose header says it is of another device or space."""
    a2b = _table([_seen(*corner) for corner in itertools.product((0, 1), repeat=4)], 4)
    b2a = _table([(0, 0, 0, 255 * (1 - corner[0])) for corner in itertools.product((0, 1), repeat=3)], 3)
    gamut = _table([(0,)] * 8, 3)
    white = b"XYZ \0\0\0\0" + _fixed(0.9642) + _fixed(1) + _fixed(0.8249)
    blocks = {b"desc": _description("Trial press"), b"cprt": _text("None"), b"wtpt": white}
    blocks |= {b"A2B%d" % intent: a2b for intent in range(3)} | {b"B2A%d" % intent: b2a for intent in range(3)}
    blocks |= {b"gamt": gamut}
    at = 128 + 4 + 12 * len(blocks)
    table, body, places = b"", b"", {}
    for name, block in blocks.items():
        if block not in places:
            places[block] = at + len(body)
            body += block + bytes(-len(block) % 4)
        table += name + struct.pack(">II", places[block], len(block))
    head = struct.pack(">I4sI4s4s4s", at + len(body), b"\0\0\0\0", 0x02400000, device, space, b"Lab ")
    head += struct.pack(">6H", 2020, 9, 21, 0, 0, 0) + b"acsp" + bytes(28) + _fixed(0.9642) + _fixed(1) + _fixed(0.8249)
    return head.ljust(128, b"\0") + struct.pack(">I", len(blocks)) + table + body
