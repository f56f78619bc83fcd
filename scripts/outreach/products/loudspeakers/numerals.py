"""Numbers in words, by a language's table."""

from outreach.products.loudspeakers.speech import Numbers, Speech

_GROUP = 1000
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}

NUMERAL = r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})"
"""A Roman numeral from 1 to 39."""


def cardinal(number: int, table: Numbers) -> str:
    """A whole number from 0 on: 1005 is "một nghìn không trăm linh năm"."""
    top = _GROUP ** (len(table.scales) - 1)
    if number >= top:
        high = f"{cardinal(number // top, table)} {table.scales[-1]}"
        rest = number % top
        return f"{high} {_below(rest, table, follows=True)}" if rest else high
    return _below(number, table) if number else table.units[0]


def number_behind(lead: str, number: int | str, speech: Speech) -> str:
    """A whole number behind a word, behind which some numbers are said otherwise ("tháng tư")."""
    special = speech.after.get(lead.split()[-1].casefold(), {})
    return special.get(str(int(number))) or cardinal(int(number), speech.numbers)


def decimal(whole: int, fraction: str, table: Numbers) -> str:
    """A number with digits behind the point; those that begin with a zero are read one by one."""
    behind = digits(fraction, table) if fraction.startswith("0") else cardinal(int(fraction), table)
    return f"{cardinal(whole, table)} {table.point} {behind}"


def digits(text: str, table: Numbers) -> str:
    """Digit by digit."""
    return " ".join(table.units[int(digit)] for digit in text)


def roman(text: str) -> int:
    """The value of a Roman numeral."""
    values = [_ROMAN[letter] for letter in text]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def _below(number: int, table: Numbers, follows: bool = False) -> str:
    """Below the last scale; `follows` where larger groups were said before."""
    count = len(table.scales) - 1
    groups = [number // _GROUP**power % _GROUP for power in range(count - 1, -1, -1)]
    words: list[str] = []
    for place, group in enumerate(groups):
        scale = table.scales[count - 1 - place]
        if group:
            words += [_hundreds(group, table, follows or bool(words)), scale]
        elif table.no_group and scale and (follows or words) and any(groups[place:]):
            words += [table.no_group, scale]
    return " ".join(part for part in words if part)


def _hundreds(number: int, table: Numbers, follows: bool) -> str:
    hundreds, rest = divmod(number, 100)
    words = [f"{table.units[hundreds]} {table.hundred}"] if hundreds else [table.no_hundred] if follows else []
    if rest and rest < 10 and words and words[0]:
        words.append(table.gap)
    return " ".join(part for part in [*words, _tens(rest, table) if rest else ""] if part)


def _tens(number: int, table: Numbers) -> str:
    if str(number) in table.irregular:
        return table.irregular[str(number)]
    tens, unit = divmod(number, 10)
    if not tens:
        return table.units[unit]
    special = table.after_ten if tens == 1 else table.after_tens
    behind = special.get(str(unit), table.units[unit]) if unit else ""
    return f"{table.tens[tens]} {behind}".strip()
