"""Seven options have seven colours, for everybody (docs/decisions/0084)."""

import itertools
import math
import re

import pytest

from tests.support.server import ROOT

CSS = (ROOT / "static" / "css" / "tokens-charts.css").read_text("utf-8")
PAPERS = {"light": ("#fbf8f2", "#fcfaf6", "#ffffff"), "dark": ("#151423", "#201f30")}
LEAST_CONTRAST = 3.0  # of a bar beside what is behind it (WCAG 1.4.11)
LEAST_DISTANCE = 0.085  # OKLab; from here on two patches beside each other are two colours
SEEN_BY = {  # linear sRGB as it is seen, Machado, Oliveira and Fernandes 2009, severity 1
    "most people": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopes": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopes": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.01182, 0.04294, 0.968881),
    ),
    "tritanopes": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.3039),
    ),
}


def colours(theme):
    """The seven colours of options as browsers without oklch get them."""
    selector = {
        "light": r":root, \[data-theme=\"light\"\]",
        "dark": r"\.wall, \[data-theme=\"dark\"\]",
    }
    (block,) = re.findall(selector[theme] + r" \{ (--cat-0: #[^}]*)\}", CSS)
    return re.findall(r"--cat-[1-9]: (#[0-9a-f]{6})", block)


def linear(colour):
    """Linear red, green and blue, 0..1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def contrast(one, other):
    """Contrast of two colours, 1 to 21."""
    light = sorted(
        0.2126 * red + 0.7152 * green + 0.0722 * blue
        for red, green, blue in (linear(one), linear(other))
    )
    return (light[1] + 0.05) / (light[0] + 0.05)


def oklab(colour, eyes):
    """Where a colour lies for these ``eyes``."""
    red, green, blue = (
        min(1, max(0, sum(a * b for a, b in zip(row, linear(colour), strict=True)))) for row in eyes
    )
    cones = [
        (a * red + b * green + c * blue) ** (1 / 3)
        for a, b, c in (
            (0.4122214708, 0.5363325363, 0.0514459929),
            (0.2119034982, 0.6806995451, 0.1073969566),
            (0.0883024619, 0.2817188376, 0.6299787005),
        )
    ]
    return [
        sum(a * b for a, b in zip(row, cones, strict=True))
        for row in (
            (0.2104542553, 0.793617785, -0.0040720468),
            (1.9779984951, -2.428592205, 0.4505937099),
            (0.0259040371, 0.7827717662, -0.808675766),
        )
    ]


@pytest.mark.parametrize("theme", PAPERS)
def test_every_colour_of_an_option_stands_out_from_the_paper(theme):
    assert len(set(colours(theme))) == 7
    faint = [
        (colour, paper)
        for colour in colours(theme)
        for paper in PAPERS[theme]
        if contrast(colour, paper) < LEAST_CONTRAST
    ]
    assert faint == []


@pytest.mark.parametrize("eyes", SEEN_BY)
@pytest.mark.parametrize("theme", PAPERS)
def test_no_two_options_of_seven_look_alike_to_anybody(theme, eyes):
    seen = {colour: oklab(colour, SEEN_BY[eyes]) for colour in colours(theme)}
    alike = [
        pair
        for pair in itertools.combinations(seen, 2)
        if math.dist(seen[pair[0]], seen[pair[1]]) < LEAST_DISTANCE
    ]
    assert alike == []
