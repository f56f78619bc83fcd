"""The codes of short links: signs without look-alikes, and a check sign that finds each wrong sign and each swap."""

import random
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.campaign.codes import (
    ALPHABET,
    CODE_LENGTH,
    LONGEST,
    check_character,
    link_code,
    link_path,
    normalise,
    parse_code,
)

words = st.text(alphabet=ALPHABET, min_size=1, max_size=20)
materials = st.text(alphabet=ALPHABET, min_size=2, max_size=2)
units = st.text(alphabet=ALPHABET, min_size=1, max_size=5)


def verify(text: str) -> bool:
    """True if the last sign of `text` is the check sign of those before it."""
    return check_character(text[:-1]) == text[-1]


def times(one: int, other: int) -> int:
    """The product in GF(2)[x] / (x⁵ + x² + 1), by the school's long multiplication and division."""
    total = 0
    for bit in range(5):
        if other >> bit & 1:
            total ^= one << bit
    for bit in range(9, 4, -1):
        if total >> bit & 1:
            total ^= 0b100101 << (bit - 5)
    return total


def test_the_signs_are_crockfords() -> None:
    assert len(ALPHABET) == 32 == len(set(ALPHABET))
    assert not set("ILOU") & set(ALPHABET) and sorted(ALPHABET) == list(ALPHABET)


def test_the_polynomial_is_primitive_and_the_field_has_no_divisors_of_zero() -> None:
    powers = [1]
    while len(powers) < 31:
        powers.append(times(powers[-1], 2))
    assert sorted(powers) == list(range(1, 32)) and times(powers[-1], 2) == 1
    assert all(times(one, other) for one in range(1, 32) for other in range(1, 32))


def test_the_check_sign_is_the_sum_weighted_by_powers() -> None:
    """By the definition, for each place and each sign; sums of such words follow, as all of it is linear."""
    for length in (1, 2, CODE_LENGTH - 1, LONGEST):
        weight = 1
        for place in reversed(range(length)):
            weight = times(weight, 2)
            for value, sign in enumerate(ALPHABET):
                word = "0" * place + sign + "0" * (length - 1 - place)
                assert ALPHABET.index(check_character(word)) == times(value, weight)


def test_it_is_linear() -> None:
    chance = random.Random(1)
    for _ in range(2000):
        one, other = (chance.choices(range(32), k=7) for _ in range(2))
        both = [a ^ b for a, b in zip(one, other, strict=True)]
        signs = [ALPHABET.index(check_character("".join(ALPHABET[v] for v in word))) for word in (one, other, both)]
        assert signs[0] ^ signs[1] == signs[2]


def test_every_error_of_one_sign_and_every_swap_of_two_is_found() -> None:
    """All of them: the check is linear, so it is enough that no error of these kinds is itself a right code."""
    zero = "0" * CODE_LENGTH
    assert verify(zero)
    for place, sign in product(range(CODE_LENGTH), ALPHABET[1:]):
        assert not verify(zero[:place] + sign + zero[place + 1 :])
    for (one, other), sign in product(combinations(range(CODE_LENGTH), 2), ALPHABET[1:]):
        added = [sign if place in (one, other) else "0" for place in range(CODE_LENGTH)]
        assert not verify("".join(added)), "a swap adds the same to both places"


def test_a_million_random_errors_and_swaps_pass_nowhere() -> None:
    chance = random.Random(17)
    tried = passed = 0
    while tried < 1_000_000:
        material, unit = ("".join(chance.choices(ALPHABET, k=count)) for count in (2, 5))
        code = link_code(material, unit)
        for _ in range(10):
            place = chance.randrange(CODE_LENGTH)
            wrong = chance.choice(ALPHABET.replace(code[place], ""))
            passed += verify(code[:place] + wrong + code[place + 1 :])
        for place in range(CODE_LENGTH - 1):
            if code[place] != code[place + 1]:
                tried += 1
                passed += verify(code[:place] + code[place + 1] + code[place] + code[place + 2 :])
        tried += 10
    assert passed == 0


@given(words, st.data())
def test_every_wrong_sign_is_found_whatever_the_length(word: str, data: st.DataObject) -> None:
    right = word + check_character(word)
    place = data.draw(st.integers(0, len(right) - 1))
    other = data.draw(st.sampled_from(ALPHABET.replace(right[place], "")))
    assert verify(right) and not verify(right[:place] + other + right[place + 1 :])


def test_a_word_for_which_powers_would_repeat_is_refused() -> None:
    assert verify("Z" * LONGEST + check_character("Z" * LONGEST))
    with pytest.raises(ValueError, match="at most 30"):
        check_character("0" * (LONGEST + 1))


@given(materials, units)
def test_a_code_says_material_and_unit(material: str, unit: str) -> None:
    code = link_code(material, unit)
    assert len(code) == CODE_LENGTH and set(code) <= set(ALPHABET)
    expected = unit.rjust(5, "0")
    assert parse_code(code) == (material, "" if expected == "00000" else expected)


def test_a_code_without_a_unit() -> None:
    # 1 · x⁶ = x · x⁵ = x · (x² + 1) = x³ + x, the tenth sign.
    assert link_code("01") == "0100000A"
    assert parse_code("0100000A") == ("01", "")
    assert link_path("0100000A") == "B0100000A"


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("0100000X", "check character 'X', expected 'A'"),
        ("0100000a", "character 'a': expected 0-9 A-Z without I, L, O, U"),
        ("010000 A", "character ' ': expected 0-9 A-Z without I, L, O, U"),
        ("01Ế0000A", "character 'Ế': expected 0-9 A-Z without I, L, O, U"),
        ("O100000A", "character 'O': expected 0-9 A-Z without I, L, O, U"),
        ("0100000U", "character 'U': expected 0-9 A-Z without I, L, O, U"),
        ("0100000", "7 characters, expected 8"),
        ("0100000AA", "9 characters, expected 8"),
        ("", "0 characters, expected 8"),
    ],
)
def test_a_wrong_code_is_refused_with_a_reason(code: str, message: str) -> None:
    with pytest.raises(ValueError, match="expected") as caught:
        parse_code(code)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("material", "unit", "message"),
    [
        ("1", "", "1 characters, expected 2"),
        ("011", "", "3 characters, expected 2"),
        ("01", "136930", "6 characters, expected at most 5"),
        ("0a", "", "expected 0-9 A-Z without"),
        ("01", "xa", "expected 0-9 A-Z without"),
        *((f"0{letter}", "", "expected 0-9 A-Z without") for letter in "ILOU"),
        *(("01", f"1{letter}", "expected 0-9 A-Z without") for letter in "ILOU"),
    ],
)
def test_a_wrong_part_is_refused_with_a_reason(material: str, unit: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        link_code(material, unit)


@given(st.text())
def test_any_text_is_a_code_or_a_value_error(text: str) -> None:
    try:
        material, unit = parse_code(text)
    except ValueError:
        return
    assert link_code(material, unit) == text


@pytest.mark.parametrize(
    "typed", ["0100000a", " 0100 000A ", "0100\u00a0000a\n", "0100000A", "oIOo0o0a", "0l00O00A", "0L00000A", "0i00000A"]
)
def test_normalise_makes_a_typed_code_strict(typed: str) -> None:
    assert normalise(typed) == "0100000A"


def test_normalise_leaves_what_is_no_sign() -> None:
    assert normalise("0u00000a") == "0U00000A"
