// What the walk asks a page, in browsers whose only common tongue is this: things by role and name, and geometry.
({
  // Where the thumb goes for a step of tests/browser/ways.py, or null when the step is done by this.
  does: ({ role, name, to, of, first }) => {
    const said = (one) => {
      const copy = one.cloneNode(true);
      for (const out of copy.querySelectorAll("[aria-hidden=true], [hidden], svg, template, textarea, select")) out.remove();
      return copy.textContent.replace(/\s+/g, " ").trim();
    };
    const by = (one, attribute) => (one.getAttribute(attribute) ?? "").split(" ").map((id) => id && document.getElementById(id)).filter(Boolean);
    const nameOf = (one) => {
      const told = by(one, "aria-labelledby").map(said).join(" ") || one.getAttribute("aria-label");
      if (told) return told.trim();
      if (one.localName === "fieldset") return said(one.querySelector("legend") ?? one);
      if (one.labels?.length) return [...one.labels].map(said).join(" ");
      return said(one);
    };
    const bare = (words) => words.replace(/\s/g, "");  // what stands between two elements is a matter of taste
    const is = (one, wanted) => wanted.endsWith("…") ? bare(nameOf(one)).startsWith(bare(wanted.slice(0, -1))) : bare(nameOf(one)) === bare(wanted);
    const seen = (one) => one.getClientRects().length > 0 && !one.closest("[hidden]");
    const roles = {
      button: "button, summary", radio: "input[type=radio], [role=radio]", checkbox: "input[type=checkbox], [role=checkbox]",
      textbox: "textarea, input:not([type]), input[type=text], [role=textbox]", slider: "input[type=range]", group: "fieldset, [role=group], [role=radiogroup]",
    };
    const all = (place, kind, wanted) => [...place.querySelectorAll(roles[kind])].filter((one) => seen(one) && is(one, wanted));
    const place = of ? all(document, "group", of)[0] : document.getElementById("stage");
    if (!place) return `no group «${of}»`;
    const found = all(place, role, name).filter((one) => !first || !one.disabled)[0];
    if (!found) return `no ${role} «${name}» among ${[...place.querySelectorAll(roles[role])].filter(seen).map(nameOf).join(" | ").slice(0, 200)}`;
    if (to !== null) {
      found.focus();
      found.value = String(to);
      found.dispatchEvent(new Event("input", { bubbles: true }));
      found.dispatchEvent(new Event("change", { bubbles: true }));
      return null;
    }
    const target = found.labels?.[0] ?? found;
    target.scrollIntoView({ block: "center" });
    const box = target.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  },

  // Words drawn over words, and words outside of the window.
  amiss: () => {
    const words = [];
    const walker = document.createTreeWalker(document.getElementById("stage"), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const one = node.parentElement;
      const style = getComputedStyle(one);
      if (!node.textContent.trim() || one.closest("[hidden], .visually-hidden, .chart__table, template, style") || style.visibility === "hidden" || style.opacity === "0") continue;
      let clipped = false;
      for (let up = one; up; up = up.parentElement) clipped ||= getComputedStyle(up).clipPath !== "none" || getComputedStyle(up).overflow === "hidden" && up.clientHeight < 4;
      if (clipped) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) if (box.width > 1 && box.height > 1) words.push({ one, box, text: node.textContent.trim().slice(0, 30) });
    }
    const found = [];
    const [wide, high] = [innerWidth + 2, innerHeight + 2];
    for (const { box, text } of words) if (document.body.classList.contains("wall") && (box.right > wide || box.bottom > high || box.left < -2 || box.top < -2)) found.push(`out: ${text}`);
    words.forEach((a, at) => words.slice(at + 1).forEach((b) => {
      if (a.one === b.one) return;
      const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      const lower = Math.min(a.box.height, b.box.height);
      if (across > 3 && down > lower * 0.45) found.push(`over: ${a.text} / ${b.text}`);
    }));
    return found.slice(0, 6);
  },
})
