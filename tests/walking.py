"""What no page that anybody sees may hold, whatever was asked and whoever answered."""

import re
from html import unescape

LEFT_OVER = re.compile(
    r"\b(?:undefined|None|nan|NaN|Infinity|Lorem|TODO|FIXME)\b"  # what a program says, not a person
    r"|\{\{|\}\}|\{%|%\}|%\(\w+\)|\{\w*\}|\[object|&(?:amp|lt|gt|quot|#\d+);"
)
HEADED = re.compile(r"<(h[1-6]|caption|th|dt|button|legend)\b([^>]*)>(.*?)</\1>", re.DOTALL)
SILENT = re.compile(r"<(script|style|template)\b.*?</\1>", re.DOTALL)


def words(html):
    """What a page says, its tags left out."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", SILENT.sub(" ", html))).split())


def faults_of(html):
    """What is wrong with a page, a line for each: left-overs, headings without a word, styles."""
    found = []
    said = words(html)
    for left in LEFT_OVER.finditer(said):
        found.append(f"says {said[max(0, left.start() - 30) : left.end() + 20]!r}")
    for value in re.findall(r'="(None|undefined|nan%?|NaN%?|-?inf%?)"', html):
        found.append(f"an attribute is {value}")
    for tag, attributes, inside in HEADED.findall(SILENT.sub(" ", html)):
        named = "aria-label" in attributes or "data-" in attributes or "hidden" in attributes
        if not named and not words(inside) and "<svg" not in inside:
            found.append(f"<{tag}{attributes}> is empty")
    if "style=" in html:
        found.append("style= (the CSP allows none)")
    return found
