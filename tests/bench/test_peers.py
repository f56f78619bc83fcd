"""The peers make what they are measured for: files of the same look, whose words and symbol are the record's."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import peers
import pytest

from outreach.render import raster
from outreach.render.optics import grey
from outreach.render.qr_decode import read_zxing
from projects import ROOT, words_of


@cache
def work(name: str) -> peers.Work:
    return peers.work(ROOT, name)


def pictures(pdf: bytes, layout: Mapping[str, Any]) -> list[np.ndarray]:
    """The pages in pixels, one a point, without the symbol: each tool has its own writer."""
    found = []
    for page, items in zip(raster.pages(pdf, 72), layout["pages"], strict=True):
        picture = np.frombuffer(page.rgb, np.uint8).reshape(page.height, page.width, 3).astype(int)
        for item in items:
            if item["kind"] == "symbol":
                left, top, width, height = (round(item[side]) for side in "xywh")
                picture[top : top + height, left : left + width] = 0
        found.append(picture)
    return found


@pytest.mark.parametrize("name", peers.SHEETS)
def test_peers_make_the_same_sheets(name: str, tmp_path: Path) -> None:
    asked = work(name)
    records = asked.records[1:3]
    made: dict[str, list[bytes]] = {}
    for label, run in peers.PEERS.items():
        out = tmp_path / run.__name__
        out.mkdir()
        run(asked, records, out)
        files = sorted(out.glob("*.pdf"))
        assert [file.stem for file in files] == sorted(record["file"] for record in records), label
        made[label] = []
        for record in records:
            file = out / f"{record['file']}.pdf"
            made[label].append(file.read_bytes())
            words = words_of(file)
            for slot, text in record.items():
                assert slot in {"file", "link"} or text in words, (label, slot)
            codes = [code.text for page in raster.pages(file.read_bytes(), 200) for code in read_zxing(grey(page))]
            assert codes == [record["link"]], label
    own, *others = (pictures(files[0], asked.layout) for files in made.values())
    for other in others:
        assert [page.shape for page in other] == [page.shape for page in own]
        for one, page in zip(own, other, strict=True):
            assert (np.abs(one - page).max(axis=2) > 96).mean() < 0.004  # the edges of letters


def test_a_record_for_each_unit() -> None:
    records = work(peers.SHEETS[0]).records
    assert len({record["file"] for record in records}) == len({record["link"] for record in records}) == len(records)
    assert len(records) == 226
