// What the walk asks a page, in browsers whose only common tongue is this: things by role and name, and geometry.
({
  // Where the thumb goes for a step of tests/support/browser/ways_to_answer.py, or null when the step is done by this.
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

  // Is everything where it stays, with its letters?
  rests: () => document.fonts.status === "loaded" && document.getAnimations().every((each) => each.playState !== "running" || each.effect.getComputedTiming().endTime === Infinity),

  // What engines have disagreed on. Beside it: tools/geometry.js.
  amiss: () => {
    const found = [];
    const told = (one) => `${one.localName}.${one.getAttribute("class") ?? ""}`;
    const over = (a, b) => Math.min(Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));
    const box = (one) => one.getBoundingClientRect();
    const shown = (one) => one.checkVisibility() && getComputedStyle(one).position === "static";
    // An svg that is to fill what its neighbours leave may take its own ratio's height instead, and lie over them.
    for (const plot of document.querySelectorAll("#stage [data-chart] [class*=__plot]:not(svg)")) {
      const parts = [...plot.children].filter(shown);
      parts.forEach((a, at) => parts.slice(at + 1).forEach((b) => {
        if (over(box(a), box(b)) > 2) found.push(`${told(a)} lies over ${told(b)}`);
      }));
      const chart = plot.closest("[data-chart]");
      if (box(plot).bottom > box(chart).bottom + 2) found.push(`${told(plot)} leaves ${told(chart)}`);
    }
    // What only is heard takes no room, its caption neither.
    for (const one of document.querySelectorAll("#stage .chart__table, #stage .chart__table *")) {
      if (box(one).width > 2 || box(one).height > 2) found.push(`${told(one)} is ${Math.round(box(one).width)} × ${Math.round(box(one).height)} px for eyes`);
    }
    // A table that is to fill its place does so with its rows.
    for (const table of document.querySelectorAll(".wall #stage .placed__grid")) {
      const rows = [...table.querySelectorAll("tr")].map(box);
      const [top, bottom] = [Math.min(...rows.map((row) => row.top)), Math.max(...rows.map((row) => row.bottom))];
      const most = Math.max(...rows.slice(1).map((row, at) => row.top - rows[at].bottom));
      if (bottom - top < 0.97 * box(table).height || most > 0.03 * box(table).height) found.push(`a hole: rows take ${Math.round(bottom - top)} of ${Math.round(box(table).height)} px, ${Math.round(most)} between two`);
    }
    return found.slice(0, 6);
  },

  // Words of the cloud that touch, as they are drawn.
  touching: () => {
    const signs = [...document.querySelectorAll(".cloud__sky text:not([hidden])")].map((sign) => {
      const { left, right, top, bottom } = sign.getBoundingClientRect();
      const scale = Number(/scale\(([\d.]+)/.exec(sign.style.transform)?.[1]);
      const [middle, half] = [(top + bottom) / 2, 36 * scale];  // half as high as its letters
      return { text: sign.textContent, left, right, top: middle - half, bottom: middle + half };
    });
    return signs.flatMap((a, at) => signs.slice(at + 1)
      .filter((b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1)
      .map((b) => `${a.text} / ${b.text}`));
  },
})
