"""Every refusal has words and a way out, and every word in the catalogue is used."""

import ast
import re
from pathlib import Path

import pytest

from web.refusal_texts import CATALOGUE
from web.refusals import refusal, sentence

ROOT = Path(__file__).parents[2]
ROOMS = (
    "workshop",
    "realtime",
    "web",
    "participant",
    "projector",
    "facilitator",
    "results",
)
RAISERS = {"Refused", "refusal", "InvalidAnswer", "answer", "refused"}
# What a way out looks like: something to do, or the promise that it is being done.
WAY_OUT = re.compile(
    r"[Rr]evisa|[Cc]ompáralo|[Aa]visa|[Ee]spera|[Ee]lige|[Ee]scrib|[Mm]arca|[Aa]c[oó]rt|[Ee]nvi"
    r"|[Ii]ntent|[Vv]uelve|[Aa]bre|[Ee]ntra|[Rr]ecarga|[Cc]i[eé]rra|[Mm]ira|[Mm]ant[eé]n|[Tt]ermina"
    r"|[Oo]rdena|[Rr]eparte|[Jj]unta|[Mm]uestra|[Hh]ay que|[Ff]altan?\b"
)
# Facts that leave nothing to do: the page beside them already shows what is true.
PLAIN_FACTS = {
    "round_not_open",
    "items_fixed",
    "revision_old",
    "revision_taken",
    "session_ended",
    "replaced_by_tab",
    "not_allowed",
    "too_large",
    "method_unknown",
    "not_found",
    "stale_version",
    "no_step",
    "first_step",
    "result_hidden",
    "pile_unknown",
    "piles_fixed",
    "piles_few",
    "no_texts_to_pile",
    "nothing_to_count",
    "nothing_to_reveal",
    "nothing_to_split",
    "nothing_to_annul",
    "no_deadline",
    "deadline_too_far",
    "module_unknown",
    "address_unknown",
    "card_unknown",
    "only_trials",
    "run_unknown",
}


def raised():
    """Every code given as a literal to something that refuses, with where."""
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    for path in [*files, ROOT / "web" / "error_pages.py"]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0]
            if name in RAISERS and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value, f"{path.relative_to(ROOT)}:{node.lineno}"


def mentioned():
    """Every string of the code that looks like a code: tables and conditional codes too."""
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    for path in [*files, ROOT / "web" / "error_pages.py"]:
        if path.name == "refusals.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_every_code_that_is_raised_has_its_words():
    unknown = [(code, place) for code, place in raised() if code not in CATALOGUE]
    assert not unknown


def test_every_code_of_the_catalogue_is_used():
    unused = CATALOGUE.keys() - set(mentioned())
    assert not unused


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_refusal_says_what_to_do(code):
    words, status, retry = CATALOGUE[code]
    assert 400 <= status < 600
    assert words[0].isupper()
    assert words.endswith(".")
    assert WAY_OUT.search(words) or code in PLAIN_FACTS, words
    assert "E-" not in words  # the codes of the plan are for documentation only
    assert not retry or status in (429, 500, 503)


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_sentence_can_be_said_with_what_fills_it(app, code):
    holes = set(re.findall(r"%\((\w+)\)s", CATALOGUE[code][0]))
    with app.test_request_context():
        said = sentence(code, **dict.fromkeys(holes, 7))
        assert "%(" not in said
        travels = refusal(code, **dict.fromkeys(holes, 7))
    assert travels["ok"] is False
    assert travels["code"] == code
    assert travels["stored"] is None


def test_who_refuses_fills_the_sentence():
    """A hole that nobody fills would be a KeyError in the middle of saying no."""
    for path in [p for room in ROOMS for p in (ROOT / room).rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", "")
            first = node.args[0]
            if name not in ("Refused", "InvalidAnswer") or not isinstance(first, ast.Constant):
                continue
            holes = set(re.findall(r"%\((\w+)\)s", CATALOGUE[first.value][0]))
            given = {keyword.arg for keyword in node.keywords}
            assert holes <= given or None in given, f"{path.name}:{node.lineno} {first.value}"


def test_people_get_a_page_and_scripts_get_json(client):
    page = client.get("/nada")
    assert page.status_code == 404
    assert page.content_type.startswith("text/html")
    assert sentence_in(page.text, "No encontramos esta página.")
    reply = client.get("/nada", headers={"Accept": "application/json"})
    assert reply.json["code"] == "not_found"


def test_an_error_shows_no_trace(app, client):
    @app.get("/roto")
    def broken():
        raise RuntimeError("secret detail")

    reply = client.get("/roto")
    assert reply.status_code == 500
    assert "secret detail" not in reply.text
    assert "Traceback" not in reply.text
    assert sentence_in(reply.text, "Algo falló de nuestro lado.")


def sentence_in(page, words):
    """Is this sentence on the page?"""
    return words in " ".join(page.split())
