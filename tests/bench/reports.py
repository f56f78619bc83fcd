"""How long returns of a province take to be merged, and logs of a web server to be read, beside awk.

`make bench` runs it. Figures depend on the machine; the ratio to awk, which only counts lines, less so. Both must count
the same visits.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
import shipped  # the tests' own helpers
from filled_forms import Filled, write
from outreach.campaign.codes import link_code
from outreach.products.reports.access_log import read_logs
from outreach.products.reports.merge import merge
from reported import form

LINES = 1_000_000
AWK = """length($7) == 10 && substr($7, 1, 2) == "/B" && ($9 == 200 || $9 == 304 || $9 == 404) && !/bot/ { n++ }
END { print n }"""
AGENTS = (
    "Mozilla/5.0 (Linux; Android 9) AppleWebKit/537.36 Chrome/84.0 Mobile Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 13_6 like Mac OS X) AppleWebKit/605.1.15 Version/13.1.2 Mobile Safari/604.1",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
)


def returns(folder: Path) -> None:
    number = random.Random(1)
    for unit in shipped.bundle().live:
        filled = Filled(form(), unit, form().reports.periods[0], shipped.bundle().words)
        filled.fill(number)
        write(folder / f"{unit.code}.xlsx", filled.workbook())


def log(path: Path) -> None:
    number, material = random.Random(1), shipped.prepared().materials[0].meta.code
    paths = ["/", "/huong-dan/", *(f"/B{link_code(material, unit.code)}" for unit in shipped.bundle().live[:3])]
    with path.open("w", encoding="utf-8") as file:
        for _ in range(LINES):
            day, hour = number.randrange(7, 31), number.randrange(24)
            head = f"203.0.113.{number.randrange(256)} - - [{day:02d}/Aug/2020:{hour:02d}:00:00 +0700]"
            status = number.choice((200, 200, 304, 404, 301))
            file.write(f'{head} "GET {number.choice(paths)} HTTP/1.1" {status} 512 "-" "{number.choice(AGENTS)}"\n')


def main() -> None:
    period = form().reports.periods[0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        returns(folder / "returns")
        start = time.process_time()
        results, findings = merge(form(), shipped.bundle().live, [], period, folder / "returns")
        print(
            f"{len(results.returns)} returns merged, {len(findings)} findings {time.process_time() - start:13.2f} s CPU"
        )
        log(folder / "access.log")
        start = time.process_time()
        scans, _ = read_logs([folder / "access.log"], shipped.bundle(), shipped.prepared().materials, period)
        ours = time.process_time() - start
        start = os.times()
        awk = subprocess.run(["awk", AWK, folder / "access.log"], capture_output=True, text=True, check=True)
        end = os.times()
        theirs = end.children_user + end.children_system - start.children_user - start.children_system
        visits, counted = sum(scans.days.values()), int(awk.stdout)
        print(f"{scans.lines} lines of a log, {visits} visits {ours:18.2f} s CPU")
        print(f"awk, {counted} visits {theirs:37.2f} s CPU, {ours / theirs:.0f} times less")
        if counted != visits:
            sys.exit(f"{visits} visits, awk counts {counted}")


if __name__ == "__main__":
    main()
