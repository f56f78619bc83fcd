"""PDF functions evaluated: what a gradient or a spot colour's tint stands for (ISO 32000-1, 7.10)."""

from collections.abc import Sequence
from typing import Any

from outreach.render.pdf.objects import content, get, items, to_float, to_floats

DEPTH = 8
"""Functions within functions; more is a circle."""


def evaluate(function: Any, inputs: Sequence[float], depth: int = 0) -> tuple[float, ...] | None:
    """The outputs for some inputs; None for a kind that is not read (PostScript) or a broken one."""
    if depth > DEPTH or not inputs:
        return None
    if isinstance(function, list) or get(function, "/FunctionType") is None:
        parts = [evaluate(member, inputs, depth + 1) for member in _list(function)]
        return None if not parts or None in parts else tuple(v for part in parts for v in part or ())
    kind = int(to_float(get(function, "/FunctionType"), -1))
    domain = to_floats(get(function, "/Domain")) or (0.0, 1.0)
    at = min(max(inputs[0], domain[0]), domain[1])
    if kind == 2:
        start, end = to_floats(get(function, "/C0")) or (0.0,), to_floats(get(function, "/C1")) or (1.0,)
        power = at ** to_float(get(function, "/N"), 1) if at > 0 else 0.0
        return tuple(a + power * (b - a) for a, b in zip(start, end, strict=False))
    if kind == 3:
        return _stitch(function, at, domain, depth)
    if kind == 0:
        return _sample(function, inputs)
    return None


def outputs(function: Any) -> int | None:
    """How many values a function gives; None if that can't be told."""
    values = evaluate(function, (0.5,))
    return None if values is None else len(values)


def _list(function: Any) -> list[Any]:
    try:
        return list(function)
    except TypeError:
        return []


def _stitch(function: Any, at: float, domain: Sequence[float], depth: int) -> tuple[float, ...] | None:
    parts = items(function, "/Functions")
    limits = (domain[0], *to_floats(get(function, "/Bounds")), domain[1])
    encode = to_floats(get(function, "/Encode"))
    if not parts or len(limits) != len(parts) + 1 or len(encode) < 2 * len(parts):
        return None
    index = max(i for i in range(len(parts)) if i == 0 or limits[i] <= at)
    low, high = limits[index], limits[index + 1]
    share = (at - low) / (high - low) if high > low else 0.0
    start, end = encode[2 * index : 2 * index + 2]
    return evaluate(parts[index], (start + share * (end - start),), depth + 1)


def _sample(function: Any, inputs: Sequence[float]) -> tuple[float, ...] | None:
    """The nearest sample: enough to know a colour by."""
    size = [int(value) for value in to_floats(get(function, "/Size"))]
    bits = int(to_float(get(function, "/BitsPerSample")))
    domain, span = to_floats(get(function, "/Domain")), to_floats(get(function, "/Range"))
    count, data = len(span) // 2, content(function)
    if bits not in {8, 16} or len(size) != len(inputs) or len(domain) < 2 * len(size) or not count:
        return None
    index, step = 0, 1
    for axis, cells in enumerate(size):
        low, high = domain[2 * axis : 2 * axis + 2]
        share = (min(max(inputs[axis], low), high) - low) / (high - low) if high > low else 0.0
        index += step * round(share * (cells - 1))
        step *= cells
    wide = bits // 8
    samples = [data[(index * count + i) * wide : (index * count + i + 1) * wide] for i in range(count)]
    decode = to_floats(get(function, "/Decode")) or span
    if any(len(cell) != wide for cell in samples):
        return None
    top = 2**bits - 1
    return tuple(
        decode[2 * i] + int.from_bytes(cell, "big") / top * (decode[2 * i + 1] - decode[2 * i])
        for i, cell in enumerate(samples)
    )
