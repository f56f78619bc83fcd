"""Labels in finished files, as ExifTool reads them: every value, in every kind, and nothing else changed."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from metadata import LABEL, told
from outreach.render import pictures
from outreach.render.pdf.labels import add_label as labelled_pdf
from outreach.render.raster import Raster, RgbaRaster
from outreach.render.xmp import label_mp4, label_svg, packet

SAID = {
    "XMP-dc:Title": LABEL.title,
    "XMP-dc:Description": LABEL.description,
    "XMP-dc:Creator": [LABEL.creator],
    "XMP-dc:Language": ["vi"],
    "XMP-dc:Rights": LABEL.rights,
    "XMP-photoshop:Credit": LABEL.credit,
    "XMP-photoshop:Instructions": LABEL.instructions,
    "XMP-photoshop:DateCreated": "2020:09:21",
    "XMP-xmpRights:Marked": True,
    "XMP-xmpRights:UsageTerms": LABEL.terms,
    "XMP-xmpRights:WebStatement": LABEL.licence,
    "XMP-xmpRights:Owner": [LABEL.creator],
    "XMP-iptcCore:AltTextAccessibility": LABEL.alt,
    "XMP-iptcCore:CreatorContactInfo": {
        "CiEmailWork": LABEL.email,
        "CiUrlWork": LABEL.site,
        "CiAdrExtadr": LABEL.address,
    },
    "XMP-cc:License": LABEL.licence,
    "XMP-cc:AttributionName": LABEL.credit,
    "XMP-prism:Edition": LABEL.edition,
    "XMP-prism:EmbargoDate": "2020-08-07",
    "XMP-prism:ExpirationDate": "2020-12-31",
}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="7">%s<path d="M0 0h9v7z"/></svg>'


SHADES = Image.linear_gradient("L").resize((36, 24)).convert("RGB")


def raster(image: Image.Image) -> Raster:
    return Raster(image.width, image.height, image.tobytes(), 96.0)


def layer(image: Image.Image) -> RgbaRaster:
    clear = image.convert("RGBA")
    clear.putalpha(120)
    return RgbaRaster(clear.width, clear.height, clear.tobytes())


ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "palette.png": lambda xmp: pictures.picture(raster(SHADES), 2, xmp),
    "clear.png": lambda xmp: pictures.overlay(layer(SHADES), 2, xmp),
    "plain.jpg": lambda xmp: pictures.jpeg(raster(SHADES), 2, xmp),
}
"""The encoders of pictures; each takes a packet."""
DRAWINGS = {"bare.svg": SVG % b"", "told.svg": SVG % "<title>Tên</title><desc>Lời</desc>".encode()}


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    folder = tmp_path_factory.mktemp("labels")
    for name, encode in ENCODERS.items():
        (folder / name).write_bytes(encode(packet(LABEL)))
    for name, content in DRAWINGS.items():
        (folder / name).write_bytes(label_svg(content, LABEL))
    return {path.name: found for path, found in told(sorted(folder.iterdir())).items()}


@pytest.mark.parametrize("name", [*ENCODERS, *DRAWINGS])
def test_every_value_is_read_back(read: dict[str, dict[str, object]], name: str) -> None:
    assert {key: read[name].get(key) for key in SAID} == SAID
    assert not [key for key in read[name] if "Warning" in key or "Error" in key]


@pytest.mark.parametrize("name", ENCODERS)
def test_the_pixels_are_the_same(name: str) -> None:
    before, after = (Image.open(io.BytesIO(ENCODERS[name](xmp))) for xmp in (b"", packet(LABEL)))
    assert (before.mode, before.size) == (after.mode, after.size)
    assert before.convert("RGBA").tobytes() == after.convert("RGBA").tobytes()


def test_an_mp4_has_a_box_more_at_its_end() -> None:
    content = b"\0\0\0\x10ftypisom\0\0\0\0"
    made = label_mp4(content, LABEL)
    length = int.from_bytes(made[16:20])
    assert made.startswith(content) and made[20:24] == b"uuid" and len(made) == 16 + length
    assert packet(LABEL) in made


def test_an_svg_shows_the_same_and_is_well_formed() -> None:
    for content in DRAWINGS.values():
        root = etree.fromstring(label_svg(content, LABEL))
        (metadata,) = root.iter("{http://www.w3.org/2000/svg}metadata")
        root.remove(metadata)
        assert [etree.QName(each).localname for each in root][-1] == "path"


def test_empty_values_are_left_out(tmp_path: Path) -> None:
    xmp = packet(replace(LABEL, licence="", rights="", alt=""))
    (tmp_path / "a.png").write_bytes(ENCODERS["palette.png"](xmp))
    (found,) = told([tmp_path / "a.png"]).values()
    assert not {
        "XMP-cc:License",
        "XMP-xmpRights:WebStatement",
        "XMP-dc:Rights",
        "XMP-iptcCore:AltTextAccessibility",
    } & set(found)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(), st.text())
def test_whatever_is_said_the_packet_is_xml_that_says_it(title: str, alt: str) -> None:
    """Control characters, which XML can't hold, become spaces; spaces are one."""
    root = etree.fromstring(packet(replace(LABEL, title=title, alt=alt)))
    spaces = {"dc": "http://purl.org/dc/elements/1.1/", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}
    found = root.findtext(".//dc:title//rdf:li", "", spaces)
    wanted = "".join(
        c if ord(c) >= 32 and c not in "\ufffe\uffff" and not 0xD800 <= ord(c) < 0xE000 else " " for c in title
    )
    assert (found or "") == " ".join(wanted.split())


def blank(**root: str) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    held = io.BytesIO()
    for key, value in root.items():
        pdf.Root[f"/{key}"] = pikepdf.String(value)
    pdf.save(held, force_version="1.6")
    return held.getvalue()


def with_metadata(claims: dict[str, str]) -> bytes:
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(blank())) as pdf:
        with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
            for key, value in claims.items():
                xmp[key] = value
        pdf.save(held)
    return held.getvalue()


@pytest.mark.parametrize("claims", [None, {"dc:title": "Cũ", "pdfxid:GTS_PDFXVersion": "PDF/X-4"}])
def test_a_pdf_says_it_too(tmp_path: Path, claims: dict[str, str] | None) -> None:
    source = with_metadata(claims) if claims else blank()
    (tmp_path / "a.pdf").write_bytes(labelled_pdf(source, LABEL))
    (found,) = told([tmp_path / "a.pdf"]).values()
    assert {key: found.get(key) for key in SAID} == SAID
    assert found["PDF:Language"] == "vi"
    assert labelled_pdf(source, LABEL) == (tmp_path / "a.pdf").read_bytes()


def test_what_a_pdf_says_besides_stays() -> None:
    made = labelled_pdf(
        with_metadata({"dc:title": "Cũ", "pdfxid:GTS_PDFXVersion": "PDF/X-4", "pdfuaid:part": "1"}), LABEL
    )
    assert b"PDF/X-4" in made and "Cũ".encode() not in made, "the packet lies open"
    with pikepdf.open(io.BytesIO(made)) as pdf, pdf.open_metadata() as xmp:
        assert (xmp["pdfxid:GTS_PDFXVersion"], xmp["pdfuaid:part"], xmp["dc:title"]) == ("PDF/X-4", "1", LABEL.title)
    with pikepdf.open(io.BytesIO(labelled_pdf(blank(Lang="en"), LABEL))) as pdf:
        assert (str(pdf.Root.Lang), pdf.pdf_version) == ("en", "1.6")
