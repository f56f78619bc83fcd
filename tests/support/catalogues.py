"""The catalogues of a site."""

import json
from pathlib import Path
from typing import Any


def entries(site: Path) -> dict[str, dict[str, Any]]:
    """Path in the site → entry, of the catalogues of all folders but those of units."""
    found = {}
    for path in json.loads((site / "catalogue.json").read_bytes())["catalogues"]:
        folder = path.removesuffix("catalogue.json")
        for entry in json.loads((site / path).read_bytes())["files"]:
            found[f"{folder}{entry['path']}"] = {**entry, "path": f"{folder}{entry['path']}"}
    return found
