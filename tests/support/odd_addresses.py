"""Odd addresses, made by rule, and what Node.js reads in them: its `URL` is that of the WHATWG standard."""

import json
import random
import subprocess

PAGE = "https://caidat.example/huong-dan/"
PARTS = (
    ["", " ", "\t", "\n", "\x00", "\x1f", "\u00a0", "\u200b", "\ufeff"],
    [
        "https:", "http:", "HTTPS:", "ht\ttps:", "https\n:", "javascript:", "data:", "ftp:", "file:", "java\nscript:",
        "mailto:", "tel:", "",
    ],
    ["//", "", "/", "\\\\", "\\/", "/\\", "///", "////", "/\t/"],
    ["", "caidat.example@", "a:b@", "@", ":@", "caidat.example%40", "caidat.example\\@", "a@b@"],
    [
        "caidat.example", "CaiDat.Example", "caidat.example.", "caidat..example", "evil.example",
        "caidat.example.evil.example", "evil.example\\.caidat.example", "cai%64at.example", "caidat%2eexample",
        "caidat。example", "ｃaidat.example", "сaidat.example", "cаidаt.example", "caidat\u00adexample",
        "caid\u200bat.example", "xn--aidat-0ye.example", "đạo.example", "xn--o-kia818t.example", "127.1", "0x7f000001",
        "2130706433", "0177.0.0.1", "1.2.3.256", "[::1]", "[::ffff:1.2.3.4]", "[::1", "", "cai dat.example",
        "cai\tdat.example", "caidat.example|x", "faß.example", "a_b.example", "-a.example",
        "caidat.example%00.evil.example", "caidat.example\u2215.evil.example",
    ],
    ["", ":443", ":80", ":", ":0443", ":8443", ":65536", ":8o"],
    [
        "/", "", "?x=@caidat.example", "#@caidat.example", "/../..", "/%2e%2e/a", "\\@caidat.example/", "/a b",
        "/đường-dẫn/", "/\\caidat.example", "@caidat.example/", "/a?b#c ",
    ],
)  # fmt: skip
"""Of each part of an address the plain form first, then odd ones."""
NODE = """const rows = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(rows.map(row => { try { const url = new URL(...row);
return [url.href, url.protocol.slice(0, -1), url.host, url.pathname]; } catch { return null; } })));"""


def odd_addresses(count: int = 1500) -> list[str]:
    """Addresses with up to seven odd parts, the same ones each time."""
    draw = random.Random(17)
    chosen: dict[str, None] = {}
    while len(chosen) < count:
        chosen["".join(draw.choice(part) if draw.random() < 0.3 else part[0] for part in PARTS)] = None
    return list(chosen)


def node(rows: list[list[str]]) -> list[list[str] | None]:
    """The reading by Node's URL of each address and base: href, scheme, host with port, path."""
    run = subprocess.run(["node", "-e", NODE], input=json.dumps(rows), capture_output=True, text=True, check=True)
    answers: list[list[str] | None] = json.loads(run.stdout)
    return answers
