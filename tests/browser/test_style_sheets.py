"""The style sheets that browsers get say what their sources say: a browser reads both."""

import pytest

from tests.support.server import ROOT
from web.asset_store import BUNDLES_FOLDER, bundles_in, minify_sheet, read_sheets

READ = """text => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    const found = [];
    const spaced = value => value.replace(/\\s+/g, " ").replace(/ ?([^\\w.#%-]) ?/g, "$1");
    const walk = (rules, above) => {
        for (const rule of rules) {
            const condition = spaced(rule.conditionText ?? rule.name ?? "");
            const here = `${above} ${rule.selectorText?.replaceAll("*:", ":") ?? condition}`;
            found.push(rule.style ? `${here} { ${spaced(rule.style.cssText)} }` : here);
            if (rule.cssRules) walk(rule.cssRules, here);
        }
    };
    walk(sheet.cssRules, "");
    return found;
}"""


@pytest.mark.parametrize("bundle", bundles_in(ROOT / "static"))
def test_a_browser_reads_the_same_rules_in_a_bundle_as_in_its_sources(people, bundle):
    page = people.phone().page
    page.goto("about:blank")
    source = "\n".join(read_sheets(ROOT / "static", bundle).values())
    wanted = page.evaluate(READ, source)
    assert len(wanted) > 50, f"{BUNDLES_FOLDER}/{bundle} was not read"
    assert page.evaluate(READ, minify_sheet(source)) == wanted
