"""The plugin by itself, as `mkdocs build` runs it without the command."""

from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.structure.files import get_files

from outreach.products.product import Product
from outreach.site import plugin as module
from outreach.site.plugin import OutreachPlugin
from projects import crue


def test_settings_are_read_before_anything_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """MkDocs reads its settings where it builds nothing too: to serve, and to say what is wrong with them."""
    calls: list[str] = []

    class Toy(Product):
        def make(self, *_: object) -> dict[str, bytes]:
            calls.append("product")
            return {}

    root = crue(tmp_path / "project")
    monkeypatch.setattr(module, "make", lambda *_: calls.append("sheets") or [])
    config = load_config(str(root / "mkdocs.yml"))
    (plugin,) = (each for each in config.plugins.values() if isinstance(each, OutreachPlugin))
    config = config.plugins.on_config(config)
    assert config.site_name == "Alerte Rivelle" and calls == []
    object.__setattr__(plugin.prepared, "products", (Toy(),))
    config.plugins.on_files(get_files(config), config=config)
    assert calls == ["sheets", "product"]
