"""What axe says about a page. Its source is evaluated, for our CSP lets no script tag in."""

from tests.support.server import ROOT

SOURCE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RUN = """
async (rules) => {
  const say = ({ html, any }) => [html.slice(0, 160), any[0]?.message ?? ""];
  // Without preload: to read the sheets of a shadow root it writes a style, which our CSP refuses.
  const options = { resultTypes: ["violations"], elementRef: false, preload: false };
  if (rules) options.runOnly = { type: "rule", values: rules };
  const { violations } = await axe.run(document, options);
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => [id, nodes.slice(0, 4).map(say)]);
}
"""


def complaints(page, rules=None):
    """What axe finds serious or critical on the page as it is now; ``rules`` narrows it."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(SOURCE.read_text("utf-8"))
    page.evaluate("document.fonts.ready.then(() => true)")
    return page.evaluate(RUN, rules)


def audit(one, state, other_theme="dark"):
    """Nothing serious about ``state``, and no unreadable text in the other theme either."""
    one.shoot(state)
    found = complaints(one.page)
    if other_theme:
        one.page.emulate_media(color_scheme=other_theme)
        one.shoot(f"{state}-{other_theme}")
        found += complaints(one.page, ["color-contrast"])
        one.page.emulate_media(color_scheme="light")
    assert not found, (one.name, state, found)
    assert not one.complaints, (one.name, state, one.complaints)
