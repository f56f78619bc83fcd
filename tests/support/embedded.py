"""A page that other sites embed, as tests of its forms know it."""

import datetime as dt
from dataclasses import replace

from outreach.products.guide.embed_page import EmbedMeta
from outreach.products.guide.guide import GuidePage

SITE = "https://caidat.example/"
META = EmbedMeta(
    lang="vi",
    title="Cài trên máy A & B",
    summary="Năm bước",
    page_url="https://a.example/goc/huong-dan/android/",
    embed_url="https://a.example/goc/embed/v1/huong-dan/android/",
    site_name="Trang <gốc>",
    updated=dt.date(2020, 8, 9),
    version="2",
    notice="",
    css_href="../../embed.css",
)


def page(path: str, content: str, title: str = "", **meta: object) -> GuidePage:
    """A page of the guide with this content."""
    about = replace(
        META,
        lang="vi",
        title=title or path,
        summary=f"Về {path}",
        page_url=SITE + path,
        notice="Chiến dịch mẫu",
        **meta,
    )
    return GuidePage(path, content, about)
