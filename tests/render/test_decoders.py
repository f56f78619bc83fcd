"""Symbols that each decoder accepts: QR codes as phones read them, and no relatives of theirs."""

import numpy as np
import pytest
import zxingcpp

from outreach.render.qr_decode import DECODERS

TEXT = "https://CAIDAT.EXAMPLE/B0100000A"


def drawn(kind: zxingcpp.BarcodeFormat, text: str) -> np.ndarray:
    """A symbol on white, drawn by another library than ours."""
    return np.pad(np.array(zxingcpp.create_barcode(text, kind).to_image(scale=6)), 40, constant_values=255)


@pytest.mark.parametrize("name", DECODERS)
def test_a_code_of_another_maker_is_read_with_its_version(name: str) -> None:
    (found,) = DECODERS[name](drawn(zxingcpp.BarcodeFormat.QRCode, TEXT))
    assert (found.text, found.version) == (TEXT, 2)


@pytest.mark.parametrize("name", DECODERS)
@pytest.mark.parametrize("kind", [zxingcpp.BarcodeFormat.MicroQRCode, zxingcpp.BarcodeFormat.RMQRCode], ids=str)
def test_micro_codes_are_none(name: str, kind: zxingcpp.BarcodeFormat) -> None:
    """A decoder may see one in noise, and few phones know them."""
    image = drawn(kind, "12345")
    assert [found.text for found in zxingcpp.read_barcodes(image)] == ["12345"], "it is one"
    assert DECODERS[name](image) == []
