"""From which versions a browser works here, and what ours use that is newer than that.

Each line of `NEWER` says since when iOS, Chrome and Firefox have a feature (versions as in MDN's
tables), and what the oldest browsers get without it. `PHONES` and `LAPTOPS` are what README.md and
docs/facilitar.md promise. Everything not listed is in `known_to_browsers.txt`: older than both.
"""

import re
from typing import NamedTuple


class Since(NamedTuple):
    """The first versions of iOS (and Safari), Chrome and Firefox."""

    ios: float
    chrome: float
    firefox: float


PHONES = Since(15.4, 99, 97)  # unsupported_browser.js asks for just this
LAPTOPS = Since(16.4, 111, 121)
NEVER = 999.0

NEWER: dict[str, tuple[Since, str]] = {
    # in scripts
    "inert": (Since(15.5, 102, 112), "[inert] ignores the thumb in group_table-phone.css"),
    "requestSubmit": (Since(16, 76, 75), "submit() of hold_to_confirm.js sends the event itself"),
    "AbortSignal": (Since(16, 103, 100), "its timeout(), on the console only"),
    "Segmenter": (Since(14.5, 87, 125), "text.js counts code points"),
    # in styles
    ":has": (Since(15.4, 105, 121), "rows are not drawn closer where there are many"),
    "@container": (Since(16, 105, 110), "only walls are containers"),
    "container-type:": (Since(16, 105, 110), "only walls are containers"),
    "cqmin": (Since(16, 105, 110), "only walls are measured so"),
    "oklch()": (Since(15.4, 111, 113), "@supports in tokens.css; no shadows"),
    "color-mix()": (Since(16.2, 111, 113), "@supports beside each fill; a cell has its number"),
    "content-visibility:": (Since(18, 85, 125), "it only saves work"),
    "field-sizing:": (Since(26.2, 123, NEVER), "autogrow_textarea.js sets the height"),
    "text-wrap:": (Since(17.5, 114, 121), "lines of unequal length"),
    "dvh": (Since(15.4, 108, 101), "a line in vh before it"),
    "rotate:": (Since(14.5, 104, 72), "an axis is read from the other side"),
    "translate:": (Since(14.5, 104, 72), "two marks on one place"),
    "hyphens:": (Since(17, 55, 43), "words break without a hyphen"),
    "@bottom-right": (Since(NEVER, 131, NEVER), "paper, from a laptop, without page numbers"),
    "print-color-adjust:": (Since(15.4, 136, 97), "paper, from a laptop; hatches may be white"),
    "user-select:": (Since(NEVER, 54, 69), "-webkit-user-select beside it"),
    "text-size-adjust:": (Since(NEVER, 54, NEVER), "-webkit-text-size-adjust beside it"),
    "scrollbar-width:": (Since(18.2, 121, 64), "a wider scrollbar"),
    "zoom:": (Since(3, 1, 126), "a preview in the guide is larger"),
    "-webkit-user-select:": (Since(3, 1, 49), "user-select beside it"),
}
# Values and grammar that are newer than the floor: seen by their shape, not by their name.
SHAPES_OF_STYLES = {
    r":\s*subgrid": (Since(16, 117, 71), "rows are read one by one, not as columns"),
    r"sideways-lr": (Since(18.4, 132, 43), "@supports in quadrant.css turns it"),
    r"\((?:width|height)\s*[<>]|[<>]=?\s*(?:width|height)\)": (Since(16.4, 104, 63), ""),
    r"\boverflow(?:-[xy])?:\s*clip": (Since(16, 90, 81), ""),
    r"@starting-style|@scope|@property": (Since(17.5, 118, 128), ""),
}
SHAPES_OF_SCRIPTS = {
    r"\(\?<[=!]": (Since(16.4, 62, 78), ""),  # a look behind in a regular expression
    r"\bstatic\s*\{": (Since(16.4, 94, 93), ""),
    r"#\w+ in \w": (Since(15.0, 91, 90), ""),
    r"/[gimsuy]*v[gimsuy]*\.(?:test|exec)": (Since(17, 112, 116), ""),
    r"^\s*@\w+\s*$": (Since(NEVER, NEVER, NEVER), ""),
    r"\bawait using\b|\busing \w+ =": (Since(NEVER, 134, 141), ""),
    r"import .* with \{": (Since(17.2, 123, 138), ""),
}


def reaches(since: Since, floor: Since) -> bool:
    """Does even the oldest browser of ``floor`` have it?"""
    return all(have <= least for have, least in zip(since, floor, strict=True))


def words_of_style(css: str) -> set[str]:
    """At-rules «@layer», properties «inset:», functions «min()», pseudos «:is» and units «rem»."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\"[^\"]*\"|'[^']*'|url\([^)]*\)", '""', css)
    bodies = re.findall(r"\{([^{}]*)\}", css)
    properties = {
        f"{name}:" for body in bodies for name in re.findall(r"(?:^|;)\s*([a-z-]+)\s*:", body)
    }
    outside = re.sub(r"\{[^{}]*\}", "{}", css)
    return {
        *(f"@{name}" for name in re.findall(r"@([\w-]+)", css)),
        *(name for name in properties if not name.startswith("--")),
        *(f"{name}()" for name in re.findall(r"(?<![\w:-])([a-z][\w-]*)\(", css)),
        *re.findall(r"::?[a-z][\w-]*", outside),
        *re.findall(r"(?<![\w#.-])\d*\.?\d+([a-z]+)\b", css),
    }


def nested_rules(css: str) -> list[str]:
    """Selectors that stand inside another rule: iOS 16.5 is the first to read them."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    above: list[str] = []
    found, said = [], ""
    for letter in css:
        if letter == "{":
            found += [said.strip()] if any(not rule.startswith("@") for rule in above) else []
            above.append(said.strip())
            said = ""
        elif letter in "};":
            said = ""
            if letter == "}":
                above.pop()
        else:
            said += letter
    return found


def without_comments(js: str) -> str:
    """A script without its notes and its types."""
    js = re.sub(r"/\*.*?\*/", "", js, flags=re.DOTALL)
    return re.sub(r"(?:^|\s)//[^\n]*", "", js)


def names_of_script(js: str) -> set[str]:
    """Names asked of an object, «.at», built, «Map», or looked for, «"inert" in …».

    But for the fields of our own types, and what a page gave in its ``dataset``.
    """
    types = " ".join(re.findall(r"/\*\*.*?\*/", js, re.DOTALL))
    ours = set(re.findall(r"(\w+)\??:", types)) | set(re.findall(r"\bdataset\??\.(\w+)", js))
    js = without_comments(js)
    return {
        *re.findall(r"\.([A-Za-z]\w*)", js),
        *re.findall(r"(?<![\w.#$\"'])([A-Z][a-z]\w+)", js),
        *re.findall(r'"(\w+)" in ', js),
    } - ours
