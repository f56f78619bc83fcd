"""Link codes: the eight signs in a printed address that say which material of which unit was scanned.

A code is material (2) + unit (5, zeros on the left; all zeros = no unit) + check sign. Its signs are those of
Crockford's base 32 (https://www.crockford.com/base32.html): no I, L, O or U, which people take for 1, 1, 0 and V.

The check sign makes the sum of all signs, each times a power of x, zero in GF(32) = GF(2)[x] / (x⁵ + x² + 1). That
polynomial is primitive (Lidl, Niederreiter: Introduction to Finite Fields and Their Applications, table of primitive
polynomials), so the first 31 powers of x differ. A wrong sign adds e·xⁱ, a swap of any two signs adds
(a + b)·(xⁱ + xʲ): neither is zero, so each single wrong sign and each swap is found.
"""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SIGN = "0-9A-HJKMNP-TV-Z"
"""The alphabet inside the brackets of a regular expression."""
SIGNS_SHOWN = "0-9 A-Z without I, L, O, U"
MATERIAL_LENGTH = 2
UNIT_LENGTH = 5
CODE_LENGTH = MATERIAL_LENGTH + UNIT_LENGTH + 1
NO_UNIT = "0" * UNIT_LENGTH
PREFIX = "B"
"""First sign of the path behind a QR code. A capital, as the code: the denser mode of QR codes has no small letters."""
LONGEST = 30
"""Most signs before a check sign: powers of x repeat after 31."""

_POLYNOMIAL = 0b100101  # x⁵ + x² + 1
_LOOKALIKES = str.maketrans("OIL", "011")


def check_character(text: str) -> str:
    """The check sign of `text`, by Horner's rule: sum of sign · x^(signs up to the check sign).

    Raises ValueError for a sign outside the alphabet and for more than `LONGEST` signs.
    """
    if len(text) > LONGEST:
        raise ValueError(f"{len(text)} characters, expected at most {LONGEST}")
    total = 0
    for character in text:
        total = _times_x(total ^ _value(character))
    return ALPHABET[total]


def full_code(unit: str) -> str:
    """A unit's code of UNIT_LENGTH signs: zeros stand before a shorter one."""
    return unit.zfill(UNIT_LENGTH)


def link_code(material: str, unit: str = "") -> str:
    """The code of a material (2 signs) for a unit (1 to 5 signs, padded with zeros; "" = none).

    Raises ValueError for another length or a sign outside the alphabet.
    """
    if len(material) != MATERIAL_LENGTH:
        raise ValueError(f"material {material!r}: {len(material)} characters, expected {MATERIAL_LENGTH}")
    if len(unit) > UNIT_LENGTH:
        raise ValueError(f"unit {unit!r}: {len(unit)} characters, expected at most {UNIT_LENGTH}")
    body = material + full_code(unit)
    return body + check_character(body)


def parse_code(code: str) -> tuple[str, str]:
    """Material (2 signs) and unit (5 signs, "" = none) of a code.

    Strict: see `normalise` for what people type. Raises ValueError for a wrong length, sign or check sign.
    """
    if len(code) != CODE_LENGTH:
        raise ValueError(f"code {code!r}: {len(code)} characters, expected {CODE_LENGTH}")
    body, check = code[:-1], code[-1]
    _value(check)
    expected = check_character(body)
    if check != expected:
        raise ValueError(f"code {code!r}: check character {check!r}, expected {expected!r}")
    unit = body[MATERIAL_LENGTH:]
    return body[:MATERIAL_LENGTH], "" if unit == NO_UNIT else unit


def normalise(typed: str) -> str:
    """A code, or a part of it, as people type it, made strict: capitals, no white space, O read as 0, I and L as 1.

    It may still be wrong. The site's page for missing addresses reads the same way (`lookup.js`).
    """
    return "".join(typed.split()).upper().translate(_LOOKALIKES)


def link_path(code: str) -> str:
    """The path of a code's page below the campaign's address, as it is printed: no slash at the end."""
    return PREFIX + code


def _times_x(value: int) -> int:
    """A sign's value (0 to 31) times x in GF(32)."""
    doubled = value << 1
    return doubled ^ _POLYNOMIAL if doubled & 0b100000 else doubled


def _value(character: str) -> int:
    """0 to 31. Raises ValueError for a sign outside the alphabet."""
    value = ALPHABET.find(character)
    if value < 0:
        raise ValueError(f"character {character!r}: expected {SIGNS_SHOWN}")
    return value
