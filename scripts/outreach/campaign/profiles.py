"""Profiles: the printers and screens that sheets are made for, and their demands. Validated on load."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from outreach.campaign.shops import Press
from outreach.campaign.validate import Strict

Kind = Literal["pdf", "png", "jpg", "svg"]
"""A kind of file, and the ending of its name. PDF for printers; the others are pictures of formats stated in pixels."""
Paint = Literal["rgb", "cmyk", "mono", "black"]


class Profile(Strict):
    """A printer or a screen that sheets are made for."""

    names: dict[str, str]
    """Language → name of the profile."""
    hint: dict[str, str]
    """Language → how it is printed or used."""
    palette: str
    """Palette of brand.toml; every brand must have it."""
    style: str = ""
    """The palette whose drawings and rules it shares, under colours of its own; the palette itself if left out."""
    clear: float = Field(ge=0)
    """mm from the edge without any ink."""
    safe: float = Field(ge=0)
    """mm from the edge without text."""
    toner: float = Field(gt=0, le=1)
    """Greatest share of the sheet that may be black; 1 = no limit."""
    tagged: bool
    """Makes tagged PDF files (PDF/UA-1)."""
    colours: Paint = "rgb"
    """Colours that files may be painted in: any, the inks of a press, black, or the black ink of a press alone."""
    shop: bool = False
    """Goes to a print shop: bleed, crop marks and a slug line as the campaign's shop wants them."""
    press: Press | None = None
    """The press that it goes to without bleed, marks or slug line, as a newspaper's page does: its limits."""
    alpha: bool = False
    """Its pictures lie over others: where nothing is painted one sees through."""
    links: bool = False
    """Its symbol and address can be clicked: nobody scans the screen that they look at."""
    kit: bool = False
    """Every unit gets its own sheets of it, of the materials and formats that are meant for units."""
    once: bool = False
    """Made in a material's first format only."""
    audience: list[Literal["staff", "public"]] = Field(default=["staff", "public"], min_length=1)
    """Whose materials are made for it."""
    contrast: float = Field(default=4.5, ge=1, le=21)
    """Least contrast of text with what is behind it (WCAG 2.2, 1.4.3)."""
    output: list[Kind] = Field(default=["pdf"], min_length=1)
    """The files that are published of a sheet, the one that leads first."""
    loops: bool = False
    """The loops of a template are published too, as films (MP4)."""
    outline: float = Field(default=4, ge=0)
    """Width of the outlines in a scene, in the drawing's units (the viewBox is about 1,200 wide); 0: none."""
    stroke_px: float = Field(default=0, ge=0)
    """Least width of a line, and of the strokes of letters, in pixels of a screen whose `pitch` is known."""
    cap_px: float = Field(default=0, ge=0)
    """Least height of capitals in such pixels."""
    cap_share: float = Field(default=0, ge=0)
    """Capitals are read from at most so many times their height, whatever a slot says; 0: no demand."""
    max_kb: Annotated[int, Field(strict=True, gt=0)] | None = None
    """Greatest weight of each of them in kB, 1,000 bytes each."""
    rules: list[str] = Field(default_factory=list)
    """The preflight rules that its files must keep: names of the modules of checks/preflight."""

    @model_validator(mode="after")
    def _loops_on_screens(self) -> Profile:
        if self.loops and self.prints:
            raise ValueError("output without pdf (loops)")
        return self

    @property
    def prints(self) -> bool:
        """True if something of it goes on paper; else its sheets are pictures."""
        return "pdf" in self.output

    @property
    def hangs(self) -> bool:
        """True if its sheets are put up or handed out; else they are shown on screens or are part of a newspaper."""
        return self.prints and self.press is None

    @property
    def look(self) -> str:
        """Sheets of one look differ in their colours' notation only: one preview serves all."""
        return self.style or self.palette
