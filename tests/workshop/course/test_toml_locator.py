"""The locator knows the line of every key path, however the file is laid out."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from workshop.course.toml_locator import Locator

SOURCE = '''# comentario "con comillas [y corchetes]
title = "uno # no es comentario"
"clave rara".'otra'.x = 3
long = """
  [no.es.titulo]
  "así" y \\"""así\\"""
"""
raw = \'\'\'
it = "no"
\'\'\'
list = [
  "a", # uno
  [1, 2],
  { id = "b", deep = { z = 1 } },
]
empty = []

[people]
fewest = 1

[[activities]]
ref = "a1"

[activities.guide.options.a]
for = "x"

[[activities.guide.branches]]
when = "empate"
[[activities.guide.branches]]
when = "silencio"

[[activities]]
ref = "a2"
options = [{ id = "a" }, { id = "b" }]
[activities.guide]
notes = []
'''
PLACES = {
    ("title",): 2,
    ("clave rara", "otra", "x"): 3,
    ("long",): 4,
    ("raw",): 8,
    ("list",): 11,
    ("list", 0): 12,
    ("list", 1, 1): 13,
    ("list", 2, "deep", "z"): 14,
    ("empty",): 16,
    ("people", "fewest"): 19,
    ("activities", 0): 21,
    ("activities", 0, "guide", "options", "a", "for"): 25,
    ("activities", 0, "guide", "branches", 0, "when"): 28,
    ("activities", 0, "guide", "branches", 1, "when"): 30,
    ("activities", 1): 32,
    ("activities", 1, "ref"): 33,
    ("activities", 1, "options", 1, "id"): 34,
    ("activities", 1, "guide", "notes"): 36,
}


def test_every_place():
    tomllib.loads(SOURCE)
    locator = Locator(SOURCE)
    assert {path: locator.line(path) for path in PLACES} == PLACES


def test_what_is_missing_has_the_line_of_what_would_hold_it():
    locator = Locator(SOURCE)
    assert locator.line(("activities", 1, "title")) == 32
    assert locator.line(("activities", 0, "guide", "branches", 1, "say")) == 29
    assert locator.line(("nothing", 3)) == 1
    assert Locator("").line(("title",)) == 1


keys = st.text("abcXYZ-_09", min_size=1, max_size=4)
plain = st.integers(0, 99).map(str) | st.text(
    st.characters(min_codepoint=32, max_codepoint=126, exclude_characters="\"\\'"), max_size=9
).map(lambda text: f'"{text}"')
values = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=3).map(lambda items: f"[\n{', '.join(items)} ]"),
    max_leaves=6,
)


@given(st.dictionaries(keys, values, max_size=8))
def test_any_file_that_parses_is_located(table):
    source = "".join(f"{key} = {value}\n" for key, value in table.items())
    data = tomllib.loads(source)
    locator = Locator(source)
    line = 1
    for key, value in table.items():
        assert key in data
        assert locator.line((key,)) == line
        line += value.count("\n") + 1
