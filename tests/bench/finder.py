"""How long a letter takes in the finder, in Chromium, beside a scan that folds every name anew. `make bench`.

Nothing is judged: figures of a run depend on the machine, their ratio less so.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from browsing import ARGUMENTS, serving  # the tests' own helpers
from kits import TEMPLATES, WORDS, many
from outreach.products.kits.finder import INDEX, SCRIPT, finder, index_json
from outreach.site import assets

COUNTS = (226, 10_603)
"""Units of the shipped campaign's province, and of its country."""
TYPED = ["xa nam cuong, y yen", "phuong hai duc", "09999", "thi tran s"]
OURS = """texts => {
    const field = document.querySelector("#finder-field");
    const cost = text => {
        field.value = text;
        const start = performance.now();
        field.dispatchEvent(new Event("input"));
        return performance.now() - start;
    };
    return texts.map(text => Math.min(...[1, 2, 3].map(() => cost(text))));
}"""
SCAN = """async ([texts, index]) => {
    const { units } = await (await fetch(index)).json();
    const fold = text => text.toLowerCase().normalize("NFD").replace(/[\\u0300-\\u036f]/g, "").replace(/đ/g, "d");
    const cost = text => {
        const start = performance.now();
        units.filter(unit => fold(unit[2]).includes(text) || unit[0].startsWith(text));
        return performance.now() - start;
    };
    return texts.map(text => Math.min(...[1, 2, 3].map(() => cost(text))));
}"""


def measure(browser: Browser, count: int, folder: Path) -> tuple[list[float], list[float]]:
    """Milliseconds for each text that one types on the way, each the best of three: the finder's and the scan's."""
    units = many(count)
    page_path = (folder / INDEX).with_name("index.html")
    for path in (page_path, folder / SCRIPT):
        path.parent.mkdir(parents=True, exist_ok=True)
    (folder / INDEX).write_text(index_json(units), encoding="utf-8")
    (folder / SCRIPT).write_bytes(assets.theme_files()[SCRIPT])  # with the table by which it folds
    page_path.write_text(f"<!doctype html><title>x</title>{finder(units, WORDS, TEMPLATES)}", encoding="utf-8")
    texts = [text[: end + 1] for text in TYPED for end in range(len(text))]
    with serving(folder) as port:
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}/{page_path.parent.name}/")
        page.fill("#finder-field", TYPED[0])
        page.wait_for_selector("[role=option]")
        mine = page.evaluate(OURS, texts)
        scan = page.evaluate(SCAN, [texts, f"/{INDEX}"])
        page.close()
    return mine, scan


def main() -> None:
    """Prints everything."""
    print("a letter typed in the finder, milliseconds:")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        for count in COUNTS:
            mine, scan = measure(browser, count, Path(folder) / str(count))
            mean, other = sum(mine) / len(mine), sum(scan) / len(scan)
            print(f"  {count:6} units   mean {mean:6.2f}, at most {max(mine):6.2f};", end="")
            print(f" a scan {other:6.2f}, {other / mean:.1f} ×")
        browser.close()


if __name__ == "__main__":
    main()
