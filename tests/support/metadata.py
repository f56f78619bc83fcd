"""Metadata of files as ExifTool reads it: with none of our code, and none of our libraries."""

import datetime as dt
import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from outreach.render.xmp import Label

LABEL = Label(
    language="vi",
    title='Áp phích <A&B> "một cửa"',
    description="Chú thích: ]]> & '…'",
    alt="Hai người gặp nhau. <img src=x>",
    creator="Ủy ban nhân dân",
    credit="UBND, CC BY 4.0",
    rights="UBND. CC BY 4.0.",
    terms="Được dùng theo giấy phép CC BY 4.0.",
    licence="https://creativecommons.org/licenses/by/4.0/?a=1&b=2",
    site="https://caidat.example/",
    email="a@b.example",
    address="Nam Định",
    instructions="Mẫu. Bản 1.",
    edition="1a",
    made=dt.date(2020, 9, 21),
    valid_from=dt.date(2020, 8, 7),
    valid_until=dt.date(2020, 12, 31),
)


def told(paths: Iterable[Path]) -> dict[Path, dict[str, Any]]:
    """Each file's properties by group and name, such as "XMP-dc:Title"."""
    files = list(paths)
    command = ["exiftool", "-json", "-G1", "-struct", "-charset", "filename=utf8", *map(str, files)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return dict(zip(files, json.loads(result.stdout), strict=True))
